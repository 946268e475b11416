"""Labels of a category column as whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.spec.order import natural_order

MISSING = -1
UNKNOWN = -2

Codes = NDArray[np.int64]


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

    def fit(self, values: pd.Series) -> Levels:
        """Learn the labels of a column."""
        counts = as_text(values).value_counts()
        labels = [(str(label), int(n)) for label, n in counts.items()]
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

    def codes(self, values: pd.Series) -> Codes:
        """Code of each row: `MISSING` where there is no label, `UNKNOWN` for one that has no code."""
        code_of = self._codes_by_label()
        other = len(self.kept) if self.has_rare else UNKNOWN
        positions, labels = pd.factorize(as_text(values))
        table = np.fromiter(
            (code_of.get(str(label), other) for label in labels), dtype=np.int64, count=len(labels)
        )
        table = np.append(table, MISSING)  # position -1 of a missing label
        found: Codes = table[positions]
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
