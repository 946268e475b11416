"""Typed columns of any source in the few types that the rest of the engine knows."""

from __future__ import annotations

import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from automl.data.labels import cell_texts

# Whole numbers beyond are changed by float64: they are ids, and stay text.
_EXACT = 2**53


def canonical(values: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray:
    """A column as text, int64, float64, bool or timestamp[us].

    Nested values become their JSON, times of day and whole numbers beyond 2⁵³ text, durations seconds;
    moments with a zone are turned into UTC; NaN is missing.
    """
    column = values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])
    kind = column.type
    if pa.types.is_dictionary(kind):
        return canonical(column.cast(kind.value_type))
    if pa.types.is_string(kind):
        return column
    if pa.types.is_boolean(kind):
        return column
    if pa.types.is_integer(kind):
        return _whole(column)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        numbers = column.cast(pa.float64(), safe=False)
        return pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _moments(column)
    return _other(column)


def _whole(column: pa.ChunkedArray) -> pa.ChunkedArray:
    bounds = pc.min_max(column).as_py()
    if bounds["min"] is not None and (bounds["max"] > _EXACT or bounds["min"] < -_EXACT):
        return column.cast(pa.string())
    return column.cast(pa.int64())


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type) and column.type.tz:
        # Arrow keeps moments in UTC; only the label of the zone goes.
        column = column.cast(pa.timestamp(column.type.unit, tz="UTC"))
    return column.cast(pa.timestamp("us"), safe=False)


def _other(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_duration(kind):
        ticks = column.cast(pa.duration("us"), safe=False).cast(pa.int64()).cast(pa.float64(), safe=False)
        return pc.divide(ticks, 1e6)
    return python_column(column.to_pylist())


def python_column(cells: list[Any]) -> pa.ChunkedArray:
    """Python cells as one column: of their type where all share one, as text where they do not."""
    present = [cell for cell in cells if cell is not None and cell != ""]
    kinds = {type(cell) for cell in present}
    if kinds and (kinds <= {int, float} or kinds == {bool}) and len(present) < len(cells):
        cells = [None if isinstance(cell, str) else cell for cell in cells]
    if kinds and all(issubclass(kind, datetime.date) for kind in kinds):
        days = [cell if isinstance(cell, datetime.date) else None for cell in cells]
        return canonical(pa.array(map(_moment, days), pa.timestamp("us")))
    if kinds and kinds <= {int, float, bool} and not (bool in kinds and len(kinds) > 1):
        try:
            if kinds == {int}:
                return canonical(pa.array(cells, pa.int64()))
            return canonical(pa.array(cells, pa.bool_() if kinds == {bool} else pa.float64()))
        except (OverflowError, pa.ArrowInvalid):  # whole numbers beyond 64 bits, or beyond what a float holds
            pass
    return pa.chunked_array([pa.array(cell_texts(cells), pa.string())])


def _moment(day: datetime.date | None) -> datetime.datetime | None:
    if day is None or isinstance(day, datetime.datetime):
        return day
    return datetime.datetime(day.year, day.month, day.day)
