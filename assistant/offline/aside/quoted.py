"""Words in quotation marks: a name of the data, or what somebody else wrote and nobody asks for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.offline.context import ColumnFacts
from assistant.offline.table.columns import pieces_of
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

_MARKS = frozenset(('"', "\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb"))
_SHORTEST = 2  # words; a single one names something
# What an order is written with; a quotation without any of it is a phrase of the writer's own.
_ORDERS = frozenset(
    words(
        """ignore exclude use set drop predict skip target approve start stop system assistant include forget delete remove
        spend send optimise optimize maximise minimise metric budget leave write answer reveal print override"""
    )
)
_TOLD = r" (?:go|goes|say|said|read|type|typed|write|written|wrote|contain|hold|line|text|entry|note|comment|message|call|called|name|named|like|put|enter|find|found|be)(?: (?:in|it|a|an|the|as|of|us|that|:|,|one|row|cell|somebody|someone))*$"
_BEFORE = 6


def quotations(line: Line) -> list[tuple[int, int]]:
    """Where words stand between two quotation marks: first word, and behind the last."""
    marks = [at for at, item in enumerate(line.items) if _is_mark(line, at, item.text)]
    return [(one + 1, two) for one, two in zip(marks[::2], marks[1::2], strict=False) if two - one > 1]


def _is_mark(line: Line, at: int, text: str) -> bool:
    return text in _MARKS or line.words(at, at + 1) in _MARKS


def quoted_orders(line: Line, columns: Sequence[ColumnFacts]) -> list[tuple[int, int]]:
    """Quotations that give orders and are told of: not names of columns or labels, nor the user's own words."""
    names = {_bare(name) for column in columns for name in (column.name, *_short(column))}
    found = []
    for start, end in quotations(line):
        said = {item.text for item in line.items[start:end]}
        told = line.has(_TOLD, start=max(0, start - 1 - _BEFORE), end=start - 1)
        if (
            end - start >= _SHORTEST
            and said & _ORDERS
            and told
            and _bare(line.words(start, end)) not in names
        ):
            found.append((start - 1, min(end + 1, len(line.items))))
    return found


def _short(column: ColumnFacts) -> tuple[str, ...]:
    """Labels that may name rows; notes of a sentence each are told of, not chosen by."""
    return (
        ()
        if column.kind == "text"
        else tuple(t for t in column.labels if not t.rstrip().endswith((".", "!", "?")))
    )


def _bare(text: str) -> str:
    return " ".join(pieces_of(text))
