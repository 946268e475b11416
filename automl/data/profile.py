"""What is in each column: facts that can be shown, cited and sent without showing a row."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from automl.data.relation import relation
from automl.data.table import Column, Kind, Table

# The relation to the target is computed on so many rows at most: enough to tell 0.02 from 0.
_RELATION_ROWS = 20_000
_SAMPLE_SEED = 20_240_501
_N_TOP = 5


@dataclass(frozen=True)
class ColumnProfile:
    """Facts about one column; plain JSON by `to_json`.

    Attributes
    ----------
    name, kind
        As in the table.
    n_rows, n_missing, n_distinct : int
        Distinct values, missing ones not counted.
    share_missing : float
        0 to 1.
    minimum, maximum : float, str or None
        Of numbers, and of dates in ISO 8601; None for words.
    mean, median : float or None
        Of numbers and booleans.
    top : tuple of (str, int)
        The most frequent values with their rows, words exactly as in the data; empty for free text and for
        columns where no value occurs twice.
    relation : float or None
        Strength of the relation to the target, 0 to 1 (`automl.data.relation`).
    """

    name: str
    kind: Kind
    n_rows: int
    n_missing: int
    share_missing: float
    n_distinct: int
    minimum: float | str | None = None
    maximum: float | str | None = None
    mean: float | None = None
    median: float | None = None
    top: tuple[tuple[str, int], ...] = ()
    relation: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self) | {"top": [list(entry) for entry in self.top]}


def profile_table(table: Table, target: str | None = None) -> tuple[ColumnProfile, ...]:
    """Describe every column, in the order of the table.

    Raises
    ------
    DataError
        If there is no column `target`.
    """
    if target is not None:
        table.column(target)
    return tuple(_describe(table, column, target) for column in table.columns)


def describe_column(table: Table, column: str, target: str | None = None) -> ColumnProfile:
    """Describe one column.

    Raises
    ------
    DataError
        If there is no such column; the sentence offers the nearest names.
    """
    if target is not None:
        table.column(target)
    return _describe(table, table.column(column), target)


def _describe(table: Table, column: Column, target: str | None) -> ColumnProfile:
    values = table.frame[column.name]
    n_rows, n_missing = len(values), int(values.isna().sum())
    n_distinct = int(values.nunique())
    minimum, maximum, mean, median = _range(values, column.kind)
    return ColumnProfile(
        name=column.name,
        kind=column.kind,
        n_rows=n_rows,
        n_missing=n_missing,
        share_missing=n_missing / n_rows if n_rows else 0.0,
        n_distinct=n_distinct,
        minimum=minimum,
        maximum=maximum,
        mean=mean,
        median=median,
        top=_top(table, column, n_distinct, n_rows - n_missing),
        relation=_relation(table, column, target),
    )


def _range(
    values: pd.Series[Any], kind: Kind
) -> tuple[float | str | None, float | str | None, float | None, float | None]:
    present = values.dropna()
    if present.empty or kind in ("category", "text"):
        return None, None, None, None
    if kind == "datetime":
        return present.min().isoformat(), present.max().isoformat(), None, None
    numbers = present.to_numpy(np.float64)
    low, high = float(numbers.min()), float(numbers.max())
    return low, high, float(numbers.mean()), float(np.median(numbers))


def _top(table: Table, column: Column, n_distinct: int, n_present: int) -> tuple[tuple[str, int], ...]:
    if column.kind == "text" or n_distinct in (0, n_present):
        return ()
    counts = table.frame[column.name].value_counts(sort=False)
    # Among equally frequent values the first in the data comes first, on every machine.
    counts = counts.sort_values(ascending=False, kind="stable").head(_N_TOP)
    if column.kind == "category":
        return tuple((str(value), int(count)) for value, count in counts.items())
    return tuple((_plain(value), int(count)) for value, count in counts.items())


def _plain(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    return repr(float(value)) if abs(value) >= 2**53 or value != int(value) else str(int(value))


def _relation(table: Table, column: Column, target: str | None) -> float | None:
    if target is None or target == column.name:
        return None
    frame = table.frame[[column.name, target]]
    if len(frame) > _RELATION_ROWS:
        frame = frame.iloc[_sampled_rows(len(frame))]
    return relation(frame[column.name], column.kind, frame[target], table.kind_of(target))


def _sampled_rows(n_rows: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    rows = np.random.default_rng(_SAMPLE_SEED).choice(n_rows, size=_RELATION_ROWS, replace=False)
    rows.sort()
    return rows
