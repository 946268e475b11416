"""What became of rows that come again: a new row that equals some that were learned from is answered by those too.

Tables with copies of records (measurements taken twice, guests of one booking, the same message sent to many) keep
getting copies. No model that was chosen on rows without copies on the other side repeats what it has seen, so it is
kept beside the model, with the number of rows that the model's own word counts for.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.twins import row_hashes

Array = NDArray[np.float64]

# Rows that the model's word may count for; the last one is as good as no memory.
STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
MIN_ROWS = 30  # that repeat others; fewer decide nothing; chosen, not measured
# Standard errors by which the loss has to fall: by luck that happens to one table in a thousand.
SURE = 3.0
LEAST_SHARE = 1e-6  # probabilities under a logarithm


class Recall:
    """Counts of the classes, or sums of the target, of rows with the same cells.

    Attributes
    ----------
    hashes : ndarray of shape (n_kinds,)
        Of the cells of each kind of row, ascending.
    sizes : ndarray of shape (n_kinds,)
        Rows of each kind.
    sums : ndarray of shape (n_kinds, n_classes) or (n_kinds, 1)
        What became of them.
    strength : float
        Rows that the model's word counts for.
    """

    hashes: NDArray[np.uint64]
    sizes: Array
    sums: Array

    def __init__(self, strength: float) -> None:
        self.strength = strength

    def fit(self, X: pd.DataFrame, y: NDArray[Any], *, n_classes: int) -> Recall:
        """Learn rows by heart.

        Parameters
        ----------
        y : ndarray of shape (n_rows,)
            Codes of the classes, or the target where `n_classes` is 0.
        """
        self.hashes, kind = np.unique(row_hashes(_plain(X)), return_inverse=True)
        self.sizes, self.sums = _gathered(kind, _shares(y, n_classes))
        return self

    def known(self, X: pd.DataFrame) -> NDArray[np.int64]:
        """Rows learned from that each row equals; 0 for what is new."""
        at, found = self._found(X)
        return np.where(found, self.sizes[at], 0).astype(np.int64)

    def own_share(self, X: pd.DataFrame) -> Array:
        """Share of the model's word in each answer: 1 for what is new."""
        return np.asarray(self.strength / (self.strength + self.known(X)), dtype=np.float64)

    def mix(self, X: pd.DataFrame, said: Array) -> Array:
        """What the model says of rows, mixed with what became of those that equal them.

        Parameters
        ----------
        said : ndarray of shape (n_rows, n_classes) or (n_rows,)
        """
        at, found = self._found(X)
        mixed = said.copy()
        if found.any():
            recalled = _mixed(
                self.sums[at[found]], self.sizes[at[found]], _columns(said)[found], self.strength
            )
            mixed[found] = recalled if said.ndim == 2 else recalled[:, 0]
        return mixed

    def _found(self, X: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        asked = row_hashes(_plain(X))
        at = np.minimum(np.searchsorted(self.hashes, asked), len(self.hashes) - 1)
        return at, np.asarray(self.hashes[at] == asked)


class Recalling:
    """A model and its memory, stored together; the memory has its say only where new rows are scored."""

    def __init__(self, model: Any, recall: Recall) -> None:
        self.model = model
        self.recall = recall


def strength_that_pays(X: pd.DataFrame, y: NDArray[Any], said: Array, *, n_classes: int) -> float | None:
    """How far a memory of these rows may be trusted, each row answered by the others that equal it.

    Parameters
    ----------
    said : ndarray of shape (n_rows, n_classes) or (n_rows,)
        Out-of-fold predictions.

    Returns
    -------
    float or None
        The strength with the least loss; None where no memory is surely better than none.
    """
    kind = np.unique(row_hashes(_plain(X)), return_inverse=True)[1]
    shares = _shares(y, n_classes)
    sizes, sums = _gathered(kind, shares)
    again = sizes[kind] > 1
    if again.sum() < MIN_ROWS:
        return None
    truth, said = shares[again], _columns(said)[again]
    others, left = sums[kind[again]] - truth, sizes[kind[again]] - 1
    losses = [_loss(truth, _mixed(others, left, said, strength), n_classes) for strength in STRENGTHS]
    best = int(np.argmin([loss.mean() for loss in losses]))
    gain = _loss(truth, said, n_classes) - losses[best]
    # Rows of one kind share their luck: kinds are what is counted.
    kinds = np.unique(kind[again], return_inverse=True)[1]
    per_kind = np.bincount(kinds, weights=gain)
    error = float(per_kind.std(ddof=1)) * np.sqrt(len(per_kind)) if len(per_kind) > 1 else np.inf
    return STRENGTHS[best] if per_kind.sum() > SURE * error else None


def _loss(truth: Array, said: Array, n_classes: int) -> Array:
    if n_classes:
        return np.asarray(-np.log(np.clip((said * truth).sum(axis=1), LEAST_SHARE, 1.0)))
    return np.asarray(((said - truth) ** 2)[:, 0])


def _mixed(sums: Array, sizes: Array, said: Array, strength: float) -> Array:
    return np.asarray((sums + strength * said) / (sizes + strength)[:, None])


def _gathered(kind: NDArray[np.intp], shares: Array) -> tuple[Array, Array]:
    sizes = np.bincount(kind).astype(np.float64)
    return sizes, np.stack([np.bincount(kind, weights=column) for column in shares.T], axis=1)


def _shares(y: NDArray[Any], n_classes: int) -> Array:
    return np.eye(n_classes)[y] if n_classes else np.asarray(y, dtype=np.float64)[:, None]


def _columns(said: Array) -> Array:
    return said if said.ndim == 2 else said[:, None]


def _plain(X: pd.DataFrame) -> pd.DataFrame:
    """Cells in one form, however the frame came to be: booleans and whole numbers as numbers."""
    numbers = [name for name, dtype in X.dtypes.items() if dtype.kind in "biuf" and dtype != np.float64]
    return X.astype(dict.fromkeys(numbers, np.float64)) if numbers else X
