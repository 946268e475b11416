"""Columns to leave out in words that no pattern of `ignoring` knows: a second reader, by learned weights.

Around each column that is named stand words; each has a weight, by whether it stands in front, behind, right beside, or
in the sentences next to it. Where their sum says that the column is to be left out, and no other reader has a use for
it, it is. The weights are those of a logistic regression, learned by `evals/learning/left_out.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.offline.learned import learned
from assistant.offline.reading import Reading
from assistant.offline.rows.exclusions import NOT
from assistant.offline.rows.exclusions import OUT as LEAVE_OUT
from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

IN, OUT = "in", "out"
WEIGHTS = Path(__file__).parent / "left_out_weights.json"
# What is added in silence: of requests that nothing was learned from, eleven of eleven columns with so much were right.
LEAST_ODDS = 0.75
NAMED = 0.5  # how well words must fit a column to count as its name
REACH = 8  # words on each side
NEXT_TO = 8  # words of the sentences before and behind
_ENDS = frozenset(".!?;")
# "Don't leave the city out" has the words of leaving out, and the sense of keeping.
_KEPT = rf" (?:{NOT}|no need to|without)(?: \w+){{0,2}} {LEAVE_OUT}(?= )"
_GLUE = frozenset(words("<col> , and the or both nor"))


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


def clues(line: Line, mentions: Sequence[Mention], mention: Mention) -> dict[str, float]:
    """The words around a column, by where they stand and how near.

    Args:
        mentions: Every column that is named in the line, this one among them.
    """
    texts, at = _masked(line, mentions, mention)
    start = next((k + 1 for k in range(at - 1, -1, -1) if texts[k] in _ENDS), 0)
    end = next((k for k in range(at, len(texts)) if texts[k] in _ENDS), len(texts))
    front = [text for text in texts[start:at] if text not in _GLUE][-REACH:]
    behind = [text for text in texts[at + 1 : end] if text not in _GLUE][:REACH]
    found: dict[str, float] = {}
    for side, nearest in (("<", front[::-1]), (">", behind)):
        for distance, text in enumerate(nearest):
            key = f"{side} {text}"
            found[key] = max(found.get(key, 0.0), 1 / (1 + 0.15 * distance))
        found |= {f"{side}{distance} {text}": 1.0 for distance, text in enumerate(nearest[:2])}
    found |= {f"<< {one} {two}": 1.0 for one, two in pairwise(front[-6:])}
    found |= {f">> {one} {two}": 1.0 for one, two in pairwise(behind[:7])}
    found |= {f"in {text}": 0.5 for text in texts[start:end]}
    found |= {f"after {text}": 0.3 for text in texts[end + 1 : end + 1 + NEXT_TO]}
    found |= {f"before {text}": 0.2 for text in texts[max(0, start - 1 - NEXT_TO) : max(0, start - 1)]}
    found |= {
        "exact": float(mention.score >= 1),
        "first": float(at < 6),
        "last": float(at > 0.6 * len(texts)),
    }
    return found


def _masked(line: Line, mentions: Sequence[Mention], mention: Mention) -> tuple[list[str], int]:
    """The line with columns behind marks, several in a row behind one, and where this one stands."""
    others = {k for other in mentions for k in range(other.start, other.end)}
    texts: list[str] = []
    at = 0
    for k, item in enumerate(line.items):
        if k == mention.start:
            at = len(texts)
            texts.append("<this>")
        elif not mention.start < k < mention.end:
            text = "<col>" if k in others else item.text
            if text != "<col>" or not texts or texts[-1] != "<col>":
                texts.append(text)
    return texts, at


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
