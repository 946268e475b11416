"""Which side of a column is acted on, where nobody says "find": by what the message is about, and by what pays.

Every stretch that names a label of the column, or an event that the column records, stands for one side. The side of the
first one that no amount goes with is what the message is about: "A rebate for those who do not smoke. …". Where each goes
with an amount, business is done with the side that brings something: "300 for one that holds, 2,100 lost on one that fails".
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.contrast import groups_of, tells_of_rows
from assistant.offline.goal.grades import grades_spoken
from assistant.offline.metric.values import Value, values_seen
from assistant.offline.reading import Reading
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.events import Event, find_events, negated, records_of
from assistant.offline.table.labels import yes_and_no
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

Labels = tuple[str, ...]

# Sentences that say which rows to learn from.
_ABOUT_ROWS = (
    r" (?:rows?|records?|(?:leave|keep|take|throw|cut|filter|kick)(?: [^ .;!?]+){0,5} (?:out|aside)|leave out|learn(?: only)? from|train(?: only)? on"
    r"|exclude|ignore|discard|remove|skip|say nothing|undecided|not (?:yet )?(?:know|decide|finish|close)|do not know|finished|decided|only the ones|just the ones)(?= )"
)
# A case that is thought of, rather than what the message is about.
_CASE = r"^(?: (?:and|but|so|,|then|now))* (?:if|when|whenever|each time|every time|should|suppose|once|where)(?= )"
_SERVED = r" (?:get|receive|go to|go|need|should|must|can|could|may|be to)(?= )"
_COUNTERFACTUAL = r" (?:would|could|should|will)(?: not)? have(?: [^ .;!?]+)?$"
_EITHER_WAY = r" (?:whether|no matter|regardless)(?= )"
_GAIN = (
    r" (?:earn|gain|make (?:we|us|i|me|he)|(?:we|i|and|he) make|make|bring|worth|get|receive|save|spare|profit|add|collect|pocket|yield|reward|richer|keep"
    r"|better off|to the good|in the black|up|in the till|leave (?:we|us|i|me)|be pay|be paid|have from it|comes? in|come in|good for|ahead|less work)(?= )"
)
_LOSS = (
    r" (?:lose|loss|cost|waste|fine|fined|down|to the bad|in the red|worse|worse off|hurt|refund|burn|drain|be gone|gone|poorer|penalty|mess|short|minus"
    r"|out of pocket|out|go out|goes out|damage|spoil|throw away|want back|forgo|forfeit|compensation|trouble|to our cost|charge|write off|(?:we|i|and|then) pay|pay out|back from (?:we|us))(?= )"
)
_MERE = frozenset(words("for no not yes the a an of in on to with and or free other none own all any new"))
_FEW = 12  # labels
_LOST_BEHIND = r"^(?: [a-z]+)? (?:in the red|to the bad|down|worse|worse off|lose|lost|waste|gone|short|out of pocket)(?= )"
_GAINED_BEHIND = (
    r"^(?: [a-z]+)? (?:in the black|to the good|up|better|better off|richer|ahead|gain|earn)(?= )"
)
_NEAR = 7  # items around an amount that tell whether it is won or lost
_CLASSES = r" (?:predict|classify|guess|which|what|estimate|determine|tell (?:me|us)|forecast|assign|by|into|sort|model)(?: [^ .;,!?]+){0,4}$"
_MULTICLASS = r" (?:multi ?class|class(?:es)? problem|classes|all (?:the )?(?:labels|categories|grades))(?= )"


@dataclass(frozen=True)
class Side:
    """A stretch that stands for labels of a column, and the amounts of its clause that are won and lost."""

    start: int
    end: int
    labels: Labels


def label_of(column: ColumnFacts, event: Event) -> str | None:
    """The label of two that stands for an event."""
    records = [record for record in records_of(column) if record.concept.name == event.concept.name]
    for record in records:
        if record.label and record.happens == event.happens:
            return record.label
    if column.n_distinct != 2:
        return None
    for record in records:
        if record.label and len(column.labels) == 2:
            return next(label for label in column.labels if label != record.label)
    sides = yes_and_no(column)
    if not records or sides is None:
        return None
    return sides[0] if records[0].happens == event.happens else sides[1]


def sides_of(reading: Reading, column: ColumnFacts) -> list[Side]:
    """Every stretch that stands for labels of a column, in order; not those that tell which rows to learn from."""
    line = reading.line
    graded = grades_spoken(reading, column)
    number = column.kind == "number" and column.n_distinct > 2
    found = [Side(g.start, g.end, g.labels) for g in graded or ([] if number else groups_of(reading, column))]
    if column.n_distinct == 2 and len(column.labels) == 2:
        found = [_turned(line, column, side) for side in found]
    found = [s for s in found if not all(item.text in _MERE for item in line.items[s.start : s.end])]
    for event in find_events(line):
        label = label_of(column, event)
        if label is not None and not any(s.start < event.end and event.start < s.end for s in found):
            found.append(Side(event.start, event.end, (label,)))
    found = [s for s in found if not _about_rows(line, s)]
    if column.n_distinct == 2:
        found.extend(_had_or_lacked(reading, column))
        found.extend(_left_unsaid(line, column, found))
    return sorted(found, key=lambda side: side.start)


_LACKED = (
    r" (?:without|with no|no|lack|lacking|have no|have not|do not have|missing)(?: (?:a|an|any|the|own))*$"
)
_HAD = r" (?:with|have|own|that have|having)(?: (?:a|an|any|the|own))*$"


def _had_or_lacked(reading: Reading, column: ColumnFacts) -> list[Side]:
    """ "Houses without central air": a yes-or-no column that records what is there."""
    sides = yes_and_no(column)
    found = []
    for m in reading.columns.mentions(reading.line, least=0.7) if sides else ():
        front = max(0, m.start - 4)
        if m.column is not column or sides is None:
            continue
        inside = {item.text for item in reading.line.items[m.start : m.end]} & {"no", "without", "lack"}
        if inside or reading.line.has(_LACKED, start=front, end=m.start):
            found.append(Side(m.start, m.end, (sides[1],)))
        elif reading.line.has(_HAD, start=front, end=m.start):
            found.append(Side(m.start, m.end, (sides[0],)))
    return found


_ELLIPSIS = (
    r" (?:(?:one|those|that|who|which|somebody|someone|anybody) (?:who |that |which )?|(?:if|when|where|should) (?:it|they|he|she|one|that) )"
    r"(?:do|be|have|will)(?: not)?(?= (?:[.,;:!?]|it|we|i|cost|and|,|<money>)(?= )| $|$)"
)


def _left_unsaid(line: Line, column: ColumnFacts, found: list[Side]) -> list[Side]:
    """ "300 for one that does not fail, 2,100 lost on one that does": the other side of what was said before."""
    unsaid = []
    for hit in line.find(_ELLIPSIS):
        before = [
            s for s in found if s.end <= hit.start and _sentence(line, s.start) == _sentence(line, hit.start)
        ]
        if before and len(before[-1].labels) == 1:
            other = tuple(label for label in column.labels if label not in before[-1].labels)
            unsaid.append(Side(hit.start, hit.end, other))
    return unsaid


def _turned(line: Line, column: ColumnFacts, side: Side) -> Side:
    """ "Not automatic" stands for the other one of two."""
    if len(side.labels) != 1 or not negated(line, side.start):
        return side
    return Side(side.start, side.end, tuple(label for label in column.labels if label not in side.labels))


def _about_rows(line: Line, side: Side) -> bool:
    start, end = _sentence(line, side.start)
    return tells_of_rows(line, side.start) or line.has(_ABOUT_ROWS, start=start, end=end)


def _sentence(line: Line, at: int) -> tuple[int, int]:
    return next(((a, b) for a, b in line.sentences() if a <= at < b), (0, len(line.items)))


def amounts_of(reading: Reading) -> list[Value]:
    """All amounts of money that a message states and nobody has claimed."""
    return reading.line.once(("amounts", len(reading.claimed)), lambda: _amounts_of(reading))


def _amounts_of(reading: Reading) -> list[Value]:
    return [v for v in values_seen(reading) if v.kind == "amount" and not _is_claimed(reading, v)]


def _is_claimed(reading: Reading, value: Value) -> bool:
    items = reading.line.items[value.start : value.end]
    return any(k in reading.claimed for item in items for k in range(item.start, item.end))


def topic_of(reading: Reading, sides: list[Side], amounts: list[Value]) -> Side | None:
    """What the message is about: the first stretch, where no amount stands in its sentence and it is no case thought of."""
    if not sides or not amounts:
        return None
    first = sides[0]
    start, end = _sentence(reading.line, first.start)
    colon = next((at for at in range(first.end, end) if reading.line.items[at].text == ":"), end)
    comma = next((at for at in range(first.end, colon) if reading.line.items[at].text == ","), colon)
    if reading.line.has(_SERVED, start=start, end=comma):
        colon = comma  # "Homes without a lift get our flyer, at 1 dollar each"
    if reading.line.has(r" <(?:pct|times)>(?= )", start=start, end=end):
        return None  # "half of those who want to go stay" tells how often something works
    if any(start <= value.start < colon for value in amounts) or is_case(reading.line, first.start):
        return None
    return first


def is_case(line: Line, at: int) -> bool:
    """Whether a stretch stands in a case that is thought of: "if it fails", "one that would have stayed"."""
    start, _ = _sentence(line, at)
    if line.has(_CASE, start=start, end=at):
        return True
    return line.has(_COUNTERFACTUAL, start=start, end=at) and not line.has(_EITHER_WAY, start=start, end=at)


def goes_with_amount(reading: Reading, start: int) -> bool:
    """Whether an amount stands in the sentence of an item, and nothing is asked there."""
    first, last = _sentence(reading.line, start)
    asks = last < len(reading.line.items) and reading.line.items[last].text == "?"
    return not asks and any(first <= value.start < last for value in amounts_of(reading))


def paying_side(reading: Reading, sides: list[Side], amounts: list[Value]) -> Side | None:
    """The side that brings something where the other one costs."""
    won: list[Side] = []
    lost: list[Side] = []
    loses = False
    for start, end in reading.line.sentences():
        inside = [v for v in amounts if start <= v.start < end]
        for k, value in enumerate(inside):
            first = _break(reading.line, inside[k - 1].end, value.start) if k else start
            last = _break(reading.line, value.end, inside[k + 1].start) if k + 1 < len(inside) else end
            near = [s for s in sides if first <= s.start and s.end <= last]
            labels = {s.labels for s in near}
            sign = _sign(reading.line, value, first, last)
            loses = loses or sign < 0
            if len(labels) == 1 and sign:
                (won if sign > 0 else lost).append(near[0])
    bring, cost = {s.labels for s in won}, {s.labels for s in lost}
    if len(bring) == 1 and loses and not bring & cost:
        return won[0]
    return None


def _break(line: Line, start: int, end: int) -> int:
    """Where the clause of the second of two amounts begins."""
    breaks = [at for at in range(start, end) if line.items[at].text in _BREAKS]
    return breaks[-1] if breaks else start


_BREAKS = (",", "and", "but", "while", "whereas", ":", "–", "(")


def _sign(line: Line, value: Value, first: int, last: int) -> int:
    """Whether an amount is won (1) or lost (-1), by the words around it; 0 where they say both or neither."""
    if value.amount.sign < 0 or line.has(_LOST_BEHIND, start=value.end):
        return -1
    if line.has(_GAINED_BEHIND, start=value.end):
        return 1
    for start, end in (
        (max(first, value.start - _NEAR), min(last, value.end + _NEAR)),
        (first, last),
    ):
        gain, loss = line.has(_GAIN, start=start, end=end), line.has(_LOSS, start=start, end=end)
        if gain != loss:
            return 1 if gain else -1
    return 0


def acted_on(reading: Reading, column: ColumnFacts) -> Side | None:
    """The side that the message does business with; None where the words do not tell."""
    amounts = amounts_of(reading)
    sides = sides_of(reading, column)
    if not amounts or not sides:
        return None
    return topic_of(reading, sides, amounts) or paying_side(reading, sides, amounts)


def one_group(reading: Reading, column: ColumnFacts) -> Side | None:
    """Labels of several that alone are spoken of beside the money: all others are the rest."""
    if (reading.line.has(_MULTICLASS) and column.kind != "number") or asks_for_classes(reading, column):
        return None
    amounts = amounts_of(reading)
    sides = sides_of(reading, column)
    if not amounts or not sides:
        return None
    about = [s for s in sides if not goes_with_amount(reading, s.start)]
    spoken = {frozenset(s.labels) for s in about or sides}
    if len(spoken) == 1 and len(next(iter(spoken))) < column.n_distinct:
        return (about or sides)[0]
    first = topic_of(reading, sides, amounts)
    if first is not None and len(set(first.labels)) < column.n_distinct and _against_others(sides, first):
        return first
    return paying_side(reading, sides, amounts)


def _against_others(sides: list[Side], first: Side) -> bool:
    """Whether what the message is about never stands in one group with a label that it is not."""
    own = set(first.labels)
    return all(set(s.labels) <= own or not own & set(s.labels) for s in sides)


def speaks_of_distance(line: Line) -> bool:
    """Whether the message tells how far off a number may be, or what that costs."""
    return line.has(_FAR_OFF)


def speaks_of_outcomes(reading: Reading, column: ColumnFacts) -> bool:
    """Whether amounts go with labels or events of a column."""
    amounts = amounts_of(reading)
    sides = sides_of(reading, column)
    return len({s.labels for s in sides}) > 1 or topic_of(reading, sides, amounts) is not None


_FAR_OFF = (
    r" (?:(?:every|each|per|a|an) [a-z]+(?: [a-z]+)? (?:over|under|above|below|beyond) (?:the|it|its|what|that)|too (?:high|low|much|little|many|few)|over ?(?:estimate|predict|forecast)\w*|under ?(?:estimate|predict|forecast)\w*"
    r"|per (?:unit|euro|kwh|piece|loaf)|each (?:unit|euro|kwh) |short of|off by|on average|how much|how many)(?= )"
)


def is_factor_only(reading: Reading, column: ColumnFacts) -> bool:
    """Whether a column is named only to say how large an amount is: "3 % of the SalePrice"."""
    amounts = [v for v in amounts_of(reading) if 0 < abs(v.amount.factors.get(column.name, 0)) < 1]
    mentions = reading.columns.mentions(reading.line, least=0.7, synonyms=False)
    named = [m for m in mentions if m.column is column]
    return bool(amounts and named) and all(
        any(v.start <= m.start < v.end for v in amounts)
        or reading.line.has(_SHARE_OF, start=max(0, m.start - 4), end=m.start)
        for m in named
    )


_SHARE_OF = r" (?:<pct>|<times>|half|third|quarter|share)(?: (?:of|the|its|their|that))+$"


def is_exact(reading: Reading, column: ColumnFacts) -> bool:
    """Whether a column is named by its whole name."""
    return any(m.score >= 1 and m.column is column for m in reading.columns.mentions(reading.line))


def is_unspoken(reading: Reading, column: ColumnFacts) -> bool:
    """Whether no word of the message names a column."""
    mentions = reading.columns.mentions(reading.line, least=0.5, synonyms=False)
    return not any(candidate.column is column for m in mentions for candidate in m.candidates)


def found_by_label(reading: Reading) -> list[ColumnFacts]:
    """Columns whose labels the message is about beside its money: "theft claims get a visit, at 90 euros each"."""
    amounts = amounts_of(reading)
    if not amounts:
        return []
    found = []
    spoken = []
    for column in reading.context.columns:
        if column.n_distinct == 2 or (column.n_distinct <= _FEW and column.kind in ("category", "number")):
            sides = [s for s in sides_of(reading, column) if _is_sure(reading, column, s)]
            first = topic_of(reading, sides, amounts)
            spoken += [column] if sides else []
            if first is not None and len(first.labels) < column.n_distinct:
                found.append((first.start - first.end, first.start, column))
    if not found:
        return _named(reading, spoken)
    widest = min((width for width, _, _ in found), default=0)
    return _named(reading, [c for width, _, c in sorted(found, key=lambda f: f[:2]) if width == widest])


def _is_sure(reading: Reading, column: ColumnFacts, side: Side) -> bool:
    """Whether a stretch names the whole of its labels: "call" alone is no "Cold call"."""
    if not set(side.labels) < set(column.labels):
        return False
    said = {root(item.text) for item in reading.line.items[side.start : side.end]}
    said |= set(reading.line.words(side.start, side.end).lower().split())
    whole = all({root(piece) for piece in pieces_of(label)} <= said for label in side.labels)
    by_event = any(e.start == side.start and e.end == side.end for e in find_events(reading.line))
    return whole or by_event or column.n_distinct == 2 or column.kind == "number"


def _named(reading: Reading, columns: list[ColumnFacts]) -> list[ColumnFacts]:
    """Those of several columns with the same labels whose name was said too: "HeatingQC Fa or Po"."""
    said = [m.column for m in reading.columns.mentions(reading.line, least=0.7)]
    return [c for c in columns if c in said] or columns


def asks_for_classes(reading: Reading, column: ColumnFacts) -> bool:
    """Whether the column as a whole is asked for: "predict the team", not "tickets for the Sales team"."""
    line = reading.line
    beside: set[int] = set()
    for group in groups_of(reading, column):
        first, last = _sentence(line, group.start)
        beside |= set(range(max(first, group.start - 2), min(last, group.end + 2)))
    return any(
        m.column is column
        and beside.isdisjoint(range(m.start, m.end))
        and line.has(_CLASSES, start=_sentence(line, m.start)[0], end=m.start)
        for m in reading.columns.mentions(line, least=0.7)
    )
