"""CSV, TSV and their relatives: text in columns, every cell kept as it is written."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv

from automl.data.read.dialect import Dialect, declared, find_dialect, head_of, reader_of
from automl.data.read.encoding import read_bytes, to_utf8
from automl.data.read.header import is_header, rows_above
from automl.data.read.raw import Raw, make_raw
from automl.errors import DataError

# Rows with too many cells are left out up to this share (their text cannot be assigned); above it the file is refused.
_SHARE_LEFT_OUT = 0.01
_SOMETHING = re.compile(rb"[^\s,;|\"]")
# Rows with too few cells are filled up to this share; above it the separator is likelier to be wrong.
_SHARE_FILLED = 0.5


def read_delimited(path: Path, name: str, *, every_row: bool = False) -> Raw:
    """Read a text file with one row per line.

    Parameters
    ----------
    path : Path
    name : str
        What the table is called.
    every_row : bool, default=False
        Refuse the file rather than leave out a row that has too many cells.

    Raises
    ------
    DataError
        If it is empty, no text, or its rows do not fit its header.
    """
    text, note = to_utf8(read_bytes(path), path.name)
    text, separator = declared(text)
    if not text.strip(b' \t\r\n,;|"'):
        raise DataError(f"{path.name!r} is empty; a table needs a line of column names and rows below it.")
    _refuse_json(text, path.name)
    dialect = Dialect(separator) if separator else find_dialect(text)
    layout = _lay_out(text, dialect or Dialect(","))
    columns, said = _read_cells(text[layout.offset :], layout, path.name, every_row=every_row)
    notes = [note, *layout.notes, *said]
    return make_raw(name, layout.names, columns, notes=[sentence for sentence in notes if sentence])


def _refuse_json(text: bytes, file: str) -> None:
    first = text.lstrip().split(b"\n", 1)[0].strip()
    if not first.startswith(b"{"):
        return
    try:
        json.loads(first)
    except ValueError:
        return
    raise DataError(f"{file!r} should be a table of columns, but holds JSON; give it the ending .jsonl.")


@dataclass(frozen=True)
class _Layout:
    """Where the rows start, and what the columns are called."""

    dialect: Dialect
    names: list[str]
    offset: int
    first_line: int
    notes: tuple[str, ...]


class _CountedLines:
    """Lines of a text, with the bytes handed out so far."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.n_bytes = self.n_lines = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.n_bytes += len(line.encode())
            self.n_lines += 1
            yield line


def _lay_out(text: bytes, dialect: Dialect) -> _Layout:
    lines = _CountedLines(head_of(text).decode("utf-8", "replace"))
    skipped = iter(lines)
    for _ in range(dialect.skip):
        next(skipped, "")
    start, first_line = lines.n_bytes, lines.n_lines
    rows: list[list[str]] = []
    ends: list[tuple[int, int]] = []
    for row in reader_of(skipped, dialect):
        if row and any(map(str.strip, row)):
            rows.append(row)
            ends.append((lines.n_bytes, lines.n_lines))
        if len(rows) > 60:
            break
    top = rows_above(rows)
    n_above = dialect.skip + top
    notes = [f"{n_above} line{'s' * (n_above > 1)} above the column names were skipped."] if n_above else []
    first, below = rows[top], rows[top + 1 :]
    if below and not top and not is_header(first, below):
        notes.append(
            "The file has no line of column names; its columns are called column_1, column_2 and so on."
        )
        names = [f"column_{position}" for position in range(1, len(first) + 1)]
        return _Layout(dialect, names, start, first_line, tuple(notes))
    width = max(
        (len(row) for row in below), default=0, key=lambda width: sum(len(row) == width for row in below)
    )
    if width == len(first) + 1 and below[0][0].strip():
        first = ["", *first]  # R leaves the name of its row names out
    header_end, header_lines = ends[top]
    return _Layout(dialect, first, header_end, header_lines, tuple(notes))


