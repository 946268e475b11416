"""The columns of a frame, each read once however many models ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.few import FEW_CELLS, python_cells
from automl.families.levels import Labels


class Sheet:
    """A frame and what has been read of it so far.

    A row that comes alone costs little in any model, but much in being taken apart; the members of an ensemble share
    that.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._labels: dict[str, Labels] = {}
        self._numbers: dict[tuple[str, ...], NDArray[np.float64]] = {}

    @cached_property
    def _cells(self) -> tuple[dict[str, list[Any]], dict[str, list[float]]]:
        """The cells of columns of text and of numbers, where they are few."""
        if self.frame.size > FEW_CELLS:
            return {}, {}
        texts, numbers = {}, {}
        for (name, dtype), cells in zip(self.frame.dtypes.items(), python_cells(self.frame), strict=True):
            if isinstance(dtype, pd.StringDtype):
                texts[str(name)] = cells
            elif dtype == np.float64:
                numbers[str(name)] = cells
        return texts, numbers

    @classmethod
    def of(cls, X: pd.DataFrame | Sheet) -> Sheet:
        """The sheet of a frame; a sheet is one already."""
        return X if isinstance(X, Sheet) else cls(X)

    def __len__(self) -> int:
        """Rows."""
        return len(self.frame)

    def lacking(self, names: Sequence[str]) -> list[str]:
        """Those of the names that are no column."""
        return [name for name in names if name not in self.frame.columns]

    def column(self, name: str) -> pd.Series:
        """A column as it stands in the frame."""
        return self.frame[name]

    def labels(self, name: str) -> Labels:
        """A column of labels or texts."""
        if name not in self._labels:
            cells = self._cells[0].get(name)
            self._labels[name] = Labels.of(self.frame[name]) if cells is None else Labels.listed(cells)
        return self._labels[name]

    def numbers(self, names: Sequence[str]) -> NDArray[np.float64]:
        """Columns of numbers, of shape (n_rows, n_names); to be read only."""
        wanted = tuple(names)
        if wanted not in self._numbers:
            cells = self._cells[1]
            if wanted and all(name in cells for name in wanted):
                self._numbers[wanted] = np.array([cells[name] for name in wanted]).T
            else:
                self._numbers[wanted] = self.frame[list(wanted)].to_numpy(dtype=np.float64, na_value=np.nan)
        return self._numbers[wanted]
