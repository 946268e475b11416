"""What a specification needs to know of the columns of a table, looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from automl.spec.table import TableLike

# Whole numbers with at most so many different values may be grades (wine 3 to 9, stars, school marks) or
# quantities; beyond, they are counted or measured.
MAX_GRADES = 20

# A text column with more labels than this holds names or sentences, not classes.
MAX_CLASSES = 100


@dataclass(frozen=True)
class ColumnFacts:
    """One column: what it holds, in the rows that have a value.

    Attributes
    ----------
    kind : str
        `number`, `category`, `boolean`, `datetime` or `text`.
    table : TableLike
        Where it stands; most columns of a wide table are never asked for their texts.
    """

    name: str
    kind: str
    table: TableLike

    @cached_property
    def values(self) -> pd.Series:
        """The typed column."""
        return self.table.frame[self.name]

    @cached_property
    def texts(self) -> pd.Series:
        """The cells as text exactly as in the data."""
        return self.table.labels(self.name)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Label exactly as in the data → rows, most frequent first, ties in the order of the alphabet."""
        return self.table.label_counts(self.name)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.counts)

    @cached_property
    def n_distinct(self) -> int:
        """Different values; numbers that are written differently count once."""
        return int(self.values.nunique()) if self.kind == "number" else len(self.counts)

    @cached_property
    def is_whole(self) -> bool:
        """Whether all values are whole numbers."""
        known = self.values.dropna()
        return self.kind == "number" and bool((known == known.round()).all())

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def may_be_grades(self) -> bool:
        """A few whole numbers: classes to one reader, quantities to another."""
        return self.is_whole and 2 < self.n_distinct <= MAX_GRADES

    @cached_property
    def is_continuous(self) -> bool:
        return self.kind == "number" and self.n_distinct > 2 and not self.may_be_grades

    @property
    def looks_like_id(self) -> bool:
        """Different in (nearly) every row, and not a measured number."""
        many = self.n_distinct >= 0.98 * max(len(self.values), 1)
        return many and (self.kind in ("category", "text") or self.is_whole)


class Facts:
    """Facts on the columns of a table, by name.

    Parameters
    ----------
    table : TableLike
        The loaded table.
    """

    def __init__(self, table: TableLike) -> None:
        self.table = table
        self.kinds = {column.name: column.kind for column in table.columns}
        self._seen: dict[str, ColumnFacts] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.kinds)

    @property
    def n_rows(self) -> int:
        return len(self.table.frame)

    def column(self, name: str) -> ColumnFacts:
        """Facts on a column that exists."""
        if name not in self._seen:
            self._seen[name] = ColumnFacts(name, self.kinds[name], self.table)
        return self._seen[name]

    def find(self, name: str | None) -> ColumnFacts | None:
        """The same, or None where there is no such column."""
        return self.column(name) if name is not None and name in self.kinds else None


@lru_cache(maxsize=2)  # of the table that a conversation is about, and of the one before it
def facts_of(table: TableLike) -> Facts:
    """Facts on a table, kept from one question about it to the next."""
    return Facts(table)


def moment_text(value: Any) -> str:
    """A moment as ISO text, without a time of day where that is midnight."""
    stamp = pd.Timestamp(value)
    return stamp.strftime("%Y-%m-%d") if stamp == stamp.normalize() else stamp.isoformat(sep=" ")
