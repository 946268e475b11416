"""The positive label: said outright, meant by words, or clear from the data."""

from __future__ import annotations

import re

from assistant.offline.context import ColumnFacts
from assistant.offline.events import find_events, records_of
from assistant.offline.goal import Pointer
from assistant.offline.labels import is_yes_no, no_label, yes_label
from assistant.offline.line import Line
from assistant.offline.patterns import match, search
from assistant.offline.reading import Reading

_SAID_BEFORE = r" (?:positive|positive (?:class|label|value|outcome|case|one)s?|(?:class|label|value|outcome) (?:of interest|i want|we want|to find)|target (?:class|label|value))(?: be| :| =| should be| to be| is| ,| \"| ')* $"
_SAID_AFTER = r"^ (?:\" )?(?:be|as|should be|count as|for|is|mean)(?: the| a| my| our)* (?:positive|class (?:i|we|that|to|of)|label (?:i|we|that|to|of)|one (?:i|we|that|to)|bad one|bad|bad class|case (?:i|we|that)|event|outcome (?:i|we)|what (?:i|we)|interesting|of interest|to be found|thing (?:i|we))(?= )"
_VALUE_BEFORE = r" (?:class|label|value|grade|level|category|rating|score|code|type|status)s? (?:\" |' )?$"
_AMONG = r" (?:be|find|tell|spot|flag|detect|identify|want|after|only|which|get|into|with|versus|against|separate|distinguish|be of|of|are|have|catch|recogni[sz]e|the|predict)(?: the| a| an| \w+){0,3} $"


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


def _is_named(line: Line, reading: Reading, column: ColumnFacts, start: int, end: int) -> bool:
    before = line.canon[: line.place(start)]
    after = line.canon[line.place(end) - 1 :]
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
        r"(?: (?:be|=|==|equals?|of|value|label|class|:|in|is|\"|'|grade|to|equal to))*",
        line.canon[line.place(names[-1].end) - 1 : line.place(start)].rstrip(),
    ):
        meaning = match(
            r"^ (?:be|mean|=|stand for|for)(?: the| a| an)* (?:good|paid|repaid|repay|fine|negative|healthy|normal|ok|not|no)(?= )",
            after,
        )
        return (not meaning and not match(r" (?:be|mean|=)", after)) or bool(
            match(r" (?:=|be|mean) (?:bad|default|the bad|fail|leave)", after)
        )
    return (
        bool(search(_VALUE_BEFORE, before))
        and not match(r" (?:be|mean|=|stand)(?= )", after)
        and not search(
            r" (?:<num>|for|as|into|calling|take|call|than) (?:a |an )?(?:grade|label|class)s? $", before
        )
        and len(column.labels) <= 30
    )


def _joined(line: Line, before: int, start: int) -> bool:
    between = [item.text for item in line.items[before:start]]
    return bool(between) and all(word in (",", "and", "or", "&", "+", "to", "/") for word in between)


def meant(reading: Reading, column: ColumnFacts) -> dict[str, bool]:
    """What the message says labels mean: "2 means defaulted" gives {"2": True}, for the event that the column records."""
    line = reading.line
    events = find_events(line)
    found: dict[str, bool] = {}
    for start, end, label in typed_labels(reading, column):
        after = line.canon[line.place(end) - 1 :]
        after = re.sub(r"^ in (?:the )?(?:column |field )?\S+(?: column)? ", " ", after)
        link = match(
            r" (?:be|mean|=|stand for|for|:|–|-|represent|denote|indicate|count as|be the|as)(?: that| the| a| an| they| he| she| it| be| one| customer| borrower| loan| have| has| somebody| who| label| of| someone| person| case| did| which)* ",
            after,
        )
        if not link:
            continue
        at = line.items_between(line.place(end), line.place(end) + len(link.group()) - 1)[1]
        event = next((e for e in events if e.start <= at + 1 and e.end > at - 1 and e.start >= end), None)
        if event is not None and event.start <= at + 1:
            found[label] = event.happens
            reading.claim_items(line, start, end)
        elif match(
            r"(?:bad|default|positive|the bad|failed|sick|yes|risky|trouble|problem|a problem)(?= )",
            after[link.end() :].lstrip() + " ",
        ):
            found[label] = True
            reading.claim_items(line, start, end)
        elif match(
            r"(?:good|fine|ok|healthy|no|negative|normal|the good|not)(?= )",
            after[link.end() :].lstrip() + " ",
        ):
            found[label] = False
            reading.claim_items(line, start, end)
    for event in events:
        coded = line.first(
            r"^(?: (?:one|customer|case|loan|row)s?)? (?:be|are|have|get|is)(?: \w+)? ?(?:code|coded|label|labelled|mark|marked|show|shown|denote|denoted|write|written|record|recorded|store|call|called)?(?: (?:as|with|by|a|an|the|value|label|code|=|in))* (?=\S)",
            start=event.end,
            end=min(event.end + 9, len(line.items)),
        )
        for start, end, label in typed_labels(reading, column):
            if coded and coded.end == start and coded.end - coded.start >= 2:
                found[label] = event.happens
                reading.claim_items(line, start, end)
    return found


