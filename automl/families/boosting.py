"""What the boosted families share: how many trees, when to stop, which rows they stop on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from automl.families.shape import Shape

# Product of trees and learning rate where unvalidated fits stop: about where fits with validation stop on average
# over the tables of benchmarks/fit_cost.py.
USUAL_PATH = 8.0
LONGEST_PATH = 40.0
# Trees times rows times functions that a fit may spend before the budget of a minute suffers.
MOST_WORK = 2.5e8
LEAST_TREES = 50


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
    path = LONGEST_PATH if validated else USUAL_PATH
    affordable = MOST_WORK / (max(n_rows, 1_000) * n_outputs)
    return int(max(LEAST_TREES, min(path / learning_rate(params), affordable)))


def stops_early(params: Mapping[str, Any], name: str, *, validated: bool) -> bool:
    """Whether the number of trees is found on validation rows; never where somebody set it."""
    return validated and params.get(name) is None


def patience(params: Mapping[str, Any]) -> int:
    """Trees without improvement after which a fit stops; slow learners improve more rarely."""
    given = params.get("early_stopping_rounds")
    return int(given) if given else int(min(100, max(20, 2.0 / learning_rate(params))))


def learning_rate(params: Mapping[str, Any]) -> float:
    """The rate, or the one of the defaults."""
    return float(params.get("learning_rate") or 0.1)


def small_leaf(wanted: int, n_rows: int) -> int:
    """Rows of a leaf, fewer on small tables, where 20 of 60 rows would forbid nearly every split."""
    return max(1, min(wanted, n_rows // 20))


def boosting_cost_s(
    shape: Shape, trees: float, *, per_tree_s: float, per_cell_s: float, leaves: float
) -> float:
    """Seconds of a fit: per tree, a fixed part for each leaf and one for each cell and level."""
    outputs = shape.n_outputs
    width = shape.n_columns + 30 * shape.n_texts
    depth = math.log2(max(2.0, leaves))
    return 0.05 + trees * outputs * (per_tree_s * leaves + per_cell_s * shape.n_rows * width * depth)
