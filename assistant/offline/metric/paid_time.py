"""Work that is paid by the hour: "fifty minutes of a nurse on 36 francs an hour", "four hours, 45 francs each"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity

if TYPE_CHECKING:
    from assistant.offline.metric.values import Value

_HOUR_S = 3600.0
_UNITS = frozenset(("minute", "min", "hour", "hr", "h"))
_MONEY = r"(?P<n><money>|<num>)"
_PER_HOUR = (
    rf" {_MONEY} (?:(?:/|per|each|every|the|a|an) (?:working |full )?(?:hr|hour|h)|by the hour|hourly|(?P<one><dur>))(?= )",
    rf" (?P<one><dur>|hour)(?: (?!<)[a-z']+){{0,5}}? (?:at|be|cost|for|with|make|come to|=|:)(?: about| around| some)? {_MONEY}(?= )",
    rf" hourly (?:rate|wage|pay|cost)(?: (?!<)[a-z']+){{0,3}}? {_MONEY}(?= )",
)
_FOR_EACH = rf" (?P<span><dur>)(?: (?!<)[a-z']+){{0,3}}? , {_MONEY} (?:each|apiece)(?= )"
_OF_SEARCHING = (
    r" (?:search|budget|train|training|learn|tune|comput(?:e|ing)|minutes? of time|model|run(?:time)?|trial|experiment|laptop|server"
    r"|machine time|predict|forecast)(?= )"
)
_ENDS = frozenset(",;:().!?")
_NEAR = 8


@dataclass(frozen=True)
class _Paid:
    """Places of a price by the hour, first and behind its last item, of its figure, and of the time."""

    start: int
    end: int
    figure: int
    time: int
    hours: float


def reserve_paid_time(reading: Reading) -> None:
    """Keep such times from whoever reads how long a search may take."""
    for paid in _paid(reading):
        taken = _tokens(reading.line, paid.time)
        reading.claimed |= taken
        reading.notes.setdefault("paid time", set()).update(taken)


def by_the_hour(reading: Reading, _: Line, values: list[Value]) -> list[Value]:
    """The values, each price by the hour times the hours that it is paid for."""
    line = reading.line
    for paid in _paid(reading):
        value = next((v for v in values if v.start <= paid.figure < v.end), None)
        if value is None or value.kind != "amount" or value.amount.factors:
            continue
        reading.claim_items(line, paid.time, paid.time + 1)
        start, end = min(value.start, paid.start), max(value.end, paid.end)
        if 0 < start - paid.time <= _NEAR:
            start = paid.time
        if 0 <= paid.time - end <= _NEAR:
            end = paid.time + 1
        made = replace(value, start=start, end=end, amount=value.amount.scaled(paid.hours))
        if not any(v is not value and v.start < end and start < v.end for v in values):
            values = [made if v is value else v for v in values]
    return values


def _paid(reading: Reading) -> Iterator[_Paid]:
    line, seen = reading.line, set()
    for pattern in _PER_HOUR:
        for hit in line.find(pattern):
            one = hit.payload("one") if hit.has("one") else None
            figure = hit.span("n")[0]
            if figure in seen or (isinstance(one, Quantity) and not _is_one_hour(one)):
                continue
            time = _time_of(reading, hit.start, hit.end)
            if time is not None:
                seen.add(figure)
                yield _Paid(hit.start, hit.end, figure, time, _hours(line, time))
    for hit in line.find(_FOR_EACH):
        figure, time = hit.span("n")[0], hit.span("span")[0]
        if figure not in seen and _is_free(reading, time):
            yield _Paid(figure, hit.end, figure, time, _hours(line, time))


def _is_one_hour(quantity: Quantity) -> bool:
    return quantity.kind == "duration" and quantity.written == "article" and quantity.value == _HOUR_S


def _time_of(reading: Reading, start: int, end: int) -> int | None:
    """The time nearest to a price in its sentence, or the only one of the sentence before."""
    sentences = reading.line.sentences()
    at = next((k for k, (a, b) in enumerate(sentences) if a <= start < b), None)
    if at is None:
        return None
    own = [k for k in range(*sentences[at]) if not start <= k < end and _is_free(reading, k)]
    if own:
        return min(own, key=lambda k: start - k if k < start else k - end + 1)
    before = [k for k in range(*sentences[at - 1]) if _is_free(reading, k)] if at else []
    return before[0] if len(before) == 1 else None


def _is_free(reading: Reading, at: int) -> bool:
    """Whether an item is a time of hours or minutes that nobody else has a use for, and no time of a search."""
    line = reading.line
    quantity = line.items[at].payload
    if not isinstance(quantity, Quantity) or quantity.kind != "duration" or quantity.unit not in _UNITS:
        return False
    if _is_one_hour(quantity) and line.items[at - 1].payload is not None:
        return False
    kept = reading.notes.get("paid time", set())
    if not _tokens(line, at) <= kept and _tokens(line, at) & reading.claimed:
        return False
    start = next((k + 1 for k in range(at - 1, -1, -1) if line.items[k].text in _ENDS), 0)
    end = next((k for k in range(at, len(line.items)) if line.items[k].text in _ENDS), len(line.items))
    return not line.has(_OF_SEARCHING, start=start, end=end)


def _hours(line: Line, at: int) -> float:
    quantity = line.items[at].payload
    return quantity.value / _HOUR_S if isinstance(quantity, Quantity) else 1.0


def _tokens(line: Line, at: int) -> set[int]:
    return set(range(line.items[at].start, line.items[at].end))
