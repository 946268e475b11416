"""Spans of time that say how fast the finished model answers, not how long the search may take."""

from __future__ import annotations

from assistant.offline.aside.told import clause_start
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

_LONGEST_S = 5  # nobody waits longer for one row, and no search is shorter
_ANSWER = r" (?:predict|prediction|answer|score|scoring|respond|response|reply|latency|inference|serve|serving|decision|estimate|estimation|quote|verdict|lookup|look up|result|forecast|classify|classification|call|request|row|record|reading|case|customer|item|one|show|display|app|user|screen|instant(?:ly)?|immediate(?:ly)?)s?(?= )"

_CUE = r" (?:at most|under|within|in|below|max|maximum|no more|no longer|not more|not longer|less|fast|take|must|may|should|limit|latency|budget|have to|tops|up to|need|only|cap|per|for|every|a)(?= )"
_NOT_A_NOUN = frozenset(
    words(
        """. , ; : ! ? ) at max maximum tops or and to for of is be per please long only will should would suffice do
        but you so in as budget limit"""
    )
)


def is_the_next_one(line: Line, at: int) -> bool:
    """ "A second look", "one second survey": not a span of time; nor is the "2s" of "the 2s"."""
    quantity = line.items[at].payload
    if not isinstance(quantity, Quantity) or quantity.unit not in ("second", "s") or quantity.count == 0:
        return False
    if quantity.unit == "s":
        return line.has(r" (?:the|a|all|those|likely|of)$", start=max(0, at - 1), end=at)
    behind = line.items[at + 1].text if at + 1 < len(line.items) else "."
    return quantity.count == 1 and behind not in _NOT_A_NOUN


def is_answer_time(line: Line, at: int) -> bool:
    """Whether a span of time is that of one answer: short, in a sentence that speaks of answers."""
    quantity = line.items[at].payload
    if (
        not isinstance(quantity, Quantity)
        or not 0 < quantity.value <= _LONGEST_S
        or is_the_next_one(line, at)
    ):
        return False
    if quantity.value < 1:
        return True  # no search is as short
    first, last = next(((a, b) for a, b in line.sentences() if a <= at < b), (0, len(line.items)))
    start = clause_start(line, at)
    if not line.has(_CUE, start=start, end=min(last, at + 4)):
        return False
    return line.has(_ANSWER, start=max(first, start - 12), end=min(last, at + 8))
