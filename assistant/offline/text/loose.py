"""Spans of time that leave open how long: "an hour or two", "5 to 10 minutes", "a few minutes"."""

from __future__ import annotations

from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import search

# A limit in front or behind makes the longer end the one that counts: "at most two or three hours".
_LIMITED = r" (?:at most|max|maximum|no more|not more|no longer|not longer|up to|tops|under|below|less than|not exceed|at the most|within|at the latest|limit|or less)(?= )"
_UNIT = r"(?:second|minute|hour|min|hr)s?"
LOOSE = rf" (?:a few|few|several|some|a couple of|couple of|a handful of|a number of|a good many) (?:more |full |whole )?(?P<unit>{_UNIT})(?= )"
_SECOND_END = r"^(?: or so)? or (?:<num>|two|three|so <num>)(?= )(?! (?:trial|worker|core|fold|model|run))"
_FIRST_END = r" <num> (?:to|or|-|–|and)$"


def loose_span(hit: Hit) -> str:
    """The words of a span with two ends, where no limit says which counts; else nothing."""
    line, (start, end) = hit.line, hit.span("time")
    around = f" {line.canon[line.place(max(0, hit.start - 4)) : line.place(min(end + 6, len(line.items)))]} "
    if search(_LIMITED, around):
        return ""
    if line.has(_SECOND_END, start=end, end=min(end + 4, len(line.items))):
        return line.words(start, end + 2)
    if line.has(_FIRST_END, start=max(0, start - 2), end=start):
        return line.words(start - 2, end)
    return ""
