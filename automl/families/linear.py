"""Linear models: logistic regression for classes, ridge, lasso and elastic net for a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from automl.families.base import Family
from automl.families.learner import Array, Learner, Training, centre_and_spread
from automl.families.links import probabilities
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.presets import with_pairs
from automl.families.sampling import at_most_rows
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting

# Newton's method solves a system of this size in a few milliseconds; beyond it, steps along the gradient are cheaper.
NEWTON_WIDTH = 700
# Coordinate descent over every column in turn: more rows than this and each value of the mix takes minutes.
MIX_ROWS = 30_000
# From so many columns on, the best penalty may be stronger than any that fewer columns want.
WIDE = 1_000  # chosen, not measured
# Each bend is one more column: with more columns than this, only the most telling ones are bent.
BENT_COLUMNS = 300
# Rows that the strength of a penalty is chosen on: with more of them it hardly matters.
ROWS_TO_CHOOSE = 20_000  # chosen, not measured


class LinearLearner(Learner):
    """A weighted sum of the columns.

    Where no strength of the penalty is given, the one is taken that is best on the validation rows; it stands in
    `resolved`.
    """

    coef: Array  # (n_columns,) or (n_columns, n_classes)
    intercept: Array  # () or (n_classes,)
    means: Array  # of the columns, over the rows learned from
    task: Task

    def fit(self, training: Training) -> None:
        """Minimise the penalised loss."""
        self.task = training.task
        name = "alpha" if self.task == "regression" else "C"
        if self.params.get(name) is None and training.valid is not None:
            self.resolved = {name: self._best_strength(training, name)}
        self._solve(training, {**self.params, **self.resolved})
        self.means = np.asarray(training.values.mean(axis=0), dtype=np.float64).ravel()

    def margin(self, values: Matrix) -> Array:
        """The weighted sum."""
        found: Array = np.asarray(values @ self.coef) + self.intercept
        return found

    def predict(self, values: Matrix) -> Array:
        """Probabilities, or the sum itself."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def contributions(self, values: Matrix) -> tuple[Array, Array]:
        """Coefficient times the distance from the mean: exact Shapley values of a sum."""
        dense = values if isinstance(values, np.ndarray) else values.toarray()
        away = dense - self.means
        shared = self.means @ self.coef + self.intercept
        if self.coef.ndim == 1:
            return away * self.coef, np.full(len(dense), float(shared))
        return away[:, :, None] * self.coef, np.tile(shared, (len(dense), 1))

    def _best_strength(self, training: Training, name: str) -> float:
        """Walk from strong to weak penalties until they are no better."""
        judge, learn = training.valid, at_most_rows(training, ROWS_TO_CHOOSE)
        assert judge is not None
        ridge = float(self.params.get("l1_ratio") or 0.0) == 0
        best, best_loss, worse = 1.0, np.inf, 0
        dear = training.n_classes > 2
        wide = learn.values.shape[1] > WIDE
        for strength in _path(self.task, ridge=ridge, coarse=dear, wide=wide):
            self._solve(learn, {**self.params, name: strength})
            loss = _loss(self.predict(judge[0]), judge[1])
            worse = 0 if loss < best_loss else worse + 1
            if loss < best_loss:
                best, best_loss = strength, loss
            if worse == (1 if dear else 2):
                break
        return best

    def _solve(self, training: Training, params: dict[str, Any]) -> None:
        if self.task == "regression":
            self._solve_number(training, params)
        else:
            self._solve_classes(training, params)

    def _solve_classes(self, training: Training, params: dict[str, Any]) -> None:
        from sklearn.linear_model import LogisticRegression

        params = {name: value for name, value in params.items() if name != "class_weight"}
        params.setdefault("solver", _solver(params.get("l1_ratio", 0.0), training))
        params.setdefault("tol", 1e-3)
        params.setdefault("max_iter", 100 if params["solver"] == "saga" else 300)
        fitted = LogisticRegression(**params, random_state=training.seed)
        fitted.fit(training.values, training.y, sample_weight=training.weight)
        if training.n_classes == 2:
            self.coef, self.intercept = fitted.coef_[0], np.asarray(fitted.intercept_[0])
        else:
            self.coef, self.intercept = np.ascontiguousarray(fitted.coef_.T), fitted.intercept_

    def _solve_number(self, training: Training, params: dict[str, Any]) -> None:
        from sklearn.linear_model import ElasticNet, Ridge

        # With a target of spread 1 the strength of a penalty means the same for every table.
        centre, spread = centre_and_spread(training)
        l1_ratio = params.pop("l1_ratio", 0.0)
        if l1_ratio == 0:
            fitted = Ridge(**params, random_state=training.seed)
        else:
            fitted = ElasticNet(**params, l1_ratio=l1_ratio, random_state=training.seed)
        fitted.fit(training.values, (training.y - centre) / spread, sample_weight=training.weight)
        self.coef = np.asarray(fitted.coef_, dtype=np.float64).ravel() * spread
        self.intercept = np.asarray(fitted.intercept_ * spread + centre, dtype=np.float64)


