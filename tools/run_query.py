"""Tool `run_query`: one figure about the table, or one per group, by a locked-down SQL aggregate."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from langchain.tools import ToolRuntime, tool

from automl.data.sql import Aggregator, evaluate_rows
from automl.errors import SpecError
from automl.report.figures import number
from prompts import load
from tools.context import Limits, ToolContext
from tools.privacy import MAX_LEVELS, levels
from tools.wording import table as rows_of

# Others, such as min, first or mode, hand out the cell of one particular row.
_SUMMARIES = frozenset(
    "count sum avg mean median stddev stddev_samp stddev_pop variance var_samp corr covar_samp skewness kurtosis "
    "quantile_cont regr_slope abs round coalesce nullif cast if greatest least ln log sqrt year month".split()
)


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
        _refuse_cells(measure)
    chosen = evaluate_rows(where, table.frame, field="where", want="boolean") if where else None
    positions = np.arange(table.n_rows) if chosen is None else np.flatnonzero(chosen)
    figures = Aggregator(measure, table.frame, {}, field="measure")
    groups = _groups(context, by, positions) if by else [("all rows" if chosen is None else where, positions)]
    rows = [_row(figures, name, group, context.limits) for name, group in groups]
    lines = [
        (row["group"], "too few rows" if row["value"] is None else number(row["value"]), f"{row['n_rows']:,}")
        for row in rows
    ]
    return rows_of((by or "rows", measure, "rows"), lines), {
        "measure": measure,
        "where": where,
        "by": by,
        "rows": rows,
    }


def _groups(
    context: ToolContext, by: str, positions: np.ndarray[Any, Any]
) -> list[tuple[str, np.ndarray[Any, Any]]]:
    labels = context.table().labels(by).fillna("(blank)").to_numpy()[positions]
    found, counts = np.unique(labels.astype(str), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    if len(found) > MAX_LEVELS:
        raise SpecError(
            f"by: {by!r} has {len(found):,} different values here; group by a column with at most {MAX_LEVELS}."
        )
    allowed = set(levels(zip(found.tolist(), counts.tolist(), strict=True), len(found), context.limits))
    names = [(str(found[i]) if found[i] in allowed else "(value not shown)", found[i]) for i in order]
    return [(name, positions[labels == value]) for name, value in names]


def _row(figures: Aggregator, name: str, group: np.ndarray[Any, Any], limits: Limits) -> dict[str, Any]:
    hidden = not limits.cells and len(group) < limits.group_rows
    value = math.nan if hidden or not len(group) else figures.value(group.astype(np.int64))
    return {"group": name, "value": None if math.isnan(value) else value, "n_rows": len(group)}


def _refuse_cells(measure: str) -> None:
    used = {
        name.lower()
        for name in re.findall(r"([A-Za-z_]\w*)\s*\(", re.sub(r"\"[^\"]*\"|'[^']*'", "", measure))
    }
    if used - _SUMMARIES:
        raise SpecError(
            f"measure: {sorted(used - _SUMMARIES)[0]!r} would show single cells; use one of count, sum, avg, median, stddev, corr."
        )
