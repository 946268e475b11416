"""What single trees and forests share: leaves that say probabilities, averaged over the trees."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from automl.families import threads
from automl.families.learner import Array, Learner, Training
from automl.families.matrix import Matrix

Kind = Literal["DecisionTree", "RandomForest", "ExtraTrees"]

# A leaf of three rows of one class does not make the other class impossible: each leaf counts its parent population
# as one more row.
PRIOR_ROWS = 1.0


class TreesLearner(Learner):
    """One or more trees of scikit-learn, reduced to the trees themselves.

    Parameters
    ----------
    kind : str
        First part of the estimator's name in scikit-learn.
    """

    trees: list[Any]
    is_class: bool
    shares: Array
    drawn: bool  # the overall shares come in after the leaves, not within them

    def __init__(self, params: dict[str, Any], *, kind: Kind) -> None:
        super().__init__(params)
        self.kind = kind

    def fit(self, training: Training) -> None:
        """Grow the trees; leaves of classes are drawn a little towards the overall shares."""
        self.is_class = training.task != "regression"
        self.shares, self.drawn = np.zeros(0), False
        fitted = self._estimator(training)
        fitted.fit(training.values, training.y, sample_weight=training.weight)
        members = [fitted] if self.kind == "DecisionTree" else fitted.estimators_
        self.trees = [member.tree_ for member in members]
        if self.is_class:
            counts = np.bincount(training.y, weights=training.weight, minlength=training.n_classes)
            self.shares = counts / counts.sum()
            # By as much in each leaf where a direction was promised: small leaves drawn more would break it.
            self.drawn = training.layout.constrained
            for tree in [] if self.drawn else self.trees:
                _draw_leaves(tree, self.shares)

    def predict(self, values: Matrix) -> Array:
        """The mean of the trees."""
        if values.shape[1] != self.trees[0].n_features:
            raise ValueError(f"needs {self.trees[0].n_features} columns, found {values.shape[1]}")
        mean = threads.by_rows(self._sum, values) / len(self.trees)
        if not self.is_class:
            return np.asarray(mean.ravel(), dtype=np.float64)
        if self.drawn:
            mean = (mean * len(self.trees) + self.shares) / (len(self.trees) + 1)
        return np.asarray(mean / mean.sum(axis=1, keepdims=True), dtype=np.float64)

    def _sum(self, values: Matrix) -> Array:
        total: Array = self.trees[0].predict(values)
        for tree in self.trees[1:]:
            total += tree.predict(values)
        return total

    def _estimator(self, training: Training) -> Any:
        import sklearn.ensemble
        import sklearn.tree

        module = sklearn.tree if self.kind == "DecisionTree" else sklearn.ensemble
        estimator = getattr(module, self.kind + ("Classifier" if self.is_class else "Regressor"))
        params = {name: value for name, value in self.params.items() if name != "class_weight"}
        if training.layout.constrained:
            params["monotonic_cst"] = np.array(training.layout.directions)
        if self.kind != "DecisionTree":
            params["n_jobs"] = 1
        return estimator(**params, random_state=training.seed)


def _draw_leaves(tree: Any, shares: Array) -> None:
    """Mix the overall shares into each node's own, by the weight of `PRIOR_ROWS` rows."""
    counts = np.asarray(tree.n_node_samples, dtype=np.float64)[:, None]
    own = tree.value[:, 0, :]
    tree.value[:, 0, :] = (own * counts + shares * PRIOR_ROWS) / (counts + PRIOR_ROWS)


def tree_parameters(*, classes: bool, max_features: Any) -> dict[str, Any]:
    """Parameters that all trees of scikit-learn have."""
    shared = {
        "max_depth": None,
        "min_samples_split": 2,
        "min_samples_leaf": 1,
        "min_weight_fraction_leaf": 0.0,
        "max_features": max_features,
        "max_leaf_nodes": None,
        "min_impurity_decrease": 0.0,
        "ccp_alpha": 0.0,
        "criterion": "gini" if classes else "squared_error",
    }
    return shared | {"class_weight": None} if classes else shared
