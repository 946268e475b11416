"""Amounts that are one column times another: "the amount times its interest rate for every year of the term"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.offline.context import ColumnFacts
from assistant.offline.metric.amounts import TIMES, Amount
from assistant.offline.reading import Reading
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.quantities import Quantity

if TYPE_CHECKING:
    from assistant.offline.metric.values import Value

_POSSESSIVE = r"(?: (?:the|its|their|his|her|that|this|each|row|loan|customer|order|'s|number of|count of))*"
_BY = r"(?: ,)? (?:times|time|x|×|\*|multiply by|multiplied by|multiply with|multiplied with)"
_FOR_EACH = r" for (?:each|every)(?: single)?(?: of)?"
# "Its interest rate (per cent a year) on the amount": a rate of another column.
_YEARLY = r"(?: \( [^()]{1,40} \)| ,| in| p \. a \.| per cent| <pct>| percent| per| a| an| year| annum| yearly){0,6}"
_PRODUCT = (
    rf" (?:(?P<share><pct>|<num>)(?: of|{_BY}){_POSSESSIVE} )?(?:product of{_POSSESSIVE} )?(?P<a><col>){_BY}{_POSSESSIVE} (?P<b><col>)(?:{_BY}{_POSSESSIVE} (?P<c><col>))?(?= )",
    rf" (?:(?P<share><pct>) of{_POSSESSIVE} )?product of{_POSSESSIVE} (?P<a><col>) and{_POSSESSIVE} (?P<b><col>)(?P<c>)(?= )",
    rf" (?:(?P<share><pct>) of{_POSSESSIVE} )?(?P<a><col>){_YEARLY} (?:on|of){_POSSESSIVE} (?P<b><col>)(?P<c>)(?= )",
    rf" (?:(?P<share><pct>) of{_POSSESSIVE} )?(?P<a><col>){_FOR_EACH}{_POSSESSIVE} (?P<b><col>)(?P<c>)(?= )",
)
_UNIT = r"(?P<unit>year|quarter|month|week|day|hour)"
_SPAN = rf" (?:(?:for|per|in|over) (?:each|every|the)|per|a)(?: (?:single|full|whole))? {_UNIT}s? of{_POSSESSIVE} (?P<word>[a-z]+|<col>)(?= )"
# How many of a smaller unit make a larger one, by the words that a column's name holds.
_PER_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365, "hour": 8760}


def products(reading: Reading, line: Line) -> list[Value]:
    """All products of columns; `line` has columns of numbers behind <col>."""
    from assistant.offline.metric.values import Value

    found = []
    for pattern in _PRODUCT:
        for hit in line.find(pattern):
            columns = [_column(hit, group) for group in "abc"]
            named = [column for column in columns if column is not None]
            if (
                "<pct>" not in hit.match.group()
                and " on " in hit.match.group()
                and named
                and _scale(named[0]) == 1.0
            ):
                continue  # one column on another is a product only where the first is a rate
            if len(named) < 2 or len({c.name for c in named}) < len(named) or not _unused(reading, hit):
                continue
            factor = hit.quantity("share").value if hit.has("share") else 1.0
            for column in named:
                factor *= _scale(column)
            end, more, times = _span(reading, line, hit.end)
            names = [column.name for column in named]
            if more is not None and more.name not in names:
                names.append(more.name)
                factor *= times
            start, stop = reading.line.same(line, hit.start, end)
            found.append(Value("amount", start, stop, Amount(0.0, {TIMES.join(names): factor})))
    return found


def _column(hit: Hit, group: str) -> ColumnFacts | None:
    payload = hit.payload(group) if hit.match.group(group) else None
    if not isinstance(payload, Mention):
        return None
    tied = [column for column in payload.tied if column.kind == "number"]
    return tied[0] if len(tied) == 1 or (tied and payload.score >= 0.9) else None


def _unused(reading: Reading, hit: Hit) -> bool:
    return not any(
        k in reading.claimed
        for item in hit.line.items[hit.start : hit.end]
        if isinstance(item.payload, Quantity)
        for k in range(item.start, item.end)
    )


def _scale(column: ColumnFacts) -> float:
    """Rates and percentages that are written as 8.5 stand for 0.085."""
    percent = re.search(r"(?i)percent|pct|%|(?:^|[_ ])(?:rate|apr|interest)(?:$|[_ ])|Rate$", column.name)
    return 0.01 if percent and isinstance(column.maximum, int | float) and 1 < column.maximum <= 100 else 1.0


def _span(reading: Reading, line: Line, at: int) -> tuple[int, ColumnFacts | None, float]:
    """ "… for every year of the term": the column of the term, and how often a year goes into its unit."""
    stop = next((b for a, b in line.sentences() if a <= at <= b), len(line.items))
    hit = line.first(_SPAN, start=max(0, at - 1), end=min(stop, at + 24))
    if hit is None:
        return at, None, 1.0
    column = _column(hit, "word") or _called(reading, hit.said("word"))
    if column is None:
        return at, None, 1.0
    own = next((unit for unit in _PER_YEAR if unit in column.name.lower()), hit.said("unit"))
    return hit.end, column, _PER_YEAR[hit.said("unit")] / _PER_YEAR[own]


def _called(reading: Reading, word: str) -> ColumnFacts | None:
    """The one column of numbers with a word in its name."""
    named = [
        column
        for column in reading.context.columns
        if column.kind == "number" and root(word) in {root(piece) for piece in pieces_of(column.name)}
    ]
    return named[0] if len(named) == 1 else None
