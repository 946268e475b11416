"""Tool `get_importance`: which columns the model relies on."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.report.figures import score
from automl.spec.labels import score_label
from prompts import load
from tools.context import ToolContext
from tools.versions import told
from tools.wording import table as rows_of

_SHOWN = 10


@tool(description=load("get_importance"), parse_docstring=True, response_format="content_and_artifact")
def get_importance(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Rank the columns by how much worse the predictions get without them.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    run = context.finished_run(run_id)
    result = context.result(run.id)
    found = result.explanation.importance
    lines = [
        (str(place), repr(item.column), score(item.drop), f"{score(item.low)} to {score(item.high)}")
        for place, item in enumerate(found[:_SHOWN], 1)
    ]
    text = f"How much {score_label(result.score_name)} worsens when a column's values are shuffled, on held-out rows:\n"
    text += rows_of(("rank", "column", "worse by", "interval"), lines)
    useless = [item.column for item in found if item.high <= 0]
    if useless:
        text += f"\nColumns without any measurable use: {len(useless):,}."
    facts = {
        "run_id": run.id,
        "score_name": result.score_name,
        "importance": [item.to_json() for item in found[:30]],
        "method": result.explanation.method,
    }
    return told(context, run, text, facts)
