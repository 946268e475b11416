"""Tool `get_effect`: how the prediction moves with one column."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.report.figures import number, percent
from prompts import load
from tools.context import ToolContext
from tools.effects import effect_of, value_names
from tools.versions import told
from tools.wording import table as rows_of


@tool(description=load("get_effect"), parse_docstring=True, response_format="content_and_artifact")
def get_effect(
    column: str, runtime: ToolRuntime[ToolContext], run_id: str = ""
) -> tuple[str, dict[str, Any]]:
    """Return how the mean prediction moves with a column.

    Args:
        column: Column name, spelled as in the table.
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    run = context.finished_run(run_id)
    result = context.result(run.id)
    effect = effect_of(context, column, run.id)
    is_number = result.task == "regression"
    shown = [number(p) if is_number else percent(p) for p in effect.predictions]
    lines = [(name, said) for name, said in zip(value_names(context, effect), shown, strict=True) if name]
    what = (
        f"Mean prediction of {result.target!r}"
        if is_number
        else f"Mean probability of {effect.label or result.positive_label!r}"
    )
    text = f"{what} if every row had that value of {column!r}:\n" + rows_of((column, "prediction"), lines)
    facts = {"task": result.task, "target": result.target, "effect": effect.to_json()}
    return told(context, run, text, facts)
