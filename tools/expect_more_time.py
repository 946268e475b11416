"""Tool `expect_more_time`: what a longer search is expected to bring."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.search.more_time import outlook_on, told_of
from prompts import load
from tools.context import ToolContext
from tools.versions import told


@tool(description=load("expect_more_time"), parse_docstring=True, response_format="content_and_artifact")
def expect_more_time(
    runtime: ToolRuntime[ToolContext], seconds: float = 0.0, run_id: str = ""
) -> tuple[str, dict[str, Any]]:
    """Say what more time is expected to bring.

    Args:
        seconds: How much longer, where the user said so; 0 for the usual steps.
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    run = context.finished_run(run_id)
    found = outlook_on(context.result(run.id).more_time, seconds)
    return told(context, run, told_of(found), {"run_id": run.id, "more_time": found.to_json()})
