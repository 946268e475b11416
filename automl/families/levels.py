"""Labels of a category column as whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.spec.order import natural_order

MISSING = -1
UNKNOWN = -2

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Labels:
    """A column of labels or texts, each distinct one once.

    Attributes
    ----------
    positions : ndarray of shape (n_rows,)
        Into `distinct`; -1 where there is none.
    distinct : list of str
        In the order in which they come first.
    """

    positions: NDArray[np.intp]
    distinct: list[str]

    @classmethod
    def of(cls, values: pd.Series | Labels) -> Labels:
        """Read a column, whatever it holds; what is read already stays."""
        if isinstance(values, Labels):
            return values
        positions, distinct = pd.factorize(as_text(values))
        return cls(positions, [str(label) for label in distinct])

    @classmethod
    def listed(cls, texts: Sequence[Any]) -> Labels:
        """Read a handful of texts; what is none is missing."""
        place: dict[str, int] = {}
        positions = [
            place.setdefault(text, len(place)) if isinstance(text, str) else MISSING for text in texts
        ]
        return cls(np.array(positions, dtype=np.intp), list(place))

    def __len__(self) -> int:
        """Rows."""
        return len(self.positions)

    @property
    def counts(self) -> NDArray[np.intp]:
        """Rows of each distinct label."""
        return np.bincount(self.positions[self.positions >= 0], minlength=len(self.distinct))

    @property
    def texts(self) -> tuple[NDArray[np.intp], list[str]]:
        """The same with the empty text for what is missing."""
        if not (self.positions < 0).any():
            return self.positions, self.distinct
        if "" in self.distinct:
            return np.where(self.positions < 0, self.distinct.index(""), self.positions), self.distinct
        return np.where(self.positions < 0, len(self.distinct), self.positions), [*self.distinct, ""]


class Levels:
    """The labels of one column in their natural order.

    Parameters
    ----------
    min_count : int
        Labels on fewer rows share the code after the last kept one, and so do labels that were never seen.
    most : int, optional
        Keep at most so many of the most frequent labels.
    """

    kept: list[str]
    has_rare: bool
    n_seen: int

    def __init__(self, *, min_count: int = 1, most: int | None = None) -> None:
        self.min_count = min_count
        self.most = most
        self._code_of: dict[str, int] | None = None

    def fit(self, values: pd.Series | Labels) -> Levels:
        """Learn the labels of a column."""
        read = Labels.of(values)
        labels = list(zip(read.distinct, read.counts.tolist(), strict=True))
        frequent = sorted(
            (pair for pair in labels if pair[1] >= self.min_count), key=lambda pair: (-pair[1], pair[0])
        )
        kept = [label for label, _ in frequent[: self.most]]
        self.kept = natural_order(kept)
        self.has_rare = len(kept) < len(labels)
        self.n_seen = len(labels)
        self._code_of = None
        return self

    @property
    def n_codes(self) -> int:
        """Codes from 0 on, that of the rare labels included."""
        return len(self.kept) + self.has_rare

    def codes(self, values: pd.Series | Labels) -> Codes:
        """Code of each row: `MISSING` where there is no label, `UNKNOWN` for one that has no code."""
        code_of = self._codes_by_label()
        other = len(self.kept) if self.has_rare else UNKNOWN
        read = Labels.of(values)
        known = [code_of.get(label, other) for label in read.distinct]
        table = np.array([*known, MISSING], dtype=np.int64)  # position -1 of a missing label
        found: Codes = table[read.positions]
        return found

    def names(self) -> list[str]:
        """What each code stands for."""
        return [*self.kept, "other"] if self.has_rare else list(self.kept)

    def _codes_by_label(self) -> dict[str, int]:
        if self._code_of is None:
            self._code_of = {label: i for i, label in enumerate(self.kept)}
        return self._code_of

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_code_of"} | {
            "_code_of": None
        }


def as_text(values: pd.Series) -> pd.Series:
    """A column as text, whatever the caller's frame holds; missing stays missing."""
    if isinstance(values.dtype, pd.StringDtype):
        return values
    return values.astype(object).where(values.notna(), None).map(str, na_action="ignore").astype("str")
