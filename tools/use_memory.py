"""Tool `use_memory`: whether the next searches of this project begin with what earlier ones taught, or afresh."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.remembering import use


@tool(description=load("use_memory"), parse_docstring=True, response_format="content_and_artifact")
def use_memory(
    wanted: bool,
    quote: str,
    runtime: ToolRuntime[ToolContext],
) -> tuple[str, dict[str, Any]]:
    """Begin the next searches with what earlier ones taught, or afresh.

    Args:
        wanted: False to begin afresh, true to use what is remembered again.
        quote: The user's exact words, copied.
    """
    return use(runtime.context, wanted=wanted, quote=quote)
