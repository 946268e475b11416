"""What is predicted, in the words of the conversation: which events are "positive", which are their opposite."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.offline.concepts import CONCEPTS, Concept
from assistant.offline.context import ColumnFacts
from assistant.offline.events import Event, records_of
from assistant.offline.labels import NO, YES, LabelMention, is_yes_no


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
