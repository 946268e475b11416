"""Tool `get_effect`: how the prediction moves with one column."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.data.names import did_you_mean
from automl.errors import DataError
from automl.report.figures import number, percent
from automl.search.result import Effect
from prompts import load
from tools.context import ToolContext
from tools.delivered import delivered
from tools.privacy import blurred, levels
from tools.wording import table as rows_of

# Enough rows for a steady mean, few enough for an answer within a second.
_ROWS = 500


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
    result = context.result(run_id)
    known = {effect.column: effect for effect in result.explanation.effects}
    effect = known.get(column) or _computed(context, column, run_id)
    is_number = result.task == "regression"
    shown = [number(p) if is_number else percent(p) for p in effect.predictions]
    lines = [(name, said) for name, said in zip(_names(context, effect), shown, strict=True) if name]
    what = (
        f"Mean prediction of {result.target!r}"
        if is_number
        else f"Mean probability of {effect.label or result.positive_label!r}"
    )
    text = f"{what} if every row had that value of {column!r}:\n" + rows_of((column, "prediction"), lines)
    return text, {"task": result.task, "target": result.target, "effect": effect.to_json()}


def _computed(context: ToolContext, column: str, run_id: str) -> Effect:
    from automl.explain import column_effect

    model = delivered(context, run_id)
    features = model.model.features
    if column not in features:
        raise DataError(f"The model does not use a column {column!r}. {did_you_mean(column, features)}")
    rows = model.frame()[features]
    found = column_effect(
        model.predict(),
        rows.sample(min(_ROWS, len(rows)), random_state=0).reset_index(drop=True),
        column,
        task=model.task,
        classes=model.model.classes,
        kinds={item.name: item.kind for item in model.table.columns},
    )
    if found is None:
        raise DataError(f"{column!r} is free text or has one value only, so there is no effect to show.")
    return found


def _names(context: ToolContext, effect: Effect) -> list[str]:
    """What the model may read of the values; an empty name leaves the line out."""
    if context.limits.cells or not isinstance(effect.values[0], str):
        return [blurred(value, context.limits) for value in effect.values]
    counts = context.table().labels(effect.column).value_counts()
    allowed = set(levels(((str(k), int(n)) for k, n in counts.items()), len(counts), context.limits))
    return [str(value) if value in allowed else "" for value in effect.values]
