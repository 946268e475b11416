"""On which of two sides words put labels: "Married and Together both mean yes", "Rosa or isn't", "top means new or very good"."""

from __future__ import annotations

import re

from assistant.offline.goal.wanting import clause_after, clause_before, is_wanted
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import match, search
from assistant.offline.text.wordlists import words

_BOTH = r"(?: (?:\"|'|\)|both|all|alike|together|each|too|just|simply|also|then|here|two|team|class|type|one|people|person))*"
_OF_COLUMN = r"(?: (?:in|on|for|of) (?:the |a |that )?[^ .;,!?]+(?: [^ .;,!?]+)?)?"
_GOES = r" (?:(?:go|belong|come|get|move|fall|send) (?:to|in|into|with|under))"
_IS = r" (?:mean|count as|count|be|stand for|go (?:down )?as|qualify as|pass for|pass as|as|equal|=|make|be take as|be treat as)"
# "L doesn't", "are both no", "count as the other class".
_NO_BEHIND = (
    rf"^{_BOTH} (?:do|be|have|will|must|should) (?:not|n't)(?= (?:[.,;!?)]|and|but|count|qualify|mean)|\s*$)"
    rf"|^{_BOTH}{_IS}(?: (?:a|an|the|all|both|of|just|plain|simply|\"|'))*"
    r" (?:no|not|negative|rest|other(?: class| group| side| one)?|nothing|remainder)s?(?= )(?! (?:matter|more|longer))"
    r"|^(?: (?!and )[^ .;!?]+){0,5}? (?:be )?(?:all )?(?:the )?(?:one and )?(?:the )?same(?: thing)? (?:to|for|with) (?:me|us|we|he|she|they|them|him|her)"
    r"(?= )(?! ,? ?(?:against|versus|vs|from))"
)
_NO_IN_FRONT = (
    r" (?:never mind|no need (?:to|for)|not (?:interested in|care about|need(?: to)?)|without|stop|forget(?: about)?)"
    r"(?: (?:tell|telling|distinguish|distinguishing|separate|separating|split|splitting|between|the|apart))+ $"
)
_YES_BEHIND = (
    rf"^{_BOTH}{_IS}(?: (?:a|an|the|all|both|\"|'))* (?:yes|positive|what (?:i|we)|those (?:i|we)|that (?:i|we)|who (?:i|we))(?= )"
    r"|^(?: (?!and |or |,)[^ .;!?]+){0,2}(?: ,| –| -| :)? (?:or (?:be |do |have |will )not|or no(?= [.,;:?!)]|\s*$)|yes ?(?:/|or|-)? ?no|or not)(?= )"
    r"|^(?: (?!and |or |,)[^ .;!?]+){0,2}(?: ,| –| -)? or (?:(?:be|do) (?:it|they|he|she) )?(?:something|anything|somebody|anybody|someone|anyone|more)"
    r"(?: [^ .;!?]+){0,2} (?:else|other|that)(?= )"
)
_SO_IN_FRONT = (
    r" (?:(?:that|this|it|which|they|those|these)(?: be| mean)|meaning|mean|i ?\. ?e ?\.|ie|namely|viz|in other words|by (?:that|this) (?:i|we) mean)"
    r"(?: (?:,|:|a|an|the|be|have|of|in|with|either|\"|'|class|grade))* $"
)
_OF_A_CODE = r" (?:<num>|['\"] [a-z] ['\"]) (?:mean|be|=|stand for|:)(?: (?:that|a|an|the|all|be))* $"
# The word that is told of in front: "top means new or very good", "by saver I mean A or C".
_TOLD_OF = (
    r" (?:by (?:a |an |the )?(?P<by>[a-z-]+)(?: \w+)? (?:i|we|they) (?:mean|understand|refer to)(?: [^ .;,!?]+){0,4}?|(?P<word>[a-z-]+) (?:mean|be|:|=|stand for|be those with|include))"
    r"(?: (?:a|an|the|either|of|with|in|class|grade|be|have|\"|'|[a-z]+ (?:class|grade)))* $"
)
# "A 5 means another year. Find those early", "only collisions go there. Which claims are those?"
_BACK = (
    r"^(?: [^ .;!?]+){0,12}(?: [.;!])?(?:(?: [^ .;,!?]+){1,6} ,)?(?: (?:so|now|please|and|then|i want you to|can you|could you|help (?:me|us)(?: to)?))*"
    r" (?:(?:find|spot|catch|pick(?: out)?|flag|list|show|identify|recogni[sz]e|detect|predict|get|name)(?: (?:me|us|out|all(?: of)?))* (?:that|this|them|these)"
    r"|(?:which|who)(?: (?:claim|one|people|person|case|of the [a-z]+|[a-z]+))? be (?:that|this|they|these))(?= )"
)
_CLASS_QUESTION = r"^(?:be|do|have|will|can|would|who|which|what|whether|if)$"
_WHO = r"^(?:who|which|whether)$"
_EMPTY = frozenset(
    root(word)
    for word in words(
        """that this they them those these have been being with from will would were ones which whom somebody someone people
        person customer one class group kind same both mean count each other rest what case be it thing all not fine yes no the and for our their his her just also too here there"""
    )
)


