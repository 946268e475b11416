"""What `run_query` computes: one figure per group of rows, without handing out a cell to a model that may see none."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from automl.data.sql import Aggregator
from automl.errors import SpecError
from tools.context import Limits, ToolContext
from tools.privacy import MAX_LEVELS, levels

# Others, such as min, first or mode, hand out the cell of one particular row.
_AGGREGATES = {"count", "sum", "avg", "mean", "median", "stddev", "variance", "corr", "skewness", "kurtosis"}
# With a condition in it, or a power, a sum over all rows can be that of a single one.
_PICKS = re.compile(
    r"[<>=!^~]|\*\*|\b(?:case|when|between|in|like|ilike|is|not|and|or|if|filter|nullif|similar|glob)\b",
    re.IGNORECASE,
)
_NUMBER = r"\s*-?\d+(?:\.\d+)?\s*"
# The share of rows that are so: both branches are numbers of the measure's own.
_SHARE = re.compile(
    rf"(?:avg|mean|sum)\s*\(\s*(?:if\s*\(.*,{_NUMBER},{_NUMBER}\)|case\s+when\s.*\sthen{_NUMBER}else{_NUMBER}end)\s*\)(?:\s*\*\s*100)?",
    re.IGNORECASE | re.DOTALL,
)
_SUMMARIES = _AGGREGATES | {
    "abs",
    "round",
    "coalesce",
    "nullif",
    "cast",
    "if",
    "ln",
    "log",
    "sqrt",
    "year",
    "month",
}


def groups(
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


def figure(figures: Aggregator, name: str, group: np.ndarray[Any, Any], limits: Limits) -> dict[str, Any]:
    hidden = not limits.cells and len(group) < limits.group_rows
    value = math.nan if hidden or not len(group) else figures.value(group.astype(np.int64))
    return {"group": name, "value": None if math.isnan(value) else value, "n_rows": len(group)}


def n_rows(row: dict[str, Any], limits: Limits) -> str:
    """How many rows a group has; of a very small one only that it is small, or cells could be guessed one by one."""
    few = not limits.cells and row["n_rows"] < limits.group_rows
    return f"under {limits.group_rows}" if few else f"{row['n_rows']:,}"


def refuse_cells(measure: str) -> None:
    """Refuse a measure that could give the cell of one row.

    Raises:
        SpecError: It calls what picks a value, weighs rows by a condition, or raises to a power.
    """
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", measure)
    if _PICKS.search(bare) and not _SHARE.fullmatch(measure.strip()):
        raise SpecError(
            "measure: a condition or a power within it could show single cells; put the condition into `where`, or "
            "ask for a share, as in avg(if(region = 'north', 1, 0))."
        )
    used = {
        name.lower()
        for name in re.findall(r"([A-Za-z_]\w*)\s*\(", re.sub(r"\"[^\"]*\"|'[^']*'", "", measure))
    }
    if used - _SUMMARIES:
        raise SpecError(
            f"measure: {min(used - _SUMMARIES)!r} would show single cells; use one of count, sum, avg, median, stddev, "
            "corr."
        )
