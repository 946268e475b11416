"""What one column holds: number, date, boolean, category or free text, decided over all its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from automl.data.infer.apply import finite, is_text, level_values, missing_levels, text_series, typed_series
from automl.data.infer.dates import choose_order, find_styles, zones_occur
from automl.data.infer.levels import Levels
from automl.data.infer.numbers import (
    NumberStyle,
    choose_style,
    decimal_evidence,
    is_ambiguous,
    plain_numbers,
    take_apart,
)
from automl.data.infer.sentences import count_part, date_sentence, marker_part, number_sentence, sentence
from automl.data.table import Column
from automl.data.words import MISSING_AMONG_VALUES, MISSING_ANYWHERE, TRUTH_WORDS, truth_of

Flags = NDArray[np.bool_]

# A column is read as numbers or dates when at least this share of its cells that hold something can be read so;
# the others count as missing, and the sentence counts them. Below it the odd cells are likelier to mean something.
NEARLY_ALL = 0.98
# Odd cells must also be few beside the distinct values, or be next to none: among three levels one odd is a level.
_DISTINCT_PER_ODD = 10
_NEXT_TO_NONE = 0.999
# Words for "no value" that could also be a level ("none") need a column that plainly measures something.
_MEASURES = 20
# Codes such as '0042' lose their zeros as numbers, and float64 holds whole numbers of 15 digits exactly and changes
# longer ones; a single stray one among numbers does not make codes of them.
_SHARE_OF_CODES = 0.005
_CODE = r"^(0\d+|[+-]?\d{16,})$"
_LARGEST_QUICK = 1e15
_FIRST_COMPACT_DATE, _LAST_COMPACT_DATE = 19_000_101, 20_991_231
_PLUS = pa.array(["+"])
_MAYBE_MISSING = pa.array(sorted(MISSING_AMONG_VALUES - MISSING_ANYWHERE))
# More levels than true and false have in all ways to write them in capitals and with blanks around.
_MAX_BOOLEAN_LEVELS = 100
# Cells looked at before all of a column are tried as dates or as numbers with units.
_SAMPLE = 400


@dataclass(frozen=True, eq=False)
class Reading:
    """A column as it was read.

    Attributes
    ----------
    sentence : str
        What was converted and how often; empty where there is nothing to say.
    two_words : tuple of str
        The words of a column that says yes or no, as written; empty for all others.
    """

    column: Column
    values: pd.Series[Any]
    sentence: str = ""
    two_words: tuple[str, ...] = field(default=())


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
    quick = None if hint == "," else _quick_number(name, levels)
    if quick is not None:
        return quick
    candidate = _Candidate(name, levels, hint)
    for attempt in (_as_plain_number, _as_boolean, _as_date, _as_written_number):
        reading = attempt(candidate)
        if reading is not None:
            return reading
    return _as_words(candidate)


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


def _quick_number(name: str, levels: Levels) -> Reading | None:
    """The reading of nine columns of ten in wide tables: numbers without a blemish, at a fifth of the time."""
    try:
        values = levels.texts.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    except pa.ArrowInvalid:
        return None
    largest = np.abs(values).max(initial=0.0)
    may_be_dates = len(values) and values.min() >= _FIRST_COMPACT_DATE and largest <= _LAST_COMPACT_DATE
    if not len(values) or not largest < 1e15 or may_be_dates or _any_code(levels.texts):
        return None
    return Reading(Column(name, "number"), pd.Series(levels.spread(values, np.nan)))


def _any_code(texts: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, _CODE)).as_py())


class _Candidate:
    """A column of text while it is decided what it holds."""

    def __init__(self, name: str, levels: Levels, hint: str) -> None:
        self.name, self.levels, self.hint = name, levels, hint
        # Beside '+', '-' is a sign and a level of its own.
        self.keep = ["-"] if levels.among(_PLUS).any() else []
        self.missing = missing_levels(levels, Column(name, "category", {"keep": self.keep}))
        self.present = ~self.missing
        self.maybe_missing = levels.among(_MAYBE_MISSING)

    def rows(self, which: Flags) -> int:
        """Rows whose level is one of those."""
        return int(self.levels.counts[which].sum())

    def nearly_all(self, readable: Flags) -> bool:
        """Whether enough of the cells that hold something can be read."""
        n_readable = int(readable.sum())
        considered = self.present & ~self.maybe_missing if n_readable >= _MEASURES else self.present
        n_rows = self.rows(considered)
        if not n_readable or not n_rows:
            return False
        n_odd = int((considered & ~readable).sum())
        share = self.rows(considered & readable) / n_rows
        few = n_readable >= _DISTINCT_PER_ODD * n_odd or share >= _NEXT_TO_NONE
        return share >= NEARLY_ALL and few

    def sample(self) -> list[str]:
        """Some distinct cells that hold something, from all over the column."""
        positions = np.flatnonzero(self.present & ~self.maybe_missing)
        step = max(1, len(positions) // _SAMPLE)
        return [self.levels.trimmed[position] for position in positions[::step]]

    def present_texts(self) -> list[str]:
        """All distinct cells that hold something, trimmed."""
        return [self.levels.trimmed[position] for position in np.flatnonzero(self.present)]

    def reading(self, column: Column, values: NDArray[Any], said: str) -> Reading:
        """The column with a value per row."""
        absent = np.datetime64("NaT") if column.kind == "datetime" else np.nan
        return Reading(column, pd.Series(self.levels.spread(finite(values), absent)), said)


def _as_plain_number(candidate: _Candidate) -> Reading | None:
    levels = candidate.levels
    values = plain_numbers(levels.trimmed_array)
    readable = ~np.isnan(values)
    if not candidate.nearly_all(readable) or _are_codes(candidate, readable):
        return None
    dates = _as_compact_date(candidate, values, readable)
    if dates is not None:
        return dates
    odd = candidate.present & ~readable
    others = [take_apart(levels.trimmed[position]) for position in np.flatnonzero(odd)]
    dotted = candidate.hint == "," and _dots_may_group(levels.trimmed, readable)
    if any(others) or dotted:
        return _as_written_number(candidate)
    column = Column(candidate.name, "number")
    # What is not in a program's notation may still say that it is infinite.
    values = level_values(levels, column) if odd.any() else values
    return candidate.reading(
        column, values, number_sentence(candidate.name, levels, values, candidate.missing)
    )


def _are_codes(candidate: _Candidate, readable: Flags) -> bool:
    found = pc.match_substring_regex(candidate.levels.trimmed_array, _CODE).to_numpy(zero_copy_only=False)
    return bool(found.any()) and candidate.rows(found) >= _SHARE_OF_CODES * candidate.rows(readable)


def _as_compact_date(candidate: _Candidate, values: NDArray[Any], readable: Flags) -> Reading | None:
    """20150131: whole numbers that are all dates; running numbers would soon leave the calendar."""
    numbers = values[readable]
    within = (
        numbers.size >= 2 and numbers.min() >= _FIRST_COMPACT_DATE and numbers.max() <= _LAST_COMPACT_DATE
    )
    if not within:
        return None
    column = Column(candidate.name, "datetime", {"styles": ["compact"]})
    moments = level_values(candidate.levels, column)
    if np.isnat(moments[readable]).any():
        return None
    said = date_sentence(
        candidate.name, candidate.levels, moments, candidate.missing, "year, month, day in digits"
    )
    return candidate.reading(column, moments, said)


def _dots_may_group(texts: list[str], readable: Flags) -> bool:
    """Whether every dot of a column could be a thousands sign, and there is one."""
    dotted = [texts[position] for position in np.flatnonzero(readable) if "." in texts[position]]
    return bool(dotted) and not any(decimal_evidence(text.lstrip("-")) for text in dotted)


def _as_boolean(candidate: _Candidate) -> Reading | None:
    if len(candidate.levels) > _MAX_BOOLEAN_LEVELS:
        return None
    words = {text.casefold() for text in candidate.present_texts()}
    # A lone "t" may be any code.
    if not words or not (words <= {"true", "false"} or words == {"t", "f"}):
        return None
    column = Column(candidate.name, "boolean")
    missing = marker_part(candidate.levels, candidate.missing)
    said = sentence(candidate.name, "true and false in words read as a yes/no value", missing)
    return candidate.reading(column, level_values(candidate.levels, column), said)


def _as_date(candidate: _Candidate) -> Reading | None:
    sample = candidate.sample()
    styles = find_styles(sample)
    if not styles:
        return None
    parse: dict[str, Any] = {"styles": styles}
    doubt = ""
    if "numeric" in styles:
        levels = candidate.levels

        def rows(order: str) -> NDArray[Any]:
            tried = Column(candidate.name, "datetime", {"styles": styles, "first": order})
            return levels.spread(level_values(levels, tried), np.datetime64("NaT"))

        parse["first"], doubt = choose_order(candidate.present_texts(), rows)
    column = Column(candidate.name, "datetime", parse)
    moments = level_values(candidate.levels, column)
    if not candidate.nearly_all(~np.isnat(moments)):
        return None
    how = _style_words(parse, doubt) + ("; zones turned into UTC" if zones_occur(sample) else "")
    said = date_sentence(candidate.name, candidate.levels, moments, candidate.missing, how)
    return candidate.reading(column, moments, said)


def _style_words(parse: dict[str, Any], doubt: str) -> str:
    order = "day/month/year" if parse.get("first") == "day" else "month/day/year"
    words = ", ".join(order if style == "numeric" else style for style in parse["styles"][:3])
    return f"{words} ({doubt})" if doubt else words


def _as_written_number(candidate: _Candidate) -> Reading | None:
    """Numbers with separators, a currency, units, brackets for negative ones."""
    sample = [take_apart(text) for text in candidate.sample()]
    if not sample or sum(part is not None for part in sample) < 0.5 * len(sample):
        return None
    levels = candidate.levels
    taken = [
        (part, int(levels.counts[position]))
        for position in np.flatnonzero(candidate.present)
        if (part := take_apart(levels.trimmed[position])) is not None
    ]
    parts, counts = [part for part, _ in taken], [count for _, count in taken]
    style = choose_style(parts, counts, candidate.hint)
    if style is None:
        return None
    column = Column(candidate.name, "number", style.to_json())
    values = level_values(levels, column)
    readable = ~np.isnan(values)
    units_alone = _units_alone(candidate, style)
    candidate.maybe_missing = candidate.maybe_missing | units_alone
    if not candidate.nearly_all(readable | units_alone) or _are_codes(candidate, readable):
        return None
    ambiguous = all(not decimal_evidence(part.body) for part in parts) and any(
        is_ambiguous(part.body) for part in parts
    )
    said = number_sentence(
        candidate.name,
        levels,
        values,
        candidate.missing,
        style=style,
        parts=(parts, counts),
        units_alone=units_alone,
        ambiguous=ambiguous,
    )
    return candidate.reading(column, values, said)


def _units_alone(candidate: _Candidate, style: NumberStyle) -> Flags:
    """Cells that hold a unit and no number, such as ' bhp'."""
    units = {unit for unit in style.units if unit}
    texts = candidate.levels.trimmed
    return np.fromiter((text.casefold() in units for text in texts), dtype=bool, count=len(texts))


def _as_words(candidate: _Candidate) -> Reading:
    levels = candidate.levels
    texts = candidate.present_texts()
    n_rows = candidate.rows(candidate.present)
    parse: dict[str, Any] = {"keep": candidate.keep} if candidate.keep else {}
    truths = [truth_of(text) for text in texts]
    two_words: tuple[str, ...] = ()
    if (
        len(texts) == 2
        and set(truths) == {True, False}
        and all(text.casefold() in TRUTH_WORDS for text in texts)
    ):
        written = [levels.texts[int(position)].as_py() for position in np.flatnonzero(candidate.present)]
        parse["truth"] = {word: bool(truth) for word, truth in zip(written, truths, strict=True)}
        two_words = tuple(texts)
    free = _is_free_text(texts, n_rows)
    column = Column(candidate.name, "text" if free else "category", parse)
    said = []
    if free:
        said.append(f"read as free text, {len(texts):,} different in {n_rows:,}")
    elif _holds_codes(texts):
        said.append("digits that are codes (leading zeros, or too long for a number), kept as text")
    said.append(marker_part(levels, candidate.missing))
    values = text_series(levels.keep_texts(candidate.present))
    return Reading(column, values, sentence(candidate.name, *said), two_words)


def _holds_codes(texts: Sequence[str]) -> bool:
    return bool(texts) and all(text.isdigit() for text in texts[:_SAMPLE])


def _is_free_text(texts: Sequence[str], n_rows: int) -> bool:
    """Many different cells of several words: descriptions, names, messages; not the levels of a category.

    The bounds were set on the public tables: job titles (4,741 different in 10,000, 2 words), car models (2,058 in
    8,128, 4 words), torque (441 in 7,906, 2 words) are text; streets, countries and grades are categories.
    """
    if not texts:
        return False
    share = len(texts) / n_rows
    n_words = sum(len(text.split()) for text in texts) / len(texts)
    many_names = len(texts) >= 100 and share >= 0.02 and n_words >= 1.5
    sentences = len(texts) >= 10 and share >= 0.2 and n_words >= 4
    return many_names or sentences
