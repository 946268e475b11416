"""Nearest neighbours: what became of the rows that look most alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from automl.families.base import Family
from automl.families.learner import Array, Learner, Training
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.sampling import at_most_rows
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Setting, Whole

# Every prediction looks at every row kept: more than this and 1,000 predictions take longer than a second.
MAX_ROWS = 20_000
# Neighbours that the overall shares count for, so that ten of ten do not make a certainty.
PRIOR_NEIGHBOURS = 1.0


class NeighboursLearner(Learner):
    """Keeps the rows and looks them up."""

    rows: Array
    targets: Array  # (n_rows, n_classes) or (n_rows, 1)
    shares: Array
    is_class: bool

    def fit(self, training: Training) -> None:
        """Keep the rows, a drawn part of them where there are very many."""
        training = at_most_rows(training, MAX_ROWS)
        self.is_class = training.task != "regression"
        self.rows = np.ascontiguousarray(training.values, dtype=np.float64)
        if self.is_class:
            self.targets = np.eye(training.n_classes)[training.y]
        else:
            self.targets = np.asarray(training.y, dtype=np.float64)[:, None]
        self.weight = training.weight
        self.shares = np.average(self.targets, axis=0, weights=training.weight)
        self._index: Any = None

    def predict(self, values: Matrix) -> Array:
        """Shares, or the mean, among the neighbours."""
        distances, positions = self._search(np.ascontiguousarray(values, dtype=np.float64))
        w = self._weights(distances)
        if self.weight is not None:
            w = w * self.weight[positions]
        total = np.maximum(w.sum(axis=1), 1e-300)
        # A column at a time: what the neighbours have of all classes at once is twenty times as slow to sum.
        of_each = [np.einsum("nk,nk->n", w, column[positions]) / total for column in self.targets.T.copy()]
        mean = np.stack(of_each, axis=1)
        if not self.is_class:
            return np.asarray(mean[:, 0])
        k = positions.shape[1]
        return np.asarray((mean * k + self.shares * PRIOR_NEIGHBOURS) / (k + PRIOR_NEIGHBOURS))

    def _weights(self, distances: Array) -> Array:
        if self.params.get("weights", "uniform") == "uniform":
            return np.ones_like(distances)
        # Relative to the farthest neighbour, so that equal rows count much, and not infinitely much.
        scale = np.maximum(distances[:, -1:], 1e-12)
        return np.asarray(1.0 / (distances / scale + 0.05))

    def _search(self, values: Array) -> tuple[Array, NDArray[np.intp]]:
        from sklearn.neighbors import NearestNeighbors

        if self._index is None:
            metric = self.params.get("metric", "minkowski")
            index = NearestNeighbors(
                n_neighbors=min(int(self.params.get("n_neighbors", 5)), len(self.rows)),
                metric=metric,
                p=self.params.get("p", 2),
                algorithm="brute",
                n_jobs=1,
            )
            self._index = index.fit(self.rows)
        distances, positions = self._index.kneighbors(values)
        return distances, positions

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_index": None}


class NearestNeighbours(Family):
    """Rows that look alike; learns from at most 20,000 rows, drawn by the seed."""

    name = "knn"
    label = "Nearest neighbours"
    simplicity = 4
    preparation = Needs(encoding="target", scale="quantile", fill=True)
    encodings = ("target", "onehot", "ordinal")
    aliases: ClassVar[Mapping[str, str]] = {"k": "n_neighbors"}
    seldom_above = 50_000

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of KNeighborsClassifier and KNeighborsRegressor."""
        return {"n_neighbors": 5, "weights": "uniform", "metric": "minkowski", "p": 2}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """About a root's worth of neighbours, the near ones counting more."""
        k = int(min(50, max(5, round(shape.n_rows**0.5 / 2))))
        return [
            {
                "n_neighbors": k,
                "weights": "distance",
                "p": 2,
                "prep.encoding": "target",
                "prep.scale": "quantile",
            }
        ]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """How many neighbours, how they count, and what near means."""
        found: list[Setting] = [
            Whole("n_neighbors", 2, int(max(5, min(200, shape.n_rows // 5))), log=True),
            Choice("weights", ("distance", "uniform")),
            Choice("prep.scale", ("quantile", "standard")),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("target", "onehot")))
        return tuple(found)

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """Rows to look up."""
        return NeighboursLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py; a fold's predictions are most of it."""
        kept = min(shape.n_rows, MAX_ROWS)
        return 0.03 + 1e-9 * shape.n_rows / 4 * kept * (1 + 0.05 * shape.n_columns)
