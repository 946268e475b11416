"""Every tool has a schema that a model can work with, and a page that says when to use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from prompts import load
from tools.registry import TOOLS

ROOT = Path(__file__).parents[2]
NAMES = [tool.name for tool in TOOLS]


def arguments(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every argument of a schema with its path, inner ones too."""
    for name, part in schema.get("properties", {}).items():
        yield f"{path}{name}", part
        inner = [part, part.get("items", {}), *part.get("anyOf", ())]
        for one in [*inner, *(piece.get("items", {}) for piece in inner)]:
            yield from arguments(one, f"{path}{name}.")


@pytest.mark.parametrize("tool", TOOLS, ids=NAMES)
def test_every_argument_has_a_description(tool: BaseTool) -> None:
    function = convert_to_openai_tool(tool)["function"]

    assert function["description"] == load(tool.name)
    for path, part in arguments(function["parameters"]):
        assert part.get("description"), f"{tool.name}: {path} has no description"
        assert not path.startswith("runtime")


@pytest.mark.parametrize("tool", TOOLS, ids=NAMES)
def test_every_tool_is_one_short_file_with_a_page_that_says_when(tool: BaseTool) -> None:
    source = ROOT / "tools" / f"{tool.name}.py"

    assert len(source.read_text(encoding="utf-8").splitlines()) <= 60
    assert "When:" in load(tool.name)
    assert tool.response_format == "content_and_artifact"


def test_no_page_is_left_over() -> None:
    pages = {path.stem for path in (ROOT / "prompts" / "tools").glob("*.md")}

    assert pages == set(NAMES)


def test_no_tool_approves_a_plan() -> None:
    assert not [name for name in NAMES if "approve" in name]
