"""Tool `refit_model`: the chosen model learned anew from more rows, without a search."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.refitting import start_refit


@tool(description=load("refit_model"), parse_docstring=True, response_format="content_and_artifact")
def refit_model(
    quote: str,
    runtime: ToolRuntime[ToolContext],
    file: str = "",
    run_id: str = "",
    only_new: bool = False,
) -> tuple[str, dict[str, Any]]:
    """Learn the model of a finished search anew.

    Args:
        quote: The user's exact words that ask for it, copied.
        file: Name of the attached file with more rows; empty for the newest.
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
        only_new: Whether the user said that the file holds new rows alone; without that it is told by the rows.
    """
    return start_refit(runtime.context, file, quote=quote, run_id=run_id, only_new=only_new)
