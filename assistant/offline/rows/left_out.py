"""Columns to leave out in words that no pattern of `ignoring` knows: a second reader, by learned weights.

Around each column that is named stand words; each has a weight, by whether it stands in front, behind, right beside, or
in the sentences next to it. Where their sum says that the column is to be left out, and no other reader has a use for
it, it is. The weights are those of a logistic regression, learned by `evals/learning/left_out.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.offline.learned import learned
from assistant.offline.reading import Reading
from assistant.offline.rows.exclusions import NOT
from assistant.offline.rows.exclusions import OUT as LEAVE_OUT
from assistant.offline.table.around import NAMED, clues
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Line

IN, OUT = "in", "out"
WEIGHTS = Path(__file__).parent / "left_out_weights.json"
# What is added in silence: of requests that nothing was learned from, eleven of eleven columns with so much were right.
LEAST_ODDS = 0.75
# "Don't leave the city out" has the words of leaving out, and the sense of keeping.
_KEPT = rf" (?:{NOT}|no need to|without)(?: \w+){{0,2}} {LEAVE_OUT}(?= )"


def read_left_out(reading: Reading) -> None:
    """Add columns to those that are left out."""
    if "only_columns" in reading.notes or any(doubt.field == "ignore_columns" for doubt in reading.doubts):
        return
    before = list(reading.said("ignore_columns") or ())
    given_back = set(reading.context.spec.get("ignore_columns", ())) - set(before)
    mentions = reading.columns.mentions(reading.line, least=NAMED)
    found: dict[str, str] = {}
    for mention in mentions:
        name = mention.column.name
        if len(mention.tied) > 1 or name in before or name in given_back or _is_used(reading, mention):
            continue
        start, end = _sentence(reading.line, mention)
        if reading.line.has(_KEPT, start=start, end=end):
            continue
        if learned(WEIGHTS).shares(clues(reading.line, mentions, mention))[OUT] > LEAST_ODDS:
            found.setdefault(name, reading.line.words(start, end).strip(" ,.;:"))
    if found:
        quote = "; ".join(dict.fromkeys(found.values()))
        reading.set("ignore_columns", [*before, *found], quote)


def _is_used(reading: Reading, mention: Mention) -> bool:
    """Whether another reader has made use of these words, or of the column."""
    items = reading.line.items[mention.start : mention.end]
    if any(k in reading.claimed for item in items for k in range(item.start, item.end)):
        return True
    name = mention.column.name
    if name in (reading.said("target"), reading.context.spec.get("target")):
        return True
    named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    values = (finding.value for finding in reading.findings if finding.path != "ignore_columns")
    paths = (finding.path for finding in reading.findings)
    return any(named.search(text) for text in (*paths, *_texts(list(values))))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _sentence(line: Line, mention: Mention) -> tuple[int, int]:
    return next((a, b) for a, b in line.sentences() if a <= mention.start < b)
