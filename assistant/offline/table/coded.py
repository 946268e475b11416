"""What labels stand for where the data do not say it: "a 2 means that they did not pay", "defaults are coded 2"."""

from __future__ import annotations

import re

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.sides import is_pointed_back_at
from assistant.offline.goal.wanting import is_wanted
from assistant.offline.table.events import find_events, records_of
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search
from assistant.offline.text.wordlists import words

_COLUMN = r"(?: (?:in|of) (?:the |that |this |our )?(?:[^ .,;!?]+ )?(?:column|field|file|data|table|list)(?: (?:call|called|named)? ?[^ .,;!?]+)??)?"
_LINK = (
    rf"^(?: s)?(?: ['\"])?{_COLUMN}(?: ,)? (?:be|mean|=|stand for|for|:|–|-|represent|denote|indicate|signal|signify|say|count as|as|tell (?:us|me)|have(?= (?:be |always |not |never )?(?:pay|paid|repay|repaid|fail|leave|left|go|default|quit|cancel|return)))"
    r"(?: that| use for| the code for| (?:short|write|use) for)*(?= )"
)
_CODED = (
    r" (?:code|coded|encode|encoded|label|labelled|mark|marked|show|denote|record|recorded|store|stored|write|written|note|noted|enter|entered|save|saved|appear|flag|call|called|number)"
    r"(?: (?:up|down|as|with|by|a|an|the|value|label|code|=|under|\"|'|number|there|here|simply|just|always))* $"
    r"| (?:have|carry|get|bear|with)(?: (?:a|an|the|value|label|code|\"|'))+ $"
)
_THAT_IS = (
    r" (?:i ?\. ?e ?\.|ie|that be|this be|those be|these be|they be|which be|namely|in other words|\(|viz|meaning)(?: ,)?"
    r"(?: (?:a|an|the|all|everybody|everyone|those|one|with|where|whose|column|value|label|class|be|=|\"|'|of))* $"
)
_THEY_ARE = r" [a-z]+ be (?:the|all the|those with a|those with) $"
_POINTED_AT = r" (?:those|these|they|that|this|the latter)(?: (?:be|one|s))* (?:be )?(?:who|whom|what|which|the one|the people|the case)s?(?: (?:that|whom))? (?:i|we)(?= )"
_GOOD = r" (?:good|fine|ok|healthy|no|negative|normal|not|never|safe|sound|reliable|creditworthy|pay|repay|clean|nothing)(?= )"
_BAD = r" (?:bad|fail|sick|yes|risky|trouble|problem|dangerous|wrong|do|have|positive|unsafe|dirty)(?= )"
_GOOD_ONES = r" (?:good|fine|proper|healthy|safe|reliable|sound|creditworthy|trustworthy|honest|solid) (?:one|applicant|customer|borrower|risk|loan|payer|case|credit|client|people|person|debtor)s?(?= )"
_BAD_ONES = r" (?:bad|risky|unsafe|unreliable|rotten|dangerous) (?:one|applicant|customer|borrower|risk|loan|payer|case|credit|client|people|person|debtor)s?(?= )"
_BACK = frozenset(words("that this those these it they he she which"))
_EMPTY = frozenset(
    root(word)
    for word in words(
        """that this they them those these have been being with from will would were ones which whom somebody
        someone people person customer applicant label class column stand mean code thing ordinary case"""
    )
)

# Labels that are words of every sentence.
_SPOKEN = frozenset(words("no none yes on off true false in out new good"))


def meant_label(
    line: Line,
    column: ColumnFacts,
    places: list[tuple[int, int, str]],
    *,
    wanted: bool | None,
) -> tuple[str, tuple[int, int]] | None:
    """The label that stands for what is wanted, and the items that say so.

    Args:
        line: The message.
        column: The target.
        places: Where its labels stand as typed: (start, end, label).
        wanted: Whether the event that the column records is looked for, or its opposite; None where nothing says.
    """
    places = [(a, b, label) for a, b, label in places if label.strip().lower() not in _SPOKEN]
    told = _told(line, column, places)
    for start, end, label in told:
        if _pointed_at(line, start, end):
            return label, (start, end)
    echoed = _echoed(line, told)
    sides: dict[str, bool] = {}
    for start, end, label in told:
        side = _side(line, column, start, end)
        if side is not None:
            sides.setdefault(label, side)
    if not sides:
        return echoed or _outright(line, places)
    asked = wanted if wanted is not None else _asks_for(line)
    found = next((label for label, side in sides.items() if side == (True if asked is None else asked)), None)
    if found is None and column.n_distinct == 2:
        found = next((label for label in column.labels if label not in sides), None)
    if found is None:
        return echoed
    place = next(((a, b) for a, b, label in places if label == found), (told[0][0], told[0][1]))
    return found, place


