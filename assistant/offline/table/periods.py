"""Stretches of time as conditions: "in calendar year 2023", "between March and June 2024", "until the end of February 2023".

A period is a year, a month, a day, a quarter or a season, or where one begins or ends; the words around it say whether it
is meant itself, or what comes before or after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.test import Test, claimed
from assistant.offline.text.line import Hit, Item, Line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.units import MONTHS
from assistant.offline.text.wordlists import words

_ORDINALS = {
    word: k
    for k, line in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th last final"), 1)
    for word in words(line)
}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_MONTH = "|".join(sorted((name for name in MONTHS if len(name) > 2), key=len, reverse=True))
_YEAR = r"(?:(?:the )?(?:calendar |fiscal |business |whole |full |entire )?year (?:of )?)?<num>"
_PERIOD = (
    rf"(?:(?:the )?(?:very )?(?:end|close|start|beginning|middle) of )?(?:the )?(?:"
    rf"<date>|(?:{'|'.join(_ORDINALS)}) (?:<pct>|quarter|half)(?: of)?(?: the year)? (?:{_YEAR})|[qh] ?[1-4](?: of|,|/)? {_YEAR}|{_YEAR} [qh] ?[1-4]"
    rf"|(?:month of )?(?:{_MONTH})(?: of)?(?: {_YEAR})?|(?:{'|'.join(_SEASONS)})(?: of)? {_YEAR}|{_YEAR})"
)
_RANGES = (
    rf" between (?P<one>{_PERIOD}) (?:and|to|-|–) (?P<two>{_PERIOD})(?= )",
    rf"(?: from)? (?P<one>{_PERIOD}) (?:up to and including|to|until|till|through|up to|-|–) (?P<two>{_PERIOD})(?= )",
)
_SIDES = (
    (
        r"(?:on or after|no earlier than|not earlier than|not before|since|start(?:ing)? (?:in|from|with|on)?|as of|>=|≥|at the earliest(?: in)?)",
        "from",
    ),
    (r"(?:after|later than|past|>)", "after"),
    (
        r"(?:on or before|not after|no later than|not later than|until|till|up to|through|<=|≤|up to and including|at the latest(?: in)?)",
        "up to",
    ),
    (r"(?:before|prior to|earlier than|ahead of|until before|<)", "before"),
)
_ON = r"(?: (?:on|onward|onwards|and later|or later|and after|or after|and newer|or newer|and beyond|forward|at the earliest))"
_UNTIL = r"(?: (?:or|and) (?:before|earlier|older)| at the latest)"
_FRONTS = "|".join(f"(?P<s{k}>{pattern})" for k, (pattern, _) in enumerate(_SIDES))
_ONE_SIDED = rf" (?:{_FRONTS}) (?P<one>{_PERIOD})(?= )"
_OPEN = rf"(?: from)? (?P<one>{_PERIOD})(?:(?P<on>{_ON})|(?P<until>{_UNTIL}))(?= )"
_INSIDE = rf" (?:in|during|of|from|for|within|throughout|only|on) (?P<one>{_PERIOD})(?= )"
_ATTRIBUTE = (
    rf" (?:the|only|just|all|any|no) (?P<one>{_PERIOD}) (?=(?!(?:and|or|to|for|in|of|on|at)\b)[a-z]+ )"
)
_NAMED = r" (?P<one>(?:calendar|fiscal|business) year <num>)(?= )"
_SUBJECT = r" (?P<one><num>) (?=(?:be|have|see|do)(?= ))"
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Period:
    """From its first day to the first day behind it."""

    first: date
    past: date


def find_periods(reading: Reading, start: int, end: int) -> list[Test]:
    """All conditions on the table's moments in a stretch of items."""
    if not any(c.kind == "datetime" for c in reading.context.columns):
        return []
    line = reading.line
    if not any(i.text in ("<num>", "<date>") or i.text in MONTHS for i in line.items[start:end]):
        return []
    found: list[Test] = []
    for pattern in (*_RANGES, _ONE_SIDED, _OPEN, _INSIDE, _ATTRIBUTE, _NAMED, _SUBJECT):
        for hit in line.find(pattern, start=start, end=end):
            if any(t.start < hit.end and hit.start < t.end for t in found) or _is_claimed(reading, hit):
                continue
            found.extend(_tests(reading, hit))
    return found


def _is_claimed(reading: Reading, hit: Hit) -> bool:
    taken = claimed(reading)
    return any(
        k in taken
        for item in hit.line.items[hit.start : hit.end]
        if item.payload is not None
        for k in range(item.start, item.end)
    )


