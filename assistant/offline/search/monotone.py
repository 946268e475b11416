"""Directions in which the prediction may move with a column.

A sentence is read in clauses. Each may tell of columns that move (`moving_columns`) and of the prediction that moves
with them (`moved_outcome`); what one clause leaves out, its neighbours say: "the older the house, the lower the rent",
"more calls must not lower the risk, more outages neither". Lists of constraints (`listed_directions`) are read as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.offline.aside.wishes import without_quotations
from assistant.offline.context import ColumnFacts
from assistant.offline.goal.frame import Frame
from assistant.offline.reading import Reading
from assistant.offline.search.listed_directions import is_bare, is_marked, is_strict, listed
from assistant.offline.search.moved_outcome import (
    ANNOUNCED,
    Move,
    has_movement,
    is_banned,
    is_demanded,
    is_negated,
    moves,
)
from assistant.offline.search.moving_columns import (
    CUTS,
    MODALS,
    Driver,
    by_adjective,
    drivers,
    is_adjective,
    is_compared,
)
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

# Directions are read from mentions so sure; from less sure ones behind a comparative.
_LEAST = 0.65
_LOOSE = 0.5
_TARGET = 0.8
_TAKE_BACK = r" (?:forget|drop|remove|lift|scrap|cancel|skip|delete|relax|abandon|undo|take back|no longer need|take (?:[^ ]+ ){0,4}(?:off|back|out))(?= )"
_RULE = r" (?:monoton\w*|direction|constraint|rule|restriction|condition|requirement|demand)s?(?= )"
_RELEASED = r" (?:either (?:way|direction)|both (?:ways|directions)|any (?:way|direction)|whichever (?:way|direction)|whatever direction|unconstrain|unconstrained|unrestricted|open|free|freely|no (?:claim|constraint|rule|direction|restriction|opinion|view)|none (?:on|for)|not constrain|not constrained|not restrict|be left alone|do as it like)(?= )"
_THE_SAME = r" (?:nor|neither|the same|same|likewise|similarly|ditto|so (?:do|it be|be it|must|should)|also|as well|too|either|again)(?= )"
_THE_OTHER = r" (?:opposite|reverse|other way(?: a?round)?|vice versa|inverse|contrary|conversely)(?= )"
# Said anywhere in a sentence, these make a rule of what stands beside them.
_STRICTLY = r" (?:enforce|strictly|no exception|always|without exception|guarantee|make sure|(?:must|have to) (?:hold|respect|obey|follow|be so|be true)|or (?:leave|stay|equal|the same)|one way|build (?:both|it|that|them|this|these) in|please)(?= )"
_AS = r"^ (?:[,–-] )?(?:however |but |and |or |nor )?(?:as|when|if|with|for|once|whenever)(?= )"
_THE_MORE = r"^ (?:[,:–-] )?the (?:more|less|fewer|[a-z]+er)$"
_ONE_MORE = r"^ (?:,|and|or|nor)(?: (?:and|the|a|an|its|for|with))* <col>$"
_GOES_ON = (
    r"^ (?:[,:(–-] )?(?:and |but )?(?:they|it|that|this|never|not|only|always|both|can|must|may|should)(?= )"
)
# "If the income goes up, the risk must not": the movement in front is what is ruled out.
_MUST_NOT = r" (?:must|may|should|can|could|shall|will) (?:not|never)(?: either| too| as well)?$"
_NUMBER_OF = r" (?:never|not|only|always)(?: \w+)? (?:rise|fall|increase|decrease|drop|go up|go down|grow|climb)(?: in| together| along)? (?:with|as) (?:the |a |an )?(?:number|amount|count|size|level) of (?P<what>(?:(?!<col>)[a-z]+ ?){1,3})"
# "Older houses" speaks of houses, not of their numbers in `house_id`.
_IDENTIFIES = re.compile(r"(?i)(?:^|[_ ])(?:id|no|nr|key|code)$|id$")
# "An applicant" is whose `applicant_age` it is.
_PEOPLE = frozenset(
    words(
        """applicant borrower buyer client customer driver employee guest holder insured member owner passenger patient
        person policyholder pupil seller student subscriber tenant user worker visitor"""
    )
)
_MOVES = ("number", "boolean", "datetime")


def read_monotone(reading: Reading) -> None:
    """Find directions that the prediction has to keep to."""
    with without_quotations(reading):
        gone = _takes_back(reading)
        for rule in _rules(reading):
            if rule.column.name not in gone:
                _apply(reading, rule)


def keep_directions(reading: Reading) -> None:
    """Set columns aside whose directions are spoken of, before others take them for what is left out or predicted."""
    with without_quotations(reading):
        if reading.context.spec.get("monotone"):
            for start, end in reading.line.sentences():
                if reading.line.has(_TAKE_BACK, start=start, end=end) and reading.line.has(
                    _RULE, start=start, end=end
                ):
                    _keep(reading, reading.line, start, end)
        rules = _rules(reading)
        moved = {rule.column.name for rule in rules}
        other = any(m.score >= 1 and m.column.name not in moved for m in _mentions(reading))
        for rule in rules:
            # "SalePrice, please. OverallQual has to act upwards only": a column that may be predicted is named besides.
            if rule.listed or rule.banned or rule.sure or other:
                _keep(reading, rule.line, rule.start, rule.end)


def _keep(reading: Reading, line: Line, start: int, end: int) -> None:
    """Claim words for directions; figures stay free for those who read figures."""
    for at in range(start, end):
        item = line.items[at]
        if item.text == "<col>" or item.payload is None:
            reading.claim_items(line, at, at + 1)
            reading.notes.setdefault("directions", set()).update(range(item.start, item.end))


@dataclass(frozen=True)
class _Rule:
    """A column, the way in which the prediction moves with it, and the items of a line that say so."""

    column: ColumnFacts
    up: bool
    line: Line
    start: int
    end: int
    quote: str
    listed: bool = False
    banned: bool = False
    sure: bool = False


def _apply(reading: Reading, rule: _Rule) -> None:
    reading.claim_items(rule.line, rule.start, rule.end)
    if not rule.listed and rule.column.kind not in _MOVES:
        return  # "the largest part of the customers" moves no category
    wanted: Frame | None = reading.notes.get("frame")
    if wanted is not None and wanted.task == "multiclass":
        reading.ask(
            "monotone",
            "A direction needs one figure that moves, and here several labels are told apart. Which figure is meant?",
        )
    elif rule.column.kind not in _MOVES:
        if is_strict(rule.line, 0, len(rule.line.items)):
            reading.ask(
                "monotone",
                f"A direction needs numbers, and {rule.column.name!r} holds categories. Which column is meant?",
            )
    else:
        reading.set(f"monotone.{rule.column.name}", "increasing" if rule.up else "decreasing", rule.quote)


def _takes_back(reading: Reading) -> list[str]:
    """ "Scrap the rule on late payments", "forget the directions": the columns that are free again."""
    known = reading.context.spec.get("monotone") or {}
    gone: list[str] = []
    for start, end in reading.line.sentences() if known else ():
        line, first, last = _marked(reading, _mentions(reading), start, end)
        released = line.has(_TAKE_BACK, start=first, end=last) and line.has(_RULE, start=first, end=last)
        if not released and not line.has(_RELEASED, start=first, end=last):
            continue
        named = [m.column.name for m in _columns(line, first, last)]
        for name in named:
            if name in known and name not in gone:
                gone.append(name)
                reading.set(f"monotone.{name}", None, line.words(first, last))
        if not named and released:
            gone.extend(known)
            reading.set("monotone", None, line.words(first, last))
        if gone:
            _keep(reading, line, first, last)
    return gone


def _columns(line: Line, start: int, end: int) -> list[Mention]:
    return [i.payload for i in line.items[start:end] if i.text == "<col>" and isinstance(i.payload, Mention)]


def _rules(reading: Reading) -> list[_Rule]:
    """All directions of a message."""
    mentions = _mentions(reading)
    found: list[_Rule] = []
    state = _State(last=_said_last(reading))
    explicit = False
    constrained = is_marked(reading.line, 0, len(reading.line.items))
    for start, end in reading.line.sentences():
        line, at, until = _marked(reading, mentions, start, end)
        if at >= until:
            continue
        state.next_sentence(
            announced=line.has(ANNOUNCED, start=at, end=until) or _confirmed(reading.line, end)
        )
        known = len(found)
        if is_strict(line, at, until):
            found.extend(_listed(line, at, until, state))
        if len(found) == known:
            found.extend(_fuller(line, at, until, state, _told(reading, line, at, until, state)))
        bare = constrained and is_bare(line, at, until)
        if len(found) == known and (explicit or bare or is_marked(line, at, until)):
            found.extend(_listed(line, at, until, state))
        if len(found) == known:
            found.extend(_as_before(reading, line, at, until, state))
        if len(found) == known:
            _ask_column(reading, line, at, until)
            state.last = None
        explicit = is_marked(line, at, until) or (explicit and len(found) > known)
    return found


_CONFIRMED = r"^(?: (?:these|those|this|that|both|all|they|it|as|hold|enforce|please|make|the|of|two|three|have|must|should|model|to|be))* (?:enforce|hold|rule|constraint|hard|strict|guarantee|sure|respect|keep|that|this|must)(?= )"


def _confirmed(line: Line, end: int) -> bool:
    """Whether the next sentence says that this must hold: "both have to be enforced"."""
    behind = next(((a, b) for a, b in line.sentences() if a >= end), None)
    return behind is not None and line.has(_CONFIRMED, start=behind[0], end=behind[1])


def _fuller(line: Line, start: int, end: int, state: _State, told: list[_Rule]) -> list[_Rule]:
    """ "The fee should have a positive sign, age a negative one": a list where clauses tell less."""
    if not told or not is_marked(line, start, end) or is_negated(line, start, end):
        return told
    every = _listed(line, start, end, state)
    return every if len({r.column.name for r in every}) > len({r.column.name for r in told}) else told


def _said_last(reading: Reading) -> Move | None:
    """The direction that a message before this one ended with: "same for rooms"."""
    path = next((p for p in reading.context.recent[:_RECENT] if p.startswith("monotone.")), "")
    way = (reading.context.spec.get("monotone") or {}).get(path.removeprefix("monotone."))
    return Move(1 if way == "increasing" else -1, 1, forbidden=False) if way else None


_RECENT = 6  # fields that one message may set


def _as_before(reading: Reading, line: Line, start: int, end: int, state: _State) -> list[_Rule]:
    """ "BMI: likewise", "the same goes for the number of rooms": the sentence in front, for another column."""
    if state.last is None or end - start > _BRIEF:
        return []
    if not line.has(_THE_SAME, start=start, end=end) and not line.has(_THE_OTHER, start=start, end=end):
        return []
    if line.has(_RELEASED, start=start, end=end):
        return []
    sign = -1 if line.has(_THE_OTHER, start=start, end=end) else 1
    move = Move(sign * state.last.sign, state.last.plain, state.last.forbidden)
    moving = drivers(reading, line, start, end, _target(reading))
    known = {d.column.name for d in moving}
    moving.extend(
        Driver(m.column, 1, start, end, start)
        for m in _columns(line, start, end)
        if m.column.name not in known
    )
    return [_rule(line, d, move, start, end, banned=False) for d in moving]


_BRIEF = 14  # items


def _mentions(reading: Reading) -> list[Mention]:
    """Columns by their names, those apart that an adjective means."""
    used = reading.claimed - reading.notes.get("directions", set())
    line = reading.line
    return [
        m
        for m in reading.columns.mentions(line, least=_LOOSE)
        if (m.score >= _LEAST or (is_compared(line, m) and len(m.tied) == 1))
        and not any(k in used for item in line.items[m.start : m.end] for k in range(item.start, item.end))
        and not is_adjective(line, m)
        and not (m.score < 1 and line.words(m.start, m.end).lower() in ("live", "lives", "lived"))
        and not (m.score < 1 and m.end == m.start + 1 and m.start and line.items[m.start - 1].text in MODALS)
        and not (m.score < 1 and _IDENTIFIES.search(m.column.name))
        and not (m.score < 1 and m.end == m.start + 1 and line.items[m.start].text in _PEOPLE)
    ]


def _target(reading: Reading) -> str:
    return str(reading.said("target") or "")


def _marked(reading: Reading, mentions: list[Mention], start: int, end: int) -> tuple[Line, int, int]:
    target = _target(reading)
    inside = [
        m
        for m in mentions
        if m.start >= start
        and m.end <= end
        and m.column.kind != "datetime"
        and (m.column.kind in ("number", "boolean") or m.column.n_distinct <= 20)
        and (m.column.name != target or m.score >= _TARGET)
    ]
    marked = reading.line.marked(
        (m.start, m.end, "target" if m.column.name == target else "col", m) for m in inside
    )
    return marked, *marked.same(reading.line, start, end)


def _listed(line: Line, start: int, end: int, state: _State) -> list[_Rule]:
    found = []
    for first, last in _pieces(line, start, end):
        for mention, up, begin, stop in listed(line, first, last):
            quote = line.words(begin, stop).strip(" ,.;:")
            found.append(_Rule(mention.column, up, line, begin, stop, quote, listed=True))
    if len({rule.up for rule in found}) == 1:
        state.last = Move(1 if found[0].up else -1, 1, forbidden=False)
    return found


def _pieces(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence without the clauses that let a column go: "while the number of children stays unconstrained"."""
    pieces, begin = [], start
    for first, last in _clauses(line, start, end):
        if line.has(_RELEASED, start=first, end=last):
            pieces.append((begin, first))
            begin = last
    return [(a, b) for a, b in (*pieces, (begin, end)) if a < b]


