"""What the boosted families share: how many trees, when to stop, which rows they stop on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from automl.families.needs import MAX_COLUMNS
from automl.families.shape import Shape

# Product of trees and learning rate at which fits with validation rows stopped in the median over the tables of
# benchmarks/fit_cost.py, up to 10,000 rows; fits without such rows, and estimates of cost, take it. More rows stop
# later: on 76,000 bookings none did before the longest path.
USUAL_PATH = 12.0
USUAL_ROWS = 10_000
LONGEST_PATH = 40.0
# Trees times rows times functions that a fit may spend before the budget of a minute suffers.
MOST_WORK = 2.5e8
LEAST_TREES = 50  # chosen, not measured


def n_trees(params: Mapping[str, Any], name: str, *, n_rows: int, n_outputs: int, validated: bool) -> int:
    """Trees of a fit: exactly those that were set, else as many as the learning rate needs.

    Parameters
    ----------
    name : str
        What the family calls the number of trees.
    validated : bool
        There are rows to stop early on, so the number is only a bound.
    """
    if params.get(name) is not None:
        return int(params[name])
    path = LONGEST_PATH if validated else min(LONGEST_PATH, USUAL_PATH * max(1.0, n_rows / USUAL_ROWS) ** 0.3)
    affordable = MOST_WORK / (max(n_rows, 1_000) * n_outputs)
    return int(max(LEAST_TREES, min(path / learning_rate(params), affordable)))


def stops_early(params: Mapping[str, Any], name: str, *, validated: bool) -> bool:
    """Whether the number of trees is found on validation rows; never where somebody set it."""
    return validated and params.get(name) is None


def patience(params: Mapping[str, Any]) -> int:
    """Trees without improvement after which a fit stops; slow learners improve more rarely."""
    given = params.get("early_stopping_rounds")
    return int(given) if given else int(min(100, max(20, 2.0 / learning_rate(params))))


def columns_of_a_tree(shape: Shape) -> float:
    """Share of the columns that each tree looks at: most of few, some hundred of many, which costs a fraction."""
    seen = min(shape.n_columns, MAX_COLUMNS)
    return min(0.8, max(0.2, round(160 / max(1, seen), 2)))


def learning_rate(params: Mapping[str, Any]) -> float:
    """The rate, or the one of the defaults."""
    return float(params.get("learning_rate") or 0.1)


def small_leaf(wanted: int, n_rows: int) -> int:
    """Rows of a leaf, fewer on small tables, where 20 of 60 rows would forbid nearly every split."""
    return max(1, min(wanted, n_rows // 20))


def boosting_cost_s(
    shape: Shape, trees: float, *, fixed_s: float, per_leaf_s: float, per_cell_s: float, leaves: float
) -> float:
    """Seconds of a fit: per tree, a part for each leaf and one for each cell and level of depth."""
    width = shape.n_columns + 5 * shape.n_dates + 15 * shape.n_texts
    reached = min(leaves, max(2.0, shape.n_rows / 20))
    per_tree = per_leaf_s * reached + per_cell_s * shape.n_rows * width * math.log2(max(2.0, reached))
    return fixed_s + trees * shape.n_outputs * per_tree