def _tests(reading: Reading, hit: Hit) -> Iterator[Test]:
    groups = hit.match.groupdict()
    two = _period(hit, "two") if groups.get("two") else None
    one = _period(hit, "one", year_of=two) or _yearless(reading, hit)
    if one is None or (groups.get("two") and two is None):
        return
    column = moment_column(reading, hit.start, one, plain_year=_is_plain_year(hit))
    if column is None:
        return
    first, past = sql.text(one.first.isoformat()), sql.text((two or one).past.isoformat())
    side = next((said for k, (_, said) in enumerate(_SIDES) if groups.get(f"s{k}")), "")
    side = "from" if groups.get("on") else "up to" if groups.get("until") else side
    if not side:
        yield Test(column, "during", (first, past), hit.start, hit.end)
    else:
        operator, value = {
            "from": (">=", first),
            "after": (">=", past),
            "up to": ("<", past),
            "before": ("<", first),
        }[side]
        yield Test(column, operator, (value,), hit.start, hit.end)


def _yearless(reading: Reading, hit: Hit) -> Period | None:
    """ "From March on", where the table's moments know one March only."""
    groups = hit.match.groupdict()
    sided = groups.get("on") or groups.get("until") or any(groups.get(f"s{k}") for k in range(len(_SIDES)))
    start, end = hit.span("one")
    month = next((MONTHS[i.text] for i in hit.line.items[start:end] if i.text in MONTHS), 0)
    moments = [c for c in reading.context.columns if c.kind == "datetime" and not _NOT_MOMENTS.search(c.name)]
    if not month or not sided or len(moments) != 1:
        return None
    low, high = str(moments[0].minimum)[:10], str(moments[0].maximum)[:10]
    years = range(int(low[:4]), int(high[:4]) + 1) if low[:4].isdigit() and high[:4].isdigit() else ()
    fits = [
        p
        for p in (_months(year, month, month) for year in years)
        if p.first.isoformat() <= high and low < p.past.isoformat()
    ]
    if len(fits) != 1:
        return None
    said = {i.text for i in hit.line.items[start:end]}
    return Period(fits[0].past - timedelta(days=1), fits[0].past) if said & {"end", "close"} else fits[0]


def _is_plain_year(hit: Hit) -> bool:
    """Whether nothing but a year is said, which may be a figure of a column of years as well."""
    said = hit.line.items[hit.start : hit.end]
    return not any(
        i.text == "<date>"
        or i.text in MONTHS
        or i.text in _SEASONS
        or i.text in ("<pct>", "quarter", "half")
        or re.fullmatch(r"[qh][1-4]?", i.text)
        for i in said
    )


def _period(hit: Hit, group: str, *, year_of: Period | None = None) -> Period | None:
    start, end = hit.span(group)
    items = hit.line.items[start:end]
    texts = [item.text for item in items]
    whole = _whole_period(hit.line, start, end, year_of)
    if whole is None:
        return None
    if "end" in texts or "close" in texts:
        # "From the end of March" begins behind it, "until the end of March" holds it.
        return Period(whole.past - timedelta(days=1), whole.past)
    if "start" in texts or "beginning" in texts:
        return (
            Period(whole.first, whole.first + timedelta(days=1))
            if group == "one"
            else Period(whole.first, whole.first)
        )
    return None if "middle" in texts else whole


def _whole_period(line: Line, start: int, end: int, year_of: Period | None) -> Period | None:
    items = line.items[start:end]
    said = next(
        (i.payload for i in items if isinstance(i.payload, Quantity) and i.payload.kind == "date"), None
    )
    if said is not None:
        day = date.fromisoformat(said.iso)
        if said.unit == "day":
            return Period(day, day + timedelta(days=1))
        return _months(day.year, 1, 12) if said.unit == "year" else _months(day.year, day.month, day.month)
    figures = [i.payload for i in items if isinstance(i.payload, Quantity) and i.payload.kind == "number"]
    year = next((int(f.value) for f in figures if f.value in _YEARS and "," not in line.words(start, end)), 0)
    words_said = [i.text for i in items]
    month = next((MONTHS[t] for t in words_said if t in MONTHS), 0)
    if not year and month and year_of is not None:
        year = year_of.first.year
        if date(year, month, 1) > year_of.first:
            year -= 1  # "from November to February 2024"
    if not year:
        return None
    if month:
        return _months(year, month, month)
    season = next((_SEASONS[t] for t in words_said if t in _SEASONS), None)
    if season is not None:
        return _months(year, *season)
    part = next((_ORDINALS[t] for t in words_said if t in _ORDINALS), 0)
    short = next((m for t in words_said if (m := re.fullmatch(r"([qh])([1-4])", t))), None)
    halves = "half" in words_said or (short is not None and short[1] == "h") or _says_half(items)
    part = int(short[2]) if short else part
    if not part:
        return _months(year, 1, 12)
    if halves:
        half = min(part, 2)
        return _months(year, 6 * half - 5, 6 * half)
    return _months(year, 3 * part - 2, 3 * part)


def _says_half(items: list[Item]) -> bool:
    return any(
        isinstance(p := getattr(i, "payload", None), Quantity) and p.kind == "percent" and p.value == 0.5
        for i in items
    )


def _months(year: int, first: int, last: int) -> Period:
    past = date(year + 1, 1, 1) if last == 12 else date(year, last + 1, 1)
    return Period(date(year, first, 1), past)


