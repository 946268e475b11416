"""Tool `get_result`: what came out of a search, in figures, with their intervals and in money."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.project.runs import Run
from prompts import load
from tools.context import ToolContext
from tools.result_lines import result_lines

_PICTURES = {"explanation", "leaderboard", "spec", "provenance", "goal", "defaults", "versions", "not_tried"}


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
    earlier = _of_earlier_plan(context, run)
    lines = [earlier, *result_lines(result)] if earlier else result_lines(result)
    return "\n".join(lines), {"run_id": run.id, "result": facts, "earlier": earlier}


def _of_earlier_plan(context: ToolContext, run: Run) -> str:
    """That the result belongs to another version of the plan than the one that stands; empty where it does not."""
    version = run.document["version"]
    if version == context.version():
        return ""
    return f"This result belongs to version {version} of the plan, which is at version {context.version()} by now."
