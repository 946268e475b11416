"""Whether a stretch of a message says which rows count, though it has the words of a question."""

from __future__ import annotations

from assistant.offline.context import Context
from assistant.offline.reading import Reading
from assistant.offline.rows.runs import find_runs
from assistant.offline.text.line import Line


def orders_rows(context: Context, line: Line, start: int, end: int) -> bool:
    """Whether a condition stands in a stretch, and something that keeps its rows or drops them."""
    runs, cues = find_runs(Reading(context=context, line=line), start, end)
    return bool(runs) and any(cue.effect != "none" for cue in cues)