@dataclass
class _State:
    """What the clauses so far leave to those that follow."""

    pending: list[Driver] = field(default_factory=list)
    ahead: Move | None = None
    last: Move | None = None
    demanded: bool = False
    announced: int = 0
    told: bool = False
    stale: bool = False
    listing: bool = False

    def next_sentence(self, *, announced: bool) -> None:
        self.pending, self.ahead, self.told, self.stale, self.listing = [], None, False, False, False
        self.announced = 3 if announced else max(0, self.announced - 1)


def _clauses(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(at for at in range(start, end) if _cuts(line, at)), end]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _cuts(line: Line, at: int) -> bool:
    """Whether a clause ends; a column in brackets belongs to the words in front."""
    if line.items[at].text not in CUTS:
        return False
    return not line.has(r"^ \( <col> \)", start=at) and not line.has(
        r" \( <col> \)$", start=max(0, at - 2), end=at + 1
    )


def _told(reading: Reading, line: Line, start: int, end: int, state: _State) -> list[_Rule]:
    """Directions told in clauses."""
    found: list[_Rule] = []
    banned = is_banned(line, start, end)
    clauses = _clauses(line, start, end)
    target = _target(reading)
    every = drivers(reading, line, start, end, target)
    for place, (first, last) in enumerate(clauses):
        if line.has(_RELEASED, start=first, end=last):
            continue
        behind = clauses[place + 1] if place + 1 < len(clauses) else None
        moving = [d for d in every if first <= d.place < last]
        joins = line.items[first].text in ("and", "or", "nor")
        if not moving and (joins or not state.pending):
            of_two = behind is not None and line.items[min(behind[0] + 1, end - 1)].text == "the"
            meant = by_adjective(reading, line, first, last, target=target, first_of_two=of_two)
            # "A longer way or a heavier parcel": behind other columns only where the clause begins with it.
            moving = [d for d in meant if not state.pending or d.start <= first + 2]
        before = state.last.plain if state.last else 0
        if (
            state.pending
            and behind is not None
            and line.has(_THE_MORE, start=first, end=last)
            and line.has("^ , the ", start=behind[0])
        ):
            # "Witnesses: the more, the less suspicious"
            sign = (
                -1
                if line.has(r" (?:less|fewer|lower|shorter|earlier|smaller|younger)$", start=first, end=last)
                else 1
            )
            state.pending = [replace(d, sign=sign) for d in state.pending]
            continue
        goes_on = line.items[first].text in ("or", "nor") and state.last is not None and state.last.forbidden
        no = banned or (goes_on and not is_demanded(line, first, last))
        move = moves(reading, line, first, last, drivers=(*every, *moving), banned=no, before=before)
        if move is None and state.pending and line.has(_MUST_NOT, start=first, end=last):
            move = Move(-state.pending[0].sign, 1, forbidden=True)
        sure = _is_sure(line, first, last, state, move) or line.has(_STRICTLY, start=start, end=end)
        answered = _answered(line, clauses[place:], every, until=end)
        found.extend(
            _joined(line, first, last, state, moving, move, sure=sure, banned=banned, answered=answered)
        )
    found.extend(_left_over(line, state))
    return found