_SORT = r" (?:the )?(?P<which>first|former|second|latter|last)(?: (?:sort|kind|group|lot|one|type|class|category|bunch|case))?s?(?= (?:[.,;!?]|please|of the two|be|interest)| $|$)"


def counted_label(
    line: Line, column: ColumnFacts, places: list[tuple[int, int, str]]
) -> tuple[str, tuple[int, int]] | None:
    """ "1 for those who paid and 2 for those who let us down. I'm hunting the second sort."""
    told = _told(line, column, places) if line.has(_SORT) else []
    ordered = list(dict.fromkeys(label for _, _, label in sorted(told)))
    if len(ordered) != 2:
        return None
    for hit in line.find(_SORT, start=max(end for _, end, _ in told) - 1):
        if is_wanted(line, hit.start, hit.end):
            return ordered[hit.said("which") not in ("first", "former")], (hit.start, hit.end)
    return None


def _told(line: Line, column: ColumnFacts, places: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Stretches of items that say what a label stands for."""
    found = []
    name = re.escape(column.name.strip().lower())
    for start, end, label in places:
        stop = _clause_end(line, end, places)
        link = line.first(_LINK, start=end, end=stop)
        if link is not None and link.start <= end:
            found.append((min(link.end, stop), stop, label))
            continue
        begin = _clause_start(line, start)
        before = line.canon[line.place(begin) - 1 : line.place(start)]
        named = search(rf" {name}(?: (?:=|==|be|equals?|:))? $", before)
        if search(_CODED, before) or search(_THAT_IS, before) or named or search(_THEY_ARE, before):
            found.append((begin, start, label))
    return found


def _clause_end(line: Line, at: int, places: list[tuple[int, int, str]]) -> int:
    """Up to the end of the sentence, or to where the next label is told of."""
    following = min((start for start, _, _ in places if start > at), default=len(line.items))
    for k in range(at, len(line.items)):
        if line.items[k].text in (".", ";", "!", "?", ")", ","):
            return k if k > at else at
        if k >= following - 1 and line.items[k].text in ("and", "while", "whereas", "a", "but"):
            return k
    return len(line.items)


def _clause_start(line: Line, at: int) -> int:
    """From the beginning of the sentence; "that's a 1" still tells of the sentence before."""
    starts = [start for start, _ in line.sentences() if start <= at]
    begin = starts[-1] if starts else 0
    if len(starts) > 1 and at - begin <= 4 and line.items[begin].text in _BACK:
        begin = starts[-2]
    return begin


def _pointed_at(line: Line, start: int, end: int) -> bool:
    stop = next((b for a, b in line.sentences() if a <= start < b), len(line.items))
    return line.has(_POINTED_AT, start=end, end=stop)


def _side(line: Line, column: ColumnFacts, start: int, end: int) -> bool | None:
    """Whether words tell of the event that the column records (True), of its opposite, or of neither."""
    own = {record.concept.name for record in records_of(column)}
    events = [e for e in find_events(line) if start <= e.start < end and (not own or e.concept.name in own)]
    mere_name = events and all(line.words(e.start, e.end).lower() == column.name.lower() for e in events)
    if mere_name and line.has(_GOOD, start=start, end=events[0].start):
        return False  # "1 = good in default"
    if events:
        return events[0].happens
    if line.has(_GOOD, start=start, end=end):
        return False
    return True if line.has(_BAD, start=start, end=end) else None


def _asks_for(line: Line) -> bool | None:
    """Whether the good ones or the bad ones are looked for."""
    for pattern, side in ((_GOOD_ONES, False), (_BAD_ONES, True)):
        hits = list(line.find(pattern))
        if any(is_wanted(line, h.start, h.end) or is_pointed_back_at(line, h.end) for h in hits):
            return side
    return None


def _echoed(line: Line, told: list[tuple[int, int, str]]) -> tuple[str, tuple[int, int]] | None:
    """ "4 means outstanding. Find the outstanding staff": what a label stands for is what is looked for."""
    for start, end, label in told:
        content = {root(item.text) for item in line.items[start:end] if len(item.text) > 3} - _EMPTY
        for at, item in enumerate(line.items):
            if not start <= at < end and root(item.text) in content and is_wanted(line, at, at + 1):
                return label, (start, end)
    return None


def _outright(line: Line, places: list[tuple[int, int, str]]) -> tuple[str, tuple[int, int]] | None:
    """ "i.e. default = 2": one label alone equated with what the sentence looks for."""
    labels = {label for _, _, label in places}
    if len(labels) != 1:
        return None
    for start, end, label in places:
        begin = _clause_start(line, start)
        before = line.canon[line.place(begin) - 1 : line.place(start)]
        if search(_THAT_IS, before):
            return label, (start, end)
    return None
