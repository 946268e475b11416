"""Labels as the mean of the target, out of fold for the rows that are learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.families.levels import MISSING, Codes

Array = NDArray[np.float64]

# Rows that carry their own target into their own encoding teach a learner to trust it blindly; five parts keep four
# fifths of the rows for each mean.
N_PARTS = 5
MAX_CLASSES = 10  # chosen, not measured


@dataclass(frozen=True)
class Goals:
    """What means are taken of.

    Attributes
    ----------
    targets : ndarray of shape (n_rows, n_targets)
    weight : ndarray of shape (n_rows,) or None
    parts : ndarray of shape (n_rows,)
        Part of each row, 0 … N_PARTS - 1; no row's own part enters its means. Rows that are alike in every column
        share a part: a copy elsewhere would hand a row its own target.
    """

    targets: Array
    weight: Array | None
    parts: NDArray[np.intp]

    @classmethod
    def of(
        cls, X: pd.DataFrame, y: NDArray[np.generic], weight: Array | None, *, n_classes: int, seed: int
    ) -> Goals:
        """Goals of rows, dealt into parts by the seed."""
        alike = pd.factorize(pd.util.hash_pandas_object(X, index=False))[0]
        dealt = np.random.default_rng(seed).permutation(int(alike.max(initial=-1)) + 1) % N_PARTS
        return cls(encoding_targets(y, n_classes=n_classes), weight, dealt[alike])


class TargetEncoding:
    """Mean of the target per label, drawn towards the overall mean by as much as the label's rows are few.

    The strength of the draw is the ratio of the variance within labels to that between them (empirical Bayes by the
    method of moments), so noise between labels is not taken for signal.
    """

    table: Array  # (n_codes + 1, n_targets); the last row is for missing labels
    prior: Array

    def fit_transform(self, codes: Codes, goals: Goals, *, n_codes: int) -> Array:
        """Learn the means; returns those of other parts for each row.

        Parameters
        ----------
        codes : ndarray of shape (n_rows,)
            From `Levels.codes`; none is unknown.
        """
        n_rows, n_slots = len(codes), n_codes + 1
        slots = np.where(codes == MISSING, n_codes, codes)
        targets, parts = goals.targets, goals.parts
        w = np.ones(n_rows) if goals.weight is None else goals.weight
        self.prior = np.average(targets, axis=0, weights=w)
        self.table = self._means(slots, targets, w, n_slots)
        encoded = np.empty((n_rows, targets.shape[1]))
        for part in range(N_PARTS):
            inside = parts == part
            others = ~inside if not inside.all() else inside
            if not inside.any():
                continue
            encoded[inside] = self._means(slots[others], targets[others], w[others], n_slots)[slots[inside]]
        return encoded

    def transform(self, codes: Codes) -> Array:
        """Encode new rows; a label never seen gets the overall mean."""
        table = np.vstack([self.table, self.prior])
        n_codes = len(self.table) - 1
        slots = np.where(codes == MISSING, n_codes, np.where(codes < 0, n_codes + 1, codes))
        found: Array = table[slots]
        return found

    @staticmethod
    def _means(slots: Codes, targets: Array, w: Array, n_slots: int) -> Array:
        counts: Array = np.bincount(slots, weights=w, minlength=n_slots).astype(np.float64)
        means = np.empty((n_slots, targets.shape[1]))
        for k, target in enumerate(targets.T):
            sums: Array = np.bincount(slots, weights=w * target, minlength=n_slots).astype(np.float64)
            prior = sums.sum() / counts.sum()
            draw = _strength(slots, target, w, counts=counts, sums=sums)
            means[:, k] = (sums + draw * prior) / (counts + draw)
        return means


def _strength(slots: Codes, target: Array, w: Array, *, counts: Array, sums: Array) -> float:
    """Rows that the overall mean counts for: variance within labels over variance between them."""
    seen = counts > 0
    n, n_labels = counts.sum(), int(seen.sum())
    if n_labels < 2 or n <= n_labels:
        return 1.0
    group = np.divide(sums, counts, out=np.zeros_like(sums), where=seen)
    within = float((w * (target - group[slots]) ** 2).sum()) / (n - n_labels)
    spread = float((counts * (group - sums.sum() / n) ** 2).sum()) / (n_labels - 1)
    typical = (n - float((counts**2).sum()) / n) / (n_labels - 1)
    between = (spread - within) / typical
    if between <= 0:
        return float(n)
    return float(np.clip(within / between, 0.1, n))


def encoding_targets(y: NDArray[np.generic], *, n_classes: int) -> Array:
    """What the means are of: the target, the second of two classes, or each of the more frequent classes."""
    values = np.asarray(y, dtype=np.float64)
    if n_classes == 0:
        return values[:, None]
    if n_classes == 2:
        return np.asarray((values == 1)[:, None], dtype=np.float64)
    counts = np.bincount(values.astype(np.int64), minlength=n_classes)
    classes = np.sort(np.argsort(-counts, kind="stable")[:MAX_CLASSES])
    return np.asarray(values[:, None] == classes, dtype=np.float64)