_NOT_MOMENTS = re.compile(r"(?i)status|update|as of|as_of")
_REACH = 5
_BEFORE = frozenset(words("build bear construct erect manufacture found make model"))


def moment_column(reading: Reading, at: int, period: Period, *, plain_year: bool) -> ColumnFacts | None:
    """The column of moments that a period belongs to: one whose name is near, or the only one."""
    moments = [c for c in reading.context.columns if c.kind == "datetime" and not _NOT_MOMENTS.search(c.name)]
    line = reading.line
    first = max(0, at - _REACH)
    near = [item.text for item in line.items[first:at]]
    for text in reversed(near):
        named = {c.column.name for c in reading.columns.candidates([_NOUNS.get(text, text)], synonyms=False)}
        fits = [c for c in moments if c.name in named]
        if len(fits) == 1:
            return fits[0]
    years = [c for c in reading.context.columns if _holds_years(c)]
    if plain_year and (years or set(near) & _BEFORE):
        return None  # read as a figure of a column of years
    inside = [c for c in moments if _overlaps(c, period)] or moments
    return inside[0] if len(inside) == 1 else None


_NOUNS = {
    "admission": "admitted",
    "admit": "admitted",
    "sign": "signed",
    "issue": "issued",
    "ship": "shipped",
    "list": "listed",
    "create": "created",
    "open": "opened",
    "order": "order",
}


def _holds_years(column: ColumnFacts) -> bool:
    low, high = column.minimum, column.maximum
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    return numbers and column.kind == "number" and float(low or 0) >= 1700 and float(high or 0) <= 2200


def _overlaps(column: ColumnFacts, period: Period) -> bool:
    low, high = str(column.minimum)[:10], str(column.maximum)[:10]
    return low < period.past.isoformat() and period.first.isoformat() <= high


_THAT_DAY = r" (?P<side>before|until|prior to|since|after|from)(?: that| this| the same)? (?:day|date|then|that|moment|point)(?: on| onwards)?(?= )"


def find_days_meant(reading: Reading, start: int, end: int) -> list[Test]:
    """ "The new website came on June 1st 2025; whatever happened before that day": the date that was said before."""
    line, found = reading.line, []
    for hit in line.find(_THAT_DAY, start=start, end=end):
        day = next(
            (
                i.payload
                for i in reversed(line.items[: hit.start])
                if isinstance(i.payload, Quantity) and i.payload.kind == "date"
            ),
            None,
        )
        if day is None or day.unit != "day":
            continue
        first = date.fromisoformat(day.iso)
        column = moment_column(reading, hit.start, Period(first, first + timedelta(days=1)), plain_year=False)
        if column is not None:
            operator = "<" if hit.said("side") in ("before", "until", "prior to") else ">="
            found.append(Test(column, operator, (sql.text(first.isoformat()),), hit.start, hit.end))
    return found


_DECADES = {
    word: 10 * k for k, word in enumerate(words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}


def find_decades(reading: Reading, start: int, end: int) -> list[Test]:
    """ "People in their thirties", "built in the nineties", "houses of the 1960s"."""
    line = reading.line
    found = []
    for at in range(start, min(end, len(line.items))):
        typed = line.words(at, at + 1).lower()
        decade = _decade(line, at, typed)
        if decade is None:
            continue
        owned = line.items[at - 1].text in ("their", "his", "her") if at > start else False
        if owned and decade < 100:
            columns = [
                c for c in reading.context.columns if c.kind == "number" and "age" in pieces_of(c.name)
            ]
            low = decade
        else:
            columns = [c for c in reading.context.columns if _holds_years(c)]
            low = decade + 1900 if decade < 100 else decade
            told = [c for c in columns if _is_told(reading, at, c)]
            columns = told or columns
        if len(columns) == 1:
            first = at - 1
            while first > start and line.items[first - 1].text in ("in", "from", "of", "the", "during"):
                first -= 1
            found.append(Test(columns[0], "between", (str(low), str(low + 9)), max(first, start), at + 1))
    return found


def _decade(line: Line, at: int, typed: str) -> int | None:
    item = line.items[at]
    before = line.items[at - 1].text if at else ""
    if match := re.fullmatch(r"'?((?:19|20)?\d0)s", typed):
        return int(match[1])
    if item.text in _DECADES and typed.endswith("ies") and before in ("the", "their", "his", "her"):
        return _DECADES[item.text]
    digits = isinstance(item.payload, Quantity) and item.payload.value in (
        *range(20, 100, 10),
        *range(1900, 2030, 10),
    )
    behind = line.text[line.tokens[item.end - 1].end :][:1].lower() if digits else ""
    return (
        int(item.payload.value)
        if digits and behind == "s" and before in ("the", "their", "his", "her")
        else None
    )


def _is_told(reading: Reading, at: int, column: ColumnFacts) -> bool:
    return any(
        c.column is column
        for item in reading.line.items[max(0, at - 4) : at]
        for c in reading.columns.candidates(
            [{"build": "built", "sell": "sold", "bear": "birth"}.get(item.text, item.text)], synonyms=False
        )
    )
