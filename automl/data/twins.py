"""Rows that repeat each other: copies of one record, or different cases that look alike.

Copies on both sides of a cut let a model repeat what it has seen, and its score is too good. Different cases that look
alike, as in a table of three columns of labels, have to be cut like all others: keeping them on one side would hide a
whole kind of case from the model. The target tells the two apart, since copies agree on it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.few import FEW_CELLS

Codes = NDArray[np.int64]

# Agreement on the target between rows that look alike, from 0 (as any two rows) to 1 (always): copies reach 0.97 and
# more on the public tables, different cases 0.8 and less.
COPIES_AGREE = 0.9


def row_hashes(frame: pd.DataFrame) -> NDArray[np.uint64]:
    """A number for the cells of each row, the same in every process."""
    # In a handful of rows finding the distinct cells takes longer than hashing them; a missing text has another hash
    # where they are not looked for.
    apart = frame.size > FEW_CELLS or bool(frame.isna().any(axis=None))
    hashes = pd.util.hash_pandas_object(frame, index=False, categorize=apart)
    return np.asarray(hashes.to_numpy(), dtype=np.uint64)


def twins_of(frame: pd.DataFrame, y: NDArray[Any], *, is_class: bool) -> Codes:
    """Number the rows so that copies of one record share a number, in order of first appearance.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        All columns but the target.
    y : ndarray of shape (n_rows,)
        Codes of the classes, negative where unknown, or the target, NaN where unknown.
    """
    codes, _ = pd.factorize(row_hashes(frame))
    alike = np.asarray(codes, dtype=np.int64)
    return alike if agreement(alike, y, is_class=is_class) >= COPIES_AGREE else np.arange(len(frame))


def agreement(alike: Codes, y: NDArray[Any], *, is_class: bool) -> float:
    """How much less rows that look alike differ on the target than any two rows do; 1 where no two look alike."""
    known = (y >= 0) if is_class else np.isfinite(y)
    alike, y = np.unique(alike[known], return_inverse=True)[1], y[known]
    sizes = np.bincount(alike)
    several = sizes[alike] > 1
    if not several.any():
        return 1.0
    shares = np.eye(int(y.max()) + 1)[y] if is_class else y.astype(np.float64)[:, None]
    spread = float(((shares - shares.mean(axis=0)) ** 2).sum(axis=1).mean())
    if spread == 0.0:
        return 1.0
    sums = np.stack([np.bincount(alike, weights=column) for column in shares.T], axis=1)
    off = ((shares - sums[alike] / sizes[alike][:, None]) ** 2).sum(axis=1)
    within = float((off[several] * (sizes / np.maximum(sizes - 1, 1))[alike][several]).mean())
    return 1.0 - within / spread
