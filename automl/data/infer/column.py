"""What one column holds: number, date, boolean, category or free text, decided over all its cells."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from automl.data.infer.apply import is_text, typed_series
from automl.data.infer.as_date import as_date
from automl.data.infer.as_number import as_plain_number, as_written_number, quick_number
from automl.data.infer.as_words import as_boolean, as_words
from automl.data.infer.candidate import Candidate, Reading
from automl.data.infer.levels import Levels
from automl.data.infer.sentences import count_part, sentence
from automl.data.table import Column


def read_column(name: str, cells: pa.ChunkedArray, *, levels: Levels | None, hint: str = "") -> Reading:
    """Decide what a column holds, and read it.

    Parameters
    ----------
    name : str
    cells : pyarrow.ChunkedArray
        Text, or canonical typed values (`automl.data.read.canonical`).
    levels : Levels or None
        Of a column of text; None for typed ones.
    hint : str, default=""
        The decimal sign that the table's other columns show ("." or ","), "" where none does.
    """
    if levels is None or not is_text(cells):
        return _read_typed(name, cells)
    quick = None if hint == "," else quick_number(name, levels)
    if quick is not None:
        return quick
    candidate = Candidate(name, levels, hint)
    for attempt in (as_plain_number, as_boolean, as_date, as_written_number):
        reading = attempt(candidate)
        if reading is not None:
            return reading
    return as_words(candidate)


def _read_typed(name: str, cells: pa.ChunkedArray) -> Reading:
    if pa.types.is_boolean(cells.type):
        column = Column(name, "boolean")
    elif pa.types.is_timestamp(cells.type):
        column = Column(name, "datetime", {"styles": ["year-month-day"]})
    else:
        column = Column(name, "number")
    values, _ = typed_series(cells, column)
    n_infinite = 0
    if pa.types.is_floating(cells.type):
        n_infinite = pc.sum(pc.is_inf(cells)).as_py() or 0
    return Reading(
        column, values, sentence(name, count_part(n_infinite, "infinite number", "infinite numbers"))
    )
