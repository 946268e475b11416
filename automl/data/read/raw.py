"""A table before anything is decided about its cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from automl.data.names import unique_names
from automl.data.read.canonical import canonical
from automl.data.read.wide import WideColumns


@dataclass(frozen=True, eq=False)
class Raw:
    """Cells as they were found.

    Attributes
    ----------
    name : str
        The file's or table's name for sentences.
    cells : pyarrow.Table
        Unique names; columns of text, int64, float64, bool or timestamp[us].
    notes : tuple of str
        Sentences on what was done to read it.
    wide : WideColumns or None
        Columns of numbers that are too many to be held; those of them that are in `cells` are counted in both.
    """

    name: str
    cells: pa.Table
    notes: tuple[str, ...] = ()
    wide: WideColumns | None = None


def make_raw(
    name: str,
    names: Sequence[str],
    columns: Sequence[pa.ChunkedArray | pa.Array],
    *,
    notes: Sequence[str] = (),
) -> Raw:
    """A `Raw` with canonical columns and unique names; renamed columns are counted in a note.

    Columns without a name and without a cell, as a separator at the end of each line makes them, are left out.
    """
    kept = [
        (str(title), array)
        for title, array in zip(names, map(canonical, columns), strict=True)
        if str(title).strip() or not _is_blank(array)
    ]
    unique, renamed = unique_names([title for title, _ in kept])
    said = list(notes)
    if renamed:
        said.append(_renamed_sentence(renamed))
    zoned = [
        str(title) for title, column in zip(names, columns, strict=True) if getattr(column.type, "tz", None)
    ]
    if zoned:
        said.append(f"Moments with a time zone were turned into UTC: {', '.join(map(repr, zoned[:8]))}.")
    cells = pa.table([array for _, array in kept], names=unique) if kept else pa.table({})
    return Raw(name, cells, tuple(said))


def with_wide(raw: Raw, wide: WideColumns, names: Iterable[str]) -> Raw:
    """The same with the columns of a wide file, of which those with these names are read."""
    cells = dict(zip(raw.cells.column_names, raw.cells.columns, strict=True))
    for name, values in wide.read(name for name in names if name not in cells).items():
        cells[name] = pa.chunked_array([pa.array(values, from_pandas=True)])
    return replace(raw, cells=pa.table(cells), wide=wide)


def _is_blank(column: pa.ChunkedArray) -> bool:
    if pa.types.is_string(column.type):
        return not pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py()
    return bool(column.null_count == len(column))


def _renamed_sentence(renamed: Sequence[tuple[str, str]]) -> str:
    listed = ", ".join(f"{before!r} → {after!r}" for before, after in renamed[:5])
    more = ", …" if len(renamed) > 5 else ""
    if len(renamed) == 1:
        return f"1 column name was empty or there twice and was changed: {listed}."
    return f"{len(renamed):,} column names were empty or there twice and were changed: {listed}{more}."
