"""Support vector machines with calibrated probabilities; a least-squares form of them on large tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.families.base import Family
from automl.families.calibration import Calibration, out_of_fold
from automl.families.kernels import Kernel, LandmarkMachine, VectorMachine
from automl.families.learner import Array, Learner, Training, centre_and_spread
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.sampling import at_most_rows
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting

# The exact machine takes time with the square of the rows and more: about a second here, ten at three times as many.
EXACT_ROWS = 3_000
MAX_ROWS = 30_000


class SVMLearner(Learner):
    """One machine per class against the others, or one for two classes or a number."""

    machines: list[Any]
    calibration: Calibration | None
    centre: float
    spread: float

    def fit(self, training: Training) -> None:
        """Fit the machines, and for classes their calibration on scores of other parts."""
        training = at_most_rows(training, MAX_ROWS)
        values = training.values
        self.calibration = None
        self.centre, self.spread = 0.0, 1.0
        if training.task == "regression":
            self.centre, self.spread = centre_and_spread(training)
            goals = ((training.y - self.centre) / self.spread)[:, None]
        elif training.n_classes == 2:
            goals = np.where(training.y == 1, 1.0, -1.0)[:, None]
        else:
            goals = np.where(training.y[:, None] == np.arange(training.n_classes), 1.0, -1.0)
        self.machines = self._machines(values, goals, training)
        if training.task != "regression":
            self.calibration = self._calibrate(values, goals, training)

    def predict(self, values: Matrix) -> Array:
        """Calibrated probabilities, or values."""
        scores = self._scores(self.machines, values)
        if self.calibration is None:
            return np.asarray(scores * self.spread + self.centre)
        return self.calibration.predict(scores)

    def margin(self, values: Matrix) -> Array | None:
        """Calibrated log-odds or logits; the value."""
        scores = self._scores(self.machines, values)
        if self.calibration is None:
            return np.asarray(scores * self.spread + self.centre)
        return self.calibration.margin(scores)

    def _calibrate(self, values: Array, goals: Array, training: Training) -> Calibration:
        def scores(train: NDArray[np.intp], asked: NDArray[np.intp]) -> Array:
            return self._scores(
                self._machines(values[train], goals[train], training, rows=train), values[asked]
            )

        if np.bincount(training.y).min() >= 3:
            apart = out_of_fold(scores, training.y, seed=training.seed)
        else:  # a class on one or two rows would be missing in some part
            apart = self._scores(self.machines, values)
        return Calibration().fit(apart, training.y, training.weight)

    def _machines(
        self, values: Array, goals: Array, training: Training, *, rows: NDArray[np.intp] | None = None
    ) -> list[Any]:
        weight = training.weight if rows is None or training.weight is None else training.weight[rows]
        kernel = Kernel.of(self.params, values)
        if len(training.y) > EXACT_ROWS:
            return [LandmarkMachine(kernel, C=self._c(), seed=training.seed).fit(values, goals, weight)]
        regression = training.task == "regression"
        epsilon = float(self.params.get("epsilon", 0.1)) if regression else None
        return [
            VectorMachine(kernel, C=self._c(), epsilon=epsilon).fit(values, goal, weight) for goal in goals.T
        ]

    def _c(self) -> float:
        return float(self.params.get("C", 1.0))

    @staticmethod
    def _scores(machines: list[Any], values: Array) -> Array:
        scores = np.hstack([machine.score(values) for machine in machines])
        return scores[:, 0] if scores.shape[1] == 1 else scores


class SVM(Family):
    """Support vector machines, exact on up to 3,000 rows.

    Above, 400 landmark rows span the kernel (Nyström), the loss is the squared one, and at most 30,000 rows drawn by
    the seed are learned from.
    """

    name = "svm"
    label = "Support vector machine"
    simplicity = 5
    preparation = Needs(encoding="onehot", scale="standard", fill=True)
    encodings = ("onehot", "target", "ordinal")
    seldom_above = 100_000

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of SVC and SVR."""
        shared = {"C": 1.0, "kernel": "rbf", "gamma": "scale", "degree": 3, "coef0": 0.0}
        return shared | {"epsilon": 0.1} if task == "regression" else shared | {"class_weight": None}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """A smooth kernel."""
        return [{"kernel": "rbf", "C": 1.0, "prep.encoding": "onehot", "prep.scale": "standard"}]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Penalty, kernel and how columns enter."""
        found: list[Setting] = [
            Real("C", 0.03, 100.0, log=True),
            Choice("kernel", ("rbf", "linear")),
            Choice("prep.scale", ("standard", "quantile")),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("onehot", "target")))
        return tuple(found)

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """Machines and their calibration."""
        return SVMLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        fits = 1.0 if shape.task == "regression" else 3.0
        exact = 6e-10 * min(shape.n_rows, EXACT_ROWS) ** 2 * (5 + shape.n_columns) * shape.n_outputs
        return 0.1 + fits * (exact + 1.2e-5 * max(0, min(shape.n_rows, MAX_ROWS) - EXACT_ROWS))
