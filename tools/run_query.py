"""Tool `run_query`: one figure about the table, or one per group, by a locked-down SQL aggregate."""

from __future__ import annotations

from typing import Any

import numpy as np
from langchain.tools import ToolRuntime, tool

from automl.data.sql import Aggregator, evaluate_rows
from automl.report.figures import number
from prompts import load
from tools.context import ToolContext
from tools.query import figure, groups, n_rows, refuse_cells
from tools.wording import table as rows_of


@tool(description=load("run_query"), parse_docstring=True, response_format="content_and_artifact")
def run_query(
    measure: str, runtime: ToolRuntime[ToolContext], where: str = "", by: str = ""
) -> tuple[str, dict[str, Any]]:
    """Compute an aggregate over the table.

    Args:
        measure: DuckDB aggregate that gives a number, such as "count(*)", "avg(amount)" or "median(age)".
        where: DuckDB condition on the rows to look at, such as "age >= 60 and region = 'north'"; empty for all.
        by: Name of a column with few different values: one figure per value; empty for one figure.
    """
    context, table = runtime.context, runtime.context.table()
    if not context.limits.cells:
        refuse_cells(measure)
    chosen = evaluate_rows(where, table.frame, field="where", want="boolean") if where else None
    positions = np.arange(table.n_rows) if chosen is None else np.flatnonzero(chosen)
    figures = Aggregator(measure, table.frame, {}, field="measure")
    parts = groups(context, by, positions) if by else [("all rows" if chosen is None else where, positions)]
    rows = [figure(figures, name, group, context.limits) for name, group in parts]
    lines = [
        (
            row["group"],
            "too few rows" if row["value"] is None else number(row["value"]),
            n_rows(row, context.limits),
        )
        for row in rows
    ]
    return rows_of((by or "rows", measure, "rows"), lines), {
        "measure": measure,
        "where": where,
        "by": by,
        "rows": rows,
    }
