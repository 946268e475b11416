"""Spans of time that say how fast the finished model answers, not how long the search may take."""

from __future__ import annotations

from assistant.offline.line import Line
from assistant.offline.quantities import Quantity
from assistant.offline.told import clause_start

_LONGEST_S = 5  # nobody waits longer for one row, and no search is shorter
_ANSWER = r" (?:predict|prediction|answer|score|scoring|respond|response|reply|latency|inference|serve|serving|decision|estimate|estimation|quote|verdict|lookup|look up|result|forecast|classify|classification|call|request|row|record|reading|case|customer|item|one)s?(?= )"


def is_answer_time(line: Line, at: int) -> bool:
    """Whether a span of time is that of one answer: short, in a sentence that speaks of answers."""
    quantity = line.items[at].payload
    if not isinstance(quantity, Quantity) or not 0 < quantity.value <= _LONGEST_S:
        return False
    first, last = next(((a, b) for a, b in line.sentences() if a <= at < b), (0, len(line.items)))
    start = clause_start(line, at)
    return line.has(_ANSWER, start=max(first, start - 12), end=min(last, at + 8))
