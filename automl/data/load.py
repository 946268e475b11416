"""From a file, a folder, a database or a frame to a typed table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from automl.data.fingerprint import column_digests, table_fingerprint
from automl.data.infer.apply import is_text
from automl.data.infer.candidate import Reading
from automl.data.infer.column import read_column
from automl.data.infer.levels import Levels
from automl.data.infer.numbers import decimal_hint
from automl.data.infer.sentences import shown
from automl.data.read.raw import Raw
from automl.data.read.sources import read_source
from automl.data.rows import read_rows
from automl.data.table import Table
from automl.errors import DataError

__all__ = ["load_table", "read_rows"]


def load_table(
    source: str | Path | pd.DataFrame, *, name: str | None = None, target_file: str | Path | None = None
) -> Table:
    """Load a table and find out what each of its columns holds.

    Parameters
    ----------
    source : str, Path or DataFrame
        CSV or TSV (any usual separator, quoting and encoding; also packed with gzip or Zstandard), Parquet,
        JSON lines, Excel, Arrow; ``"file.duckdb::table"`` or ``"file.sqlite::table"``; a folder of files with the
        same columns; ``X.npy`` with a `target_file`; or a pandas frame.
    name : str, optional
        What the table is called in sentences; by default after its file.
    target_file : str or Path, optional
        The target of a ``.npy`` matrix.

    Raises
    ------
    DataError
        If nothing can be learned from it: missing, unreadable, damaged, empty, without rows, or of one column.
    """
    raw = read_source(source, target_file=target_file)
    title = name or raw.name
    _refuse_barren(raw, title)
    readings = _read_columns(raw)
    digests = column_digests(raw.cells)
    if raw.wide is not None:
        digests[raw.wide.title] = raw.wide.scanned.digest
    return Table(
        name=title,
        frame=pd.DataFrame({reading.column.name: reading.values for reading in readings}),
        columns=tuple(reading.column for reading in readings),
        conversions=(*raw.notes, *_sentences(readings)),
        fingerprint=table_fingerprint(raw.cells.num_rows, digests),
        column_digests=digests,
        raw=raw.cells,
        wide=raw.wide,
        target_file=None if target_file is None else str(Path(target_file).absolute()),
    )


def _refuse_barren(raw: Raw, title: str) -> None:
    names = raw.cells.column_names
    if not names:
        raise DataError(f"{title!r} holds no columns; a table needs column names and rows below them.")
    if len(names) == 1:
        raise DataError(
            f"{title!r} has one column only, {names[0]!r}: there is nothing to learn it from. "
            "Bring a table of two columns or more; in a text file commas, semicolons or tabs part them."
        )
    if raw.cells.num_rows == 0:
        raise DataError(f"{title!r} has {len(names)} column names and no rows below them; bring some rows.")


def _read_columns(raw: Raw) -> list[Reading]:
    levels = {
        name: Levels.of(raw.cells.column(name))
        for name in raw.cells.column_names
        if is_text(raw.cells.column(name))
    }
    hint = decimal_hint(each.trimmed_array for each in levels.values())
    return [
        read_column(name, raw.cells.column(name), levels=levels.pop(name, None), hint=hint)
        for name in raw.cells.column_names
    ]


def _sentences(readings: list[Reading]) -> list[str]:
    """What was converted, column by column; yes/no columns together, as there may be many."""
    said = [reading.sentence for reading in readings if reading.sentence]
    two_valued = [shown(reading.column.name) for reading in readings if reading.two_words]
    if two_valued:
        listed = ", ".join(two_valued[:12]) + (", …" if len(two_valued) > 12 else "")
        plural = "hold" if len(two_valued) > 1 else "holds"
        said.append(f"{listed} {plural} yes or no in words: two values, kept as they are written.")
    return said
