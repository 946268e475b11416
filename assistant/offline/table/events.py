"""Where a line speaks of an event, and which columns record it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.context import ColumnFacts
from assistant.offline.table.abbreviations import ABBREVIATIONS
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.concepts import CONCEPTS, Concept
from assistant.offline.table.labels import is_yes_no
from assistant.offline.text.lemmas import lemma
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import compiled, search

# How far in front of a word a "not" still turns it round: "was never going to leave", "would not have left".
_NEGATED = compiled(
    r" (?:not|never|no|non|nobody|none|without|neither|nor|hardly|wrongly)(?: (?!and |but |or )[a-z']+){0,3} $"
)
# "Customers without a partner leave": what is not there is the partner.
_WITHOUT_ANOTHER = compiled(
    r" (?:without|with no|have no|lack)(?: (?:a|an|any|the|their))* (?!be |ever |single |real |further )[a-z']+(?: [a-z']+)? $"
)
_NOT_NEGATION = compiled(
    r" (?:not only|no (?:more|less|later|longer)(?: than)?|not (?:see|know|sure|notice|call|contact|reach|catch|phone|spot|detect|flag|act)\w*(?: [a-z']+){0,2}|whether or not|or not) $|not just (?:the )?$"
)


@dataclass(frozen=True)
class Event:
    """One stretch of a line that speaks of an event or of its opposite.

    Attributes:
        start: First item.
        end: Behind the last item.
        concept: Which kind of event.
        happens: True for the event, False for its opposite (negation is counted in).
    """

    start: int
    end: int
    concept: Concept
    happens: bool


@dataclass(frozen=True)
class Record:
    """A column that records an event.

    Attributes:
        column: The column.
        concept: The event.
        label: The label for the event; empty where the column as a whole is about it (yes/no) or the label is unclear.
        happens: Whether `label`, or "yes", means that the event happened.
        strength: How surely, 0 to 1.
    """

    column: ColumnFacts
    concept: Concept
    label: str
    happens: bool
    strength: float


def find_events(line: Line) -> list[Event]:
    """All stretches that speak of events, in order; found once per line."""
    if "events" not in line.memo:
        line.memo["events"] = _find_events(line)
    events: list[Event] = line.memo["events"]
    return events


def _find_events(line: Line) -> list[Event]:
    found: list[Event] = []
    for concept in CONCEPTS:
        for pattern, happens in ((concept.happens, True), (concept.not_so, False)):
            for hit in line.find(rf"(?<= )(?:{pattern})(?= )"):
                found.append(Event(hit.start, hit.end, concept, happens))
    found.sort(key=lambda event: (-(event.end - event.start), event.start))
    kept: list[Event] = []
    for event in found:
        # The same words may speak of several kinds of event; a part of longer words of the same kind does not count.
        if not any(k.concept is event.concept and k.start < event.end and event.start < k.end for k in kept):
            kept.append(event)
    return sorted((_turned(line, event) for event in kept), key=lambda event: event.start)


def negated(line: Line, start: int) -> bool:
    """Whether a negation in front reaches the item."""
    before = line.canon[: line.place(start)]
    before = re.split(r"[,.;:!?()]| and | but ", before)[-1]
    before = " " + before.strip() + " "
    if _NOT_NEGATION.search(before) or _WITHOUT_ANOTHER.search(before):
        return False
    return bool(_NEGATED.search(before))


def _turned(line: Line, event: Event) -> Event:
    if negated(line, event.start):
        return Event(event.start, event.end, event.concept, not event.happens)
    return event


@lru_cache(maxsize=4096)
def name_in_words(name: str) -> str:
    """A column name or label as a line of base forms: "is_canceled" becomes " be cancel "."""
    words = []
    for piece in pieces_of(name):
        meanings = ABBREVIATIONS.get(piece, ())
        words.extend(
            [lemma(piece)] if not meanings else [lemma(piece), *(lemma(w) for w in meanings[0].split())]
        )
    return " " + " ".join(words) + " "


@lru_cache(maxsize=8192)
def records_of(column: ColumnFacts) -> tuple[Record, ...]:
    """The events that a column records, by its name or by one of its labels."""
    found: list[Record] = []
    name = name_in_words(column.name)
    few = 2 <= column.n_distinct <= 30 and column.kind in ("category", "boolean", "number")
    past = bool(search(r" (?:previous|prior|past|last|ever|history|number|count|months?|days?|date) ", name))
    for concept in CONCEPTS:
        if column.n_distinct == 2:
            found.extend(_by_name(column, name, concept, past))
        if few and column.kind != "number":
            found.extend(_by_labels(column, concept, past))
    return tuple(found)


def _by_name(column: ColumnFacts, name: str, concept: Concept, past: bool) -> list[Record]:
    strength = 0.5 if past else 1.0
    if _speaks(concept.not_so, name) and is_yes_no(column):
        return [Record(column, concept, "", False, strength - 0.05)]
    if _speaks(concept.happens, name):
        turned = bool(search(r" (?:not|no|non) ", name)) and not _speaks(concept.happens.split("|")[0], name)
        return [Record(column, concept, "", not turned, strength)]
    return []


def _by_labels(column: ColumnFacts, concept: Concept, past: bool) -> list[Record]:
    found = []
    for label in column.labels:
        words = name_in_words(label)
        for pattern, happens in ((concept.not_so, False), (concept.happens, True)):
            if _speaks(pattern, words):
                found.append(Record(column, concept, label, happens, 0.45 if past else 0.85))
                break
    return found


def _speaks(pattern: str, words: str) -> bool:
    return bool(search(rf"(?<= )(?:{pattern})(?= )", words))
