"""What is predicted, in the words of the conversation: which events are "positive", which are their opposite."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assistant.offline.context import ColumnFacts
from assistant.offline.table.concepts import CONCEPTS, Concept
from assistant.offline.table.events import Event, records_of
from assistant.offline.table.labels import NO, YES, LabelMention, is_yes_no
from assistant.offline.text.line import Line, read_line
from assistant.offline.text.patterns import search


@dataclass(frozen=True)
class Frame:
    """The target and what its positive label means.

    Attributes:
        target: The target column, where it is known.
        task: The task, where it is known.
        positive: The positive labels, exactly as in the data; empty where unknown or not binary.
        meaning: Per concept whether the positive label means that the event happens.
    """

    target: ColumnFacts | None = None
    task: str = ""
    positive: tuple[str, ...] = ()
    meaning: dict[str, bool] = field(default_factory=dict)

    def polarity(self, event: Event) -> int:
        """1 for an event that is the positive label, -1 for its opposite."""
        means = self.meaning.get(event.concept.name)
        if means is None and self.meaning:
            return 0
        return 1 if event.happens == (True if means is None else means) else -1

    def label_polarity(self, mention: LabelMention) -> int:
        """1 for words that name a positive label, -1 for another label of the target, 0 for labels elsewhere."""
        labels = {fit.label for fit in mention.tied if self.target is not None and fit.column is self.target}
        if not labels or not self.positive:
            return 0
        return 1 if labels & set(self.positive) else -1

    @property
    def desired(self) -> bool | None:
        """Whether the business wishes for the positive outcome; None where the words do not say."""

        for concept in CONCEPTS:
            if concept.name in self.meaning:
                return concept.desired == self.meaning[concept.name]
        return None


_MEANS = r"(?:be|mean|=|stand for|for|:|as|represent|denote|indicate|count as|code|those|someone|somebody)"
_WENT_WELL = (
    r"(?:pay (?:\w+ ){0,2}back|repay|repaid|paid back|good|fine|ok|honour|sound|pay (?:\w+ )?(?:off|in full))"
)
_WENT_BADLY = r"(?:not|bad|default|go wrong|never|charge off|trouble|fail)"


_APPROVE = r" (?:approve|grant|say yes|lend)(?= )"
_TURN_DOWN = r" (?:reject|refuse|decline|turn (?:\w+ ){0,3}down|turn (?:\w+ ){0,3}away|2 (?:be|mean) (?:what|the one))(?= )"


def told(frame: Frame, lines: Iterable[Line]) -> Frame:
    """The frame with what the words say the bare codes of its target mean: "1 means paid back, 2 did not"."""
    if frame.target is None or len(frame.positive) != 1 or not frame.positive[0].strip().isdigit():
        return frame
    code = re.escape(frame.positive[0].strip())
    for line in lines:
        typed = re.sub(r"\s+", " ", line.text)
        for hit in re.finditer(rf"(?<![\w.,%$€£]){code}(?![\w%]|[.,]\d)(?P<words>[^,.;)]{{0,60}})", typed):
            words = re.split(r" (?:<num>|and a|and) ", read_line(hit["words"]).canon)[0] + " "
            if not search(
                rf"^(?: in(?: the)?(?: \w+){{1,3}}?)? (?:{_MEANS}|{_WENT_WELL}|{_WENT_BADLY}) ", words
            ):
                continue
            bad, good = search(rf" {_WENT_BADLY} ", words), search(rf" {_WENT_WELL} ", words)
            if bad or good:
                return replace(frame, meaning={**frame.meaning, "default": bool(bad)})
        if frame.meaning.get("default") and line.has(_APPROVE) and not line.has(_TURN_DOWN):
            return replace(frame, meaning={**frame.meaning, "default": False})
    return frame


def frame_of(
    target: ColumnFacts | None, task: str, positive: tuple[str, ...], spoken: tuple[Concept, ...]
) -> Frame:
    """The frame of a target: its own events by name and labels, else those that the words spoke of."""
    if target is None:
        return Frame(None, task, positive, {})
    meaning: dict[str, bool] = {}
    for record in records_of(target):
        if record.label:
            if positive:
                same = record.label in positive
                meaning.setdefault(record.concept.name, record.happens == same)
        elif positive and is_yes_no(target):
            meaning[record.concept.name] = record.happens == (positive[0].strip().lower() in YES)
        elif positive and positive[0].strip().lower() in NO:
            meaning[record.concept.name] = not record.happens
        else:
            meaning.setdefault(record.concept.name, record.happens)
    if not meaning:
        meaning = {concept.name: True for concept in spoken}
    return Frame(target, task, positive, meaning)
