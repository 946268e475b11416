"""Extremely randomised trees: thresholds drawn at random, which makes trees differ more and cost less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.families.base import Family
from automl.families.forest import TreesLearner, tree_parameters
from automl.families.learner import Learner
from automl.families.needs import Needs
from automl.families.random_forest import columns_of_a_split, forest_cost_s, leaf_for, trees_for
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting, Whole


class ExtraTrees(Family):
    """Random trees on all rows."""

    name = "extra_trees"
    label = "Extra trees"
    monotone = True
    simplicity = 6
    preparation = Needs(encoding="target", fill=True, float32=True)
    encodings = ("ordinal", "target", "onehot")

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of ExtraTreesClassifier and ExtraTreesRegressor."""
        classes = task != "regression"
        shared = tree_parameters(classes=classes, max_features="sqrt" if classes else 1.0)
        return {"n_estimators": 100, **shared, "bootstrap": False, "max_samples": None}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Leaves of a few rows, half the columns at each split."""
        base = {
            "n_estimators": trees_for(shape),
            "min_samples_leaf": leaf_for(shape) + (1 if shape.task != "regression" else 0),
            "max_features": columns_of_a_split(shape, 0.8 if shape.task == "regression" else 0.5),
            "prep.encoding": "target",
        }
        return [base, base | {"min_samples_leaf": 3 * leaf_for(shape), "prep.encoding": "ordinal"}]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Rows of a leaf, columns of a split, and how labels enter."""
        leaf = leaf_for(shape)
        found: list[Setting] = [
            Whole("min_samples_leaf", leaf, 20 * leaf, log=True),
            Real("max_features", columns_of_a_split(shape, 0.2), columns_of_a_split(shape, 1.0)),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("target", "onehot", "ordinal")))
        return tuple(found)

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """A forest of random trees."""
        return TreesLearner(params, kind="ExtraTrees")

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        return forest_cost_s(shape, params, per_cell_s=1.1e-8)
