"""Tool `get_result`: what came out of a search, in figures, with their intervals and in money."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.refitting import evidence_of
from tools.result_lines import result_lines
from tools.versions import told

_PICTURES = {
    "explanation",
    "leaderboard",
    "spec",
    "provenance",
    "goal",
    "defaults",
    "versions",
    "not_tried",
    "explored",
}


@tool(description=load("get_result"), parse_docstring=True, response_format="content_and_artifact")
def get_result(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Return the result of a finished search.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    run = context.finished_run(run_id)
    result = context.result(run.id)
    facts = {name: value for name, value in result.to_json().items() if name not in _PICTURES}
    refit = evidence_of(run)
    lines = [*([] if refit is None else [refit["sentence"]]), *result_lines(result)]
    return told(context, run, "\n".join(lines), {"run_id": run.id, "result": facts, "refit": refit})
