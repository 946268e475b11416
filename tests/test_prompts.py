"""The rendered prompt and every tool schema as models receive them, held against a copy: a change of wording shows.

`TANDEM_UPDATE_SNAPSHOTS=1` writes the copies anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool

from prompts import system, terms
from tools.registry import TOOLS

SNAPSHOTS = Path(__file__).parent / "snapshots"


def hold_against(name: str, text: str) -> None:
    path = SNAPSHOTS / name
    if os.environ.get("TANDEM_UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"write {name} with TANDEM_UPDATE_SNAPSHOTS=1"
    assert text == path.read_text(encoding="utf-8")


def test_system_prompt() -> None:
    hold_against("system.md", system() + "\n")


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_tool_schema(tool: object) -> None:
    schema = convert_to_openai_tool(tool)  # type: ignore[arg-type]  # a tool is one of what it takes
    name = schema["function"]["name"]
    hold_against(f"{name}.json", json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


def test_every_term_has_a_plain_meaning() -> None:
    assert len(terms()) > 100
    for term, meaning in terms().items():
        assert term == term.strip().lower()
        assert meaning.endswith("."), term


def test_prompts_hold_no_emoji_and_no_exclamation_marks() -> None:
    for path in (Path(__file__).parents[1] / "prompts").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "!" not in text, path.name
        assert all(ord(sign) < 0x2600 for sign in text), path.name
