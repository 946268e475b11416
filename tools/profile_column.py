"""Tool `profile_column`: what is in one column."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.data.profile import describe_column
from automl.report.figures import percent
from prompts import load
from tools.context import ToolContext
from tools.privacy import column_line


@tool(description=load("profile_column"), parse_docstring=True, response_format="content_and_artifact")
def profile_column(column: str, runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Describe one column.

    Args:
        column: Column name, spelled as in the table.
    """
    context = runtime.context
    found = describe_column(context.table(), column, context.document().spec.target).to_json()
    name, kind, n_distinct, n_missing, what = column_line(found, context.limits)
    text = f"{name}: {kind}, {n_distinct} distinct, {n_missing} missing"
    text += f" ({percent(found['share_missing'])})" if found["n_missing"] else ""
    text += f", {what}." if what else "."
    if found["mean"] is not None:
        text += f" Mean {found['mean']:.4g}."
    if found["relation"] is not None:
        text += f" Strength of its relation to the target, 0 to 1: {found['relation']:.2f}."
    return text, found
