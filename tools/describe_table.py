"""Tool `describe_table`: what is in the table, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain.tools import ToolRuntime, tool

from automl.data.profile import profile_table
from prompts import load
from tools.context import ToolContext
from tools.privacy import column_line
from tools.wording import some
from tools.wording import table as rows_of

if TYPE_CHECKING:
    from automl.data.table import Table


@tool(description=load("describe_table"), parse_docstring=True, response_format="content_and_artifact")
def describe_table(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Describe the table."""
    return describe(runtime.context, runtime.context.table())


_profiled: dict[tuple[str, str | None], list[dict[str, Any]]] = {}


def profiled(table: Table, target: str | None) -> list[dict[str, Any]]:
    """Return the profile of every column as plain JSON; worked out once per table and target."""
    key = (table.fingerprint, target)
    if key not in _profiled:
        _profiled.clear()  # one table at a time: a conversation is about one
        _profiled[key] = [profile.to_json() for profile in profile_table(table, target)]
    return _profiled[key]


def describe(context: ToolContext, table: Table) -> tuple[str, dict[str, Any]]:
    """Return what is in a table as text for the model, and in full for the page."""
    profiles = profiled(table, context.document().spec.target)
    lines = [column_line(profile, context.limits) for profile in profiles[: context.limits.list_length]]
    text = [f"{table.name!r}: {table.n_rows:,} rows, {len(table.columns):,} columns."]
    text.append(rows_of(("column", "kind", "distinct", "missing", "range or labels"), lines))
    if len(profiles) > len(lines):
        text.append(f"Further columns: {some(repr(p['name']) for p in profiles[len(lines) :])}.")
    if table.conversions:
        text.append("Read differently from how it is written: " + " ".join(table.conversions[:5]))
    artifact = {
        "table": table.name,
        "n_rows": table.n_rows,
        "n_columns": len(table.columns),
        "columns": profiles[:200],
        "conversions": list(table.conversions[:50]),
    }
    return "\n".join(text), artifact
