"""The matrix that a preparation makes of a typed frame, and where each of its columns comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = Any  # ndarray, or scipy csr matrix, which has no types
IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class Layout:
    """Describes the columns of a matrix.

    Attributes
    ----------
    names : tuple of str
        For people: ``"age"``, ``"Contract = Two year"``.
    sources : ndarray of shape (n_columns,)
        Position of the original column that each comes from.
    partners : ndarray of shape (n_columns,)
        Position of the second original column of one that is made of two; -1 otherwise.
    categorical : tuple of int
        Columns that hold codes of categories, 0 … `n_levels` - 1 or missing.
    n_levels : tuple of int
        Codes of each of `categorical`.
    directions : tuple of int
        1 where the prediction may only rise with the column, -1 where it may only fall, else 0.
    n_dense : int
        Columns before those of single words.
    missing : bool
        Whether NaN occurs; otherwise it was filled.
    """

    names: tuple[str, ...]
    sources: IntArray
    partners: IntArray
    categorical: tuple[int, ...] = ()
    n_levels: tuple[int, ...] = ()
    directions: tuple[int, ...] = field(default=())
    n_dense: int = 0
    missing: bool = False

    @property
    def width(self) -> int:
        """Columns of the matrix."""
        return len(self.names)

    @property
    def constrained(self) -> bool:
        """Whether any direction is prescribed."""
        return any(self.directions)
