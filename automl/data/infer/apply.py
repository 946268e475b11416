"""Cells become values by what a `Column` says: the one way both for a new table and for later rows."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from automl.data.infer.dates import parse_dates
from automl.data.infer.levels import Levels
from automl.data.infer.numbers import parse_numbers
from automl.data.labels import text_array
from automl.data.table import Column
from automl.data.words import MISSING_ANYWHERE, truth_of

Flags = NDArray[np.bool_]


def is_text(cells: pa.ChunkedArray) -> bool:
    """Whether a column comes as text, to be read, rather than as typed values."""
    return bool(pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type))


def level_values(levels: Levels, column: Column) -> NDArray[Any]:
    """The value of each distinct cell of a number, boolean or date; NaN or NaT where it is none."""
    if column.kind == "datetime":
        return parse_dates(levels.trimmed, column.parse)
    if column.kind == "boolean":
        truths = map(truth_of, levels.trimmed)
        return np.array([np.nan if truth is None else float(truth) for truth in truths], dtype=np.float64)
    return parse_numbers(levels.trimmed_array, column.parse)


def finite(values: NDArray[Any]) -> NDArray[Any]:
    """The same values with NaN for what is infinite; dates stay."""
    return np.where(np.isinf(values), np.nan, values) if values.dtype.kind == "f" else values


def missing_levels(levels: Levels, column: Column) -> Flags:
    """Which distinct cells stand for "no value" in a column of words."""
    return levels.among(_markers(tuple(column.parse.get("keep", ()))))


@cache
def _markers(keep: tuple[str, ...]) -> pa.Array:
    return pa.array(sorted(MISSING_ANYWHERE - frozenset(keep)), pa.string())


def typed_series(cells: pa.ChunkedArray, column: Column) -> tuple[pd.Series[Any], int]:
    """A column's cells as the values that its kind and parse make of them.

    Returns
    -------
    values : Series
        float64, datetime64[us] or str.
    n_unreadable : int
        Cells that hold something, but not what the kind says.
    """
    if column.kind in ("category", "text"):
        levels = Levels.of(text_array(cells))
        return text_series(levels.keep_texts(~missing_levels(levels, column))), 0
    if not is_text(cells) and _fits(cells, column):
        return _typed(cells), 0
    levels = Levels.of(text_array(cells))
    values = level_values(levels, column)
    unreadable = np.isnat(values) if column.kind == "datetime" else np.isnan(values)
    unreadable &= ~missing_levels(levels, column)
    absent = np.datetime64("NaT") if column.kind == "datetime" else np.nan
    return pd.Series(levels.spread(finite(values), absent)), int(levels.counts[unreadable].sum())


def _fits(cells: pa.ChunkedArray, column: Column) -> bool:
    if column.kind == "datetime":
        return bool(pa.types.is_timestamp(cells.type))
    if column.kind == "boolean" and not pa.types.is_boolean(cells.type):
        return False
    return not pa.types.is_timestamp(cells.type)


def _typed(cells: pa.ChunkedArray) -> pd.Series[Any]:
    if pa.types.is_timestamp(cells.type):
        return pd.Series(cells.to_numpy().astype("datetime64[us]"))
    numbers = cells.cast(pa.int8()) if pa.types.is_boolean(cells.type) else cells
    return pd.Series(finite(numbers.cast(pa.float64(), safe=False).to_numpy().astype(np.float64)))


def text_series(texts: pa.Array) -> pd.Series[Any]:
    """Arrow text as a pandas column of dtype str."""
    return pd.Series(texts.to_pandas(), dtype="str")
