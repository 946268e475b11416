"""From what a user names (a path, a table in a database, a folder, a frame) to raw columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from automl.data.labels import text_array
from automl.data.read.canonical import canonical, python_column
from automl.data.read.columnar import read_arrow, read_numpy, read_parquet
from automl.data.read.database import read_database
from automl.data.read.delimited import read_delimited
from automl.data.read.excel import read_excel
from automl.data.read.json_lines import read_json
from automl.data.read.raw import Raw, make_raw
from automl.errors import DataError
from automl.spec.names import nearest

_PACKED = (".gz", ".zst", ".zstd")
_DELIMITED = (".csv", ".tsv", ".tab", ".txt", ".psv", ".dat", ".data")
_JSON = (".jsonl", ".ndjson", ".json")
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET = (".parquet", ".pq")
_ARROW = (".arrow", ".feather", ".ipc", ".arrows")
_DATABASE = (".duckdb", ".ddb", ".sqlite", ".sqlite3", ".db", ".db3")
_MAYBE_TABLES = (".txt", ".dat", ".data", ".json")
_IN_FOLDERS = _DELIMITED + _JSON + _EXCEL + _PARQUET + _ARROW

_FORMS = "CSV, TSV (also .gz or .zst), Parquet, JSON lines, Excel, Arrow, .npy, or a DuckDB or SQLite file with ::table"


def read_source(
    source: str | Path | pd.DataFrame,
    *,
    target_file: str | Path | None = None,
    every_row: bool = False,
    need_target: bool = True,
) -> Raw:
    """Read whatever a table can come from.

    Parameters
    ----------
    source : str, Path or DataFrame
        A file, ``"file.duckdb::table"`` (also for SQLite, and for a sheet of a workbook), a folder of files with
        the same columns, or a frame.
    target_file : str or Path, optional
        The target of a ``.npy`` matrix.
    every_row : bool, default=False
        Refuse a file rather than leave out rows of it.
    need_target : bool, default=True
        Refuse a ``.npy`` matrix without its target.

    Raises
    ------
    DataError
        If it is not there, may not be read, or holds no table.
    """
    if isinstance(source, pd.DataFrame):
        return read_frame(source)
    path, part = _split(str(source))
    if target_file is not None and path.suffix.casefold() != ".npy":
        raise DataError(
            f"A target file goes with a .npy matrix, and {path.name!r} is none; name the target as a column instead."
        )
    try:
        if path.is_dir():
            return _read_folder(path, every_row=every_row)
        require_there(source)
        return _read_file(path, part, target_file=target_file, every_row=every_row, need_target=need_target)
    except PermissionError as error:
        raise DataError(
            f"{str(path)!r} may not be read by this user; change its permissions, or copy it elsewhere."
        ) from error
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error


def require_there(source: str | Path) -> None:
    """Refuse a path at which there is nothing, before anything else is done.

    Raises
    ------
    DataError
        With the nearest names of its folder.
    """
    path, _ = _split(str(source))
    if not path.exists():
        raise DataError(_not_there(path))


def _split(source: str) -> tuple[Path, str | None]:
    """A path and, behind `::`, the table or sheet in it."""
    file, mark, part = source.rpartition("::")
    if mark and not Path(source).exists():
        return Path(file).expanduser(), part
    return Path(source).expanduser(), None


def _not_there(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"There is no folder {str(folder)!r}; check the path of {path.name!r}."
    close = nearest(path.name, sorted(other.name for other in folder.iterdir()))
    hint = f" Did you mean {' or '.join(map(repr, close))}?" if close else " Check the path."
    return f"There is no file {str(path)!r}.{hint}"


def table_name(path: Path) -> str:
    """A file's name without folder and endings."""
    name = path.name
    for ending in _PACKED:
        name = name[: -len(ending)] if name.casefold().endswith(ending) else name
    return Path(name).stem or name