class Linear(Family):
    """Penalised linear models; `l1_ratio` 0 is ridge, 1 lasso, between them elastic net."""

    name = "linear"
    label = "Linear model"
    interpretable = True
    simplicity = 2
    preparation = Needs(encoding="onehot", scale="standard", fill=True, sparse=True, max_columns=None)
    encodings = ("onehot", "target", "ordinal")

    def needs(self, params: Mapping[str, Any], task: Task) -> Needs:
        """Every column as it is, or the most telling ones with bends."""
        found = super().needs(params, task)
        return replace(found, max_columns=BENT_COLUMNS) if found.scale.endswith("spline") else found

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of LogisticRegression, and of Ridge and ElasticNet together."""
        shared = {"l1_ratio": 0.0, "fit_intercept": True, "max_iter": 300, "tol": 1e-4}
        if task == "regression":
            return {"alpha": 1.0, **shared, "positive": False}
        return {"C": 1.0, **shared, "solver": "lbfgs", "class_weight": None}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Plain and readable first, then with bends, which follow curves, then with columns made of two others.

        Each finds its own strength.
        """
        plain: dict[str, Any] = {"l1_ratio": 0.0, "prep.encoding": "onehot", "prep.scale": "standard"}
        if shape.skewed:
            plain["prep.target"] = "none"
        found = [plain]
        if shape.n_numbers + shape.n_dates:
            found.append(plain | {"prep.scale": "quantile-spline"})
        return with_pairs(found, shape, of=-1)

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Strength and kind of the penalty, and how columns enter."""
        mixes = (
            (0.0, 1.0) if shape.n_rows <= MIX_ROWS and shape.n_outputs == 1 and not shape.n_texts else (0.0,)
        )
        found: list[Setting] = [
            Real("alpha" if shape.task == "regression" else "C", 1e-3, 1e3, log=True),
            Choice("l1_ratio", mixes),
            Choice("prep.scale", ("standard", "quantile-spline", "spline", "quantile")),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("onehot", "target")))
        if shape.has_pairs:
            found.append(Choice("prep.combine", ("none", "both")))
        if shape.skewed:
            found.append(Choice("prep.target", ("none", "log")))
        return tuple(found)

    def left_to_fit(self, task: Task) -> str | None:
        """The strength of the penalty."""
        return "alpha" if task == "regression" else "C"

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """A weighted sum."""
        return LinearLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        bent = str(params.get("prep.scale", "")).endswith("spline")
        width = shape.n_numbers * (5 if bent else 1) + 8 * shape.n_categories + min(50, shape.max_levels)
        width += 12 * shape.n_dates + 15 * shape.n_texts
        rows = min(shape.n_rows, ROWS_TO_CHOOSE) + 0.2 * shape.n_rows
        if (
            shape.task == "regression"
        ):  # one system for each strength, of rows or of columns, whichever are fewer
            return 0.05 + 2e-10 * min(rows, width) ** 2 * max(rows, width)
        if width * shape.n_outputs > NEWTON_WIDTH:
            return 0.05 + (1e-7 if shape.task == "binary" else 1.5e-7 * shape.n_outputs) * rows * width
        return 0.05 + (2.5e-9 if shape.task == "binary" else 6e-9) * rows * width**2


def _solver(l1_ratio: float, training: Training) -> str:
    """The quickest solver that can do it."""
    dense = isinstance(training.values, np.ndarray)
    if l1_ratio == 0:
        width = training.values.shape[1] * (1 if training.n_classes == 2 else training.n_classes)
        return "newton-cholesky" if dense and width <= NEWTON_WIDTH else "lbfgs"
    return "liblinear" if l1_ratio == 1 and training.n_classes == 2 else "saga"


def _path(task: Task, *, ridge: bool, coarse: bool, wide: bool) -> tuple[float, ...]:
    """Strengths to walk along, from the strongest penalty on; many columns want stronger ones, words weaker ones."""
    if coarse:
        return (*((0.001,) if wide else ()), 0.01, 0.1, 1.0, 10.0, *((100.0,) if wide else ()))
    if task != "regression":
        weak = (30.0, 100.0, 300.0) if wide else ()
        return (*((0.0003, 0.001) if wide else ()), 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, *weak)
    if not ridge:
        return (0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
    strong = (100_000.0, 30_000.0, 10_000.0, 3_000.0) if wide else ()
    return (*strong, 1000.0, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.1, 0.01)


def _loss(predicted: Array, y: Any) -> float:
    if predicted.ndim == 1:
        return float(((predicted - y) ** 2).mean())
    return float(-np.log(np.maximum(predicted[np.arange(len(y)), y], 1e-12)).mean())
