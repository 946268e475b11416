"""The documents keep up with the program: a heading for each tool, check and metric, and a README whose words exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cli
from automl.data.checks import CHECKS
from automl.metrics import METRICS
from tools.registry import TOOLS

ROOT = Path(__file__).parents[1]


def headings(name: str) -> set[str]:
    text = (ROOT / "docs" / name).read_text("utf-8")
    return {line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("#")}


def test_every_tool_has_a_heading_and_a_prompt() -> None:
    assert {tool.name for tool in TOOLS} <= headings("tools.md")
    assert {path.stem for path in (ROOT / "prompts" / "tools").glob("*.md")} == {tool.name for tool in TOOLS}


def test_every_metric_has_a_heading() -> None:
    assert set(METRICS) <= headings("metrics.md")


def test_every_check_has_a_heading() -> None:
    text = " ".join(headings("checks.md"))
    assert all(check.code in text for check in CHECKS)


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/engine.md",
        "docs/plugins.md",
        "docs/memory.md",
    ],
)
def test_links_and_files_exist(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target
    for named in re.findall(
        r"`((?:automl|tests|docs|assistant|ui|tools)/[\w/]+\.(?:py|md))`", path.read_text("utf-8")
    ):
        assert (ROOT / named).exists(), named


def test_the_commands_of_the_readme_parse() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    commands = [line.strip() for line in text.splitlines() if line.strip().startswith("tandem ")]
    assert len(commands) >= 5
    parser = cli._parser()
    for command in commands:
        words = re.findall(r'"[^"]*"|\S+', command)[1:]
        parser.parse_args([word.strip('"') for word in words])


def test_contributing_fits_one_screen() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()) <= 40
