"""Tool `stop_search`: end the search with the best so far."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.errors import FolderError
from prompts import load
from tools.context import ToolContext


@tool(description=load("stop_search"), parse_docstring=True, response_format="content_and_artifact")
def stop_search(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Stop the search that is going on."""
    project = runtime.context.project
    going_on = [run for run in project.runs() if not run.is_over]
    if not going_on:
        raise FolderError("No search is going on.")
    for run in going_on:
        project.request_stop(run.id)
    last = going_on[-1]
    earlier = last.job.get("refit_of")
    sentence = (
        f"The search {last.id!r} ends now with the best model so far."
        if earlier is None
        else f"{last.id!r} ends now; the model of {earlier!r} stays, unless the new one was found better already."
    )
    return sentence, {"run_id": last.id, "refit_of": earlier}
