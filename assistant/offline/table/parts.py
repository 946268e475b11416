"""Conditions on a part of a value: the month or weekday of a moment, the length of a text, how often something was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.columns import pieces_of
from assistant.offline.text.comparisons import BEHIND, in_front, operator_behind, operator_in_front
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.units import MONTHS
from assistant.offline.text.wordlists import words

_DAYS = words("sunday monday tuesday wednesday thursday friday saturday")
_SPANS = {"weekend": (0, 6), "weekday": (1, 2, 3, 4, 5), "workday": (1, 2, 3, 4, 5)}
_BESIDE = frozenset(
    words(
        "in of from to until till through and or , during except for only without between no not skip drop exclude"
    )
)
_TO = frozenset(words("to through until till - –"))
_SHORT = 4  # "may", "mar" and "sat" are words of their own
_LETTERS = rf" (?:{in_front()} )?(?P<value><num>) (?:character|char|letter)s?(?: (?P<behind>{'|'.join(w for _, w in BEHIND)}))?(?= )"


@dataclass(frozen=True)
class Part:
    """A condition on a part of a column's values: what is compared, how, with what, and where it stands."""

    column: ColumnFacts
    left: str
    operator: str
    values: tuple[str, ...]
    start: int
    end: int


def find_parts(reading: Reading, start: int, end: int) -> list[Part]:
    """All of them in a stretch of items."""
    return [*_calendar(reading, start, end), *_lengths(reading, start, end)]


def _calendar(reading: Reading, start: int, end: int) -> Iterator[Part]:
    line = reading.line
    at = start
    while at < end:
        named = _named(line, at)
        if named is None:
            at += 1
            continue
        unit, places = named
        column = _column_of(reading, unit)
        last = _named(line, at + 2) if line.items[min(at + 1, end - 1)].text in _TO and at + 2 < end else None
        stop = at + 1
        if last and last[0] == unit:
            places, stop = _all_between(places[0], last[1][0], unit), at + 3
        if column is not None:
            first = at - 1 if at > start and line.items[at - 1].text in ("from", "between", "in") else at
            left = (
                sql.name(column.name)
                if column.kind != "datetime"
                else f"{_FUNCTIONS[unit]}({sql.name(column.name)})"
            )
            yield Part(column, left, "=", tuple(str(k) for k in places), first, stop)
        at = stop


_FUNCTIONS = {"month": "month", "day": "dayofweek"}


def _named(line: Line, at: int) -> tuple[str, tuple[int, ...]] | None:
    """The month or days that a word names."""
    if at >= len(line.items) or line.items[at].payload is not None:
        return None
    typed = line.words(at, at + 1)
    word = typed.lower().rstrip("s") if typed.lower() not in MONTHS else typed.lower()
    if word in _SPANS:
        return "day", _SPANS[word]
    if word in _DAYS:
        return "day", (_DAYS.index(word),)
    month = MONTHS.get(word)
    if (
        month is None
        or (len(word) < _SHORT and not _is_month(line, at, typed))
        or (word == "march" and typed.islower())
    ):
        return None
    return "month", (month,)


def _is_month(line: Line, at: int, typed: str) -> bool:
    beside = {item.text for item in (*line.items[max(0, at - 1) : at], *line.items[at + 1 : at + 2])}
    return typed[0].isupper() and bool(beside & _BESIDE)


def _all_between(first: int, last: int, unit: str) -> tuple[int, ...]:
    """Every month from one to the other, over the turn of the year as well."""
    low, n = (1, 12) if unit == "month" else (0, 7)
    length = (last - first) % n + 1
    return tuple((first - low + k) % n + low for k in range(length))


def _column_of(reading: Reading, unit: str) -> ColumnFacts | None:
    """The column of moments, or of figures for months: a single one, and no labels that say it themselves."""
    columns = reading.context.columns
    numbered = [c for c in columns if unit == "month" and c.kind == "number" and _counts_months(c)]
    if len(numbered) == 1:
        return numbered[0]
    if any(_holds_names(c) for c in columns):
        return None
    moments = [
        c for c in columns if c.kind == "datetime" and not re.search("(?i)status|update|as of", c.name)
    ]
    return moments[0] if len(moments) == 1 else None


def _counts_months(column: ColumnFacts) -> bool:
    pieces = pieces_of(column.name)
    return ("month" in pieces or "mo" in pieces) and column.minimum == 1 and column.maximum == 12


def _holds_names(column: ColumnFacts) -> bool:
    return (
        any(label.strip().lower() in MONTHS or label.strip().lower() in _DAYS for label in column.labels[:12])
        and column.kind == "category"
    )


def _lengths(reading: Reading, start: int, end: int) -> Iterator[Part]:
    """ "Messages shorter than 20 characters"."""
    texts = [c for c in reading.context.columns if c.kind == "text"]
    if len(texts) != 1:
        return
    for hit in reading.line.find(_LETTERS, start=start, end=end):
        operator = _operator(hit)
        if operator:
            value = sql.number(hit.quantity("value").value)
            yield Part(texts[0], f"length({sql.name(texts[0].name)})", operator, (value,), hit.start, hit.end)


def _operator(hit: Hit) -> str:
    if hit.said("behind"):
        return operator_behind(hit.said("behind"))
    return operator_in_front(hit.said("front")) if hit.said("front") else ""
