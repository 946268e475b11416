"""What all checks look at: one seeded sample of the rows, columns cut into levels, the target as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.table import Table

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
TargetKind = Literal["classes", "numbers"]

# A leak worth the name shows on as many rows; more only cost time. A wide table gets fewer.
SAMPLE_ROWS = 20_000
MIN_SAMPLE_ROWS = 2_000
SAMPLE_CELLS = 4_000_000
# Few enough for some hundred rows in each level of the sample, enough to see a threshold anywhere.
MAX_BINS = 128
# Above this a column of whole numbers is a count or a measure, below it may be a code.
FEW_LEVELS = 20
# The rarest of more classes than this count as one; a leak shows on the others.
MAX_CLASSES = 50
# The checks of pairs look at no more columns than this, the strongest first: their cost is its square.
MAX_STRONG = 200


@dataclass(frozen=True)
class Levels:
    """A column as levels: `codes` in 0 … `n_levels` - 1 for the sampled rows, missing cells a level of their own."""

    codes: Codes
    n_levels: int


class Evidence:
    """One table seen by the checks.

    Parameters
    ----------
    table : Table
        As loaded.
    target : str or None
        What is to be predicted, where it is known.
    task : str or None
        As in the specification; a guess from the target's kind where it is None.
    keep : sequence of str
        Columns that the user wants kept: no check touches them.
    """

    def __init__(self, table: Table, target: str | None, *, task: str | None, keep: Sequence[str]) -> None:
        self.table = table
        self.frame = table.frame
        self.target = target
        self.kinds = {column.name: column.kind for column in table.columns}
        self.features = [name for name in self.frame.columns if name != target and name not in set(keep)]
        self._task = task
        self._levels: dict[str, Levels] = {}
        #: What checks work out about single columns and others may want too.
        self.memory: dict[str, object] = {}

    @property
    def n_rows(self) -> int:
        """Rows of the whole table."""
        return len(self.frame)

    @cached_property
    def has_target(self) -> bool:
        """Whether there is a target with something to tell apart."""
        return self.target is not None and len(self.rows) > 1 and bool(np.ptp(self.y) > 0)

    def leave_out(self, columns: Sequence[str]) -> None:
        """Take columns away from the checks that follow."""
        gone = set(columns)
        self.features = [name for name in self.features if name not in gone]

    @cached_property
    def n_missing(self) -> dict[str, int]:
        """Column → missing cells in the whole table."""
        return {str(name): int(n) for name, n in self.frame.isna().sum().items()}

    @cached_property
    def rows(self) -> Codes:
        """Positions of the sampled rows, ascending; those without a target are passed over."""
        known = np.arange(self.n_rows)
        if self.target is not None:
            known = known[self.frame[self.target].notna().to_numpy()]
        affordable = SAMPLE_CELLS // max(1, len(self.frame.columns))
        n_sampled = min(SAMPLE_ROWS, max(MIN_SAMPLE_ROWS, affordable))
        if len(known) <= n_sampled:
            return known
        return np.sort(np.random.default_rng(0).choice(known, n_sampled, replace=False))

    @cached_property
    def half(self) -> NDArray[np.bool_]:
        """A fixed half of the sampled rows: strength is learned on one half and measured on the other."""
        return np.random.default_rng(1).random(len(self.rows)) < 0.5

    @cached_property
    def sample(self) -> pd.DataFrame:
        """The sampled rows."""
        return self.frame if len(self.rows) == self.n_rows else self.frame.iloc[self.rows]

    @property
    def target_kind(self) -> TargetKind:
        """Whether the target is told apart or measured."""
        if self._task in ("binary", "multiclass"):
            return "classes"
        assert self.target is not None
        is_number = self.kinds[self.target] == "number"
        if self._task is not None:
            return "numbers" if is_number else "classes"
        return "numbers" if is_number and self.frame[self.target].nunique() > FEW_LEVELS else "classes"

    @cached_property
    def y(self) -> Floats:
        """The target of the sampled rows: values, or codes of the classes with the most frequent as 0."""
        assert self.target is not None
        values = self.sample[self.target]
        if self.target_kind == "numbers":
            return values.to_numpy(dtype=np.float64)
        order = values.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
        codes = pd.Index(order).get_indexer(pd.Index(values))
        limited: Floats = np.minimum(codes, MAX_CLASSES - 1).astype(np.float64)
        return limited

    @cached_property
    def classes(self) -> Codes:
        """The target of the sampled rows as codes, for a target that is told apart."""
        return self.y.astype(np.int64)

    @cached_property
    def n_classes(self) -> int:
        """Number of classes, for a target that is told apart."""
        return int(self.y.max()) + 1 if len(self.y) else 0

    def is_whole(self, name: str) -> bool:
        """Return whether a number column holds whole numbers only."""
        values = self.frame[name].to_numpy(dtype=np.float64)
        return bool(np.all(np.mod(values[np.isfinite(values)], 1) == 0))

    def numbers(self, name: str) -> Floats:
        """Return a column of numbers, booleans or dates for the sampled rows; NaN where missing."""
        values = self.sample[name]
        if self.kinds[name] == "datetime":
            seconds = values.to_numpy(dtype="datetime64[s]").astype(np.float64)
            return np.where(values.isna().to_numpy(), np.nan, seconds)
        return values.to_numpy(dtype=np.float64)

    def levels(self, name: str) -> Levels:
        """Return a column as levels: its values where they are few, else up to `MAX_BINS` equal parts."""
        if name not in self._levels:
            self._levels[name] = self._cut(name)
        return self._levels[name]

    def _cut(self, name: str) -> Levels:
        if self.kinds[name] in ("category", "text"):
            codes, found = pd.factorize(self.sample[name])
            return Levels(np.where(codes < 0, len(found), codes).astype(np.int64), len(found) + 1)
        return cut(self.numbers(name))

    def numeric_features(self) -> list[str]:
        """Return the features that hold numbers, in the order of the table."""
        return [name for name in self.features if self.kinds[name] == "number"]

    def value_text(self, name: str, value: Any) -> str:
        """Return a value of a column as a sentence shows it."""
        if isinstance(value, float):
            return f"{value:g}"
        return repr(str(value))


def cut(values: Floats) -> Levels:
    """Cut numbers into levels of equal size, or into their distinct values where those are few."""
    missing = np.isnan(values)
    present = values[~missing]
    distinct = np.unique(present)
    if len(distinct) > MAX_BINS:
        shares = np.linspace(0, 1, MAX_BINS + 1)[1:-1]
        distinct = np.unique(np.quantile(present, shares, method="lower"))
        codes = np.searchsorted(distinct, values, side="right")
        n_levels = len(distinct) + 1
    else:
        codes = np.searchsorted(distinct, values)
        n_levels = len(distinct)
    codes[missing] = n_levels
    return Levels(codes.astype(np.int64), n_levels + 1)
