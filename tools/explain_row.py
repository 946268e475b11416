"""Tool `explain_row`: why the model says what it says of one row, and what it would say if values were others."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.report.figures import money, number, percent
from automl.search.result import RowExplanation
from prompts import load
from tools.context import Limits, ToolContext
from tools.delivered import Delivered, delivered


@tool(description=load("explain_row"), parse_docstring=True, response_format="content_and_artifact")
def explain_row(
    runtime: ToolRuntime[ToolContext],
    row: int = 0,
    column: str = "",
    value: str = "",
    changes: dict[str, Any] | None = None,
    run_id: str = "",
) -> tuple[str, dict[str, Any]]:
    """Explain the prediction for one row.

    Args:
        row: Number of the row in the table, counted from 1; 0 where it is found by column and value.
        column: Column that tells rows apart, such as an id.
        value: What that column says in the row.
        changes: What-if: column to its other value, or to {"add": 10000} or {"times": 1.1}; empty for the row as it is.
        run_id: Which search, such as "run-001"; empty for the newest that has a model.
    """
    model = delivered(runtime.context, run_id)
    position = model.position(row=row, column=column, value=value)
    found = model.frame().iloc[[position]].reset_index(drop=True)
    before = model.reasons(found, number=position + 1)
    limits = runtime.context.limits
    text = _sentence(before, model, limits)
    artifact: dict[str, Any] = {
        "run_id": model.run_id,
        "currency": model.currency,
        "explanation": before.to_json(),
    }
    if changes:
        said, artifact["what_if"] = _what_if(model, found, changes, number=position + 1)
        text += f"\n{said}"
    return text, artifact


def _what_if(
    model: Delivered, row: Any, changes: dict[str, Any], *, number: int
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
    told = "; ".join(f"{name!r} {was!r} → {now!r}" for name, was, now in found.changed)
    said = f"With {told}: {_prediction(after, model)} {' '.join(found.notes)}".strip()
    return said, {
        "changed": [list(item) for item in found.changed],
        "explanation": after.to_json(),
        "notes": list(found.notes),
    }


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


def _sentence(found: RowExplanation, model: Delivered, limits: Limits) -> str:
    def cell(value: Any) -> str:
        return f" = {value!r}" if limits.cells and value is not None else ""

    sign = "" if found.unit == "value" else f" ({found.unit})"
    reasons = [f"{name!r}{cell(value)}: {part:+.3g}" for name, value, part in found.contributions]
    return f"Row {found.row:,}: {_prediction(found, model)} What moves it{sign}: {'; '.join(reasons)}."
