"""Later rows, read as an earlier table was: for predictions, never for learning."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from automl.data.few import are_few, plain_columns
from automl.data.infer.apply import is_text, typed_series
from automl.data.infer.levels import Levels
from automl.data.infer.numbers import NumberStyle, decimal_hint, new_unit
from automl.data.infer.sentences import shown
from automl.data.read.raw import Raw, make_raw, with_wide
from automl.data.read.sources import read_frame, read_source
from automl.data.table import SCHEMA_VERSION, Column, NewRows
from automl.errors import DataError


def read_rows(
    source: str | Path | pd.DataFrame,
    schema: Mapping[str, Any],
    *,
    known_levels: Mapping[str, Collection[str]] | None = None,
    optional: Collection[str] = (),
) -> NewRows:
    """Read rows by the schema of the table that was learned from.

    Parameters
    ----------
    source : str, Path or DataFrame
        As for `load_table`; one row and one column are enough here.
    schema : mapping
        `Table.schema()`, or the same with only some of its columns.
    known_levels : mapping of str to collection of str, optional
        Column → labels that were learned from. Others are counted in a note; a cell that is one of them but for
        blanks around it is read as that label.
    optional : collection of str, default=()
        Columns that may be absent without a note, such as the target.

    Returns
    -------
    NewRows
        One row for each row of the source, in its order.

    Raises
    ------
    DataError
        If the source cannot be read, has rows that do not fit its header, or has none of the columns.
    """
    if schema.get("version") != SCHEMA_VERSION:
        raise DataError(
            f"The schema of these rows has version {schema.get('version')!r}; this version reads {SCHEMA_VERSION}."
        )
    columns = [
        Column(entry["name"], entry["kind"], dict(entry.get("parse", {}))) for entry in schema["columns"]
    ]
    known = known_levels or {}
    if isinstance(source, pd.DataFrame) and are_few(source):
        plain = plain_columns(source, columns, known)
        left = _left(source, columns, plain)
        raw = read_frame(source[left]) if left else make_raw("table", [], [])
        names, n_rows, cells = list(source.columns), len(source), lambda: read_frame(source).cells
    else:
        plain = {}
        raw = read_source(source, every_row=True, need_target=False)
        if raw.wide is not None:
            raw = with_wide(replace(raw, notes=()), raw.wide, [column.name for column in columns])
        names, n_rows, cells = raw.cells.column_names, raw.cells.num_rows, lambda: raw.cells
    notes = [*raw.notes, *_column_notes(raw, names, columns, frozenset(optional))]
    values = {}
    for column in _with_decimal_of(raw, columns):
        if column.name in plain:
            values[column.name] = plain[column.name]
        elif column.name not in names:
            values[column.name] = _all_missing(column, n_rows)
        else:
            values[column.name], said = _read_one(raw, column, known.get(column.name))
            notes += said
    frame = pd.DataFrame(values, index=pd.RangeIndex(n_rows), copy=False)
    return NewRows(frame, tuple(notes), tuple(names), cells)


def _left(rows: pd.DataFrame, columns: list[Column], plain: Collection[str]) -> list[str]:
    """The columns of a handful of rows that are wanted, and whose cells are not all plain."""
    wanted = {column.name for column in columns}
    return [name for name in rows.columns if name in wanted and name not in plain]


def _with_decimal_of(raw: Raw, columns: list[Column]) -> list[Column]:
    """The columns with the decimal sign that the new rows show, where the learned ones all had the other one.

    A file from another country writes 1.234 for what was 1,234: its other numbers give it away.
    """
    learned = {column.parse["decimal"] for column in columns if "decimal" in column.parse}
    here = decimal_hint(
        Levels.of(raw.cells.column(column.name)).trimmed_array
        for column in columns
        if column.kind == "number"
        and column.name in raw.cells.column_names
        and is_text(raw.cells.column(column.name))
    )
    if not here or len(learned) > 1 or here in learned:
        return columns
    return [
        replace(column, parse={**column.parse, "decimal": here}) if column.kind == "number" else column
        for column in columns
    ]


def _column_notes(raw: Raw, there: list[str], columns: list[Column], optional: frozenset[str]) -> list[str]:
    wanted = [column.name for column in columns]
    if not set(wanted) & set(there):
        raise DataError(
            f"{raw.name!r} has none of the columns that the model was learned from; it needs {_listed(wanted)} "
            f"and has {_listed(there)}."
        )
    notes = []
    absent = [name for name in wanted if name not in there and name not in optional]
    if absent:
        notes.append(f"{_columns(absent)} missing here, and filled as missing values: {_listed(absent)}.")
    # Of a wide file some columns are always read; that the others are not used is no news.
    extra = [
        name for name in there if name not in wanted and name not in optional and name not in (raw.wide or ())
    ]
    if extra:
        notes.append(f"{_columns(extra)} not used by the model, and ignored: {_listed(extra)}.")
    return notes


def _columns(names: list[str]) -> str:
    return "1 column is" if len(names) == 1 else f"{len(names):,} columns are"


def _listed(names: list[str]) -> str:
    return ", ".join(map(repr, names[:8])) + (", …" if len(names) > 8 else "")


def _read_one(raw: Raw, column: Column, known: Collection[str] | None) -> tuple[pd.Series[Any], list[str]]:
    cells = raw.cells.column(column.name)
    column, notes = _with_new_unit(cells, column)
    values, n_unreadable = typed_series(cells, column)
    if n_unreadable:
        what = {"number": "number", "datetime": "date", "boolean": "yes or no"}[column.kind]
        cells = (
            f"1 cell is no {what} and counts"
            if n_unreadable == 1
            else f"{n_unreadable:,} cells are no {what}"
        )
        notes.append(f"{shown(column.name)}: {cells}{'' if n_unreadable == 1 else ' and count'} as missing.")
    if known is not None and column.kind == "category":
        values, said = _match_levels(values, column.name, frozenset(known))
        notes += said
    return values, notes


def _with_new_unit(cells: pa.ChunkedArray, column: Column) -> tuple[Column, list[str]]:
    """A column of bare numbers that is written with a unit now, as in '12 months': the number is taken, and told."""
    if column.kind != "number" or not is_text(cells):
        return column, []
    levels = Levels.of(cells)
    unit = new_unit(levels.trimmed, NumberStyle.from_json(column.parse))
    if not unit:
        return column, []
    units = {**column.parse.get("units", {}), "": 1.0, unit: 1.0}
    said = (
        f"{shown(column.name)}: the unit {unit!r} stands here, and stood nowhere in the table that was learned from; "
        "the numbers are taken as written."
    )
    return replace(column, parse={**column.parse, "units": units}), [said]


def _all_missing(column: Column, n_rows: int) -> pd.Series[Any]:
    if column.kind == "datetime":
        return pd.Series(np.full(n_rows, np.datetime64("NaT", "us")))
    if column.kind in ("category", "text"):
        return pd.Series([None] * n_rows, dtype="str")
    return pd.Series(np.full(n_rows, np.nan))


def _match_levels(
    values: pd.Series[Any], name: str, known: frozenset[str]
) -> tuple[pd.Series[Any], list[str]]:
    """Labels that were never seen, counted; those that differ only by blanks are read as the known one."""
    found = {label for label in values.unique() if isinstance(label, str)}
    by_trimmed = {level.strip(): level for level in known}
    mended = {level: by_trimmed[level.strip()] for level in found - known if level.strip() in by_trimmed}
    notes = []
    if mended:
        n_mended = int(values.isin(list(mended)).sum())
        cells = "1 cell differs" if n_mended == 1 else f"{n_mended:,} cells differ"
        it = "is read as it" if n_mended == 1 else "are read as it"
        notes.append(f"{shown(name)}: {cells} from a known label by blanks only, and {it}.")
        values = values.map(lambda level: mended.get(level, level), na_action="ignore").astype("str")
    unseen = sorted(found - known - mended.keys())
    if unseen:
        n_unseen = int(values.isin(unseen).sum())
        cells = "1 cell holds a label" if n_unseen == 1 else f"{n_unseen:,} cells hold labels"
        notes.append(f"{shown(name)}: {cells} that the model never saw: {_listed(unseen)}.")
    return values, notes
