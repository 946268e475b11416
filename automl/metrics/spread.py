"""How far the truth lies from a prediction, row by row: learned from out-of-fold residuals.

A small LightGBM model of the size of the residual, given the features and the prediction itself, with the gamma
likelihood: it is that of a size whose expectation varies, and unlike the logarithm of the residual it does not care
about residuals that happen to be near 0. The number of trees is chosen by cross-validation and may be none: then every
row has the same spread. A fitted model is plain JSON and LightGBM's own text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from automl.data.table import Column
from automl.metrics.base import FloatArray, IntArray

N_FOLDS = 3
MAX_TREES = 120
PATIENCE = 25  # trees without a lower loss on the judged rows
MAX_ROWS = 20_000  # that one model learns from: the spread is a smooth thing, so many take half a second
MAX_RANKED_ROWS = 2_000  # that columns are chosen on
MAX_FEATURES = 200  # the columns whose ranks go most with the size of the residual
MAX_LEVELS = 100  # of a category; rarer ones count as missing
TAIL = 0.995  # larger residuals count as this quantile of them: single outliers are no spread
MIN_ROWS = 60  # two leaves
# Trees are worth their trouble where they lower the loss by more than this share of a nat per row.
WORTH = 1e-3

_PARAMETERS: dict[str, Any] = {
    "objective": "gamma",
    "metric": "gamma",
    "learning_rate": 0.1,
    "num_leaves": 7,
    "min_data_in_leaf": MIN_ROWS // 2,
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
        self.columns = [[column.name, str(column.kind)] for column in features]
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
        residual = np.abs(actual - predicted)
        n_trees, _ = _cross_fit(self, X, residual, predicted)
        self.learn(X, residual, predicted, n_trees=n_trees)
        return self

    def predict(self, X: pd.DataFrame, predicted: FloatArray, *, n_trees: int | None = None) -> FloatArray:
        """Spread of each row, in the unit of the target; always above 0."""
        if not self.booster or n_trees == 0:
            return np.full(len(X), self.constant)
        found = _booster(self.booster).predict(
            self.matrix(X, predicted), num_iteration=n_trees or -1, num_threads=1
        )
        return np.clip(np.asarray(found, dtype=np.float64), self.smallest, self.largest)

    def to_json(self) -> dict[str, Any]:
        """The fitted model as plain JSON data."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SpreadModel:
        """The model that `to_json` wrote."""
        found = cls(features=(), seed=int(data["seed"]))
        vars(found).update(data)
        return found

    def learn(
        self,
        X: pd.DataFrame,
        residual: FloatArray,
        predicted: FloatArray,
        *,
        n_trees: int,
        judged: tuple[pd.DataFrame, FloatArray, FloatArray] | None = None,
    ) -> list[float]:
        """Learn so many trees, fewer where the loss on judged rows stops falling; return that loss after each.

        Parameters
        ----------
        residual : ndarray of shape (n_rows,)
            Absolute residuals.
        judged : tuple of (X, sizes, predicted), optional
            Rows to watch.
        """
        part = _some_rows(len(X), MAX_ROWS, self.seed)
        X, predicted, size = X.iloc[part], predicted[part], sizes_of(residual[part])
        self.constant = float(size.mean())
        # Outside of what it has seen a model of logarithms may say anything; a tenth of the smallest is generous.
        self.smallest, self.largest = float(np.quantile(size, 0.05)) / 10, float(size.max())
        self.booster = ""
        if not n_trees or len(size) < MIN_ROWS:
            return []
        self._choose_columns(X, size, predicted)
        watched = None if judged is None else (self.matrix(judged[0], judged[2]), judged[1])
        categories = [i for i, name in enumerate(self.used) if name in self.levels]
        self.booster, losses = _train(
            self.matrix(X, predicted), size, categories, seed=self.seed, n_trees=n_trees, judged=watched
        )
        return losses

    def _choose_columns(self, X: pd.DataFrame, size: FloatArray, predicted: FloatArray) -> None:
        """Choose the levels of categories, and of very many columns the ones that go with the size."""
        self.levels = {
            name: [str(level) for level in X[name].value_counts().index[:MAX_LEVELS]]
            for name, kind in self.columns
            if kind == "category"
        }
        self.used = [name for name, kind in self.columns if kind != "text"]
        if len(self.used) > MAX_FEATURES:
            part = _some_rows(len(X), MAX_RANKED_ROWS, self.seed)
            likeness = _likeness(self.matrix(X.iloc[part], predicted[part])[:, :-1], size[part])
            kept = np.sort(np.argsort(-likeness, kind="stable")[:MAX_FEATURES])
            self.used = [self.used[i] for i in kept]

    def matrix(self, X: pd.DataFrame, predicted: FloatArray) -> FloatArray:
        """Numbers, dates as days, and categories as positions in their levels; the prediction comes last."""
        columns = [self._numbers(X[name], name) for name in self.used]
        return np.column_stack([*columns, np.asarray(predicted, dtype=np.float64)])

    def _numbers(self, values: pd.Series[Any], name: str) -> FloatArray:
        if name in self.levels:
            code_of = {level: float(code) for code, level in enumerate(self.levels[name])}
            texts = values if isinstance(values.dtype, pd.StringDtype) else values.astype("str")
            return np.array([code_of.get(text, np.nan) for text in texts.tolist()], dtype=np.float64)
        if values.dtype.kind == "M":
            return np.asarray((values - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=1), dtype=np.float64)
        numbers = values if values.dtype == np.float64 else pd.to_numeric(values, errors="coerce")
        found = numbers.to_numpy(dtype=np.float64)
        finite: FloatArray = np.where(np.isfinite(found), found, np.nan)
        return finite


