"""Bends: what lets a straight line follow a curve, one more column for each place where the slope may change."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

N_BENDS = 7  # chosen, not measured
# Of many columns each gets fewer, so that a linear model keeps a size that Newton's method can solve.
MANY_COLUMNS, FEWER_BENDS = 20, 3
# A column of so few values (hours of a day, grades) may take another slope at each of them.
FEW_VALUES = 32  # chosen, not measured


class Bends:
    """Columns `max(0, x - bend)` for bends at quantiles, or at every value where there are few.

    Attributes
    ----------
    columns : ndarray of shape (n_bends,)
        Position of the column that each bend is in.
    at : ndarray of shape (n_bends,)
        Where it is.
    """

    columns: NDArray[np.intp]
    at: Array

    def fit(self, scaled: Array, *, straight: NDArray[np.bool_]) -> Bends:
        """Choose the bends of each column, none for those that are to stay straight."""
        columns: list[int] = []
        at: list[float] = []
        n_bends = N_BENDS if (~straight).sum() <= MANY_COLUMNS else FEWER_BENDS
        for j in np.flatnonzero(~straight):
            values = scaled[:, j]
            distinct = np.unique(values)
            if len(distinct) <= FEW_VALUES:
                inner = distinct[1:-1]
            else:
                inner = np.unique(np.quantile(values, np.linspace(0, 1, n_bends + 2)[1:-1]))
                inner = inner[(inner > distinct[0]) & (inner < distinct[-1])]
            columns += [int(j)] * len(inner)
            at += inner.tolist()
        self.columns, self.at = np.array(columns, dtype=np.intp), np.array(at, dtype=np.float64)
        return self

    def __iter__(self) -> Iterator[tuple[int, float]]:
        """Column and place of each bend."""
        return iter(zip(self.columns.tolist(), self.at.tolist(), strict=True))

    def transform(self, scaled: Array) -> Array:
        """Matrix of shape (n_rows, n_bends)."""
        return np.asarray(np.maximum(scaled[:, self.columns] - self.at, 0.0))
