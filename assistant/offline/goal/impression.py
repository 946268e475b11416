"""What the encoder makes of a message that may say what is to be predicted, with a few columns beside it.

The columns that other clues find likeliest stand behind the message, with their labels; heads of the encoder say which
of them is meant, which labels are looked for and what kind of task it is. It has a say beside the rules and never the
only one; `evals/learning/encoder.py` teaches it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from assistant.offline.context import ColumnFacts
from assistant.offline.meaning.encoder import Encoder, Passage, Span, encoder, log_softmax
from assistant.offline.reading import Reading
from assistant.offline.table.columns import pieces_of

N_COLUMNS = 6  # likeliest columns that are told to the encoder; one in a hundred targets is not among them
N_LABELS = 6  # most frequent labels of each
MOST_LETTERS = 24  # of a label
FEW_VALUES = 12  # of a number, up to which its values are told like labels


@dataclass(frozen=True)
class Described:
    """Columns in one text, and where the name of each and its labels stand in it."""

    text: str
    columns: list[Span]
    labels: list[list[Span]]


@dataclass(frozen=True)
class Impression:
    """What the whole message says of the goal.

    Attributes:
        columns: Share of each column that was told to the encoder, by name; what is left to 1 is that none is meant.
        labels: Logarithms of the odds that a label is looked for, by column and label.
        tasks: Share of each kind of task; the empty one is that no task is clear.
        passage: What the message means, stretch by stretch, for other readers.
    """

    columns: Mapping[str, float]
    labels: Mapping[str, Mapping[str, float]]
    tasks: Mapping[str, float]
    passage: Passage

    def looked_for(self, column: str) -> tuple[str, float] | None:
        """The label of a column that is looked for if any is, and how much higher its log-odds are than the next."""
        ranked = sorted(self.labels.get(column, {}).items(), key=lambda pair: -pair[1])
        return (ranked[0][0], ranked[0][1] - ranked[1][1]) if len(ranked) > 1 else None


def impression(reading: Reading, likely: Sequence[ColumnFacts]) -> Impression:
    """What the encoder makes of a message, with these columns beside it.

    Args:
        likely: In the order of the table.
    """
    found = reading.line.once(
        ("impression", *(column.name for column in likely)),
        lambda: impression_of(encoder(), reading.line.text, likely),
    )
    reading.notes["impression"] = found
    return found


def impression_of(model: Encoder, text: str, likely: Sequence[ColumnFacts]) -> Impression:
    """The same of a text."""
    beside = described(likely)
    passage = model.passage(text, beside.text)
    # A column that lies behind the last piece that is looked at is not told, and neither are its labels.
    at = [
        (c, s)
        for c, s in zip(likely, passage.at("column", beside.columns, beside=True), strict=True)
        if s is not None
    ]
    shares = log_softmax(np.concatenate([passage.whole("no column"), *(sums for _, sums in at)]))
    labels = {
        column.name: {
            label: float(sums[0])
            for label, sums in zip(column.labels, passage.at("label", spans, beside=True), strict=False)
            if sums is not None
        }
        for column, spans in zip(likely, beside.labels, strict=True)
    }
    tasks = zip(model.answers["task"], log_softmax(passage.whole("task")), strict=True)
    return Impression(
        columns={column.name: exp(share) for (column, _), share in zip(at, shares[1:], strict=True)},
        labels=labels,
        tasks={name: exp(share) for name, share in tasks},
        passage=passage,
    )


def described(columns: Sequence[ColumnFacts]) -> Described:
    """Columns as they are told to the encoder: "contract (monthly / yearly) ; tenure (number) ; "."""
    text = ""
    names: list[Span] = []
    labels: list[list[Span]] = []
    for column in columns:
        said = " ".join(pieces_of(column.name)) or column.name
        names.append((len(text), len(text) + len(said)))
        text += f"{said} ("
        own: list[Span] = []
        if column.kind in ("datetime", "text") or (
            column.kind == "number" and column.n_distinct > FEW_VALUES
        ):
            text += {"datetime": "date"}.get(column.kind, column.kind)
        else:
            for label in column.labels[:N_LABELS]:
                shown = label.strip()[:MOST_LETTERS]
                text += " / " if own else ""
                own.append((len(text), len(text) + len(shown)))
                text += shown or "empty"
        text += ") ; "
        labels.append(own)
    return Described(text, names, labels)