@lru_cache(maxsize=4)
def _booster(text: str) -> Any:
    """The model that LightGBM wrote; reading it takes longer than asking it about a row."""
    import lightgbm

    return lightgbm.Booster(model_str=text)


def cross_fitted_scale(
    X: pd.DataFrame, actual: FloatArray, predicted: FloatArray, *, features: Sequence[Column], seed: int
) -> FloatArray:
    """Spread of each row, by a model that has not seen the row's own residual.

    Rules that are chosen on standardised residuals (`asymmetric`, `tolerance`) would otherwise be as sure of themselves
    as a model on its own training rows.
    """
    like = SpreadModel(features=features, seed=seed)
    _, scale = _cross_fit(like, X, np.abs(actual - predicted), predicted)
    return scale


def _cross_fit(
    like: SpreadModel, X: pd.DataFrame, residual: FloatArray, predicted: FloatArray
) -> tuple[int, FloatArray]:
    """The number of trees that predicts unseen sizes best, and what models of so many say of rows unseen."""
    fold = np.random.default_rng(like.seed).permutation(len(X)) % N_FOLDS
    parts = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(N_FOLDS)]
    models, curves = [], []
    for train, judged in parts:
        model = SpreadModel.from_json(like.to_json())
        unseen = sizes_of(residual[judged])
        losses = model.learn(
            X.iloc[train],
            residual[train],
            predicted[train],
            n_trees=MAX_TREES,
            judged=(X.iloc[judged], unseen, predicted[judged]),
        )
        plain = float(np.mean(unseen / model.constant + np.log(model.constant)))
        models.append(model)
        curves.append(np.pad([plain, *losses], (0, MAX_TREES - len(losses)), mode="edge"))
    loss = np.mean(curves, axis=0)
    best = int(loss.argmin())
    n_trees = best if loss[0] - loss[best] > WORTH else 0
    scale = np.empty(len(X))
    for (_, judged), model in zip(parts, models, strict=True):
        scale[judged] = model.predict(X.iloc[judged], predicted[judged], n_trees=n_trees)
    return n_trees, scale


def _some_rows(n_rows: int, limit: int, seed: int) -> IntArray:
    if n_rows <= limit:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(seed).choice(n_rows, size=limit, replace=False))


def sizes_of(residual: FloatArray) -> FloatArray:
    """Sizes of residuals without their extremes: above 0, as the gamma likelihood needs."""
    typical = float(residual.mean()) or 1e-9
    capped = np.minimum(residual, max(float(np.quantile(residual, TAIL)), typical))
    return np.maximum(capped, 1e-3 * typical)


def _train(
    matrix: FloatArray,
    size: FloatArray,
    categories: list[int],
    *,
    seed: int,
    n_trees: int,
    judged: tuple[FloatArray, FloatArray] | None,
) -> tuple[str, list[float]]:
    """Train; returns the model's text and the loss on judged rows after each tree."""
    import lightgbm

    def dataset(values: FloatArray, label: FloatArray, reference: Any = None) -> Any:
        named: list[int] | Literal["auto"] = categories or "auto"
        return lightgbm.Dataset(values, label, reference, categorical_feature=named, free_raw_data=False)

    train = dataset(matrix, size)
    watched: dict[str, Any] = {}
    seen: dict[str, Any] = {}
    if judged is not None:
        stop = lightgbm.early_stopping(PATIENCE, verbose=False)
        watched = {
            "valid_sets": [dataset(*judged, train)],
            "valid_names": ["judged"],
            "callbacks": [lightgbm.record_evaluation(seen), stop],
        }
    model = lightgbm.train({**_PARAMETERS, "seed": seed}, train, num_boost_round=n_trees, **watched)
    return str(model.model_to_string(num_iteration=-1)), seen.get("judged", {}).get("gamma", [])


def _likeness(matrix: FloatArray, size: FloatArray) -> FloatArray:
    """Absolute correlation of each column's ranks with those of the sizes; 0 for constants."""
    rank = np.argsort(np.argsort(size)).astype(np.float64)
    rank -= rank.mean()
    filled = np.where(np.isnan(matrix), np.inf, matrix)
    ranks = np.argsort(np.argsort(filled, axis=0), axis=0).astype(np.float64)
    ranks -= ranks.mean(axis=0)
    varies = filled.max(axis=0) > filled.min(axis=0)
    return np.where(varies, np.abs(ranks.T @ rank), 0.0)
