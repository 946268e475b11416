"""Shares of somebody to whom something must happen: "of those you throw away at least 98 in 100 must be junk".

A share is of one of three groups: the rows that the event happens to, the rows that it does not happen to, or the
rows that are acted on. What is said of the group (found, missed, real, for nothing) and the group name the rate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.offline.goal.frame import Frame
from assistant.offline.reading import Reading
from assistant.offline.table.concepts import CONCEPTS
from assistant.offline.table.events import Event, find_events
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import fullmatch, search
from assistant.offline.text.quantities import Quantity

Side = Literal["at_least", "at_most"]
Group = Literal["real", "harmless", "acted", ""]

FIND = (
    r"unmask|expose|unearth|root out|nab|track down|hunt down|get hold of|flush out|smoke out|locate|catch|find|found|announce|forewarn|warn (?:of|about)|detect|identify|spot|recogni[sz]e|discover|uncover|capture|notice|intercept|foresee|foreseen|foretell|anticipate"
    r"|pick up|pick out|pull out|sift out|sort out|dig out|weed out|fish out|filter out|single out|predict|see coming|on (?:it|(?:the|my|our|your|that) (?:list|radar|screen|shortlist|table))|among (?:them|those|these|the|our)|come to light"
)
ACT = (
    FIND
    + r"|flag|block|stop|reach|cover|call|contact|phone|ring|rung|inspect|check|review|visit|invite|select|pick|choose|mail|write to|target|report|mark|reject|decline|refuse|turn (?:down|away)|bother"
    r"|accuse|disturb|annoy|suspect|hit|stop|warn|approach|throw (?:away|out)|delete|bin|move to|end up in|land in|put (?:in|into|on|aside)|send to|alarm (?:go|ring|sound)|go off|raise|alert|screen|treat"
    r"|open|look at|hold|hold back|name|point (?:at|to)|vanish|disappear|swallow|go missing|go to (?:the )?(?:junk|spam|bin)|list|investigate|audit|act on|interview|talk to|get (?:a|an|the) (?:\w+)|be on"
)
MISS = (
    r"miss|overlook|lose|lost|escape|undetected|unnoticed|unseen|undiscovered|slip(?: \w+)? (?:through|by|past|away)|slip|get (?:through|past|away|by)|go (?:unnoticed|undetected|unseen|by)|let(?: \w+){0,3} (?:through|slip|pass|go|by)"
    r"|fail to (?:catch|find|spot|detect|notice|see)|not (?:be )?(?:catch|find|found|spot|detect|see|recogni[sz]e|notice)|leave out|pass unseen|go missing"
)
SPARED = r"leave alone|(?:leave|stay|be) in peace|have (?:their|his|her) peace|let through|deliver|untouched|undisturbed|get through|pass|not (?:be )?(?:bother|block|flag|touch|disturb|stop|contact|call|accuse)|be spared|go through|arrive|stay in"
REAL = r"really|truly|indeed|actually|genuinely|in fact|right|correct|real|true|genuine|justified|warranted|that much|a hit|hits|for real|turn out|the real thing|positive"
FALSE = r"false|wrong|wasted|waste|needless|mistaken|in vain|unnecessary|for nothing|pointless|useless|unjustified|unfounded|superfluous|not (?:be )?(?:real|true|justified|needed)|harmless"
HARMLESS = r"real (?:message|text|mail|letter|email|customer|user)|(?:perfectly |completely |quite )?(?:fine|innocent|harmless|ordinary|normal|healthy|loyal|honest|decent|proper|faithful|contented|well meaning|legitimate|legit|genuine|sound|good|blameless|upright|unsuspicious|uneventful|regular|satisfied|well behaved)|(?:the|all) (?:others|other|rest|remaining)"
# Without "at least" or "at most" a share is a demand only where somebody demands it; "those who wanted to" do not.
_DEMANDED = r"(?:must|should|have to|has to|ought|need to|may|be to|be allow|make sure|ensure|demand|require|insist|promise|at the (?:very )?(?:least|most))|(?:i|we|you|they|boss|board|law|insurer|insurance) (?:would like|like|want|need|ask for|expect to)"
_AT_LEAST = r"at least|at the (?:very )?least|no (?:few|fewer|less|lower|small|smaller|worse) than|not (?:few|fewer|less|lower|below|under|worse)(?: than)?|not (?:fall|drop|go|get|sink|slip|be) (?:below|under|short of)|min|minimum(?: of)?|above|over|more than|better than|>=|≥|>|beyond|north of|exceed|upward of|stay above"
_AT_MOST = r"at most|at the (?:very )?most|no (?:more|high|higher|great|greater|large|larger) than|not (?:more|high|higher|above|over)(?: than)?|not exceed|max|maximum(?: of)?|below|under|less than|few than|fewer than|up to|<=|≤|<|never (?:more than|above|over)|not (?:go |get |rise |be )?(?:above|over)|stay (?:below|under)|a maximum of"
_BEHIND_LEAST = r"or (?:more|better|higher|above|over|up)|and (?:above|over|more|up)|at least|at the (?:very )?least|minimum|min|plus|upward"
_BEHIND_MOST = r"or (?:less|lower|few|fewer|below|under)|at most|at the (?:very )?most|maximum|max|tops"
_STORY = r"expect|hope|today|currently|at present|at the moment|so far|last (?:year|month|week|time)|used to|already|would have|old (?:model|system|tool|rule)|predecessor|competitor|belief|sure that|guess|reckon"
_STOPS = (";", ":", "but", "while", "whereas", "–", "—", "-", "provided", "otherwise", "given")
_ACTED_NOUN = r"holds?|blocks?|rejections?|refusals?|accusations?|announcements?|alarms?|alerts?|warnings?|flags?|calls?|letters?|inspections?|visits?|checks?|picks?|hits?|reports?|list|folder|queue|pile|bag|basket|bin|box|suspects|selection|shortlist|audits?|invitations?|interviews?|talks?|climbs?"
_WHOM = r"(?:those|that|ones?|everything|everyone|everybody|anything|anyone|whoever|whomever|all|what|whatever|people|person|customer|client|case|message|text|mail|machine|claim|member|account|order|row|\w+)"


# Of so many a share may be told; "of our 14 agents 3" tells none.
WHOLES = (5, 10, 20, 25, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Demand:
    """A share with the side that it bounds, and the items that say so."""

    side: Side | None
    value: float
    start: int
    end: int


@dataclass(frozen=True)
class Rate:
    """A bound on a rate: which one, the side and figure, and the stretch of items that was read."""

    measure: str
    side: Side
    value: float
    start: int
    end: int


def read_rates(reading: Reading) -> list[Rate]:
    """Find bounds on rates that are told by who must be found, missed or troubled."""
    found = []
    for start, end in reading.line.sentences():
        demands = _demands(reading, start, end)
        for k, demand in enumerate(demands):
            first = demands[k - 1].end if k else start
            last = demands[k + 1].start if k + 1 < len(demands) else end
            rate = _rate(reading, demand, first, last)
            if rate is not None:
                found.append(rate)
    return found


def polarity(reading: Reading, start: int, end: int) -> int:
    """What a stretch speaks of: 1 rows with the event, -1 rows without it, 0 unclear."""
    found = signs_in(reading, start, end)
    return found[0][1] if found else 0


def signs_in(reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """Where a stretch speaks of rows with the event (1) or without it (-1), in order; events and labels come first."""
    line = reading.line
    frame: Frame = reading.notes.get("frame") or Frame()
    told = [(event.start, event.end, frame.polarity(event)) for event in (*find_events(line), *_agents(line))]
    if frame.target is not None:
        mentions = reading.labels.mentions(line, among=[frame.target.name])
        told += [(mention.start, mention.end, frame.label_polarity(mention)) for mention in mentions]
    found = sorted((first, sign) for first, last, sign in told if sign and start <= first and last <= end)
    if found or start >= end:
        return found
    return [(hit.start, -1) for hit in line.find(rf" {HARMLESS}(?= )", start=start, end=end)]


def _agents(line: Line) -> list[Event]:
    """Whoever does it: "the cancellers", "repliers"."""
    return line.once(
        "agents", lambda: [e for at, item in enumerate(line.items) for e in _agent(at, item.text)]
    )


def _agent(at: int, word: str) -> Iterator[Event]:
    if len(word) < 6 or not word.endswith("er"):
        return
    stem = word[:-2]
    doubled = stem[:-1] if stem[-1] == stem[-2] else stem
    stems = {stem, stem + "e", doubled, re.sub("i$", "y", stem)}
    for concept in CONCEPTS:
        if any(fullmatch(rf"(?:{concept.happens})", verb) for verb in stems):
            yield Event(at, at + 1, concept, happens=True)


def says(line: Line, words: str, start: int, end: int) -> bool:
    """Whether one of these words stands in a stretch of items."""
    return start < end and line.has(rf" (?:{words})(?= )", start=start, end=end)


def side_of(line: Line, at: int, start: int, end: int) -> Side | None:
    """The side that the words around a figure name; None where they name none."""
    return _bounded(line, at, at + 1, start, end)[0]


def _demands(reading: Reading, start: int, end: int) -> list[Demand]:
    line = reading.line
    found: list[Demand] = []
    for at in range(start, end):
        payload = line.items[at].payload
        if not isinstance(payload, Quantity) or not _unused(reading, at):
            continue
        share = _share(line, payload, at, start, end)
        if share is None or (found and at < found[-1].end):
            continue
        value, first, last = share
        side, first, last = _bounded(line, first, last, start, end)
        if 0 < value < 1 or (value == 1 and payload.kind == "percent"):
            found.append(Demand(side, value, first, last))
    return found


def _unused(reading: Reading, at: int) -> bool:
    item = reading.line.items[at]
    return reading.claimed.isdisjoint(range(item.start, item.end))


# "One needless climb for every three real ones": one of four, not of three.
_AGAINST_REAL = r"^ (?:real|right|true|genuine|justified|correct|rightful)(?: ones?| [a-z]+)?(?= )"


def _share(line: Line, quantity: Quantity, at: int, start: int, end: int) -> tuple[float, int, int] | None:
    """The share that begins at an item: "90 %", "0.9", "85 in 100", "one case out of a hundred", "of 100 … 85"."""
    if quantity.kind in ("percent", "points"):
        return quantity.value, at, at + 1
    if quantity.kind == "times":  # "right seven times out of ten"
        tries = line.first(
            r"^ <times> (?:out of|in|of|per) (?:every )?(?P<all><num>)(?= )", start=at, end=end
        )
        if tries and quantity.value < tries.quantity("all").value:
            return quantity.value / tries.quantity("all").value, at, tries.end
        return None
    if quantity.kind != "number":
        return None
    if 0 < quantity.value < 1:
        return quantity.value, at, at + 1
    parts = line.first(r"^ <num>(?: (?!of)\w+){0,2} (?:in|out of|of|among|per|for every|in every) (?:every )?(?P<all><num>)(?= )", start=at, end=end)  # fmt: skip
    if parts and line.has(_AGAINST_REAL, start=parts.end, end=end):
        return quantity.value / (quantity.value + parts.quantity("all").value), at, parts.end
    if parts and quantity.value < parts.quantity("all").value:
        return quantity.value / parts.quantity("all").value, at, parts.end
    one = line.first(r" (?:one|a|an)(?: [a-z]+){0,2} (?:in|out of|of|per|for every|in every)(?: every)?$", start=max(start, at - 6), end=at)  # fmt: skip
    if one and quantity.value > 1 and not line.has(r" <", start=one.start, end=at):
        if line.has(_AGAINST_REAL, start=at + 1, end=end):
            return 1 / (1 + quantity.value), one.start, at + 1
        return 1 / quantity.value, one.start, at + 1
    whole = line.first(
        r" (?:out of|of|in|from|among)(?: every| the)? (?P<all><num>) [a-z]", start=start, end=at
    )
    if whole and whole.quantity("all").value in WHOLES and quantity.value < whole.quantity("all").value:
        return quantity.value / whole.quantity("all").value, at, at + 1
    return None


# "They won't accept a list of which less than half is really fraud."
_NOT_ACCEPTED = r" (?:not|never|nobody|cannot|no one)(?: \w+)? (?:accept|tolerate|stand|put up with|live with|take|sign|bear|allow|stomach)(?: (?!if|but|and)[a-z]+){0,5}$"


# "One … in 200 wrongly blocked is the most we can put up with."
_PUT_UP_WITH = r" (?:(?:live|put up|cope) with|(?:can|could|may|will|would) (?:accept|tolerate|stand|stomach|afford|bear|allow))(?: (?:it if|if|that|about|up to|a|some))*$"
_THE_MOST = r"^(?: [a-z]+){0,5}? be (?:the|our|my) (?:very |absolute |utmost )?(?:most|maximum|limit|ceiling|upper limit)(?= )"


def _bounded(line: Line, first: int, last: int, start: int, end: int) -> tuple[Side | None, int, int]:
    """The side that the words around a share name, and the stretch with them."""
    behind = line.first(
        rf"^(?: (?!or |and |of |but |at )[a-z]+)? (?:(?P<least>{_BEHIND_LEAST})|(?P<most>{_BEHIND_MOST}))(?= )",
        start=last,
        end=end,
    )
    front = r"(?: (?:in|a|an|the|about|of|only|for|or at|or equal to|some))*$"
    least = line.first(rf" (?:{_AT_LEAST}){front}", start=max(start, first - 5), end=first)
    most = line.first(rf" (?:{_AT_MOST}){front}", start=max(start, first - 5), end=first)
    if least and most:  # "not less than" holds "less than", "no more than" holds "more than"
        least, most = (least, None) if least.start < most.start else (None, most)
    if least or most:
        hit = least or most
        assert hit is not None
        side: Side = "at_least" if least else "at_most"
        if is_ruled_out(line, last, end):
            return "at_most" if least else "at_least", hit.start, last
        if line.has(
            r" (?:no|never|not|nor|neither)(?: (?:a|an|be|to|go|do|ever|have|get|want|let|like|see|allow|may|should|can|must|accept|tolerate|afford))*$",
            start=max(start, hit.start - 3),
            end=hit.start,
        ) or line.has(_NOT_ACCEPTED, start=max(start, hit.start - 9), end=hit.start):
            side = "at_most" if least else "at_least"
        return side, hit.start, last
    if behind:
        return "at_least" if behind.has("least") else "at_most", first, behind.end
    if line.has(_THE_MOST, start=last, end=min(end, last + 10)) or line.has(
        _PUT_UP_WITH, start=max(start, first - 6), end=first
    ):
        return "at_most", first, last
    return None, first, last


_RULED_OUT = (
    r"^(?: (?!and |but )[a-z]+){0,4}? (?:be|would be|will be)(?: (?:simply|just|absolutely|clearly|totally|completely|definitely))*"
    r" (?:unacceptable|intolerable|inacceptable|not (?:acceptable|tolerable|ok|okay|allowed|an option|on|good enough)|too (?:much|many|little|few|low|high)|out of (?:the )?question|no good|forbidden|prohibited|impossible|a no go|taboo|no option)(?= )"
    r"|^(?: (?!and |but )[a-z]+){0,4}? (?:will|would|can) not (?:do|be (?:accepted|tolerated))(?= )"
)


def is_ruled_out(line: Line, last: int, end: int) -> bool:
    """ "Above 0.4 is unacceptable": the figure bounds the other side."""
    return line.has(_RULED_OUT, start=last, end=min(end, last + 10))


def _rate(reading: Reading, demand: Demand, start: int, end: int) -> Rate | None:
    line = reading.line
    first = _left(line, start, demand.start)
    last = _right(line, demand.end, end)
    if says(line, _STORY, first, demand.start) or says(line, _STORY, demand.end, min(last, demand.end + 8)):
        return None
    if demand.side is None and not says(line, _DEMANDED, first, last):
        return None
    group, predicate = _group(reading, demand, first, last)
    named = _named(reading, group, predicate)
    if named is None:
        return None
    measure, turned = named
    side = demand.side or ("at_most" if turned or measure == "false_positive_rate" else "at_least")
    value = demand.value
    if turned:
        value, side = 1 - value, "at_most" if side == "at_least" else "at_least"
    if (side == "at_most") != (measure == "false_positive_rate"):
        return None
    return Rate(measure, side, round(value, 10), demand.start, demand.end)


def _left(line: Line, start: int, at: int) -> int:
    for k in range(at - 1, start - 1, -1):
        text = line.items[k].text
        if text == ":" and k == at - 1:
            continue  # "missing a failure: 5 % at the most"
        if text in (*_STOPS, ")") or (
            text in (",", "and")
            and k + 1 < at
            and line.has(
                r"^ (?:and )?(?:subject|with|as long|apart|then|of|among|out of)(?= )", start=k + 1, end=at
            )
        ):
            return k + 1
    return start


def _right(line: Line, at: int, end: int) -> int:
    for k in range(at, end):
        text = line.items[k].text
        if (
            text in _STOPS
            or text in (",", "with", "w")
            or (text == "as" and says(line, "long|few|many|much", k + 1, k + 2))
        ):
            return k
        if text == "and" and says(
            line, "as|the|beside|among|i|we|at|no|not|keep|maximise|minimise|catch|find", k + 1, k + 2
        ):
            return k
    return end


_MODALS = r"must|should|have to|need to|ought|may|can|be to|to be|will|shall|need|be|really have|truly have"
Stretches = list[tuple[int, int]]


_CLAIM = r" (?:if|when|whenever|where|every time|each time|once|in case)(?: (?:we|you|it|i|they|the \w+))? (?:put|write|list|ring|pick|choose|select|inspect|stop|block|hold|turn down|refuse|contact|mail|visit|say|tell|claim|flag|predict|raise|warn|call|name|announce|ring|point|cry|report|alarm|alert|decide|suggest|mark)(?= )"


def _group(reading: Reading, demand: Demand, first: int, last: int) -> tuple[Group, Stretches]:
    """Whom the share is of, and the stretches that tell what is said of them."""
    line = reading.line
    modal = line.first(rf" (?:{_MODALS})(?= )", start=demand.end, end=last)
    split = modal.start if modal else last
    behind, rest = (demand.end, split), (split, last)
    inside = (demand.start, demand.end)
    if says(line, FALSE, *inside) and says(line, _ACTED_NOUN, *inside):  # "three wrong calls out of ten"
        return "acted", [inside]
    if says(line, _ACTED_NOUN, *inside) and says(line, FALSE + "|real|right|justified", demand.end, last):
        return "acted", [(demand.end, last)]  # "one climb in ten may be for nothing"
    group = _kind_of(reading, *behind) or _kind_of(reading, *inside)
    if not group and modal and line.has(_ONLY_ACTED, start=behind[0], end=behind[1]):
        group = "acted"  # "three in ten contacted must respond"
    if not group and modal and says(line, "who|whose|that|which", *behind):
        # "85 % of the customers whose parcel is late": what follows belongs to whom it is of.
        modal, behind = None, (demand.end, last)
        group = _kind_of(reading, *behind)
    if group:
        # "95 % of the failures must be found", "catch 90 % of the failures", "90 % of the failures caught"
        around = [rest if modal else behind, (first, demand.start)]
        # "One good text in 200 wrongly blocked is too much": the modal only judges what stands in front of it.
        return group, [behind, *around] if modal and not _kind_of(reading, *behind) else around
    claim = line.first(_CLAIM, start=first, end=demand.start)
    if claim:  # "when you say that somebody leaves you should be right in 9 of 10 cases"
        return "acted", [(claim.end, last)]
    if line.has(r"^ of (?:those|them|these)(?= )", start=demand.end, end=min(last, demand.end + 2)):
        spoken = _last_spoken_of(reading, demand.start)
        if spoken:
            return spoken, [rest if modal else behind, (first, demand.start)]
    if says(line, "of", demand.end, demand.end + 1):
        # "90 % of them": all that is found is what is looked for
        return "", [(first, demand.start), rest if modal else behind]
    group = _kind_of(reading, first, demand.start)
    told = (demand.end, last)
    return group, [told] if group in ("acted", "") else [told, (first, demand.start)]


def _last_spoken_of(reading: Reading, at: int) -> Group:
    """Whom "those" and "them" stand for: the rows spoken of last in front."""
    signs = signs_in(reading, 0, at)
    signs += [(h.start, -1) for h in reading.line.find(rf" {HARMLESS}(?= )", end=at)]
    if not signs:
        return ""
    return "real" if max(signs)[1] > 0 else "harmless"


_ONLY_ACTED = rf"^(?: of(?: (?:the|all|those|our))*)?(?: [a-z]+)? (?:{ACT})(?:ed)?$"


def _kind_of(reading: Reading, start: int, end: int) -> Group:
    """Which of the three groups a stretch names first."""
    if start >= end:
        return ""
    line = reading.line
    acted = line.first(rf"^(?: of)? (?:{_ACTED_NOUN})(?= )", start=start, end=end) or line.first(
        rf" {_WHOM}(?: (?:that|who|whom|which))?(?: (?:we|i|you|it|they|the (?:model|system|filter|desk|team)|be|get|have))+(?: (?!to )\w+)? (?:{ACT})(?= )"
        rf"| (?:the|our|my|your|all|of|those|these|a) (?:\w+ )?(?:{_ACTED_NOUN})(?= )"
        rf"| (?:of|among|from|out of)(?: (?:all|the|those|these))* {_WHOM}(?: (?:that|who|whom|which))? (?:we|i|you) (?!have|want|lose|miss|need|overlook|do|own|serve|know|expect|get|see)[a-z]+(?= )"
        rf"| (?:the|those|all|of|our) (?:{ACT}) (?:one|person|people|customer|client|case|claim|message|machine|text|member|loan)(?= )",
        start=start,
        end=end,
    )
    signs = signs_in(reading, start, end)
    if acted and (not signs or acted.start <= signs[0][0]):
        return "acted"
    return "" if not signs else "real" if signs[0][1] > 0 else "harmless"


def _named(reading: Reading, group: Group, predicate: Stretches) -> tuple[str, bool] | None:
    """The rate that a group and what is said of it name, and whether it is the complement that is bounded."""
    line = reading.line

    def said(words: str) -> bool:
        return any(says(line, words, start, end) for start, end in predicate)

    signs = [polarity(reading, start, end) for start, end in predicate]
    if group == "acted":
        if said(FALSE) or (any(sign < 0 for sign in signs) and not said(REAL)):
            return "precision", True
        return ("precision", False) if said(REAL) or any(sign > 0 for sign in signs) else None
    if group == "harmless":
        if said(SPARED):
            return "specificity", False
        troubled = said(ACT) or said(FALSE) or said("affect|alarm|trouble|wrongly|lose|lost|miss")
        return ("false_positive_rate", False) if troubled else None
    if said(MISS):
        return "recall", True
    if group == "real":
        return ("recall", False) if said(ACT) or said("i need|we need|i want|we want|demand") else None
    return ("recall", False) if said(FIND) else None


_POSSIBLE = r"as (?:that|this|it) (?:allow|permit)|as (?:we|you|it|one|i|they|the \w+)(?: (?:possibly|ever|only))? (?:can|could|will)|as possible|possible|(?:we|you|i) (?:possibly |ever )?can|the better|as (?:it|they) (?:go|get|come)"
_FEW = r"as (?:few|little|rarely|seldom|small|low)|the (?:few|fewer|fewest|less|least|small|smallest|low|lowest)|fewest|minimi[sz]e|minimal|keep|hardly any|cut down on|reduce|avoid"
_MANY = r"as (?:many|much|big|large|high|great|good)|the (?:more|most|high|higher|large|largest|great|greatest|big|biggest|lion 's)|maximi[sz]e|maximum|every|each|all|most"
_LOW = r"to a minimum|low|down|small|rare|few"
_CLAUSE = (".", ";", ":", "but", "while", "provided", "!", "?")


def best_of(reading: Reading, bounded: set[str]) -> tuple[str, str] | None:
    """What is to be as good as possible: as few misses or false alarms, as many found."""
    line = reading.line
    for hit in line.find(rf" (?:(?P<few>{_FEW})|(?P<many>{_MANY}))(?= )"):
        end = next(
            (k for k in range(hit.end, len(line.items)) if line.items[k].text in _CLAUSE), len(line.items)
        )
        end = min(end, hit.end + 14)
        goal = line.first(rf" (?:{_POSSIBLE})(?= )", start=hit.end, end=end)
        strong = search(
            r"minimi[sz]e|maximi[sz]e|few(?:est)|the (?:most|few|least|large|big)", hit.match.group()
        )
        kept = hit.said("few") == "keep" and line.has(rf" (?:{_LOW})(?= )", start=hit.end, end=end)
        if not (goal or strong or kept) or (
            hit.said("few") in ("keep", "avoid", "reduce") and not kept and not goal
        ):
            continue
        measure = _improved(
            reading, hit.start, hit.end, end, few=hit.has("few"), goal=goal.start if goal else end
        )
        if measure and measure not in bounded:
            return measure, line.words(hit.start, goal.end if goal else end).strip(" ,.;:")
    return None


def _improved(reading: Reading, start: int, first: int, end: int, *, few: bool, goal: int) -> str:
    line = reading.line
    before = max((k + 1 for k in range(start) if line.items[k].text in (*_CLAUSE, ",", "and")), default=0)
    inside = polarity(reading, first, goal)
    if few:
        if says(line, MISS, before, end) and not says(line, FALSE, first, goal):
            return "recall"
        wrong = says(line, FALSE + r"|false \w+", first, goal) or inside < 0
        return "precision" if wrong else ""
    if says(line, r"trials?|models?|features?|columns?|groups?|money|profit|value", first, goal):
        return ""
    finds = says(line, FIND + r"|reach|block|stop|cover|flag", before, end)
    return (
        "recall"
        if finds and (inside > 0 or says(line, "them|it|those|that|of|as|ones?", first, goal + 1))
        else ""
    )
