"""One prediction with its reasons, and with other values, as lines for the model to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.report.figures import money, number, percent
from automl.search.result import RowExplanation
from tools.context import Limits
from tools.delivered import Delivered


def with_changes(
    model: Delivered, row: Any, changes: dict[str, Any], *, number: int, limits: Limits
) -> tuple[str, dict[str, Any]]:
    from automl.explain import what_if

    kinds = {column.name: column.kind for column in model.table.columns}
    features = model.model.features
    found = what_if(
        model.predict(), row[features], changes=changes, reference=model.frame()[features], kinds=kinds
    )
    changed = row.copy()
    for name in features:
        changed[name] = found.row[name].to_numpy()
    after = model.reasons(changed, number=number)
    # What a row holds, and what a sum or a product of it gives, is a cell.
    told = "; ".join(
        f"{name!r} {was!r} → {now!r}" if limits.cells else f"{name!r} → {_wish(changes.get(name))}"
        for name, was, now in found.changed
    )
    said = f"With {told}: {_prediction(after, model)} {' '.join(found.notes)}".strip()
    return said, {
        "changed": [list(item) for item in found.changed],
        "explanation": after.to_json(),
        "notes": list(found.notes),
    }


def _wish(change: Any) -> str:
    if isinstance(change, Mapping):
        return ", ".join(f"{how} {by!r}" for how, by in change.items())
    return repr(change)


def _prediction(found: RowExplanation, model: Delivered) -> str:
    of = f" of {found.label!r}" if found.label else ""
    said = (
        number(found.prediction)
        if model.model.task == "regression"
        else f"probability {percent(found.prediction)}{of}"
    )
    if found.decision and model.model.facts.get("has_action"):
        said += f"; decision: {found.decision}"
        if found.expected_value is not None:
            said += (
                f", acting is expected to bring {money(found.expected_value, model.currency)} over not acting"
            )
    return said + "."


def row_line(found: RowExplanation, model: Delivered, limits: Limits) -> str:
    """Return what the model says of a row and why; the row's own values only where cells may be shown."""

    def cell(value: Any) -> str:
        return f" = {value!r}" if limits.cells and value is not None else ""

    sign = "" if found.unit == "value" else f" ({found.unit})"
    reasons = [f"{name!r}{cell(value)}: {part:+.3g}" for name, value, part in found.contributions]
    return f"Row {found.row:,}: {_prediction(found, model)} What moves it{sign}: {'; '.join(reasons)}."
