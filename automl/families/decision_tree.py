"""One decision tree, small enough to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.families.base import Family
from automl.families.forest import TreesLearner, tree_parameters
from automl.families.learner import Learner
from automl.families.needs import Needs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Setting, Whole


class DecisionTree(Family):
    """A tree of questions."""

    name = "decision_tree"
    label = "Decision tree"
    interpretable = True
    monotone = True
    simplicity = 1
    preparation = Needs(encoding="ordinal", fill=True, float32=True)
    encodings = ("ordinal", "target", "onehot")

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of DecisionTreeClassifier and DecisionTreeRegressor."""
        return tree_parameters(classes=task != "regression", max_features=None) | {"splitter": "best"}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """A tree for a page, and a deeper one."""
        leaf = max(5, shape.n_rows // 200)
        base = {"max_depth": 5, "min_samples_leaf": leaf, "prep.encoding": "ordinal"}
        return [base, base | {"max_depth": 8, "min_samples_leaf": max(5, leaf // 3)}]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Depth, and rows of a leaf."""
        found: list[Setting] = [
            Whole("max_depth", 2, 12),
            Whole("min_samples_leaf", 2, max(10, shape.n_rows // 20), log=True),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("ordinal", "target")))
        return tuple(found)

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """One tree."""
        return TreesLearner(params, kind="DecisionTree")

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        return 0.03 + 5e-7 * shape.n_rows * shape.n_columns
