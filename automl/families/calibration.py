"""Scores of a classifier made probabilities: a logistic fit on scores of rows that were not learned from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from automl.families.links import probabilities

Array = NDArray[np.float64]
Scores = Callable[[NDArray[np.intp], NDArray[np.intp]], Array]

N_PARTS = 3  # chosen, not measured


class Calibration:
    """Platt's scaling [1]_, for more classes its multinomial form.

    References
    ----------
    .. [1] Platt (1999), Probabilistic outputs for support vector machines.
    """

    slope: Array  # (1,) or (n_classes, n_classes)
    shift: Array  # (1,) or (n_classes,)

    def fit(self, scores: Array, y: NDArray[np.int64], weight: Array | None) -> Calibration:
        """Learn from scores of shape (n_rows,) for two classes, (n_rows, n_classes) for more."""
        from sklearn.linear_model import LogisticRegression

        columns = scores[:, None] if scores.ndim == 1 else scores
        spread = np.where(columns.std(axis=0) > 0, columns.std(axis=0), 1.0)
        fitted = LogisticRegression(C=10.0, max_iter=500)
        fitted.fit(columns / spread, y, sample_weight=weight)
        self.slope, self.shift = fitted.coef_ / spread, fitted.intercept_
        return self

    def margin(self, scores: Array) -> Array:
        """Calibrated log-odds or logits."""
        if scores.ndim == 1:
            return np.asarray(scores * self.slope[0, 0] + self.shift[0])
        return np.asarray(scores @ self.slope.T + self.shift)

    def predict(self, scores: Array) -> Array:
        """Probabilities of shape (n_rows, n_classes)."""
        return probabilities(self.margin(scores))


def out_of_fold(scores: Scores, y: NDArray[np.int64], *, seed: int) -> Array:
    """Scores of each row by a model of the other parts.

    Parameters
    ----------
    scores : callable
        ``scores(train, asked)`` fits on some rows and scores others.
    """
    parts = stratified_parts(y, seed=seed)
    found: Array | None = None
    for part in range(N_PARTS):
        train, asked = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        scored = scores(train, asked)
        if found is None:
            found = np.zeros((len(y), *scored.shape[1:]))
        found[asked] = scored
    assert found is not None
    return found


def stratified_parts(y: NDArray[np.int64], *, seed: int) -> NDArray[np.intp]:
    """Part of each row; every class is dealt out over the parts in turn."""
    order = np.random.default_rng(seed).permutation(len(y))
    parts = np.empty(len(y), dtype=np.intp)
    dealt = 0
    for label in np.unique(y):
        rows = order[y[order] == label]
        parts[rows] = (np.arange(len(rows)) + dealt) % N_PARTS
        dealt += len(rows)
    return parts