def side_of(line: Line, start: int, end: int) -> bool | None:
    """Whether words put labels on the side that is looked for (True), on the other one, or on none."""
    before, after = clause_before(line, start), _told_behind(line, end)
    echoed = _echoed_behind(line, end)
    if search(_NO_IN_FRONT, before) or (match(_NO_BEHIND, after) and not echoed):
        return False
    if match(_YES_BEHIND, after) or echoed:
        return True
    if search(_OF_A_CODE, before):
        return None  # "1 means repaid" tells of a code in another column
    if search(_SO_IN_FRONT, before) and not search(r" (?:who|which|people) mean $", before):
        return True if _asks_in_front(line, start) else None
    told = search(_TOLD_OF, before)
    if told is not None and _is_asked(line, {told["by"] or told["word"]}, _from(line, start), end):
        return True
    return None


def _told_behind(line: Line, end: int) -> str:
    """The words behind labels up to the next mark or the next labels' clause."""
    return re.split(r" ,(?= (?!yes|or|or not))", clause_after(line, end))[0].rstrip() + " "


def _from(line: Line, at: int) -> int:
    """Where the sentence of an item begins."""
    return next((a for a, b in line.sentences() if a <= at < b), 0)


def _asks_in_front(line: Line, start: int) -> bool:
    """Whether something is looked for in front of an explanation, in its sentence or the one before."""
    begin = _from(line, start)
    first = _from(line, begin - 1) if begin else 0
    return any(
        is_wanted(line, at, at + 1) or re.match(_WHO, line.items[at].text) for at in range(first, start)
    ) or any(re.match(_CLASS_QUESTION, line.items[at].text) for at in {first, begin})


def _echoed_behind(line: Line, end: int) -> bool:
    """ "a 1 or a 2 counts as unhappy … find the unhappy people": what they count as is looked for."""
    alone = line.first(rf"^{_BOTH} (?P<act>[a-z]+)(?= (?:[.,;]|and|but))", start=end)
    if alone is not None and _is_asked(line, {alone.said("act")}, _from(line, end), alone.end):
        return True
    hit = line.first(rf"^{_OF_COLUMN}{_BOTH}(?: (?!and |or |but )[a-z]+)?(?:{_IS}|{_GOES})(?= )", start=end)
    if hit is None:
        return False
    stop = hit.end
    while stop < len(line.items) and line.items[stop].text not in (".", ",", ";", "!", "?", ":", ")"):
        if line.items[stop].text == "not":
            return False
        stop += 1
    told = {item.text for item in line.items[hit.end : stop]}
    return _is_asked(line, told, _from(line, end), stop) or is_pointed_back_at(line, stop)


def is_pointed_back_at(line: Line, end: int) -> bool:
    """Whether what stands in front is looked for by a word that points back: "find those", "which claims are those"."""
    return line.has(_BACK, start=end)


def _is_asked(line: Line, told: set[str], first: int, last: int) -> bool:
    """Whether one of the words is looked for, or asked about, outside of a stretch."""
    roots = {root(word) for word in told if len(word) > 2} - _EMPTY
    for at, item in enumerate(line.items):
        if first <= at < last or root(item.text) not in roots:
            continue
        if is_wanted(line, at, at + 1) or _in_question(line, at):
            return True
    return False


def _in_question(line: Line, at: int) -> bool:
    for start, end in line.sentences():
        if start <= at < end:
            asks = end < len(line.items) and line.items[end].text == "?"
            asks = asks or line.items[end - 1].text == "?"
            return asks or bool(re.match(_CLASS_QUESTION, line.items[start].text))
    return False
