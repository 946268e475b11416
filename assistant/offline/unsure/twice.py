"""A figure that one message gives twice, differently: each sentence is read once more as if it came afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.offline.merge import CORRECTS
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity

# Fields of one figure each, which a later sentence would replace. Amounts of money have a reader of their own.
_FIGURES = re.compile(
    r"budget\.\w+|limits\.(?:model_mb|predict_ms)|validation\.(?:folds|test_fraction)|clusters\.(?:count|min|max)"
    r"|forecast\.horizon|metric\.(?:at_least|at_most|k|fraction|absolute|relative)|fairness\.at_(?:most|least)|baseline\.score"
)
_MOST_SENTENCES = 8  # a longer message is a story, and each sentence takes as long as the whole


def ask_what_was_said_twice(
    reading: Reading, read_all: Callable[[Reading], None], known: dict[str, Any]
) -> None:
    """Ask about figures that two sentences give differently and none of them corrects.

    Args:
        reading: The message, read.
        read_all: All readers, one after the other.
        known: The specification with what was found in the message.
    """
    held = {f.path: f.value for f in reading.findings if _FIGURES.fullmatch(f.path)}
    stretches = [(a, b) for a, b in reading.line.sentences() if _has_figure(reading.line, a, b)]
    if not held or not 1 < len(stretches) <= _MOST_SENTENCES or reading.line.has(CORRECTS):
        return
    for start, end in stretches:
        alone = Line(reading.line.text, reading.line.tokens, reading.line.items[start:end])
        context = replace(reading.context, spec=known, questions=(), history=(), recent=())
        again = Reading(context=context, line=alone, notes={"recalled": {}})
        read_all(again)
        for finding in again.findings:
            if not _of_the_same(again, finding.path, known) or not _speaks_of(again.line, finding.path):
                continue
            before = held.get(finding.path)
            if before is not None and finding.value is not None and finding.value != before:
                reading.ask(
                    finding.path,
                    f"You said both {before} and {finding.value} for {finding.path}. Which one holds?",
                    (str(before), str(finding.value)),
                )


def _has_figure(line: Line, start: int, end: int) -> bool:
    return any(isinstance(item.payload, Quantity) for item in line.items[start:end])


def _of_the_same(again: Reading, path: str, known: dict[str, Any]) -> bool:
    """Whether a bound is that of the measure that was bounded before."""
    if path not in ("metric.at_least", "metric.at_most"):
        return True
    return bool(again.said("metric.subject_to") == known.get("metric", {}).get("subject_to"))


# A sentence about money may hold a number that, by itself, would be taken for that of groups.
_SPOKEN_OF = {
    "clusters": r" (?:group|cluster|segment|type|kind|bucket|pile|sort|camp|tribe|class|set)s?(?= )"
}


def _speaks_of(line: Line, path: str) -> bool:
    pattern = _SPOKEN_OF.get(path.partition(".")[0])
    return pattern is None or line.has(pattern)
