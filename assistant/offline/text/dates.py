"""Dates as people write them, to ISO text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.offline.text.tokens import Token
from assistant.offline.text.units import MONTHS

# "may" and "march" are also verbs, "sun" and such are left out: these need a number beside them.
_YEARS = range(1900, 2101)


class Moment(NamedTuple):
    """A date.

    Attributes:
        iso: "2018-03-01"; the first moment where only a month or a year was said.
        end: Index behind the last token.
        precision: "day", "month" or "year".
    """

    iso: str
    end: int
    precision: str


def read_date(tokens: Sequence[Token], at: int) -> Moment | None:
    """The date that begins at a token; a bare year counts as a number, not as a date."""
    return _digits(tokens, at) or _month_first(tokens, at) or _day_first(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> Moment | None:
    """2016-01-31, 2016/1/31, 31.1.2016; 31/1/2016 only where one reading alone is possible."""
    parts = [token.text for token in tokens[at : at + 5]]
    if len(parts) == 4 or (len(parts) == 5 and not parts[4].isdigit()):
        return _dotted(tokens, at)
    if len(parts) < 5 or parts[1] != parts[3] or parts[1] not in "-/.":
        return _dotted(tokens, at)
    if not all(part.isdigit() for part in parts[::2]) or tokens[at].end != tokens[at + 1].start:
        return _dotted(tokens, at)
    first, second, third = (int(part) for part in parts[::2])
    if first in _YEARS:
        return _moment(first, second, third, at + 5)
    if third in _YEARS and (parts[1] == "." or first > 12):
        return _moment(third, second, first, at + 5)
    if third in _YEARS and second > 12:
        return _moment(third, first, second, at + 5)
    return None


def _dotted(tokens: Sequence[Token], at: int) -> Moment | None:
    """ "1.7.2012" is read as the number 1.7, a dot and 2012."""
    if at + 2 >= len(tokens) or tokens[at].kind != "number" or tokens[at + 1].text != ".":
        return None
    pieces = tokens[at].text.split(".")
    year = tokens[at + 2].text
    if (
        len(pieces) == 2
        and year.isdigit()
        and int(year) in _YEARS
        and tokens[at + 1].end == tokens[at + 2].start
    ):
        return _moment(int(year), int(pieces[1]), int(pieces[0]), at + 3)
    return None


def _month_first(tokens: Sequence[Token], at: int) -> Moment | None:
    """ "March 2018", "March 5, 2018", "March 5th 2018"."""
    month = MONTHS.get(tokens[at].lower)
    if month is None or at + 1 >= len(tokens):
        return None
    at += 1
    if tokens[at].text in (".", ",", "of") and at + 1 < len(tokens):
        at += 1
    year = _year(tokens, at)
    if year:
        return Moment(f"{year:04d}-{month:02d}-01", at + 1, "month")
    day = _day(tokens, at)
    if not day:
        return None
    at += 2 if at + 1 < len(tokens) and tokens[at + 1].lower in ("st", "nd", "rd", "th") else 1
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    year = _year(tokens, at)
    return _moment(year, month, day, at + 1) if year else None


def _day_first(tokens: Sequence[Token], at: int) -> Moment | None:
    """ "5 March 2018", "5th of March 2018"."""
    day = _day(tokens, at)
    if not day:
        return None
    at += 1
    while at < len(tokens) and tokens[at].lower in ("st", "nd", "rd", "th", "of", "."):
        at += 1
    if at >= len(tokens) or tokens[at].lower not in MONTHS:
        return None
    year = _year(tokens, at + 1)
    return _moment(year, MONTHS[tokens[at].lower], day, at + 2) if year else None


def _year(tokens: Sequence[Token], at: int) -> int:
    text = tokens[at].text if at < len(tokens) else ""
    return int(text) if text.isdigit() and int(text) in _YEARS else 0


def _day(tokens: Sequence[Token], at: int) -> int:
    text = tokens[at].text if at < len(tokens) else ""
    return int(text) if text.isdigit() and 1 <= int(text) <= 31 else 0


def _moment(year: int, month: int, day: int, end: int) -> Moment | None:
    try:
        return Moment(date(year, month, day).isoformat(), end, "day")
    except ValueError:
        return None
