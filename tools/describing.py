"""What is in a table, as text for the model and in full for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from automl.data.profile import describe_column, profile_table
from tools.context import ToolContext
from tools.privacy import column_line
from tools.wording import some
from tools.wording import table as rows_of

if TYPE_CHECKING:
    from automl.data.table import Table

# A table of thousands of columns is described by its first ones; every other one can be asked for by name.
MAX_PROFILED = 200
_NAMED = 150

_profiled: dict[tuple[str, str | None], list[dict[str, Any]]] = {}


def profiled(table: Table, target: str | None) -> list[dict[str, Any]]:
    """Return the profile of every column as plain JSON; worked out once per table and target."""
    key = (table.fingerprint, target)
    if key not in _profiled:
        _profiled.clear()  # one table at a time: a conversation is about one
        wide = len(table.columns) > MAX_PROFILED
        found = (
            [describe_column(table, column.name, target) for column in table.columns[:MAX_PROFILED]]
            if wide
            else profile_table(table, target)
        )
        _profiled[key] = [profile.to_json() for profile in found]
    return _profiled[key]


def describe(context: ToolContext, table: Table) -> tuple[str, dict[str, Any]]:
    """Return what is in a table as text for the model, and in full for the page."""
    profiles = profiled(table, context.document().spec.target)
    lines = [column_line(profile, context.limits) for profile in profiles[: context.limits.list_length]]
    text = [f"{table.name!r}: {table.n_rows:,} rows, {len(table.columns):,} columns."]
    text.append(rows_of(("column", "kind", "distinct", "missing", "range or labels"), lines))
    if len(table.columns) > len(lines):
        further = [repr(column.name) for column in table.columns[len(lines) :]]
        text.append(f"Further columns: {some(further, limit=_NAMED)}.")
    if table.conversions:
        text.append("Read differently from how it is written: " + " ".join(table.conversions[:5]))
    artifact = {
        "table": table.name,
        "n_rows": table.n_rows,
        "n_columns": len(table.columns),
        "columns": profiles,
        "conversions": list(table.conversions[:50]),
    }
    return "\n".join(text), artifact