def _answered(line: Line, clauses: list[tuple[int, int]], every: list[Driver], *, until: int) -> bool:
    """Whether columns wait for what comes: those behind "with" and "when" for a clause without any, others for any."""
    (first, last), behind = clauses[0], clauses[1:]
    if not behind:
        return False
    if line.has(r" (?:with|for|when|if|as|in|whenever)(?= )", start=first, end=last):
        return not any(behind[0][0] <= d.place < behind[0][1] for d in every)
    used = {at for d in every for at in range(d.start, d.end)}
    return has_movement(line, behind[0][0], until, used)


def _is_sure(line: Line, start: int, end: int, state: _State, move: Move | None) -> bool:
    """Whether a clause, by its own words or those around it, demands rather than tells."""
    compares = line.has(r"^ (?:(?:,|and|but|;|:) )*the [a-z]+", start=start, end=end) and (
        line.items[start].text == "the" or line.items[min(start + 1, end - 1)].text == "the"
    )
    forbidden = move is not None and move.forbidden
    if move is not None and state.pending and end - start <= 4:
        return True  # "more stops, later"
    return forbidden or is_demanded(line, start, end) or bool(state.announced) or compares


def _joined(
    line: Line,
    start: int,
    end: int,
    state: _State,
    moving: list[Driver],
    move: Move | None,
    *,
    sure: bool,
    banned: bool,
    answered: bool,
) -> list[_Rule]:
    """What a clause says together with what the clauses before it left open."""
    if move is not None and (moving or state.pending):
        if state.stale and (moving or not line.has(_GOES_ON, start=start, end=end)):
            state.pending = []
        if not (moving or state.pending):
            return []
        if not (sure or state.demanded):
            # "They can delay it, they can't make it faster": what the next clause demands may be of these.
            state.pending, state.stale, state.demanded = [*state.pending, *moving], True, False
            return []
        every = [d for d in (*state.pending, *moving) if d.sure or not move.by_itself]
        state.pending, state.ahead, state.last, state.demanded = [], None, move, True
        state.told, state.stale = True, False
        return [_rule(line, d, move, start, end, banned=banned) for d in every]
    if move is not None:
        state.ahead = move if sure else None
        return []
    same = line.has(_THE_SAME, start=start, end=end)
    told = moving if same or any(d.sure for d in moving) else []
    if not told and (same or (state.listing and line.has(_ONE_MORE, start=start, end=end))):
        state.listing = same = True
        told = [Driver(m.column, 1, start, end, start, sure=False) for m in _columns(line, start, end)]
    if not told:
        return []
    turned = line.has(_THE_OTHER, start=start, end=end)
    goes_on = state.told and (line.items[start].text in ("or", "nor") or not answered)
    if state.last is not None and (turned or same or goes_on):
        move = state.last if not turned else Move(-state.last.sign, -state.last.plain, state.last.forbidden)
        return [_rule(line, d, move, start, end, banned=banned) for d in told]
    if state.ahead is not None and line.has(_AS, start=start, end=end):
        state.last, state.ahead = state.ahead, None
        return [_rule(line, d, state.last, start, end, banned=banned) for d in told]
    state.pending.extend(told)
    state.demanded = sure
    return []


def _left_over(line: Line, state: _State) -> list[_Rule]:
    """ "It must never fall when the area grows, or the number of rooms": what is left belongs to the rule in front."""
    if state.last is None or not state.pending or not state.told:
        return []
    left, state.pending = state.pending, []
    return [_rule(line, d, state.last, d.start, d.end, banned=False) for d in left]


def _rule(line: Line, driver: Driver, move: Move, start: int, end: int, *, banned: bool) -> _Rule:
    quote = line.words(min(driver.start, start), max(driver.end, end)).strip(" ,.;:")
    up = driver.sign * move.sign > 0
    return _Rule(driver.column, up, line, driver.start, driver.end, quote, banned=banned, sure=driver.sure)


def _ask_column(reading: Reading, line: Line, start: int, end: int) -> None:
    """ "It must never rise with the number of owners", where the table tells nothing of owners."""
    hit = line.first(_NUMBER_OF, start=start, end=end)
    if hit is not None and not line.has(" <col>(?= )", start=hit.start, end=end):
        reading.ask("monotone", f"Which column is meant by “{hit.said('what')}”? None is called so.")
