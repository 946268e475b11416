"""What a message says it does not want: "don't split by time", "no need for five folds", "ten minutes is no limit any more"."""

from __future__ import annotations

from assistant.offline.aside.told import clause_end, clause_start
from assistant.offline.text.line import Line

_NOT = r" (?:not|never|nor|neither|nobody|no one|without|rather than|instead of|no longer|no need|no reason|no|forget|scrap|cancel|lift|drop|skip)(?= )"
# These deny only what stands right behind them.
_SHORT = frozenset(("no", "forget", "scrap", "cancel", "lift", "drop", "skip"))
# What takes a denial back, or makes it a bound: "not more than", "not only", "do not forget to", "never both".
_NO_DENIAL = (
    r" (?:than|over|above|exceed|beyond|past|until|till|before|unless|only|just|merely|but|forget|hesitate|fail|neglect"
    r"|mind|objection|problem|matter|both|same|together|either|twice|two|once|and|below|under|beneath|less|fewer|later|worry|why|without)(?= )"
)
# What nobody asks for: an obligation that is not there.
_UNASKED = (
    r" (?:no (?:need|reason|point)|(?:not|never|nobody|no one|none of us|hardly anybody|no longer)(?: \w+){0,2}"
    r" (?:need|have to|require|necessary|ask|say|want|insist|demand|expect|wish|mention|care|bother|oblige|force)|need not|not (?:mean|suggest))(?= )"
)
_LONGEST = 8
_LONGEST_NO = 2
_BEHIND = (
    r"^(?: (?!(?:and|or|i|we|you|they|it|that|which|who) )[^ .,;:<]+){0,3}? (?:be|do|need|must|have|apply|hold|count|matter)(?: \w+)?? (?:not|no longer|never|no)(?= )"
    r"(?! (?:more|less|few|exceed|over|above|enough|only|just|be (?:exceed|pass)|long|large|big))"
)
_ENDED = r"^(?: [^ .,;:<]+){0,4}? (?:be|do)(?: \w+)? (?:over|history|gone|off|obsolete|outdated|void)(?= )"


def is_denied(line: Line, start: int, end: int | None = None) -> bool:
    """Whether the clause around a stretch says that it is not wanted.

    Args:
        line: The line.
        start: First item of the stretch.
        end: Behind its last item; where it is given, what stands behind it counts, too.
    """
    first = clause_start(line, start)
    for hit in line.find(_NOT, start=first, end=start):
        longest = _LONGEST_NO if hit.match.group().strip() in _SHORT else _LONGEST
        short = start - hit.end <= longest
        if short and not line.has(_NO_DENIAL, start=hit.end, end=start):
            return True
    if is_unasked(line, start):
        return True
    return end is not None and _is_denied_behind(line, end)


def is_unasked(line: Line, at: int) -> bool:
    """Whether the clause in front of an item says that it need not be: "there is no need to keep patients together"."""
    first = clause_start(line, at)
    hit = line.first(_UNASKED, start=first, end=at)
    return hit is not None and not line.has(_NO_DENIAL, start=hit.end, end=at)


def _is_denied_behind(line: Line, end: int) -> bool:
    last = clause_end(line, end)
    return any(line.has(pattern, start=end, end=last + 1) for pattern in (_BEHIND, _ENDED))
