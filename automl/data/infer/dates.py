"""Dates and times as people write them, and which of day and month comes first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Moments = NDArray[np.datetime64]
Order = Literal["day", "month"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene",
            "feb february februar février févr febrero",
            "mar march mär märz mrz mars marzo",
            "apr april avril avr abril abr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet juil julio",
            "aug august août agosto ago",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre déc diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-zé]*\.?,?\s+)?"
_TIME = (
    r"(?:(?:[T,]\s*|\s+(?:at\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_WORD = r"(?P<word>[^\W\d_]{3,10})"
_STYLES: dict[str, re.Pattern[str]] = {
    name: re.compile(_WEEKDAY + pattern + _TIME, re.IGNORECASE)
    for name, pattern in {
        "year-month-day": r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        "numeric": r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second_>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})",
        "compact": r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        "day month-name year": (
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[-/ ]*{_WORD}[-/., ]*(?P<year>\d{{4}}|\d{{2}})"
        ),
        "month-name day year": rf"{_WORD}\.?[-/ ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+|[-/])(?P<year>\d{{4}})",
        "month-name year": rf"{_WORD}[-/., ]*(?P<year>\d{{4}}|\d{{2}})",
        "year month-name": rf"(?P<year>\d{{4}})[-/., ]*{_WORD}",
        "year-month": r"(?P<year>\d{4})[-/](?P<month>\d{1,2})",
        "month/year": r"(?P<month>\d{1,2})[-/](?P<year>\d{4})",
        "year quarter": r"(?P<year>\d{4})[-/ ]?Q(?P<quarter>[1-4])",
        "quarter year": r"Q(?P<quarter>[1-4])[-/ ]?(?P<year>\d{4})",
    }.items()
}
# Written so, a date means the same everywhere, and is read even where the column was learned in another style.
_UNMISTAKABLE = ("year-month-day", "day month-name year", "month-name day year")
_ISO = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?)?$"
# Years of two digits as POSIX reads them: 69 is 1969, 68 is 2068.
_PIVOT = 69
# A date outside is far likelier to be a code; 9999 is how databases write "never".
_YEARS = range(1000, 10_000)


def parse_dates(texts: Sequence[str], parse: dict[str, Any]) -> Moments:
    """Trimmed texts as moments by a column's `parse`; NaT where they are none.

    Parameters
    ----------
    texts : sequence of str
    parse : dict
        ``styles`` (names in the order tried, before those that mean the same everywhere) and ``first``
        ("day" or "month", for dates all in digits).

    Returns
    -------
    ndarray of datetime64[us]
        Moments with a zone are turned into UTC.
    """
    array = pa.array(texts, pa.string())
    plain = pc.match_substring_regex(array, _ISO)
    quick = pc.if_else(plain, array, pa.scalar(None, pa.string())).cast(pa.timestamp("us"))
    moments: Moments = quick.to_numpy(zero_copy_only=False).astype("datetime64[us]")
    patterns = [_STYLES[name] for name in dict.fromkeys((*parse["styles"], *_UNMISTAKABLE))]
    first: Order = parse.get("first", "month")
    for position in np.flatnonzero(np.isnat(moments)):
        moment = _parse_one(texts[int(position)], patterns, first)
        if moment is not None:
            moments[position] = np.datetime64(moment, "us")
    return moments


def _parse_one(text: str, patterns: Sequence[re.Pattern[str]], first: Order) -> datetime.datetime | None:
    for pattern in patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            moment = _moment(found.groupdict(), first)
            if moment is not None:
                return moment
    return None


def _moment(parts: dict[str, str | None], first: Order) -> datetime.datetime | None:
    month = _month_of(parts, first)
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 1900 if year >= _PIVOT else 2000
    day = int((parts["second_"] if first == "month" else parts["first"]) or 0) if "first" in parts else None
    day = int(parts.get("day") or 1) if day is None else day
    hour = _hour_of(parts)
    if month is None or hour is None or year not in _YEARS:
        return None
    try:
        moment = datetime.datetime(
            year,
            month,
            day,
            hour,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
            int((parts["fraction"] or "0").ljust(6, "0")[:6]),
        )
        return moment - _offset(parts["zone"])
    except (ValueError, OverflowError):  # the 31st of February, or 25 o'clock
        return None


def _month_of(parts: dict[str, str | None], first: Order) -> int | None:
    if parts.get("word"):
        return _MONTHS.get(str(parts["word"]).casefold())
    if parts.get("quarter"):
        return 3 * int(str(parts["quarter"])) - 2
    if "first" in parts:
        return int((parts["first"] if first == "month" else parts["second_"]) or 0)
    return int(parts["month"] or 0)


def _hour_of(parts: dict[str, str | None]) -> int | None:
    hour, half = int(parts["hour"] or 0), (parts["half"] or "").casefold()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half.startswith("p") else 0)


def _offset(zone: str | None) -> datetime.timedelta:
    if not zone or zone[0] not in "+-":
        return datetime.timedelta()
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def find_styles(texts: Sequence[str]) -> list[str]:
    """The styles that occur among trimmed texts, the most frequent first; dates all in digits count either way."""
    hits: dict[str, int] = {}
    for text in texts:
        for name, pattern in _STYLES.items():
            found = pattern.fullmatch(text)
            if found is None:
                continue
            parts = found.groupdict()
            if _moment(parts, "day") is not None or _moment(parts, "month") is not None:
                hits[name] = hits.get(name, 0) + 1
                break
    return sorted(hits, key=lambda name: (-hits[name], name))


def zones_occur(texts: Sequence[str]) -> bool:
    """Whether some text names a time zone."""
    found = (pattern.fullmatch(text) for text in texts for pattern in _STYLES.values())
    return any(match is not None and match["zone"] for match in found)


def choose_order(texts: Sequence[str], rows: Callable[[Order], Moments]) -> tuple[Order, str]:
    """Which of day and month comes first in dates all in digits, decided over the whole column.

    Parameters
    ----------
    texts : sequence of str
        Trimmed distinct texts.
    rows : callable
        ``rows(order)`` reads the column, in the order of its rows.

    Returns
    -------
    order : {"day", "month"}
    doubt : str
        Empty where a number above 12 decides; else on what grounds the order was chosen.
    """
    numeric = [found.groupdict() for found in map(_STYLES["numeric"].fullmatch, texts) if found]
    day_first = sum(int(parts["first"]) > 12 >= int(parts["second_"]) for parts in numeric)
    month_first = sum(int(parts["second_"]) > 12 >= int(parts["first"]) for parts in numeric)
    if day_first != month_first:
        return ("day" if day_first > month_first else "month"), ""
    sorted_as_day, sorted_as_month = _share_in_order(rows("day")), _share_in_order(rows("month"))
    if abs(sorted_as_day - sorted_as_month) > 0.2:
        return (
            "day" if sorted_as_day > sorted_as_month else "month"
        ), "read so the rows are in order of time"
    slashes = sum(parts["mark"] == "/" for parts in numeric)
    usual: Order = "month" if slashes * 2 > len(numeric) else "day"
    return usual, "no day is above 12, so this is a guess: write dates as YYYY-MM-DD to be sure"


def _share_in_order(moments: Moments) -> float:
    """Share of neighbouring rows that do not go against the column's own direction."""
    steps = np.diff(moments[~np.isnat(moments)].astype(np.int64))
    steps = steps[steps != 0]
    return float(max((steps > 0).mean(), (steps < 0).mean())) if len(steps) else 0.0
