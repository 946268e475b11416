"""Random forest: trees on resampled rows, each split looking at some of the columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from automl.families.base import Family
from automl.families.forest import TreesLearner, tree_parameters
from automl.families.learner import Learner
from automl.families.needs import MAX_COLUMNS, Needs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting, Whole

# Rows per leaf grow with the table so that a forest of 100,000 rows still fits in memory and predicts in time.
ROWS_PER_LEAF = 10_000
WIDE = 100  # columns from which on a split looks at a smaller share of them


class RandomForest(Family):
    """Bagged trees."""

    name = "random_forest"
    label = "Random forest"
    monotone = True
    simplicity = 6
    preparation = Needs(encoding="ordinal", fill=True, float32=True)
    encodings = ("ordinal", "target", "onehot")

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of RandomForestClassifier and RandomForestRegressor."""
        classes = task != "regression"
        shared = tree_parameters(classes=classes, max_features="sqrt" if classes else 1.0)
        return {"n_estimators": 100, **shared, "bootstrap": True, "max_samples": None}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Leaves of a few rows; fewer trees where each costs much."""
        base = {
            "n_estimators": trees_for(shape),
            "min_samples_leaf": leaf_for(shape),
            "max_features": columns_of_a_split(shape, 0.4 if shape.task == "regression" else 0.25),
            "prep.encoding": "ordinal",
        }
        return [base | {"prep.encoding": "target"}] if shape.max_levels > 20 else [base]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Rows of a leaf and columns of a split; more trees never hurt, so their number is not searched."""
        leaf = leaf_for(shape)
        found: list[Setting] = [
            Whole("min_samples_leaf", leaf, 20 * leaf, log=True),
            Real("max_features", columns_of_a_split(shape, 0.1), columns_of_a_split(shape, 1.0)),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("ordinal", "target")))
        return tuple(found)

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """A forest."""
        return TreesLearner(params, kind="RandomForest")

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        return forest_cost_s(shape, params, per_cell_s=4.5e-8)


def trees_for(shape: Shape) -> int:
    """Trees of a default forest."""
    if shape.n_rows <= 3_000:
        return 200
    if shape.n_rows <= 20_000:
        return 100
    return 80 if shape.n_rows <= 60_000 else 60


def leaf_for(shape: Shape) -> int:
    """Rows of a default leaf."""
    floor = 3 if shape.task != "regression" else 2
    return max(floor, math.ceil(shape.n_rows / ROWS_PER_LEAF))


def columns_of_a_split(shape: Shape, share: float) -> float:
    """A share of the columns; of hundreds only that of the first hundred, as each tree costs in proportion."""
    return share * min(1.0, round(WIDE / max(1, min(shape.n_columns, MAX_COLUMNS)), 2))


def forest_cost_s(shape: Shape, params: Mapping[str, Any], *, per_cell_s: float) -> float:
    """Seconds of a forest: trees × rows × columns looked at × depth, and a little for each tree."""
    n_trees = int(params.get("n_estimators", 100))
    share = params.get("max_features", 0.4)
    looked_at = max(1.0, shape.n_columns * (share if isinstance(share, float) else 0.4))
    depth = math.log2(max(4.0, shape.n_rows / max(1, int(params.get("min_samples_leaf", 1)))))
    outputs = 1 + 0.2 * (shape.n_outputs - 1)
    return 0.1 + n_trees * (1e-3 + per_cell_s * shape.n_rows * looked_at * depth * outputs)
