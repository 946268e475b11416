"""Permutation importance: how much the score falls when a column is shuffled [1]_.

References
----------
.. [1] Breiman (2001), Random Forests, section 10; Fisher, Rudin, Dominici (2019), All Models are Wrong, but Many are
   Useful.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.explain.predictor import (
    Array,
    IntArray,
    Predict,
    RowScore,
    predict_stacked,
    repeated,
    with_column,
)
from automl.explain.sizes import GROUPS
from automl.search.result import Importance

# Student's t for a two-sided 95 % with 9 degrees of freedom: ten groups of rows.
_T_QUANTILE = 2.262


def permutation_importance(
    predict: Predict,
    X: pd.DataFrame,
    *,
    y: NDArray[np.generic],
    score: RowScore,
    greater_is_better: bool,
    positions: IntArray | None = None,
    columns: Sequence[int] | None = None,
    n_repeats: int = 5,
    seed: int = 0,
) -> tuple[Importance, ...]:
    """How much the score falls when each column is shuffled, with an interval.

    The interval covers the luck of the rows and of one shuffle (delete-a-group jackknife over ten groups, each with
    the same mix of targets), so that it is a little wide where there are several shuffles; not that of the training
    set, as nothing is refitted.

    Parameters
    ----------
    predict : callable
        As `automl.explain.predictor.as_predict` returns it.
    X : DataFrame of shape (n_rows, n_columns)
        Rows that the model was not fitted on, in the columns of the original table.
    y : ndarray of shape (n_rows,)
        Targets; only their order is used, to make groups alike.
    score : callable
        ``score(positions, predictions)``.
    greater_is_better : bool
        Direction of the score.
    positions : ndarray of int, optional
        Rows to use; default all.
    columns : sequence of int, optional
        Columns to shuffle; default all.
    n_repeats : int, default=5
        Shuffles of each column.
    seed : int
        Same seed and rows, same figures, whichever other columns are asked for.

    Returns
    -------
    tuple of Importance
        Largest fall first, in the unit of the score; a positive `drop` means that the column helps.
    """
    rows = np.arange(len(X)) if positions is None else positions
    sample = X.iloc[rows].reset_index(drop=True)
    groups = _alike_groups(np.asarray(y)[rows])
    sign = 1.0 if greater_is_better else -1.0
    said = predict(sample)
    before = np.concatenate([[score(rows, said)], _without_groups(score, rows, said, groups)])
    stacked = repeated(sample, n_repeats)
    wanted = range(X.shape[1]) if columns is None else columns

    def variant(column: int) -> pd.DataFrame:
        shuffled = _shuffles(len(rows), n_repeats, seed=[seed, column])
        return with_column(stacked, column, sample.iloc[:, column].array.take(shuffled.ravel()))

    measured = []
    for column, after in zip(wanted, predict_stacked(predict, map(variant, wanted)), strict=True):
        parts = np.split(after, n_repeats)
        whole = sign * (before[0] - np.array([score(rows, part) for part in parts]))
        without = sign * (before[1:] - _without_groups(score, rows, parts[0], groups))
        measured.append(_importance(str(X.columns[column]), whole, without))
    return tuple(sorted(measured, key=lambda found: (-found.drop, found.column)))


def _importance(column: str, whole: Array, without: Array) -> Importance:
    """From the drops of every shuffle, and those of the first without each group of rows."""
    drop = float(whole.mean())
    if not np.isfinite(drop):
        return Importance(column=column, drop=0.0, low=0.0, high=0.0)
    if np.isfinite(without).all():
        variance = (GROUPS - 1) / GROUPS * float(((without - without.mean()) ** 2).sum())
    else:
        variance = float(whole.var(ddof=1)) / len(whole) if len(whole) > 1 else 0.0
    half = _T_QUANTILE * float(np.sqrt(variance))
    return Importance(column=column, drop=drop, low=drop - half, high=drop + half)


def _without_groups(score: RowScore, rows: IntArray, predicted: Array, groups: IntArray) -> Array:
    """The score without each of the groups in turn."""
    scores = []
    for group in range(GROUPS):
        kept = np.flatnonzero(groups != group)
        kept = kept if len(kept) else np.arange(len(rows))
        scores.append(score(rows[kept], predicted[kept]))
    return np.array(scores, dtype=np.float64)


def _alike_groups(y: NDArray[np.generic]) -> IntArray:
    """Group of each row: rows in the order of the target are dealt out in turn."""
    groups = np.empty(len(y), dtype=np.int64)
    groups[np.argsort(y, kind="stable")] = np.arange(len(y)) % GROUPS
    return groups


def _shuffles(n_rows: int, n_repeats: int, *, seed: list[int]) -> IntArray:
    random = np.random.default_rng(seed)
    return np.array([random.permutation(n_rows) for _ in range(n_repeats)], dtype=np.int64)
