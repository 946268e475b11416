"""Excel and OpenDocument workbooks: the first sheet that holds a table, from its header on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from automl.data.read.canonical import python_column
from automl.data.read.header import MAX_ROWS_ABOVE, SHARE_NAMED
from automl.data.read.raw import Raw, make_raw
from automl.errors import DataError


def read_excel(path: Path, name: str, *, sheet: str | None = None) -> Raw:
    """Read a sheet: the one named, else the first with a header over two columns, else the first that holds something.

    Raises
    ------
    DataError
        If the file is damaged, protected or empty, or has no such sheet.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = book.sheet_names
        if sheet is not None and sheet not in sheets:
            raise DataError(f"{path.name!r} has no sheet {sheet!r}; it has {', '.join(map(repr, sheets))}.")
        found: Raw | None = None
        for title in [sheet] if sheet is not None else sheets:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            rows = [row for row in rows if any(_holds(cell) for cell in row)]
            raw = _from_rows(rows, name, title, sheets) if rows else None
            if raw is not None and raw.cells.num_columns > 1 and raw.cells.num_rows:
                return raw
            found = found or raw
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DataError(
            f"{path.name!r} cannot be opened as an Excel file: it is damaged, protected, or something else. "
            "Save it again as .xlsx, or export a CSV file."
        ) from error
    if found is None:
        raise DataError(f"{path.name!r} is empty: none of its sheets holds anything.")
    return found


def _holds(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _from_rows(rows: list[list[Any]], name: str, title: str, sheets: Sequence[str]) -> Raw:
    top = _header_row(rows)
    used = [position for position in range(len(rows[0])) if any(_holds(row[position]) for row in rows[top:])]
    rows = [[row[position] for position in used] for row in rows]
    notes = []
    if len(sheets) > 1:
        notes.append(
            f"Sheet {title!r} was read; the workbook has {len(sheets)}: {', '.join(map(repr, sheets))}."
        )
    if top:
        notes.append(
            f"{top} row{'s' * (top > 1)} above the column names {'were' if top > 1 else 'was'} skipped."
        )
    header = [_name(cell) for cell in rows[top]]
    columns = [python_column(list(cells)) for cells in zip(*rows[top + 1 :], strict=True)]
    if not columns:
        columns = [python_column([]) for _ in header]
    return make_raw(name, header, columns, notes=notes)


def _header_row(rows: Sequence[Sequence[Any]]) -> int:
    """The first row that is as full of words as a header is; titles and merged groups above it are not."""
    n_words = [
        sum(isinstance(cell, str) and _holds(cell) for cell in row) for row in rows[: MAX_ROWS_ABOVE + 1]
    ]
    return next(
        (position for position, count in enumerate(n_words) if count >= max(1, SHARE_NAMED * max(n_words))),
        0,
    )


def _name(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
