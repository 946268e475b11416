"""Naive Bayes for mixed columns: each column is evidence by itself, and evidence adds up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.families.base import CLASSIFICATION, Family
from automl.families.calibration import Calibration, out_of_fold
from automl.families.learner import Array, Learner, Training
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.shape import Shape, Task
from automl.families.space import Real, Setting, Whole

DEFAULT_BINS = 12  # chosen, not measured
ROWS_OF_MEAN = 500  # that the usual evidence is a mean of: words of more would not fit in memory


class Evidence:
    """Log-likelihood tables of binned columns and of words.

    A number is cut into bins of equally many rows; a missing one has a bin of its own. Words are counted as in
    multinomial naive Bayes, by their tf-idf.

    Parameters
    ----------
    alpha : float
        Rows of each kind imagined in addition, so that nothing is impossible.
    """

    edges: list[Array]  # inner edges per dense column
    tables: list[Array]  # (n_bins + 1, n_classes) per dense column: log shares, the last row for missing
    words: Array  # (n_words, n_classes)
    prior: Array

    def __init__(self, *, alpha: float, n_bins: int, fit_prior: bool) -> None:
        self.alpha = alpha
        self.n_bins = n_bins
        self.fit_prior = fit_prior

    def fit(self, values: Matrix, Y: Array, *, n_dense: int) -> Evidence:
        """Learn from rows; `Y` of shape (n_rows, n_classes) holds the weight of each row in its class."""
        dense, sparse = _split(values, n_dense)
        totals = Y.sum(axis=0)
        self.prior = (
            np.log(totals / totals.sum()) if self.fit_prior else np.full(len(totals), -np.log(len(totals)))
        )
        levels = np.linspace(0, 1, self.n_bins + 1)[1:-1]
        self.edges, self.tables = [], []
        for column in dense.T:
            known = column[~np.isnan(column)]
            edges = np.unique(np.quantile(known, levels)) if len(known) else np.empty(0)
            bins = _bins(column, edges)
            counts = np.stack([np.bincount(bins, weights=y, minlength=len(edges) + 2) for y in Y.T], axis=1)
            shares = (counts + self.alpha) / (totals + self.alpha * len(counts))
            self.edges.append(edges)
            self.tables.append(np.log(shares))
        sums = np.asarray(sparse.T @ Y) + self.alpha if sparse is not None else np.empty((0, len(totals)))
        self.words = np.log(sums / sums.sum(axis=0)) if len(sums) else sums
        return self

    def by_column(self, values: Matrix, *, n_dense: int) -> Array:
        """Evidence of shape (n_rows, n_columns, n_classes), without the prior."""
        dense, sparse = _split(values, n_dense)
        found = np.empty((*values.shape, len(self.prior)))
        for j, (edges, table) in enumerate(zip(self.edges, self.tables, strict=True)):
            found[:, j] = table[_bins(dense[:, j], edges)]
        if sparse is not None:
            found[:, n_dense:] = sparse.toarray()[:, :, None] * self.words
        return found

    def usual(self, values: Matrix, *, n_dense: int) -> Array:
        """Mean of `by_column` over rows, of shape (n_columns, n_classes), without a matrix of every word."""
        dense, sparse = _split(values, n_dense)
        found: Array = self.by_column(dense, n_dense=n_dense).mean(axis=0)
        if sparse is None:
            return found
        return np.concatenate([found, np.asarray(sparse.mean(axis=0)).reshape(-1, 1) * self.words])

    def total(self, values: Matrix, *, n_dense: int) -> Array:
        """Joint log-likelihood of shape (n_rows, n_classes)."""
        dense, sparse = _split(values, n_dense)
        found = np.tile(self.prior, (dense.shape[0], 1))
        for column, edges, table in zip(dense.T, self.edges, self.tables, strict=True):
            found += table[_bins(column, edges)]
        return found if sparse is None else found + np.asarray(sparse @ self.words)


class NaiveBayesLearner(Learner):
    """Evidence, and a calibration: columns that say the same are counted twice by naive Bayes, and mended here."""

    evidence: Evidence
    calibration: Calibration
    n_dense: int
    usual: Array  # (n_columns, n_classes): mean evidence of each column over the rows learned from

    def fit(self, training: Training) -> None:
        """Learn tables on all rows, and the calibration on tables of other parts."""
        self.n_dense = training.layout.n_dense
        Y = np.eye(training.n_classes)[training.y]
        if training.weight is not None:
            Y = Y * training.weight[:, None]

        def scores(train: NDArray[np.intp], asked: NDArray[np.intp]) -> Array:
            evidence = self._evidence().fit(training.values[train], Y[train], n_dense=self.n_dense)
            return _as_margin(evidence.total(training.values[asked], n_dense=self.n_dense))

        if np.bincount(training.y).min() >= 3:
            apart = out_of_fold(scores, training.y, seed=training.seed)
        else:  # a class on one or two rows would be missing in some part
            rows = np.arange(len(training.y))
            apart = scores(rows, rows)
        self.calibration = Calibration().fit(apart, training.y, training.weight)
        self.evidence = self._evidence().fit(training.values, Y, n_dense=self.n_dense)
        some = training.values[: min(len(training.y), ROWS_OF_MEAN)]
        self.usual = self.evidence.usual(some, n_dense=self.n_dense)

    def margin(self, values: Matrix) -> Array:
        """Calibrated log-odds or logits."""
        return self.calibration.margin(_as_margin(self.evidence.total(values, n_dense=self.n_dense)))

    def predict(self, values: Matrix) -> Array:
        """Probabilities."""
        return self.calibration.predict(_as_margin(self.evidence.total(values, n_dense=self.n_dense)))

    def contributions(self, values: Matrix) -> tuple[Array, Array]:
        """Evidence of each column beyond the usual, on the calibrated scale: exact, as evidence adds up."""
        away = self.evidence.by_column(values, n_dense=self.n_dense) - self.usual
        shared = _as_margin((self.usual.sum(axis=0) + self.evidence.prior)[None])
        base = np.repeat(self.calibration.margin(shared), len(away), axis=0)
        slope = self.calibration.slope
        if away.shape[2] == 2:
            return (away[..., 1] - away[..., 0]) * slope[0, 0], base
        return np.asarray((away - away.mean(axis=2, keepdims=True)) @ slope.T), base

    def _evidence(self) -> Evidence:
        return Evidence(
            alpha=float(self.params.get("alpha", 1.0)),
            n_bins=int(self.params.get("n_bins", DEFAULT_BINS)),
            fit_prior=bool(self.params.get("fit_prior", True)),
        )


class NaiveBayes(Family):
    """Independent evidence; `alpha` and `fit_prior` as in CategoricalNB, `n_bins` the bins of a number."""

    name = "naive_bayes"
    label = "Naive Bayes"
    tasks = CLASSIFICATION
    interpretable = True
    simplicity = 3
    preparation = Needs(encoding="ordinal", sparse=True, max_levels=100)
    encodings = ("ordinal", "target")

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Smoothing, priors, bins."""
        return {"alpha": 1.0, "fit_prior": True, "n_bins": DEFAULT_BINS}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """A dozen bins."""
        return [{"alpha": 1.0, "n_bins": DEFAULT_BINS}]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Smoothing and bins."""
        return (Real("alpha", 0.01, 30.0, log=True), Whole("n_bins", 3, 40, log=True))

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """Tables of evidence."""
        return NaiveBayesLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        return 0.05 + 2.5e-7 * shape.n_rows * shape.n_columns * (1 + 0.2 * shape.n_outputs)


def _bins(column: Array, edges: Array) -> NDArray[np.intp]:
    bins = np.searchsorted(edges, column, side="right")
    return np.where(np.isnan(column), len(edges) + 1, bins)


def _split(values: Matrix, n_dense: int) -> tuple[Array, Any]:
    if isinstance(values, np.ndarray):
        return values, None
    return values[:, :n_dense].toarray(), values[:, n_dense:]


def _as_margin(total: Array) -> Array:
    """Log-odds for two classes; for more, log-likelihoods relative to their mean."""
    if total.shape[1] == 2:
        return np.asarray(total[:, 1] - total[:, 0])
    return np.asarray(total - total.mean(axis=1, keepdims=True))
