"""Cells as text: what a label, a category or a message shows of a typed value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# Whole floats up to here print as whole numbers; above, neighbouring floats are further apart than 1.
_LARGEST_EXACT = 2.0**53


def label_texts(values: pa.ChunkedArray | pd.Series[Any]) -> pd.Series[Any]:
    """A column as text, NaN where missing: whole numbers as "1", booleans as "True", times in ISO 8601.

    Returns
    -------
    Series of dtype str
    """
    array = values if isinstance(values, pa.ChunkedArray) else arrow_cells(values)
    return pd.Series(text_array(array).to_pandas(), dtype="str")


def arrow_cells(values: pd.Series[Any]) -> pa.ChunkedArray:
    """A pandas column as an Arrow column."""
    return pa.chunked_array([pa.Array.from_pandas(values)])


def counted(array: pa.ChunkedArray, known: NDArray[np.bool_]) -> dict[str, int]:
    """Label → rows among those known, most frequent first, ties in the order of the alphabet."""
    texts = text_array(array)
    found = pc.value_counts(texts if known.all() else texts.filter(pa.array(known))).flatten()
    pairs = zip(*(part.to_pylist() for part in found), strict=True)
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def text_array(array: pa.ChunkedArray) -> pa.ChunkedArray:
    """An Arrow column as Arrow text; text stays exactly as it is."""
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return array
    if pa.types.is_boolean(kind):
        return pc.if_else(array, "True", "False")
    if pa.types.is_floating(kind):
        return pa.chunked_array([_float_texts(array)])
    if pa.types.is_timestamp(kind):
        return pa.chunked_array([_moment_texts(array)])
    return array.cast(pa.string())


def _float_texts(array: pa.ChunkedArray) -> pa.Array:
    numbers = array.cast(pa.float64()).to_numpy().astype(np.float64)
    missing = np.isnan(numbers)
    whole = np.isfinite(numbers) & (np.abs(np.where(missing, 0.0, numbers)) <= _LARGEST_EXACT)
    whole &= np.where(whole, numbers, 0.5) % 1 == 0
    texts = [
        str(int(number)) if is_whole else repr(number)
        for number, is_whole in zip(numbers.tolist(), whole.tolist(), strict=True)
    ]
    return pa.array(texts, pa.string(), mask=missing)


def _moment_texts(array: pa.ChunkedArray) -> pa.Array:
    moments: NDArray[np.datetime64] = array.cast(pa.timestamp("us")).to_numpy().astype("datetime64[us]")
    only_days = np.isnat(moments) | (moments == moments.astype("datetime64[D]"))
    texts = np.datetime_as_string(moments, unit="D" if only_days.all() else "s")
    return pa.array(texts.tolist(), pa.string(), mask=np.isnat(moments))


def cell_texts(cells: Iterable[Any]) -> list[str | None]:
    """Python cells of mixed types as text, None where missing; nested values become JSON."""
    return [_cell_text(cell) for cell in cells]


def _cell_text(cell: Any) -> str | None:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dict | list | tuple | set | np.ndarray):
        return json_text(cell)
    if cell is None or pd.isna(cell):
        return None
    if isinstance(cell, float | np.floating):
        number = float(cell)
        return str(int(number)) if abs(number) <= _LARGEST_EXACT and number == int(number) else repr(number)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def json_text(cell: Any) -> str:
    """A nested value as JSON, keys in their order."""
    if isinstance(cell, set):
        cell = sorted(cell, key=str)
    if isinstance(cell, np.ndarray):
        cell = cell.tolist()
    return json.dumps(cell, ensure_ascii=False, default=str)
