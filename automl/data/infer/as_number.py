"""Columns of numbers: plain ones, codes that only look like numbers, and numbers as people write them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from automl.data.infer.apply import level_values
from automl.data.infer.candidate import Candidate, Flags, Reading
from automl.data.infer.levels import Levels
from automl.data.infer.numbers import (
    NumberStyle,
    choose_style,
    decimal_evidence,
    is_ambiguous,
    plain_numbers,
    take_apart,
)
from automl.data.infer.sentences import date_sentence, number_sentence
from automl.data.table import Column

# Codes such as '0042' lose their zeros as numbers, and float64 holds whole numbers of 15 digits exactly and changes
# longer ones; a single stray one among numbers does not make codes of them.
_SHARE_OF_CODES = 0.005
_CODE = r"^(0\d+|[+-]?\d{16,})$"
_LARGEST_QUICK = 1e15
_FIRST_COMPACT_DATE, _LAST_COMPACT_DATE = 19_000_101, 20_991_231


def quick_number(name: str, levels: Levels) -> Reading | None:
    """The reading of nine columns of ten in wide tables: numbers without a blemish, at a fifth of the time."""
    try:
        values = levels.texts.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    except pa.ArrowInvalid:
        return None
    largest = np.abs(values).max(initial=0.0)
    may_be_dates = len(values) and values.min() >= _FIRST_COMPACT_DATE and largest <= _LAST_COMPACT_DATE
    if not len(values) or not largest < _LARGEST_QUICK or may_be_dates or _any_code(levels.texts):
        return None
    return Reading(_plain_column(name, levels.texts), pd.Series(levels.spread(values, np.nan)))


def _plain_column(name: str, texts: pa.Array) -> Column:
    """A column of plain numbers; whether they show their decimal sign tells how to read later, doubtful ones."""
    dotted = pc.any(pc.match_substring(texts, ".")).as_py()
    return Column(name, "number", {"decimal": "."} if dotted else {})


def _any_code(texts: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, _CODE)).as_py())


def as_plain_number(candidate: Candidate) -> Reading | None:
    """Numbers in a program's notation; None for codes in digits, and where too few cells are numbers."""
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
    written = as_written_number(candidate) if any(others) or dotted else None
    if written is not None:
        return written
    column = _plain_column(candidate.name, levels.texts)
    # What is not in a program's notation may still say that it is infinite.
    values = level_values(levels, column) if odd.any() else values
    return candidate.reading(
        column, values, number_sentence(candidate.name, levels, values, candidate.missing)
    )


def _are_codes(candidate: Candidate, readable: Flags) -> bool:
    found = pc.match_substring_regex(candidate.levels.trimmed_array, _CODE).to_numpy(zero_copy_only=False)
    return bool(found.any()) and candidate.rows(found) >= _SHARE_OF_CODES * candidate.rows(readable)


def _as_compact_date(candidate: Candidate, values: NDArray[Any], readable: Flags) -> Reading | None:
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


def as_written_number(candidate: Candidate) -> Reading | None:
    """Numbers with separators, a currency, units, brackets for negative ones."""
    sample = [take_apart(text) for text in candidate.sample_with_digits()]
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


def _units_alone(candidate: Candidate, style: NumberStyle) -> Flags:
    """Cells that hold a unit and no number, such as ' bhp'."""
    units = {unit for unit in style.units if unit}
    texts = candidate.levels.trimmed
    return np.fromiter((text.casefold() in units for text in texts), dtype=bool, count=len(texts))
