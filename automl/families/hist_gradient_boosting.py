"""Histogram gradient boosting of scikit-learn: boosted trees that need no other library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from automl.families import threads
from automl.families.base import Family
from automl.families.boosting import boosting_cost_s, n_trees, patience, small_leaf, stops_early
from automl.families.learner import Array, Learner, Training
from automl.families.links import probabilities
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.presets import in_plain_form
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting, Whole
from automl.families.state import check_nodes

_OWN = ("max_iter", "early_stopping_rounds", "class_weight")


class HistLearner(Learner):
    """The trees of a fitted estimator and the value they start from."""

    nodes: NDArray[Any]  # of all trees, one after the other: by iteration, then by class
    sizes: NDArray[np.int64]  # nodes of each tree
    start: Array  # (1, n_outputs)
    n_columns: int
    task: Task

    def fit(self, training: Training) -> None:
        """Boost; with validation rows, until they stop getting better."""
        self.task = training.task
        stop = stops_early(self.params, "max_iter", validated=training.valid is not None)
        outputs = training.n_classes if training.n_classes > 2 else 1
        n_rows = len(training.y)
        trees = n_trees(self.params, "max_iter", n_rows=n_rows, n_outputs=outputs, validated=stop)
        params = {k: v for k, v in self.params.items() if k not in _OWN}
        params["min_samples_leaf"] = small_leaf(int(params.get("min_samples_leaf", 20)), n_rows)
        if training.layout.constrained:
            params["monotonic_cst"] = np.array(training.layout.directions)
        fitted = self._estimator()(
            **params,
            max_iter=trees,
            early_stopping=stop,
            n_iter_no_change=patience(self.params),
            categorical_features=None,
            random_state=training.seed,
        )
        valid = {"X_val": training.valid[0], "y_val": training.valid[1]} if training.valid and stop else {}
        fitted.fit(training.values, training.y, sample_weight=training.weight, **valid)
        # The first score is that of no tree at all.
        best = max(1, int(np.argmax(fitted.validation_score_))) if stop else fitted.n_iter_
        nodes = [tree.nodes for at_once in fitted._predictors[:best] for tree in at_once]
        self.nodes, self.sizes = np.concatenate(nodes), np.array([len(tree) for tree in nodes])
        self.n_columns = training.values.shape[1]
        self._trees: list[Any] | None = None
        self.start = np.asarray(fitted._baseline_prediction, dtype=np.float64)
        self.resolved = {"max_iter": best}

    def margin(self, values: Matrix) -> Array:
        """Log-odds, logits, or the value."""
        X = np.ascontiguousarray(values, dtype=np.float64)
        if X.shape[1] != self.n_columns:
            raise ValueError(f"needs {self.n_columns} columns, found {X.shape[1]}")
        raw = np.tile(self.start, (len(X), 1))
        no_labels, no_map = np.zeros((0, 8), dtype=np.uint32), np.zeros(X.shape[1], dtype=np.uint32)
        n_threads = threads.for_rows(len(X))
        for i, tree in enumerate(self._grown()):
            raw[:, i % raw.shape[1]] += tree.predict(X, no_labels, no_map, n_threads)
        return raw[:, 0] if raw.shape[1] == 1 else raw

    def predict(self, values: Matrix) -> Array:
        """Probabilities, or values."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_trees": None}

    def _grown(self) -> list[Any]:
        """The trees as scikit-learn walks them."""
        if self._trees is None:
            from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

            no_labels = np.zeros((0, 8), dtype=np.uint32)
            each = np.split(self.nodes, np.cumsum(self.sizes)[:-1])
            for nodes in each:
                inner = nodes["is_leaf"] == 0
                check_nodes(
                    nodes["left"][inner],
                    nodes["right"][inner],
                    nodes["feature_idx"][inner],
                    at=np.flatnonzero(inner),
                    n_nodes=len(nodes),
                    n_features=self.n_columns,
                )
            self._trees = [TreePredictor(np.ascontiguousarray(nodes), no_labels, no_labels) for nodes in each]
        return self._trees

    def _estimator(self) -> Any:
        from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

        return HistGradientBoostingRegressor if self.task == "regression" else HistGradientBoostingClassifier


class HistGradientBoosting(Family):
    """Boosted trees of scikit-learn."""

    name = "hist_gradient_boosting"
    label = "Histogram gradient boosting"
    monotone = True
    simplicity = 7
    repeatable = True
    preparation = Needs(encoding="target")
    encodings = ("target", "ordinal", "onehot")
    aliases: ClassVar[Mapping[str, str]] = {
        "n_estimators": "max_iter",
        "num_leaves": "max_leaf_nodes",
        "reg_lambda": "l2_regularization",
    }

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of HistGradientBoostingClassifier and HistGradientBoostingRegressor."""
        shared = {
            "learning_rate": 0.1,
            "max_iter": 100,
            "max_leaf_nodes": 31,
            "max_depth": None,
            "min_samples_leaf": 20,
            "l2_regularization": 0.0,
            "max_features": 1.0,
            "max_bins": 255,
            "early_stopping_rounds": 0,
        }
        return shared if task == "regression" else shared | {"class_weight": None}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Well-rounded."""
        base = {
            "learning_rate": 0.06 if shape.n_rows <= 30_000 else 0.12,
            "max_leaf_nodes": 12 if shape.n_rows <= 5_000 else 31,
            "min_samples_leaf": 20,
            "l2_regularization": 1.0,
            "max_features": 0.5,
            "prep.encoding": "target",
        }
        return in_plain_form([base], shape)

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Size of trees, rate, share of columns, penalty."""
        found: list[Setting] = [
            Real("learning_rate", 0.02, 0.2, log=True),
            Whole("max_leaf_nodes", 4, 96, log=True),
            Whole("min_samples_leaf", 3, 100, log=True),
            Real("l2_regularization", 1e-3, 30.0, log=True),
            Real("max_features", 0.2, 1.0),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("target", "ordinal")))
        if shape.skewed:
            found.append(Choice("prep.target", ("none", "log")))
        return tuple(found)

    def left_to_fit(self, task: Task) -> str | None:
        """The number of trees."""
        return "max_iter"

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """Boosted trees."""
        return HistLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        trees = n_trees(params, "max_iter", n_rows=shape.n_rows, n_outputs=shape.n_outputs, validated=False)
        leaves = float(params.get("max_leaf_nodes") or 31)
        return boosting_cost_s(shape, trees, fixed_s=0.1, per_leaf_s=7e-6, per_cell_s=2.2e-9, leaves=leaves)