def _read_cells(
    text: bytes, layout: _Layout, file: str, *, every_row: bool
) -> tuple[Sequence[pa.ChunkedArray | pa.Array], list[str]]:
    table = _read_with_arrow(text, layout, layout.dialect)
    if table is not None:
        return table.columns, []
    if layout.dialect.quote:
        table = _read_with_arrow(text, layout, replace(layout.dialect, quote=""))
        if table is not None:
            return table.columns, ["Quotes do not come in pairs here; they were read as plain characters."]
    return _read_row_by_row(text, layout, file, every_row=every_row)


def _read_with_arrow(text: bytes, layout: _Layout, dialect: Dialect) -> pa.Table | None:
    """All cells as text; None where some row has another number of cells than the header."""
    misfits: list[Any] = []

    def note_misfit(row: Any) -> str:
        misfits.append(row)
        return "skip"

    try:
        table = _parse(text, len(layout.names), dialect, note_misfit)
    except pa.ArrowInvalid:  # a row that is larger than a block, or quotes that never end
        return None
    return None if misfits else table


def _parse(text: bytes, width: int, dialect: Dialect, note_misfit: Callable[[Any], str]) -> pa.Table:
    names = [str(position) for position in range(width)]
    if not _SOMETHING.search(text):
        return pa.table([pa.array([], pa.string())] * width, names=names)
    return arrow_csv.read_csv(
        pa.py_buffer(text),
        # A row must fit into a block; ten million bytes also keep a column in few pieces.
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=10_000_000, use_threads=False),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            double_quote=not dialect.escape,
            escape_char=dialect.escape or False,
            newlines_in_values=True,
            invalid_row_handler=note_misfit,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _read_row_by_row(
    text: bytes, layout: _Layout, file: str, *, every_row: bool
) -> tuple[list[pa.Array], list[str]]:
    """Read rows that do not all have the same number of cells: fill short ones, leave long ones out, count both."""
    width = len(layout.names)
    rows: list[list[str]] = []
    short: list[int] = []
    long: list[tuple[int, int]] = []
    lines = _CountedLines(text.decode("utf-8", "replace"))
    for row in reader_of(iter(lines), layout.dialect):
        if not any(map(str.strip, row)):
            continue
        line = layout.first_line + lines.n_lines
        while len(row) > width and not row[-1].strip():
            row.pop()
        if len(row) > width:
            long.append((line, len(row)))
            continue
        if len(row) < width:
            short.append(line)
        rows.append(row + [""] * (width - len(row)))
    n_rows = len(rows) + len(long)
    too_many = len(long) > (0 if every_row else max(1, _SHARE_LEFT_OUT * n_rows)) or not rows
    if long and too_many:
        raise _misfit(file, layout, long[0][0], long[0][1], len(long), n_rows)
    if len(short) > _SHARE_FILLED * n_rows:
        raise _misfit(file, layout, short[0], None, len(short), n_rows)
    columns = [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]
    return columns, list(_misfit_notes(short, long, width))


def _misfit(
    file: str, layout: _Layout, line: int, n_cells: int | None, n_misfits: int, n_rows: int
) -> DataError:
    found = f"{n_cells} cells" if n_cells else "fewer cells"
    like_it = f" ({n_misfits:,} of {n_rows:,} rows are like that)" if n_misfits > 1 else ""
    return DataError(
        f"Line {line:,} of {file!r} has {found} where the header has {len(layout.names)}{like_it}; put cells that hold "
        f"{layout.dialect.delimiter!r} in quotes, or mend the line."
    )


def _misfit_notes(short: Sequence[int], long: Iterable[tuple[int, int]], width: int) -> Iterator[str]:
    if short:
        rows = "1 row has" if len(short) == 1 else f"{len(short):,} rows have"
        yield f"{rows} fewer than {width} cells; the rest counts as missing ({_lines(short)})."
    lines = [line for line, _ in long]
    if lines:
        rows = "1 row has" if len(lines) == 1 else f"{len(lines):,} rows have"
        yield f"{rows} more than {width} cells and {'was' if len(lines) == 1 else 'were'} left out ({_lines(lines)})."


def _lines(numbers: Sequence[int]) -> str:
    listed = ", ".join(f"{number:,}" for number in numbers[:5])
    return f"line{'s' * (len(numbers) > 1)} {listed}{', …' if len(numbers) > 5 else ''}"
