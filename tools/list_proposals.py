"""Tool `list_proposals`: the regions that searches proposed, and whether they kept what was expected."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.regions import proposals


@tool(description=load("list_proposals"), parse_docstring=True, response_format="content_and_artifact")
def list_proposals(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """List proposals and outcomes."""
    found = proposals(runtime.context)
    text = "\n".join(f"{one['run_id']}: {one['proposal']['sentence']} {_outcome(one)}" for one in found)
    return text or "No search has proposed a region yet.", {"proposals": found}


def _outcome(one: dict[str, Any]) -> str:
    if one["outcome"] is None:
        return "It was not tried."
    return f"Tried by {one['tried_by']}: {one['outcome']['sentence']}"
