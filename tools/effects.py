"""The effect of a column on the prediction, from the result or computed anew, and what a model may read of it."""

from __future__ import annotations

from automl.errors import DataError
from automl.search.result import Effect
from automl.spec.names import did_you_mean
from tools.context import ToolContext
from tools.delivered import delivered
from tools.privacy import blurred, levels

# Enough rows for a steady mean, few enough for an answer within a second.
_ROWS = 500


def effect_of(context: ToolContext, column: str, run_id: str) -> Effect:
    """Return the effect of a column.

    Raises:
        DataError: The model does not use the column, or it has no effect to show.
    """
    known = {effect.column: effect for effect in context.result(run_id).explanation.effects}
    return known.get(column) or _computed(context, column, run_id)


def _computed(context: ToolContext, column: str, run_id: str) -> Effect:
    from automl.explain import column_effect

    model = delivered(context, run_id)
    features = model.model.features
    if column not in features:
        raise DataError(
            f"The model does not use a column {column!r}. {did_you_mean(column, features, noun='columns')}"
        )
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


def value_names(context: ToolContext, effect: Effect) -> list[str]:
    """What the model may read of the values; an empty name leaves the line out."""
    if context.limits.cells or not isinstance(effect.values[0], str):
        return [blurred(value, context.limits) for value in effect.values]
    counts = context.table().label_counts(effect.column)
    allowed = set(levels(counts.items(), len(counts), context.limits))
    return [str(value) if value in allowed else "" for value in effect.values]
