"""The words around a column that is named, as clues to what it is named for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.offline.table.columns import Mention
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

NAMED = 0.5  # how well words must fit a column to count as its name; chosen, not measured
REACH = 8  # words on each side
NEXT_TO = 8  # words of the sentences before and behind
_ENDS = frozenset(".!?;")
_GLUE = frozenset(words("<col> , and the or both nor"))


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
