"""The positive label: said outright, meant by words, or clear from the data."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.acted_on import acted_on, goes_with_amount, is_case, label_of, one_group
from assistant.offline.goal.contrast import Group, labels_named, tells_of_rows, told_from_rest
from assistant.offline.goal.goal import Pointer
from assistant.offline.goal.grades import grades_spoken
from assistant.offline.goal.sides import is_pointed_back_at
from assistant.offline.goal.sideways import told_label
from assistant.offline.goal.wanting import clause_before, in_condition, is_wanted
from assistant.offline.reading import Reading
from assistant.offline.table.coded import counted_label, meant_label
from assistant.offline.table.events import Event, find_events, records_of
from assistant.offline.table.labels import yes_and_no
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import match, search
from assistant.offline.text.quantities import Quantity

_SAID_BEFORE = r" (?:positive|(?:positive|pos|po) (?:class|label|value|outcome|case|one)s?(?: (?:must|have to|has to|should|shall|need to|ought to))?|(?:class|label|value|outcome) (?:of interest|i want|we want|to find)|target (?:class|label|value))(?: be| :| =| should be| to be| is| ,| \"| ')* $"
_SAID_AFTER = r"^ (?:\" )?(?:be|as|should be|count as|for|is|mean)(?: the| a| my| our)* (?:positive|class (?:i|we|that|to|of)|label (?:i|we|that|to|of)|one (?:i|we|to|that (?:i|we|matter|count|interest))|case (?:i|we|that)|event|outcome (?:i|we)|what (?:i|we)|interesting|of interest|to be found|thing (?:i|we))(?= )|^ (?:filter|detector|detection|catcher|blocker|spotter|alarm|alert)(?= )"
_CODE = re.compile(r"\s*(?:-?\d+(?:\.\d+)?|[A-Za-z]{1,2}|[A-Za-z]\d+)\s*")
_TOGETHER = 5  # items; "who stays and who leaves" asks for those who leave
_PLAIN_WISH = r"^ (?:please |so |now )?(?:find|spot|flag|catch|identify|detect|predict|pick out|recogni[sz]e)(?: (?:me|us|the|all|those|every|any|who|will|to))* $"
_BARE = 5  # items of a message that is no more than an answer
_VALUE_BEFORE = r" (?:class|label|value|grade|level|category|rating|score|code|type|status)s? (?:\" |' )?$"
_WHOM = (
    r" (?:for|to|go to|at|with|of|about|want|reward|thank|invite|praise|call|help|take(?: over| on)?|accept|buy|serve|only|pay|send|lend to|give to|meet|need)(?: (?:the|those|our|all|every|any))*"
    r" (?:that|person|people|customer|client|somebody|someone|anybody|employee|patient|applicant|borrower|member|order|machine|one|[a-z]+)s?"
    r" (?:who|that|which)(?: (?:be|do|will|have|not|going to|never|always|likely to|really))* $"
)


_PLURAL_CODE = re.compile(r"\d'?s")  # "the 2s"


def typed_labels(reading: Reading, column: ColumnFacts) -> list[tuple[int, int, str]]:
    """Places where a label of a column stands as typed: (start, end, label)."""
    line = reading.line
    return line.once(("typed_labels", column.name), lambda: _typed_labels(line, column))


def _typed_labels(line: Line, column: ColumnFacts) -> list[tuple[int, int, str]]:
    labels: dict[str, list[str]] = {}
    for label in column.labels:
        labels.setdefault(label.strip().lower(), []).append(label)
    labels.pop("", None)
    found = []
    for at in range(len(line.items)):
        for end in range(at + 1, min(at + 5, len(line.items)) + 1):
            typed = line.words(at, end)
            bare = typed.strip().strip("'\"").lower()
            bare = bare[:-1] if _PLURAL_CODE.fullmatch(bare) else bare
            if len(bare) > 1 or not bare.isalpha() or typed.isupper():
                found += [(at, end, label) for label in labels.get(bare, ())]
    return found


def said_outright(reading: Reading, column: ColumnFacts) -> tuple[tuple[str, ...], str] | None:
    """Labels that the message names as the wanted ones, with the words."""
    line = reading.line
    chosen: list[str] = []
    quotes: list[tuple[int, int]] = []
    for start, end, label in typed_labels(reading, column):
        if label in chosen or any(
            k in reading.claimed for i in line.items[start:end] for k in range(i.start, i.end)
        ):
            continue
        if _is_named(line, reading, column, start, end) or (chosen and _joined(line, quotes[-1][1], start)):
            chosen.append(label)
            quotes.append((start, end))
    if not chosen:
        return None
    first, last = max(0, quotes[0][0] - 3), quotes[-1][1]
    reading.claim_items(line, quotes[0][0], last)
    return tuple(chosen), line.words(first, last).strip(" ,.;:(")


_IN_CASE = r" (?:if|should|suppose|provided)(?: [^ .;!?]+){0,9} $"
_KNOW_IF = r" (?:know|tell|see|say|predict|find out|decide|learn|check|guess|out|sure|wonder) if(?: [^ .;!?]+){0,9} $"


def _is_named(line: Line, reading: Reading, column: ColumnFacts, start: int, end: int) -> bool:
    before = line.canon[: line.place(start)]
    after = line.canon[line.place(end) - 1 :]
    if search(_IN_CASE, before) and not search(_KNOW_IF, before):
        return False
    if search(_SAID_BEFORE, before) or search(_SAID_AFTER, after):
        return not match(
            r"^ (?:be|as|mean|=)(?: the| a| an)* (?:good|paid|repaid|repay|fine|negative|healthy|normal|ok)(?= )",
            after,
        )
    names = [
        m
        for m in reading.columns.mentions(line, least=0.7)
        if m.column is column and start - 5 <= m.end - 1 < start
    ]
    if names and re.fullmatch(
        r"(?: (?:be|=|==|equals?|of|value|label|class|:|in|is|\"|'|grade|to|equal to|stay|remain|read|show|turn out))*",
        line.canon[line.place(names[-1].end) - 1 : line.place(start)].rstrip(),
    ):
        meaning = match(
            r"^ (?:be|mean|=|stand for|for)(?: the| a| an)* (?:good|paid|repaid|repay|fine|negative|healthy|normal|ok|not|no)(?= )",
            after,
        )
        return (not meaning and not match(r" (?:be|mean|=)", after)) or bool(
            match(r" (?:=|be|mean) (?:bad|default|the bad|fail|leave)", after)
        )
    if _stands_in(reading, column, end):
        return True
    return (
        bool(search(_VALUE_BEFORE, before))
        and not search(r" (?:be|get|have) (?:label|score|code|grade) (?:\" |' )?$", before)
        and not match(r" (?:be|mean|=|stand)(?= )", after)
        and not search(
            r" (?:<num>|for|as|into|calling|take|call|than) (?:a |an )?(?:grade|label|class)s? $", before
        )
        and len(column.labels) <= 30
    )


_MEANT = r"^(?: (?:column|field|flag))?(?: ,)? (?:be|mean|=|stand|signif\w*|say|denote|indicate|tell|represent)(?= )"
_IN_COLUMN = r"^ (?:in|under|for|of)(?: (?:the|our|my|column|field))*$"


def _stands_in(reading: Reading, column: ColumnFacts, end: int) -> bool:
    """ "Those most likely to turn out a 2 in the default column", which tells no meaning of the code."""
    line = reading.line
    return any(
        m.column is column
        and end < m.start <= end + 4
        and line.has(_IN_COLUMN, start=end, end=m.start)
        and not line.has(_MEANT, start=m.end)
        for m in reading.columns.mentions(line, least=0.7)
    )


def _joined(line: Line, before: int, start: int) -> bool:
    between = [item.text for item in line.items[before:start]]
    return bool(between) and all(word in (",", "and", "or", "&", "+", "to", "/") for word in between)


def choose(
    reading: Reading, column: ColumnFacts, pointer: Pointer | None, *, fresh: bool = True
) -> tuple[tuple[str, ...], str, str] | None:
    """The positive labels of a target, the words, and the source; None where it has to be asked, or has no place."""
    answered = None if fresh else _answer(reading, column)
    if answered:
        return answered
    if column.n_distinct > 2:
        return _of_several(reading, column, pointer, fresh=fresh)
    counted = counted_label(reading.line, column, typed_labels(reading, column))
    if counted is not None:
        return (counted[0],), reading.line.words(*counted[1]), "user"
    outright = said_outright(reading, column)
    asked = _asked_event(reading, column)
    if outright:
        return None if _contradicts(reading, column, outright, asked) else (outright[0], outright[1], "user")
    quote = reading.line.words(pointer.start, pointer.end) if pointer else ""
    coded = _coded(reading, column, asked)
    if coded:
        return coded
    side = acted_on(reading, column) if fresh and (asked is None or asked[1] < 2) else None
    acting = None if asked is not None and asked[1] >= 2 else _by_action(reading, column)
    if acting:
        return (acting,), quote, "user"
    if side is not None and len(side.labels) == 1:
        return side.labels, reading.line.words(side.start, side.end), "user"
    sides = yes_and_no(column)
    told = told_label(reading, column) if asked is None or asked[1] < 2 else None
    if told is not None:
        return told.labels, reading.line.words(told.start, told.end), "user"
    if asked is not None:
        label = label_of(column, asked[0])
        if label:  # that "Yes" stands for what was spoken of is read off the data
            source = "data" if sides else "user"
            return (label,), reading.line.words(asked[0].start, asked[0].end), source
    if pointer and pointer.labels:
        return pointer.labels, quote, "user"
    if sides:
        return (sides[1] if _without(reading, column) else sides[0],), quote, "data"
    return None


def _contradicts(
    reading: Reading,
    column: ColumnFacts,
    outright: tuple[tuple[str, ...], str],
    asked: tuple[Event, int] | None,
) -> bool:
    """ "Those who leave, and the positive label must be 'No'": what is looked for is not what is called positive."""
    if asked is None or asked[1] < 2 or not reading.line.has(_CALLED_POSITIVE):
        return False
    meant = label_of(column, asked[0])
    return meant is not None and meant not in outright[0]


_CALLED_POSITIVE = r" (?:positive|pos) (?:class|label|value)(?= )"


def _answer(reading: Reading, column: ColumnFacts) -> tuple[tuple[str, ...], str, str] | None:
    """A label alone where the positive one was asked for: "the 2s"."""
    asked = any(question.field == "positive_label" for question in reading.context.questions)
    if not asked or len(reading.line.items) > _BARE:
        return None
    places = typed_labels(reading, column)
    if len({label for _, _, label in places}) != 1:
        return None
    start, end, label = places[0]
    reading.claim_items(reading.line, start, end)
    return (label,), reading.line.words(start, end), "user"


def asked_against(reading: Reading, column: ColumnFacts, known: tuple[str, ...]) -> tuple[str, str] | None:
    """The other label of two where a later message plainly looks for it: "other way round, those who stay"."""
    if column.n_distinct != 2 or len(known) != 1:
        return None
    if any(isinstance(item.payload, Quantity) for item in reading.line.items):
        return None  # a figure that is given anew, "the healthy one is 180", looks for nobody
    asked = _asked_event(reading, column)
    if asked is not None and asked[1] >= 2:
        label = label_of(column, asked[0])
        if label and label not in known:
            return label, reading.line.words(asked[0].start, asked[0].end)
    coded = _coded(reading, column, asked)
    if coded and coded[0] != known:
        return coded[0][0], coded[1]
    turned = reading.line.first(_THE_OTHER_WAY)
    if turned is not None:
        return next(label for label in column.labels if label not in known), turned.quote
    return None


_THE_OTHER_WAY = (
    r" (?:(?:the )?other way (?:round|around)|the (?:exact )?opposite|the reverse|vice versa|turn (?:it|that|this) (?:round|around|upside down)|(?:flip|swap|reverse) (?:it|that|this|the label|them)"
    r"|the wrong way (?:round|around)|(?:i|we) (?:want|need|mean|be after)(?: [a-z]+){0,2} the other (?:one|label|side|group|lot|half)s?)(?= )"
)


def _of_several(
    reading: Reading, column: ColumnFacts, pointer: Pointer | None, *, fresh: bool
) -> tuple[tuple[str, ...], str, str] | None:
    """Labels to be told from all others, where the words single some out."""
    lists = grades_spoken(reading, column)
    apart = told_from_rest(reading, column, fresh=fresh)
    if apart and column.kind == "number":
        apart = _whole_list(reading, lists, apart[0]) or apart
    if apart:
        return apart[0], apart[1], "user"
    graded = _graded(reading, column) if fresh else None
    if graded:
        return graded[0], graded[1], "user"
    outright = said_outright(reading, column)
    if outright and column.kind == "number":
        outright = _whole_list(reading, lists, outright[0]) or outright
    if outright:
        return outright[0], outright[1], "user"
    group = one_group(reading, column) if fresh and column.kind == "category" else None
    if group is not None and set(group.labels) < set(column.labels):
        return group.labels, reading.line.words(group.start, group.end), "user"
    if pointer is None or not pointer.labels or _names_all(reading, column):
        return None
    if tells_of_rows(reading.line, pointer.start) or in_condition(reading.line, pointer.start):
        return None
    return pointer.labels, reading.line.words(pointer.start, pointer.end), "user"


def _graded(reading: Reading, column: ColumnFacts) -> tuple[tuple[str, ...], str] | None:
    """Grades that the money is about, as one group."""
    group = one_group(reading, column) if column.kind == "number" else None
    if group is None:
        return None
    return tuple(group.labels), reading.line.words(group.start, group.end)


def _whole_list(
    reading: Reading, lists: list[Group], known: tuple[str, ...]
) -> tuple[tuple[str, ...], str] | None:
    """ "7, 8 or 9 in quality": the whole of the list that some grades were taken from."""
    for group in lists:
        if set(known) < set(group.labels):
            return group.labels, reading.line.words(group.start, group.end)
    return None


def _names_all(reading: Reading, column: ColumnFacts) -> bool:
    """ "the three stages Won, Lost and Open": no label is singled out where nearly all are listed."""
    return len(labels_named(reading, column)) >= max(3, column.n_distinct - 1)


def _asked_event(reading: Reading, column: ColumnFacts) -> tuple[Event, int] | None:
    """The event of a column that the message looks for, and how surely: 2 asked for, 1 only spoken of.

    The opposite counts only where it is asked for and the event itself is not: "one in four of those who are about to
    cancel stay" looks for those who cancel.
    """
    own = {record.concept.name for record in records_of(column)}
    line = reading.line
    events = [e for e in find_events(line) if e.concept.name in own]
    # "As they did or did not in Response" names the column.
    events = [e for e in events if not _is_column(line, column, e)] or events
    asked = [
        e for e in events if is_wanted(reading.line, e.start, e.end) and not is_case(reading.line, e.start)
    ]
    # "Who stays is good for 300 a year" asks for nobody.
    asked = [e for e in asked if not goes_with_amount(reading, e.start)] or (
        [e for e in asked if not search(_RELATIVE, clause_before(reading.line, e.start))]
        if all(goes_with_amount(reading, e.start) for e in events)
        else []
    )
    modelled = [e for e in events if e.happens and reading.line.has(_MODEL_OF, start=e.end)]
    asked = asked or modelled
    if events and all(e.happens for e in events) and line.has(_THOSE_WHO_WILL_NOT, start=events[-1].end):
        return replace(events[-1], happens=False), 2
    if asked:
        plainly = [e for e in asked if search(_PLAIN_WISH, clause_before(reading.line, e.start))]
        if plainly:
            return plainly[0], 2
        near = [e for e in asked if e.happens and e.start - asked[0].end <= _TOGETHER]
        return (near[0] if near else asked[0]), 2
    back = [e for e in events if _is_whom(reading.line, e.start) and is_pointed_back_at(reading.line, e.end)]
    if back:
        return back[-1], 2
    if (
        events
        and not any(e.happens for e in events)
        and any(_in_request(reading.line, e.start) for e in events)
    ):
        return events[0], 2  # "which claims may be paid at once, because they are honest"
    happening = next((e for e in events if e.happens), None)
    return (happening, 1) if happening is not None else None


def _in_request(line: Line, at: int) -> bool:
    """Whether an item stands in a sentence that asks for some of the rows, or in front of "which ones?", "for whom?"."""
    sentences = line.sentences()
    for place, (start, end) in enumerate(sentences):
        if start <= at < end:
            behind = sentences[place + 1] if place + 1 < len(sentences) else (end, end)
            short = behind[1] - behind[0] <= _BARE and line.has(
                _ASKS_FOR_SOME, start=behind[0], end=behind[1]
            )
            return short or line.has(_ASKS_FOR_SOME, start=start, end=end)
    return False


_ASKS_FOR_SOME = (
    r" (?:which|who|whom|when|where|whether|find|tell (?:me|us)|pick|spot|show|list|point out)(?= )"
)


def _is_column(line: Line, column: ColumnFacts, event: Event) -> bool:
    typed = line.words(event.start, event.end).lower() == column.name.strip().lower()
    return typed and line.has(
        r" (?:in|of|under|column|field)(?: the)?$", start=max(0, event.start - 2), end=event.start
    )


# "Response tells who bought. Save me the stamps for those who won't."
_THOSE_WHO_WILL_NOT = r" (?:for|to|find|show|spot|want|need|after|drop|skip|leave out|save) (?:(?:me|us) )?(?:the )?(?:that|those|one|person|people|customer)s? (?:who|that) (?:will|do|would|be|have) (?:probably )?not(?= (?:[.,;!?]|anyway|at all)| $|$)"
_RELATIVE = r" (?:who|that|which|whoever)(?: (?!to |be likely |be go )[a-z]+){0,2} $"
_MODEL_OF = (
    r"^ (?:model|predictor|detector|classifier|filter|prediction|early warning|risk model|score)s?(?= )"
)


def _is_whom(line: Line, start: int) -> bool:
    """Whether an event tells who is spoken of: "a gift for people who stay"."""
    return bool(search(_WHOM, clause_before(line, start)))


def _coded(
    reading: Reading, column: ColumnFacts, asked: tuple[Event, int] | None
) -> tuple[tuple[str, ...], str, str] | None:
    """The label that the message says stands for what is looked for."""
    if yes_and_no(column) or not all(_CODE.fullmatch(label) for label in column.labels):
        return None  # the labels speak for themselves
    wanted = (
        False if approving(reading) else asked[0].happens if asked is not None and asked[1] >= 2 else None
    )
    found = meant_label(reading.line, column, typed_labels(reading, column), wanted=wanted)
    if found is None:
        return None
    label, (start, end) = found
    reading.claim_items(reading.line, start, end)
    return (label,), reading.line.words(start, end).strip(" ,.;:("), "user"


def _without(reading: Reading, column: ColumnFacts) -> bool:
    """ "the homes without central air": what a yes-or-no column records is wanted absent."""
    absent = r" (?:without|no|lack|lacking|free of|missing|devoid of|(?:do|be|have) not(?: have| own| a| an| any)*)(?: (?:a|an|any|the|own))* $"
    mentions = [m for m in reading.columns.mentions(reading.line, least=0.7) if m.column is column]
    turned = [bool(search(absent, clause_before(reading.line, m.start))) for m in mentions]
    return (
        bool(turned)
        and any(turned)
        and not any(
            is_wanted(reading.line, m.start, m.end)
            for m, gone in zip(mentions, turned, strict=True)
            if not gone
        )
    )


def _by_action(reading: Reading, column: ColumnFacts) -> str | None:
    """The label that the action is for: rejecting looks for the bad case, approving for the good one."""
    if column.n_distinct != 2:
        return None
    happens = {r.happens: r.label for r in records_of(column) if r.label and r.concept.name == "default"}
    if approving(reading):
        return happens.get(False)
    if reading.line.has(r" (?:reject|decline|refuse|turn down|turn away|deny)(?= )"):
        return happens.get(True)
    return None


_APPROVE = (
    r"(?:approve|grant|accept|fund|finance|lend(?: money| cash)?(?: to)?|hand(?: out)? (?:the )?(?:cash|money)(?: out)?(?: to)?|hand out|pay out|say yes to|sign off|trust with"
    r"|give (?:a |an |the |our |out |them |him |her )*(?:loan|credit|money|cash|mortgage|yes|green light)|give (?:the )?(?:green light|go ahead)|wave through)"
)
_APPROVING = (
    rf" (?:who|whom|which|what)(?: [^ .;!?]+){{0,6}} (?:can|could|may|should|shall|do|to|ought to)(?: [^ .;!?]+){{0,7}} {_APPROVE}(?= )",
    rf" (?:decide|decision|find|pick|choose|identify|after|look for|say|tell|know)(?: [^ .;!?]+){{0,7}} {_APPROVE}(?= )",
    rf"(?:^|(?<= [.;:!?])) (?:please )?{_APPROVE}(?= )",
    rf" (?:something|model|system|tool|rule|machine|program|one) (?:that|which|to) {_APPROVE}(?= )",
    rf" (?:want|like|wish|have) to (?:only |safely )?{_APPROVE}(?= )",
    rf" (?:can|could|may)(?: safely| happily)? {_APPROVE}(?= )",
    r" to (?:whom|who|which \w+)(?: [^ .;!?]+){0,4} (?:say yes|lend|give|grant|hand)(?= )",
    r" (?:who|which \w+) (?:should |will |can |to )?(?:get|receive|deserve|be give) (?:a |the |our )*(?:money|loan|credit|mortgage|cash)(?= )",
    r" (?:deserve|safe to give|qualify for|worthy of) (?:a |the |our )*(?:money|loan|credit|mortgage|cash)(?= )",
)


_OR_NOT = r"^ (?:or|/|and) (?:decline|reject|refuse|turn down|deny|not)(?= )"


def approving(reading: Reading) -> bool:
    """Whether the business acts by approving, so that the good case is what it looks for."""
    line = reading.line
    hits = [hit for pattern in _APPROVING for hit in line.find(pattern)]
    if hits:
        return not all(line.has(_OR_NOT, start=hit.end) for hit in hits)
    no = r" (?:decline|reject|refuse|turn down|turn away|deny|say no)(?= )"
    earns = r" (?:earn|bring|gain|make|yield|profit|margin)(?= )"
    return line.has(rf" {_APPROVE}(?= )") and line.has(earns) and not line.has(no)
