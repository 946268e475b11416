"""Tool `forget_memory`: what a search taught is erased, once the user has said yes to exactly that."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.remembering import forget


@tool(description=load("forget_memory"), parse_docstring=True, response_format="content_and_artifact")
def forget_memory(
    runtime: ToolRuntime[ToolContext],
    ids: list[int] | None = None,
    run_id: str = "",
    everything: bool = False,
) -> tuple[str, dict[str, Any]]:
    """Erase what searches taught; asks first.

    Args:
        ids: Numbers in the list of `list_memory`.
        run_id: A search of this project instead, such as "run-001"; its newest where neither is given.
        everything: Whether all of it is to go.
    """
    return forget(runtime.context, ids or [], run_id=run_id, everything=everything)
