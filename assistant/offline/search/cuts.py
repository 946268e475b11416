"""A split by time put together from its parts: words for testing or learning, and a moment with what stands before it.

"Everything ordered since 1 February is the exam", "training data: loans before 15 March; test data: the later ones",
"the first month tested is September 2024" say the same thing in an order of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from assistant.offline.aside.told import clause_end, clause_start, is_told, typed
from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.quantities import Quantity

_TESTS = r" (?:test|testing|exam|judge|evaluate|evaluation|validate|validation|hold ?out|hold out|backtest|backtesting|assess|assessment|out of time|unseen)(?= )"
_LEARNS = r" (?:train|training|learn|learning|fit|fitting|study|teach|taught)(?= )"
_RESTS = r" (?:late|later|rest|after|afterwards|follow|following|remain|remaining|new|newer|other|come next|come after|onward)(?= )"
_FILLERS = r"(?: (?:the|start|beginning|end|of|in|on|with|year|month|week|and|including|include|at))*"
# How a moment cuts, by the words in front of it. Longest first where one holds another.
_HOWS: tuple[tuple[str, str], ...] = (
    (r"(?:on or after|not before|no earlier than|not earlier than)", "from"),
    (
        r"(?:on or before|no later than|not later than|up to and including|to the end of|the end of)",
        "through",
    ),
    (r"(?:after|later than|past)", "after"),
    (r"(?:from|since|as of|start|starting|begin|beginning)", "from"),
    (r"(?:before|prior to|earlier than|preceding|precede)", "before"),
    (r"(?:until|till|up to|up until)", "until"),
    (r"through", "through"),
    (r"(?:cut|cutoff|split|boundary|border)(?: date)?(?: be| :| =| off)*(?: at| on| in)?", "from"),
    (r"(?:be|:|=|in|on|of|during|for|with)", "at"),
)
_PART = r" (?P<which>first|second|third|fourth|last|final) (?P<part>half|quarter|month|<pct>) of(?: the| year)* (?P<when><date>|<num>)(?= )"
_PARTS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_ONWARD = r"^ (?:on|onward|onwards|forward)(?= )"
_PICKS_ROWS = r" (?:only|just|ignore|drop|exclude|leave out|remove|throw|without|except)(?= )"


class Cut(NamedTuple):
    """The first moment that is tested on, and where it was said."""

    moment: str
    hit: Hit


class _Found(NamedTuple):
    hit: Hit
    how: str
    tested: bool


def find_cut(reading: Reading) -> Cut | None:
    """The moment that a message cuts the rows at, where some are for learning and some for testing."""
    line = reading.line
    for start, end in _passages(line):
        tests, learns = (list(line.find(p, start=start, end=end)) for p in (_TESTS, _LEARNS))
        tests = [
            hit
            for hit in tests
            if not (_was_tested(line, hit) or _crosswise(line, hit) or _of_a_label(reading, hit))
        ]
        if not tests and not (learns and line.has(_RESTS, start=start, end=end)):
            continue
        part = line.first(_PART, start=start, end=end) if tests else None
        if part is not None and (moment := _of_a_part(part)):
            return Cut(moment, part)
        found = [
            one for one in _moments(line, start, end, tests, learns) if _cuts(line, one, bool(tests), learns)
        ]
        best = min(found, key=_rank, default=None)
        if best is not None and not is_told(line, best.hit.start + 1, by_people=True):
            moment = _moment(best)
            if moment:
                return Cut(moment, best.hit)
    return None


def _of_a_label(reading: Reading, hit: Hit) -> bool:
    """ "No test drive cars" over a label 'Test Drive Car'."""
    return any(
        m.end - m.start > 1 and m.start <= hit.start < m.end
        for m in reading.labels.mentions(reading.line, least=0.9)
    )


def _crosswise(line: Line, hit: Hit) -> bool:
    """ "Cross-validation, houses built after 1945": every row is tested on, and none is cut off."""
    return line.has(r" (?:cross|fold|<num>|<times>)$", start=max(0, hit.start - 1), end=hit.start)


def _was_tested(line: Line, hit: Hit) -> bool:
    """ "Since 2023 we have tested three firms" is over."""
    return typed(line, hit.end - 1) in (
        "tested",
        "judged",
        "assessed",
        "evaluated",
        "validated",
    ) and line.has(r" (?:have|we|i|they|he|she)$", start=max(0, hit.start - 1), end=hit.start)


def fits(cut: Cut, column: ColumnFacts) -> bool:
    """Whether some moments of the column lie on either side."""
    low, high = column.minimum, column.maximum
    return not (isinstance(low, str) and isinstance(high, str)) or low[:10] < cut.moment <= high[:10]


def _passages(line: Line) -> Iterator[tuple[int, int]]:
    """Sentences, those that only a semicolon parts as one."""
    first: int | None = None
    for start, end in line.sentences():
        first = start if first is None else first
        if end < len(line.items) and line.items[end].text == ";":
            continue
        yield first, end
        first = None
    if first is not None:
        yield first, len(line.items)


def _moments(line: Line, start: int, end: int, tests: list[Hit], learns: list[Hit]) -> Iterator[_Found]:
    taken: set[int] = set()
    for words, how in _HOWS:
        for hit in line.find(rf" {words}{_FILLERS} (?P<when><date>|<num>)(?= )", start=start, end=end):
            place, _ = hit.span("when")
            if place in taken or not _is_a_moment(hit):
                continue
            taken.add(place)
            through = how in ("until", "at") and hit.match.group().find(" end of ") >= 0
            tested = _distance(line, place, tests) <= _distance(line, place, learns)
            if how == "at" and line.has(_ONWARD, start=hit.end):
                how = "from"
            yield _Found(hit, "through" if through else how, tested)


def _distance(line: Line, place: int, words: list[Hit]) -> int:
    """Items between a moment and the nearest of some words; those of its own clause are nearer than any other."""
    first, last = clause_start(line, place), clause_end(line, place)
    return min(
        (abs(hit.start - place) + (0 if first <= hit.start < last else 100) for hit in words), default=1000
    )


def _is_a_moment(hit: Hit) -> bool:
    quantity = hit.quantity("when")
    if quantity.kind == "date":
        return True
    year = quantity.value
    return year == int(year) and 1900 <= year <= 2100 and quantity.written == "digits"


def _cuts(line: Line, found: _Found, any_test: bool, learns: list[Hit]) -> bool:
    start = clause_start(line, found.hit.start + 1)
    own = line.has(_TESTS, start=start, end=clause_end(line, found.hit.end)) or line.has(
        _LEARNS, start=start, end=clause_end(line, found.hit.end)
    )
    if line.has(_PICKS_ROWS, start=start, end=found.hit.start + 1) and not own:
        return False
    if found.how in ("before", "until", "through"):
        return bool(learns)
    if found.how in ("from", "after"):
        return any_test or not found.tested
    return found.tested and own


def _rank(found: _Found) -> tuple[int, int]:
    """What is said of the tested rows first, a boundary before a mere period."""
    return (0 if found.tested else 1, 1 if found.how == "at" else 0)


def _moment(found: _Found) -> str:
    quantity = found.hit.quantity("when")
    first, follows = _period(quantity)
    if found.how == "after" or found.how == "through":
        return follows.isoformat()
    if found.how == "until" and quantity.kind == "date" and quantity.unit == "day" and follows.day == 1:
        return follows.isoformat()  # "up to 31 March" takes that day in
    return first.isoformat()


def _period(quantity: Quantity) -> tuple[date, date]:
    """The first day of what was named, and the day behind it."""
    if quantity.kind != "date":
        return date(int(quantity.value), 1, 1), date(int(quantity.value) + 1, 1, 1)
    first = date.fromisoformat(quantity.iso)
    if quantity.unit == "year":
        return first, date(first.year + 1, 1, 1)
    if quantity.unit == "month":
        return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(first.toordinal() + 1)


def _of_a_part(hit: Hit) -> str:
    """ "The last quarter of 2024" begins in October."""
    quantity = hit.quantity("when")
    if not _is_a_moment(hit) or (quantity.kind == "date" and quantity.unit != "year"):
        return ""
    share = hit.payload("part")
    count = 12 if hit.said("part") == "month" else 4 if hit.said("part") == "quarter" else 2
    if isinstance(share, Quantity) and share.value > 0:
        count = round(1 / share.value)
    place = _PARTS.get(hit.said("which"), count)
    if place > count or 12 % count:
        return ""
    first, _ = _period(quantity)
    return date(first.year, 1 + (place - 1) * 12 // count, 1).isoformat()