def _ending(path: Path) -> str:
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _read_file(
    path: Path,
    part: str | None,
    *,
    target_file: str | Path | None = None,
    every_row: bool,
    need_target: bool = True,
) -> Raw:
    name, ending = table_name(path), _ending(path)
    if path.stat().st_size == 0:
        raise DataError(f"{path.name!r} is empty; a table needs a line of column names and rows below it.")
    if ending in _DATABASE:
        return read_database(path, part)
    if ending in _EXCEL:
        return read_excel(path, name, sheet=part)
    if part is not None:
        raise DataError(f"{path.name!r} is no database; leave '::{part}' out.")
    if ending in _PARQUET:
        return read_parquet(path, name)
    if ending in _ARROW:
        return read_arrow(path, name)
    if ending in _JSON:
        return read_json(path, name)
    if ending == ".npy":
        beside = None if target_file is None else Path(target_file).expanduser()
        return read_numpy(path, name, beside, need_target=need_target)
    if ending in _DELIMITED or ending == "":
        return read_delimited(path, name, every_row=every_row)
    raise DataError(
        f"{path.name!r} is no table that can be read here ({ending} files are not); bring {_FORMS}."
    )


def _read_folder(folder: Path, *, every_row: bool) -> Raw:
    """Stack the files of a folder, in the order of their names; all must have the same columns."""
    files = sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and _ending(path) in _IN_FOLDERS and not path.name.startswith((".", "~"))
    )
    # A note or a licence beside the tables has an ending that tables may have too.
    files = [path for path in files if _ending(path) not in _MAYBE_TABLES] or files
    if not files:
        raise DataError(f"The folder {str(folder)!r} holds no table; bring {_FORMS}.")
    raws = [_read_file(path, None, every_row=every_row) for path in files]
    if len(raws) == 1:
        return raws[0]
    first = raws[0].cells
    if any(set(raw.cells.column_names) != set(first.column_names) for raw in raws):
        listed = ", ".join(
            f"{path.name!r} ({raw.cells.num_columns} columns)" for path, raw in zip(files, raws, strict=True)
        )
        raise DataError(
            f"The files of {str(folder)!r} do not have the same columns: {listed}. Name one of them."
        )
    rows = ", ".join(
        f"{path.name} ({raw.cells.num_rows:,})" for path, raw in zip(files[:8], raws, strict=False)
    )
    more = ", …" if len(files) > 8 else ""
    notes = [
        f"{len(files)} files were put below one another, in the order of their names: {rows}{more} rows."
    ]
    notes += [f"{path.name}: {note}" for path, raw in zip(files, raws, strict=True) for note in raw.notes]
    columns = [_stacked([raw.cells.column(name) for raw in raws]) for name in first.column_names]
    return make_raw(folder.name or "table", first.column_names, columns, notes=notes)


def _stacked(parts: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Columns of one name below one another: whole and broken numbers as numbers, other mixtures as text."""
    kinds = {part.type for part in parts}
    if len(kinds) > 1:
        numbers = kinds <= {pa.int64(), pa.float64()}
        parts = [part.cast(pa.float64()) if numbers else text_array(part) for part in parts]
    return pa.chunked_array([chunk for part in parts for chunk in part.chunks], type=parts[0].type)


def read_frame(frame: pd.DataFrame) -> Raw:
    """A pandas frame; its index counts as a column where it has a name."""
    if any(frame.index.names) and not isinstance(frame.index, pd.RangeIndex):
        clash = [name for name in frame.index.names if name is None or name in frame.columns]
        frame = frame if clash else frame.reset_index()
    names = ["_".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in frame.columns]
    columns = [_frame_column(frame.iloc[:, position]) for position in range(frame.shape[1])]
    return make_raw("table", names, columns)


def _frame_column(values: pd.Series[Any]) -> pa.ChunkedArray | pa.Array:
    if values.dtype == object:
        return python_column([None if cell is pd.NA or cell is pd.NaT else cell for cell in values])
    if isinstance(values.dtype, pd.PeriodDtype):
        values = pd.Series(values.dt.to_timestamp())
    try:
        array = pa.Array.from_pandas(values)
        canonical(array)
        return array
    except (pa.ArrowException, TypeError, ValueError):  # periods, intervals, sparse and types from elsewhere
        return python_column([None if pd.isna(cell) else str(cell) for cell in values])
