"""Tool `explain_row`: why the model says what it says of one row, and what it would say if values were others."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.delivered import delivered
from tools.row_lines import row_line, with_changes
from tools.versions import told


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
        column: Column that tells rows apart, such as an id; empty for whichever column has the value.
        value: What that column says in the row, such as the id itself.
        changes: What-if: column to its other value, or to {"add": 10000} or {"times": 1.1}; empty for the row as it is.
        run_id: Which search, such as "run-001"; empty for the newest that has a model.
    """
    context = runtime.context
    model = delivered(context, run_id)
    position = model.position(row=row, column=column, value=value)
    found = model.frame().iloc[[position]].reset_index(drop=True)
    before = model.reasons(found, number=position + 1)
    text = row_line(before, model, context.limits)
    artifact: dict[str, Any] = {
        "run_id": model.run_id,
        "currency": model.currency,
        "explanation": before.to_json(),
    }
    if changes:
        said, artifact["what_if"] = with_changes(
            model, found, changes, number=position + 1, limits=context.limits
        )
        text += f"\n{said}"
    return told(context, context.run(model.run_id), text, artifact)
