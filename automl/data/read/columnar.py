"""Parquet, Arrow and NumPy files: values that come with their types."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from automl.data.read.raw import Raw, make_raw, with_wide
from automl.data.read.wide import (
    MANY_COLUMNS,
    NumpyColumns,
    ParquetColumns,
    WideColumns,
    is_plain_number,
    numpy_name,
)
from automl.errors import DataError

if TYPE_CHECKING:
    import pyarrow.parquet as parquet


_EXACT_BYTES = 8  # of one number; longer ones are no float64
_NUMBERS = "fiub"  # kinds of NumPy's types: floating, whole with and without a sign, yes or no
_CELLS = _NUMBERS + "SUmM"  # text, spans and moments as well


def read_parquet(path: Path, name: str) -> Raw:
    """Read a Parquet file; DataError where it is damaged."""
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(str(path)) as file:
            wide = _wide_parquet(path, file.schema_arrow, file.metadata.num_rows)
            if wide is not None:
                return _beside(wide, name, file)
            table = file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(path, "a Parquet file") from error
    return make_raw(name, table.column_names, table.columns)


def _wide_parquet(path: Path, schema: pa.Schema, n_rows: int) -> ParquetColumns | None:
    """The columns of numbers where they are too many to be read at once."""
    if len(schema.names) <= MANY_COLUMNS:
        return None
    numbers = [field.name for field in schema if is_plain_number(field.type)]
    # A name that is there twice, or that reads like a path into a nested column, does not name one column.
    unclear = len(set(numbers)) < len(numbers) or any("." in one or not one.strip() for one in numbers)
    return None if unclear or len(numbers) <= MANY_COLUMNS else ParquetColumns(path, numbers, n_rows)


def _beside(wide: ParquetColumns, name: str, file: parquet.ParquetFile) -> Raw:
    """The columns that are no plain numbers, and some of those that are, in the order of the file."""
    shown = set(wide.shown())
    names = [title for title in file.schema_arrow.names if title in shown or title not in wide]
    table = file.read(columns=names, use_threads=False).select(names)
    return replace(make_raw(name, table.column_names, table.columns, notes=[stays_in_file(wide)]), wide=wide)


def stays_in_file(wide: WideColumns) -> str:
    """What is said of a table that is not read at once."""
    return (
        f"{wide.title} are more than are read at once: they stay in the file, and a search learns from those that "
        "tell most of the target."
    )


def read_arrow(path: Path, name: str) -> Raw:
    """Read an Arrow or Feather file, or an Arrow stream; DataError where it is damaged."""
    import pyarrow.feather as feather
    import pyarrow.ipc as ipc

    try:
        with path.open("rb") as file:
            is_stream = not file.read(6).startswith((b"ARROW1", b"FEA1"))
        if is_stream:
            with pa.memory_map(str(path)) as source:
                table = ipc.open_stream(source).read_all()
        else:
            table = feather.read_table(str(path), memory_map=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(path, "an Arrow file") from error
    return make_raw(name, table.column_names, table.columns)


def read_numpy(path: Path, name: str, target_file: Path | None, *, need_target: bool = True) -> Raw:
    """Read a matrix of features and, from a file of its own, the column `target`.

    Parameters
    ----------
    need_target : bool, default=True
        Rows to be scored need none.

    Raises
    ------
    DataError
        If there is no target file, an array is damaged or holds Python objects, or the rows do not match.
    """
    if target_file is None and need_target:
        raise DataError(
            f"{path.name!r} is an array without a target; in the terminal, name its file with --target-file; in the "
            "page, bring a table (CSV, Parquet) with the target as one of its columns."
        )
    if target_file is not None and not target_file.exists():
        raise DataError(f"There is no file {str(target_file)!r} with the target; check --target-file.")
    matrix = _load_array(path, mapped=True)
    if matrix.ndim == 1:
        matrix = matrix[:, None]
    if matrix.ndim != 2:
        raise DataError(
            f"{path.name!r} must be a matrix of rows and columns; it has the shape {matrix.shape}."
        )
    if matrix.dtype.kind not in _CELLS:
        raise DataError(
            f"{path.name!r} holds cells of NumPy's type {str(matrix.dtype)!r}; a table needs numbers, texts or "
            "moments. Save the matrix as one of those."
        )
    target = [] if target_file is None else [_target_column(target_file)]
    if target_file is not None and len(target[0]) != len(matrix):
        raise DataError(
            f"{path.name!r} has {len(matrix):,} rows and {target_file.name!r} {len(target[0]):,}; they must have the "
            "same."
        )
    ending = ["target"][: len(target)]
    if (
        matrix.shape[1] > MANY_COLUMNS
        and matrix.dtype.kind in _NUMBERS
        and matrix.dtype.itemsize <= _EXACT_BYTES
    ):
        wide = NumpyColumns(path)
        raw = with_wide(make_raw(name, ending, target, notes=[stays_in_file(wide)]), wide, wide.shown())
        return replace(raw, cells=raw.cells.select([*wide.shown(), *ending]))
    names = [numpy_name(position) for position in range(matrix.shape[1])]
    return make_raw(name, [*names, *ending], [*map(pa.array, np.array(matrix).T), *target])


def _target_column(path: Path) -> pa.Array | pa.ChunkedArray:
    if path.suffix.casefold() == ".npy":
        target = _load_array(path)
        if target.ndim == 2 and target.shape[1] == 1:
            target = target[:, 0]
        if target.ndim != 1:
            raise DataError(f"{path.name!r} must hold one value per row; it has the shape {target.shape}.")
        return pa.array(target)
    from automl.data.read.sources import read_source

    cells = read_source(path).cells
    if cells.num_columns != 1:
        raise DataError(
            f"{path.name!r} must hold the target and nothing else; it has {cells.num_columns} columns."
        )
    return cells.column(0)


def _load_array(path: Path, *, mapped: bool = False) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    try:
        # Python objects in an array are pickled: loading them would run what is in the file.
        loaded = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise _damaged(path, "a NumPy array of numbers or texts") from error
    if not isinstance(loaded, np.ndarray):
        raise _damaged(path, "a single NumPy array")
    return loaded


def _damaged(path: Path, what: str) -> DataError:
    return DataError(
        f"{path.name!r} cannot be read as {what}: it is damaged, cut short, or something else. "
        "Export it again, for example as CSV."
    )
