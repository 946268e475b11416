"""Whether the first row of a table holds names, or is a row like all others."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from automl.data.words import MISSING_ANYWHERE

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|\.\d+)([eE][+-]?\d+)?%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")
_YEAR = re.compile(r"(19|20)\d\d")
_ROWS_LOOKED_AT = 50
# Titles and notes above a table are few; a header further down is likelier to be a second table.
MAX_ROWS_ABOVE = 20
# Cells of the header that have to be named; a column of row names often has no name.
SHARE_NAMED = 0.8


def is_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row is the header of the rows below it.

    A column of numbers with a word on top shows a header; a row whose cells are numbers exactly where the columns
    below are is data, unless it counts up (years, or the 0, 1, 2 … that programs write for want of names).
    """
    numeric = [
        column
        for column in range(len(first))
        if _is_number_column([row[column] for row in rows[:_ROWS_LOOKED_AT] if column < len(row)])
    ]
    on_top = [first[column].strip() for column in numeric]
    if not numeric or not all(_NUMBER.fullmatch(cell) for cell in on_top):
        return True
    return len(on_top) > 1 and _counts_up(on_top)


def rows_above(rows: Sequence[Sequence[str]]) -> int:
    """Number of rows above the header: titles, notes and names of groups of columns, which leave most cells blank.

    They count as such only where a full row of words with numbers under it follows, so that a table with few names
    keeps all its rows.
    """
    width = max((len(row) for row in rows), default=0)
    for top, row in enumerate(rows[: MAX_ROWS_ABOVE + 1]):
        n_named = sum(bool(cell.strip()) for cell in row)
        if n_named <= width / 2:
            continue
        return top if top and n_named >= SHARE_NAMED * width and _is_over_numbers(row, rows[top + 1 :]) else 0
    return 0


def _is_over_numbers(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    if any(_NUMBER.fullmatch(cell.strip()) for cell in header):
        return False
    return any(
        _is_number_column([row[column] for row in rows[:_ROWS_LOOKED_AT] if column < len(row)])
        for column in range(len(header))
    )


def _is_number_column(cells: Sequence[str]) -> bool:
    present = [cell.strip() for cell in cells if cell.strip() not in MISSING_ANYWHERE]
    return bool(present) and all(_NUMBER.fullmatch(cell) for cell in present)


def _counts_up(cells: Sequence[str]) -> bool:
    if not all(cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    years = all(_YEAR.fullmatch(cell) for cell in cells)
    return steps == {1} and (years or (numbers[0] == 0 and len(numbers) > 2))
