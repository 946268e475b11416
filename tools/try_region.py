"""Tool `try_region`: the region that the last search proposed becomes part of the plan."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.regions import accept
from tools.show_spec import shown


@tool(description=load("try_region"), parse_docstring=True, response_format="content_and_artifact")
def try_region(
    quote: str, runtime: ToolRuntime[ToolContext], time_s: float = 0.0, run_id: str = ""
) -> tuple[str, dict[str, Any]]:
    """Plan a search of the proposed region.

    Args:
        quote: The user's exact words, copied.
        time_s: Seconds that the search may take, where the user said so; 0 leaves the budget as it is.
        run_id: Which search made the proposal, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    before = context.document()
    return shown(context, accept(context, run_id, time_s=time_s, quote=quote), before=before)
