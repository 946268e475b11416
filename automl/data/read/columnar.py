"""Parquet, Arrow and NumPy files: values that come with their types."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from automl.data.read.raw import Raw, make_raw
from automl.errors import DataError


def read_parquet(path: Path, name: str) -> Raw:
    """Read a Parquet file; DataError where it is damaged."""
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(str(path)) as file:
            table = file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(path, "a Parquet file") from error
    return make_raw(name, table.column_names, table.columns)


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


def read_numpy(path: Path, name: str, target_file: Path | None) -> Raw:
    """Read a matrix of features and, from a file of its own, the column `target`.

    Raises
    ------
    DataError
        If there is no target file, an array is damaged or holds Python objects, or the rows do not match.
    """
    if target_file is None:
        raise DataError(
            f"{path.name!r} is an array without a target; in the terminal, name its file with --target-file; in the "
            "page, bring a table (CSV, Parquet) with the target as one of its columns."
        )
    if not target_file.exists():
        raise DataError(f"There is no file {str(target_file)!r} with the target; check --target-file.")
    matrix = _load_array(path)
    if matrix.ndim == 1:
        matrix = matrix[:, None]
    if matrix.ndim != 2:
        raise DataError(
            f"{path.name!r} must be a matrix of rows and columns; it has the shape {matrix.shape}."
        )
    target = _target_column(target_file)
    if len(target) != len(matrix):
        raise DataError(
            f"{path.name!r} has {len(matrix):,} rows and {target_file.name!r} {len(target):,}; they must have the same."
        )
    columns = [pa.array(matrix[:, position]) for position in range(matrix.shape[1])]
    names = [f"x{position}" for position in range(matrix.shape[1])]
    return make_raw(name, [*names, "target"], [*columns, target])


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


def _load_array(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    try:
        # Python objects in an array are pickled: loading them would run what is in the file.
        loaded = np.load(path, allow_pickle=False)
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
