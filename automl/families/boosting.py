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
# The longest such product tried, on few rows and on more of them (times functions). On 9,000 hotel rates CatBoost's
# error was 4 % lower at 80 than at 40, and fits that stop before cost nothing; many rows make every tree dear.
LONGEST_PATH, LONGEST_PATH_OF_MANY = 80.0, 40.0
FEW_ROWS = 30_000
# Trees times rows times functions that a fit may spend before the budget of a minute suffers.
MOST_WORK = 2.5e8
LEAST_TREES = 50  # chosen, not measured
#: The families, and what each calls the number of trees.
BOOSTED = {
    "lightgbm": "n_estimators",
    "xgboost": "n_estimators",
    "hist_gradient_boosting": "max_iter",
    "catboost": "iterations",
}


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
    longest = LONGEST_PATH if n_rows * n_outputs <= FEW_ROWS else LONGEST_PATH_OF_MANY
    path = longest if validated else min(longest, USUAL_PATH * max(1.0, n_rows / USUAL_ROWS) ** 0.3)
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


def path_of(family: str, params: Mapping[str, Any], resolved: Mapping[str, Any]) -> float:
    """Trees times learning rate at which a fit stopped by itself; 0 of what is no boosting, or was told where."""
    return float(resolved.get(BOOSTED.get(family, ""), 0.0)) * learning_rate(params)


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
