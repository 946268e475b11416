"""How far the truth lies from a prediction, row by row: learned from out-of-fold residuals.

A small LightGBM model of the size of the residual, given the features and the prediction itself, with the gamma
likelihood: it is that of a size whose expectation varies, and unlike the logarithm of the residual it does not care
about residuals that happen to be near 0. The number of trees is chosen by cross-validation and may be none: then every
row has the same spread. A fitted model is plain JSON and LightGBM's own text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.table import Column
from automl.metrics.base import FloatArray, IntArray

N_FOLDS = 5
MAX_TREES = 200
MAX_ROWS = (
    30_000  # to learn from; the spread is a smooth thing, and five folds of so many rows take a few seconds
)
MAX_FEATURES = 200  # the columns whose ranks go most with the size of the residual
MAX_LEVELS = 100  # of a category; rarer ones count as one
TAIL = 0.995  # larger residuals count as this quantile of them: single outliers are no spread
# Trees are worth their trouble where they lower the loss by more than this share of a nat per row.
WORTH = 1e-3

_PARAMETERS: dict[str, Any] = {
    "objective": "gamma",
    "metric": "gamma",
    "learning_rate": 0.05,
    "num_leaves": 7,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.7,
    "lambda_l2": 1.0,
    "cat_smooth": 20.0,
    "max_cat_threshold": 16,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "verbosity": -1,
}


class SpreadModel:
    """Mean absolute residual of each row.

    Parameters
    ----------
    features : sequence of Column
        The columns to learn from, with their kinds.
    seed : int
        Same seed, same model.
    """

    def __init__(self, *, features: Sequence[Column], seed: int) -> None:
        self.columns = [(column.name, column.kind) for column in features]
        self.seed = seed
        self.levels: dict[str, list[str]] = {}
        self.used: list[str] = []
        self.constant = 1.0
        self.smallest = 0.0
        self.largest = 1.0
        self.booster = ""

    def fit(self, X: pd.DataFrame, actual: FloatArray, predicted: FloatArray) -> SpreadModel:
        """Learn from out-of-fold predictions.

        Parameters
        ----------
        X : DataFrame of shape (n_rows, n_features)
            Typed features.
        actual, predicted : ndarray of shape (n_rows,)
            The truth, and what a model that had not seen the row said of it.
        """
        part = _some_rows(len(X), self.seed)
        X, residual = X.iloc[part], np.abs(actual - predicted)[part]
        size = _sizes(residual)
        matrix = self._prepare(X, predicted[part], size)
        n_trees = _n_trees(matrix, size, self._categorical(), self.seed)
        self._learn(matrix, size, n_trees)
        return self

    def predict(self, X: pd.DataFrame, predicted: FloatArray) -> FloatArray:
        """Spread of each row, in the unit of the target; always above 0."""
        if not self.booster:
            return np.full(len(X), self.constant)
        import lightgbm

        model = lightgbm.Booster(model_str=self.booster)
        found = model.predict(self._matrix(X, predicted), num_threads=1)
        return np.clip(np.asarray(found, dtype=np.float64), self.smallest, self.largest)

    def to_json(self) -> dict[str, Any]:
        """The fitted model as plain JSON data."""
        return {**vars(self), "columns": [list(pair) for pair in self.columns]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SpreadModel:
        """The model that `to_json` wrote."""
        found = cls(features=(), seed=int(data["seed"]))
        vars(found).update(data, columns=[tuple(pair) for pair in data["columns"]])
        return found

    def _prepare(self, X: pd.DataFrame, predicted: FloatArray, size: FloatArray) -> FloatArray:
        """Choose levels and columns, and return the matrix of the rows."""
        self.levels = {
            name: [str(level) for level in X[name].value_counts().index[:MAX_LEVELS]]
            for name, kind in self.columns
            if kind == "category"
        }
        self.used = [name for name, kind in self.columns if kind != "text"]
        if len(self.used) > MAX_FEATURES:
            matrix = self._matrix(X, predicted)[:, :-1]
            likeness = _likeness(matrix, size)
            kept = np.sort(np.argsort(-likeness, kind="stable")[:MAX_FEATURES])
            self.used = [self.used[i] for i in kept]
        return self._matrix(X, predicted)

    def _matrix(self, X: pd.DataFrame, predicted: FloatArray) -> FloatArray:
        """Numbers, dates as days, and categories as positions in their levels; the prediction comes last."""
        columns = [self._numbers(X[name], name) for name in self.used]
        return np.column_stack([*columns, np.asarray(predicted, dtype=np.float64)])

    def _numbers(self, values: pd.Series[Any], name: str) -> FloatArray:
        if name in self.levels:
            codes = pd.Index(self.levels[name]).get_indexer(pd.Index(values.astype("str")))
            return np.where(codes < 0, np.nan, codes)
        if pd.api.types.is_datetime64_any_dtype(values):
            return np.asarray((values - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=1), dtype=np.float64)
        found = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64)
        finite: FloatArray = np.where(np.isfinite(found), found, np.nan)
        return finite

    def _categorical(self) -> list[int]:
        return [i for i, name in enumerate(self.used) if name in self.levels]

    def _learn(self, matrix: FloatArray, size: FloatArray, n_trees: int) -> None:
        self.constant = float(size.mean())
        # Outside of what it has seen a model of logarithms may say anything; a tenth of the smallest is generous.
        self.smallest, self.largest = float(np.quantile(size, 0.05)) / 10, float(size.max())
        self.booster = ""
        if n_trees:
            model = _train(matrix, size, self._categorical(), seed=self.seed, n_trees=n_trees)
            self.booster = model.model_to_string()


def cross_fitted_scale(
    X: pd.DataFrame, actual: FloatArray, predicted: FloatArray, *, features: Sequence[Column], seed: int
) -> FloatArray:
    """Spread of each row, by a model that has not seen the row's own residual.

    Rules that are chosen on standardised residuals (`asymmetric`, `tolerance`) would otherwise be as sure of themselves
    as a model on its own training rows.
    """
    fold = np.random.default_rng(seed).permutation(len(X)) % N_FOLDS
    scale = np.empty(len(X))
    for k in range(N_FOLDS):
        train, judged = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        model = SpreadModel(features=features, seed=seed).fit(X.iloc[train], actual[train], predicted[train])
        scale[judged] = model.predict(X.iloc[judged], predicted[judged])
    return scale


def _some_rows(n_rows: int, seed: int) -> IntArray:
    if n_rows <= MAX_ROWS:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(seed).choice(n_rows, size=MAX_ROWS, replace=False))


def _sizes(residual: FloatArray) -> FloatArray:
    """Sizes of residuals without their extremes: above 0, as the gamma likelihood needs."""
    typical = float(residual.mean()) or 1e-9
    capped = np.minimum(residual, max(float(np.quantile(residual, TAIL)), typical))
    return np.maximum(capped, 1e-3 * typical)


def _n_trees(matrix: FloatArray, size: FloatArray, categorical: list[int], seed: int) -> int:
    """The number of trees that predicts unseen sizes best, 0 where one size for all does as well."""
    n_rows = len(size)
    if n_rows < 4 * _PARAMETERS["min_data_in_leaf"]:
        return 0
    fold = np.random.default_rng(seed + 1).permutation(n_rows) % 3
    loss = np.zeros(MAX_TREES + 1)
    for k in range(3):
        train, judged = fold != k, fold == k
        mean = size[train].mean()
        found: dict[str, Any] = {}
        _train(
            matrix[train], size[train], categorical, seed=seed, judged=(matrix[judged], size[judged], found)
        )
        curve = np.asarray(found["judged"]["gamma"])
        plain = float(np.mean(size[judged] / mean + np.log(mean)))
        loss += np.r_[plain, curve] * judged.sum() / n_rows
    best = int(loss.argmin())
    return best if loss[0] - loss[best] > WORTH else 0


def _train(
    matrix: FloatArray,
    size: FloatArray,
    categorical: list[int],
    *,
    seed: int,
    n_trees: int = MAX_TREES,
    judged: tuple[FloatArray, FloatArray, dict[str, Any]] | None = None,
) -> Any:
    import lightgbm

    def dataset(values: FloatArray, label: FloatArray, reference: Any = None) -> Any:
        return lightgbm.Dataset(
            values, label, reference=reference, categorical_feature=categorical or "auto", free_raw_data=False
        )

    train = dataset(matrix, size)
    watched: dict[str, Any] = {}
    if judged is not None:
        watched = {
            "valid_sets": [dataset(judged[0], judged[1], train)],
            "valid_names": ["judged"],
            "callbacks": [lightgbm.record_evaluation(judged[2])],
        }
    return lightgbm.train({**_PARAMETERS, "seed": seed}, train, num_boost_round=n_trees, **watched)


def _likeness(matrix: FloatArray, size: FloatArray) -> NDArray[np.float64]:
    """Absolute correlation of each column's ranks with those of the sizes; 0 for constants."""
    rank = np.argsort(np.argsort(size)).astype(np.float64)
    rank -= rank.mean()
    filled = np.where(np.isnan(matrix), np.inf, matrix)
    ranks = np.argsort(np.argsort(filled, axis=0), axis=0).astype(np.float64)
    ranks -= ranks.mean(axis=0)
    varies = np.nanmax(filled, axis=0) > np.nanmin(filled, axis=0)
    return np.where(varies, np.abs(ranks.T @ rank), 0.0)