def choose(
    reading: Reading, column: ColumnFacts, pointer: Pointer | None
) -> tuple[tuple[str, ...], str, str] | None:
    """The positive labels of a target, the words, and the source; None where it has to be asked."""
    outright = said_outright(reading, column)
    quote = reading.line.words(pointer.start, pointer.end) if pointer else ""
    wanted = pointer.happens if pointer and pointer.happens is not None else True
    meanings = meant(reading, column)
    if not outright and not meanings and approving(reading) and (pointer is None or pointer.cue < 1.2):
        acting = _by_action(reading, column)
        if acting:
            return (acting,), quote, "user"
    if meanings and approving(reading) and not outright:
        wanted = False
    if meanings:
        label = _by_meaning(column, meanings, wanted=wanted)
        if label:
            return (label,), _meaning_words(reading, column), "user"
    if outright:
        return outright[0], outright[1], "user"
    if pointer and pointer.labels:
        return pointer.labels, quote, "user"
    acting = _by_action(reading, column)
    if acting:
        return (acting,), quote, "user"
    if column.n_distinct == 2 and is_yes_no(column):
        return (
            (yes_label(column) if wanted_is_yes(column, wanted, pointer) else no_label(column),),
            quote,
            "data",
        )
    return None


def _by_action(reading: Reading, column: ColumnFacts) -> str | None:
    """The label that the action is for: rejecting looks for the bad case, approving for the good one."""
    if column.n_distinct != 2:
        return None
    happens = {r.happens: r.label for r in records_of(column) if r.label and r.concept.name == "default"}
    if reading.line.has(r" (?:reject|decline|refuse|turn down|turn away|deny)(?= )"):
        return happens.get(True)
    return happens.get(False) if approving(reading) else None


def wanted_is_yes(column: ColumnFacts, wanted: bool, pointer: Pointer | None) -> bool:
    """Whether "yes" is what is looked for: "who will stay" over Churn is No."""
    if pointer is None or pointer.concept is None:
        return True
    own = next((r.happens for r in records_of(column) if r.concept is pointer.concept and not r.label), True)
    return own == wanted


def approving(reading: Reading) -> bool:
    """Whether the business acts by approving, so that the good case is what it looks for."""
    line = reading.line
    yes = r" (?:approve|grant|accept|fund|lend to|give|hand out|pay out|say yes to)(?= )"
    no = r" (?:decline|reject|refuse|turn down|turn away|deny|say no)(?= )"
    earns = r" (?:earn|bring|gain|make|yield|profit|margin)(?= )"
    return line.has(yes) and line.has(earns) and not line.has(no)


def _by_meaning(column: ColumnFacts, meanings: dict[str, bool], *, wanted: bool) -> str | None:
    for label, happens in meanings.items():
        if happens == wanted:
            return label
    others = [label for label in column.labels if label not in meanings]
    return others[0] if len(others) == 1 and column.n_distinct == 2 else None


def _meaning_words(reading: Reading, column: ColumnFacts) -> str:
    places = typed_labels(reading, column)
    return (
        reading.line.words(places[0][0], min(places[0][1] + 4, len(reading.line.items))).strip(" ,.;:")
        if places
        else ""
    )
