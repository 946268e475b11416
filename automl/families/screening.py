"""Which of very many columns are worth a learner's time.

A tree that looks at ten thousand columns spends its time on noise; the columns that move with the target, by their
value, by their distance from the middle or by being missing, are found in a hundredth of that time. What only shows
together with another column is lost; linear models, whose cost grows gently, therefore see every column.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automl.families.block_screening import telling_of_blocks

Array = NDArray[np.float64]

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
    seen = X[rows]
    telling = telling_of_blocks([(0, seen)], targets[rows], [np.arange(len(rows))], n_columns=n_columns)[0]
    telling[always] = np.inf
    kept = np.zeros(n_columns, dtype=bool)
    kept[np.argsort(-telling, kind="stable")[:most]] = True
    return kept
