"""Figures that describe rows, kept from readers of time and memory: "sessions longer than ten minutes", "128 gigs or more"."""

from __future__ import annotations

from assistant.offline.reading import Reading
from assistant.offline.table.measures import measured_column
from assistant.offline.text.comparisons import BEHIND, in_front, operator_behind, operator_in_front
from assistant.offline.text.line import Hit
from assistant.offline.text.quantities import Quantity

_BEHIND = "|".join(words for _, words in BEHIND)
_COMPARED = (
    rf" {in_front()} (?P<value><dur>|<size>)(?= )",
    rf" (?P<value><dur>|<size>) (?P<behind>{_BEHIND})(?= )",
)
_AGED = (
    r" age(?: from| between| of| group)? <num> (?:to|and|-|–|until|through) <num>(?= )",
    r" <num> (?:to|-|–) (?:<num> (?:year|yr)s?|<dur>)(?: ' )? ?(?:old|of age|olds)(?= )",
)
#: What a figure says of a search rather than of rows.
_OF_SEARCHING = (
    r" (?:search|budget|train|training|learn|fit|tune|compute|computing|limit|spend|minutes? of time|model|run(?:time)?|finish|done|ready"
    r"|wait|ram|memory|machine|laptop|server|core|cpu|trial|experiment|patience|clock|answer|predict in|latency)(?= )"
)
_LOW = 1.0
_SURE = 1.4  # of what speaks for a column: its unit, and a word near by that names it


def reserve_figures_of_rows(reading: Reading) -> None:
    """Keep spans and sizes that compare a column from whoever reads limits; `rows.filters` still reads them."""
    line = reading.line
    for pattern in _AGED:  # "group the members aged 20 to 50" says nothing of how many groups
        for hit in line.find(pattern):
            taken = {
                k
                for item in line.items[hit.start : hit.end]
                if item.payload
                for k in range(item.start, item.end)
            }
            taken -= reading.claimed
            reading.claimed |= taken
            reading.notes.setdefault("rows", set()).update(taken)
    for pattern in _COMPARED:
        for hit in line.find(pattern):
            if _is_of_rows(reading, hit):
                start, end = hit.span("value")
                items = line.items[start:end]
                taken = {k for item in items for k in range(item.start, item.end)} - reading.claimed
                reading.claimed |= taken
                reading.notes.setdefault("rows", set()).update(taken)


def _is_of_rows(reading: Reading, hit: Hit) -> bool:
    line, value = reading.line, hit.payload("value")
    if not isinstance(value, Quantity):
        return False
    start, end = next((a, b) for a, b in line.sentences() if a <= hit.start < b)
    if line.has(_OF_SEARCHING, start=start, end=end):
        return False
    # "128 gigs or more": what a search may take at most is never said so.
    least = _LOW if _is_lower_bound(hit) else _SURE
    return measured_column(reading, hit.start, hit.end, value, least=least) is not None


def _is_lower_bound(hit: Hit) -> bool:
    groups = hit.match.groupdict()
    said = (
        operator_in_front(groups["front"]) if groups.get("front") else operator_behind(groups["behind"] or "")
    )
    denied = hit.line.has(r" (?:not|never|no)(?: [a-z]+){0,2}$", start=max(0, hit.start - 3), end=hit.start)
    return said.startswith(">") and not denied
