"""Which of very many columns are worth a learner's time.

A tree that looks at ten thousand columns spends its time on noise; the columns that move with the target, by their
value, by their distance from the middle or by being missing, are found in a hundredth of that time. What only shows
together with another column is lost; linear models, whose cost grows gently, therefore see every column.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BLOCK = 1_000  # columns looked at together: some copies of 1,000 columns of 100,000 rows still fit in memory
ROWS = 5_000  # a relation that is worth a place shows on so many rows; chosen, not measured


def most_telling(X: Array, targets: Array, *, most: int, always: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the columns that are related most to the targets.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        NaN is missing.
    targets : ndarray of shape (n_rows, n_targets)
        The target, or a 1 for each row of a class.
    most : int
        Columns to keep.
    always : ndarray of shape (n_columns,)
        Columns that are kept whatever they say.

    Returns
    -------
    ndarray of shape (n_columns,)
    """
    n_columns = X.shape[1]
    if n_columns <= most:
        return np.ones(n_columns, dtype=bool)
    rows = np.linspace(0, len(X) - 1, min(len(X), ROWS)).astype(np.intp)
    goals = _standardised(targets[rows])
    telling = np.concatenate(
        [_relation(X[rows, start : start + BLOCK], goals) for start in range(0, n_columns, BLOCK)]
    )
    telling[always] = np.inf
    kept = np.zeros(n_columns, dtype=bool)
    kept[np.argsort(-telling, kind="stable")[:most]] = True
    return kept


def _relation(block: Array, goals: Array) -> Array:
    """Largest absolute correlation with any target, of the values, their squares or their gaps."""
    block = np.where(np.isinf(block), np.nan, block)
    gaps = np.isnan(block)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        means = np.where(gaps, 0.0, block).sum(axis=0) / np.maximum((~gaps).sum(axis=0), 1)
    values = _standardised(np.where(gaps, means, block))
    parts = [values, _standardised(values**2)]
    if gaps.any():
        parts.append(_standardised(gaps.astype(np.float64)))
    return np.asarray(np.max([np.abs(part.T @ goals).max(axis=1) for part in parts], axis=0))


def _standardised(values: Array) -> Array:
    """Mean 0 and length 1 in each column; all 0 where it does not vary or its spread is no number."""
    with np.errstate(invalid="ignore", over="ignore"):
        centred = values - values.mean(axis=0)
        length = np.sqrt((centred**2).sum(axis=0))
        usable = np.isfinite(length) & (length > 0)
        return np.where(usable, centred / np.where(usable, length, 1.0), 0.0)
