"""The most telling of columns that are never held together, for several choices of rows in one pass.

What a column tells is its largest correlation with a target, by value, by squared distance from its mean, or by its
gaps. All of it follows from a few sums over the rows, and those over the rows of a
fold from those over smaller groups of rows: so one pass over the columns serves every fold, and each fold's columns are
found on its own rows to learn from alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

# Columns worked on together: the powers of 500 columns of 2,000 rows stay in the processor's cache.
CELLS_AT_ONCE = 1_000_000
# Share of a sum of squares below which what is left of it after centring is rounding.
_ROUNDING = 1e-9


def telling_of_blocks(
    blocks: Iterable[tuple[int, NDArray[Any]]], targets: Array, parts: Sequence[Rows], *, n_columns: int
) -> NDArray[np.float32]:
    """How much every column tells of the targets on each choice of rows.

    Parameters
    ----------
    blocks : iterable of (start, values of shape (n_rows, width))
        NaN and infinite numbers are missing.
    targets : ndarray of shape (n_rows, n_targets)
    parts : sequence of ndarray
        Rows to look at; but for rounding, no figure of a part depends on any other row.

    Returns
    -------
    ndarray of shape (n_parts, n_columns)
        From 0 to 1.
    """
    sums = _Sums.of(targets, parts)
    telling = np.zeros((len(parts), n_columns), dtype=np.float32)
    width = max(1, CELLS_AT_ONCE // max(1, len(targets)))
    for start, block in blocks:
        for first in range(0, block.shape[1], width):
            some = np.asarray(block[:, first : first + width], dtype=np.float64)
            place = start + first
            telling[:, place : place + some.shape[1]] = sums.telling(some)
    return telling


@dataclass(frozen=True)
class _Sums:
    """Sums over groups of rows, of which each part is made.

    Attributes
    ----------
    weights : ndarray of shape (n_groups * (1 + n_targets), n_rows)
        For each group a row of ones on its rows, then the targets on its rows.
    parts_of_groups : ndarray of shape (n_parts, n_groups)
        1 where the group belongs to the part.
    """

    weights: Array
    parts_of_groups: Array
    n_targets: int

    @classmethod
    def of(cls, targets: Array, parts: Sequence[Rows]) -> _Sums:
        n_rows, n_targets = targets.shape
        inside = np.zeros((n_rows, len(parts)), dtype=bool)
        for column, rows in zip(inside.T, parts, strict=True):
            column[rows] = True
        patterns, group = np.unique(inside, axis=0, return_inverse=True)
        member = (group.reshape(-1) == np.arange(len(patterns))[:, None]).astype(np.float64)
        # Targets of mean 0: large ones would leave nothing but rounding of the sums.
        goals = np.column_stack([np.ones(n_rows), targets - targets.mean(axis=0)])
        weights = member[:, None, :] * goals.T[None, :, :]
        return cls(weights.reshape(-1, n_rows), patterns.T.astype(np.float64), n_targets)

    def telling(self, values: Array) -> Array:
        """The largest absolute correlation on each part; shape (n_parts, n_columns)."""
        known = np.isfinite(values)
        whole = bool(known.all())
        values = values if whole else np.where(known, values, 0.0)
        count = len(values) if whole else np.maximum(known.sum(axis=0), 1)
        with np.errstate(over="ignore", invalid="ignore"):
            z = values - values.sum(axis=0) / count
            z = z if whole else np.where(known, z, 0.0)
            length = np.sqrt(np.einsum("ij,ij->j", z, z) / count)
            z *= np.where(np.isfinite(length) & (length > 0), 1.0 / np.where(length > 0, length, 1.0), 0.0)
        return self._largest(np.nan_to_num(z, copy=False, posinf=0.0, neginf=0.0), None if whole else known)

    def _largest(self, z: Array, known: NDArray[np.bool_] | None) -> Array:
        squares = z * z
        s1, s2 = self._by_part(z), self._by_part(squares)
        s3, s4 = self._counts_by_part(squares * z), self._counts_by_part(squares * squares)
        there = self._by_part(np.ones((len(z), 1)) if known is None else known.astype(np.float64))
        all_rows = self._by_part(np.ones((len(z), 1)))
        n, y_seen = there[:, 0], there[:, 1:]
        n_all, y_all = all_rows[:, 0], all_rows[:, 1:]
        y_mean = y_all / np.maximum(n_all, 1.0)[:, :, None]
        y_spread = self._target_squares() - n_all[:, :, None] * y_mean**2
        mean = s1[:, 0] / np.maximum(n, 1.0)
        spread = s2[:, 0] - n * mean**2
        by_value = s1[:, 1:] - mean[:, None] * y_seen
        found = _correlations(by_value, spread, y_spread, scale=s2[:, 0])
        fourth = s4 - 4 * mean * s3 + 6 * mean**2 * s2[:, 0] - 4 * mean**3 * s1[:, 0] + n * mean**4
        by_square = s2[:, 1:] - 2 * mean[:, None] * s1[:, 1:] + (mean**2)[:, None] * y_seen
        by_square = by_square - y_mean * spread[:, None]
        of_square = fourth - spread**2 / np.maximum(n_all, 1.0)
        found = np.maximum(found, _correlations(by_square, of_square, y_spread, scale=fourth))
        if known is not None:
            gaps = n_all - n
            by_gap = (y_all - y_seen) - y_mean * gaps[:, None]
            of_gap = gaps * n / np.maximum(n_all, 1.0)
            found = np.maximum(found, _correlations(by_gap, of_gap, y_spread, scale=n_all))
        return np.asarray(found)

    def _by_part(self, values: Array) -> Array:
        """Sums of the values, and of their products with each target; shape (n_parts, 1 + n_targets, n_columns)."""
        summed = (self.weights @ values).reshape(-1, 1 + self.n_targets, values.shape[1])
        return np.asarray(np.einsum("pg,gtc->ptc", self.parts_of_groups, summed))

    def _counts_by_part(self, values: Array) -> Array:
        """Sums of the values alone; shape (n_parts, n_columns)."""
        return np.asarray(self.parts_of_groups @ (self.weights[:: 1 + self.n_targets] @ values))

    def _target_squares(self) -> Array:
        """Sums of the squared targets; shape (n_parts, n_targets, 1)."""
        squares = (self.weights**2).sum(axis=1).reshape(-1, 1 + self.n_targets)[:, 1:]
        return np.asarray(self.parts_of_groups @ squares)[:, :, None]


def _correlations(products: Array, spread: Array, y_spread: Array, *, scale: Array) -> Array:
    """Largest absolute correlation over the targets; 0 where one of the two does not vary."""
    varies = (spread > _ROUNDING * np.maximum(scale, 1e-300))[:, None] & (y_spread > 0)
    both = np.where(varies, spread[:, None] * y_spread, 1.0)
    return np.asarray(np.where(varies, np.abs(products) / np.sqrt(both), 0.0).max(axis=1))
