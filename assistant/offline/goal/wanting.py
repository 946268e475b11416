"""Whether words are asked for, looked for or merely spoken of: "which customers stay" against "those who stay pay"."""

from __future__ import annotations

import re

from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search

# What a message tells to do; and what its writer says of himself, for "those who wanted to leave" wish nothing here.
_VERBS = (
    r"(?:(?:find|identify|spot|detect|predict|forecast|foresee|anticipate|estimate|pick|pick out|pull out|flag|catch|tell|look for|after|search for"
    r"|hunt|hunt for|interested in|list|show|point out|point (?:me|us) (?:to|at)|single out|get at|probability|chance|likelihood|risk|warn|guess"
    r"|classify|recogni[sz]e|locate|dig out|fish out|filter out|stop|block|prevent|reduce|avoid|choose|select|focus on|seek|target|separate"
    r"|distinguish|approve|accept)"
    r"|(?:(?<=i )|(?<=we )|(?<=would )|(?<=really )|(?<=only )|(?<=to )|(?<=just )|(?<=must )|(?<=me )|(?<=us )|(?<=please ))"
    r"(?:want|like|love|need|care about|see|know|say))"
)
_NO_GAP = (
    r"(?:cost|worth|earn|lose|save|bring|because|since|until|unless|than|instead|<money>|<pct>|<times>|but)"
)
_GAP = rf"(?: (?!{_NO_GAP} )[^ .;!?]+){{0,7}}"
_WANTED_BEFORE = rf" {_VERBS}{_GAP} $"
# A question word that opens a clause, or follows a verb of knowing; "those who" and "a customer who" tell of people.
_OPENS = (
    r"(?:^|(?<= ,)|(?<= :)|(?<= \()|(?<= and)|(?<= but)|(?<= so)|(?<= or)|(?<= then)|(?<= know)|(?<= see)|(?<= tell)|(?<= out)"
    r"|(?<= predict)|(?<= say)|(?<= learn)|(?<= decide)|(?<= me)|(?<= us)|(?<= of)|(?<= forecast)|(?<= beforehand)"
    r"|(?<= advance)|(?<= early)|(?<= question be)|(?<= be)|(?<= to)|(?<= for)|(?<= please)|(?<= hello)|(?<= hi)|(?<= hey)|(?<= flag)|(?<= spot))"
)
_ASKED_BEFORE = rf"{_OPENS} (?:who|whom|whose|which|whether|what|if|will|would|do|be|can){_GAP} $"
_WANTED_AFTER = (
    r"^(?: (?!cost|worth|earn|lose|save|be |<)[^ .;!?]+){0,4}(?: be)?(?: (?:what|who|whom|the one|those|the group|that|which))*"
    r" (?:i|we)(?: (?:be|need|want|have|would|like|wish|to|really|am|are))*"
    r" (?:want|need|after|look(?: for)?|care|interested|wish|like|hunt|search|pick|find|seek|mean|know|see|concern)(?= )"
)


def clause_before(line: Line, start: int) -> str:
    """The words of the sentence in front of an item, from where its clause begins."""
    before = line.canon[: line.place(start)]
    before = re.split(
        r"(?:[.;!?]| –| —)(?= )|,(?= (?:and|but|so|while|whereas|because)(?: i| we| you| the| it)? )", before
    )[-1]
    return " " + before.strip(" ,") + " " if before.strip(" ,") else " "


def clause_after(line: Line, end: int) -> str:
    """The words of the sentence behind a stretch of items."""
    after = line.canon[line.place(end) - 1 :]
    return re.split(r"[.;!?](?= )", after)[0] + " "


_PRICED = r"^(?: (?!and |but )[^ ,.;!?]+){0,4} (?:cost|worth|earn|lose|save|bring|eat|burn|leave (?:we|us)|make (?:we|us)|set (?:we|us) back|be (?:\w+ )?(?:<times>|worse|bad|good for|worth)|<times>|<money>)(?= )"


_CONDITION = r" (?:when|where|whenever|each time|every time|if) (?:we|it|they|you|the model|the machine|one)(?: [^ .;!?]+){0,9} $"
_TO_KNOW = r" (?:know|tell|see|say|predict|find out|decide|learn|check|guess|out|sure) (?:when|where|if) (?:we|it|they|you|one) "


def in_condition(line: Line, start: int) -> bool:
    """Whether an item stands in a case that is thought of: "when it is really a Kama we pay 5 euros"."""
    before = clause_before(line, start)
    return bool(search(_CONDITION, before)) and not search(_TO_KNOW, before)


def is_wanted(line: Line, start: int, end: int) -> bool:
    """Whether a stretch of items is what the sentence asks or looks for, rather than what it puts a price on."""
    if search(_PRICED, clause_after(line, end)):
        return False
    before = clause_before(line, start)
    if search(_ASKED_BEFORE, before) or search(_WANTED_BEFORE, before):
        return True
    return bool(search(_WANTED_AFTER, clause_after(line, end)))
