"""Tool `explain_start`: which settings a search began with because earlier ones did best with them."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.remembering import beginning


@tool(description=load("explain_start"), parse_docstring=True, response_format="content_and_artifact")
def explain_start(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Say why a search began with the settings that it began with.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest.
    """
    return beginning(runtime.context, run_id)
