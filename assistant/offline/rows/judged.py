"""What is done with rows in words that no cue knows: a second reader, by learned weights.

Around each condition stand words; each has a weight, by whether it stands in front, behind, right beside, or in the
sentences next to it. Where their sum says that such rows are to stay or to go, and no other reader has a use for the
condition, they do. The weights are those of a logistic regression, learned by `evals/learning/rows.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from assistant.offline.learned import learned
from assistant.offline.table.labels import is_yes_no
from assistant.offline.table.test import Test
from assistant.offline.text.line import Line
from assistant.offline.text.wordlists import words

KEEP, DROP, NONE = "keep", "drop", "none"
WEIGHTS = Path(__file__).parent / "judged_weights.json"
LEAST_ODDS = 0.65
SURE_ODDS = 0.85  # of a label to keep, which may be what is to be predicted
REACH = 12  # words on each side
NEXT_TO = 9  # words of the sentences before and behind
_ENDS = frozenset(".!?;")
_GLUE = frozenset(words(", the a an of"))


def judge(
    line: Line, tests: Sequence[Test], test: Test, denied: str, target: str | None, cue: str
) -> dict[str, float]:
    """How likely rows with a condition are to stay, to go, or neither."""
    return learned(WEIGHTS).shares(clues(line, tests, test, denied, target, cue))


def clues(
    line: Line, tests: Sequence[Test], test: Test, denied: str, target: str | None, cue: str
) -> dict[str, float]:
    """The words around a condition, by where they stand and how near.

    Args:
        tests: Every condition of the line, this one among them.
        denied: The "no" or "not" that stands in front of it.
        target: The column that is to be predicted.
        cue: What the cue that governs it does and where it stands; empty where there is none.
    """
    texts, at = _masked(line, tests, test)
    start = next((k + 1 for k in range(at - 1, -1, -1) if texts[k] in _ENDS), 0)
    end = next((k for k in range(at + 1, len(texts)) if texts[k] in _ENDS), len(texts))
    closed = texts[end] if end < len(texts) else "."
    front = [text for text in texts[start:at] if text not in _GLUE][-REACH:]
    behind = [text for text in texts[at + 1 : end] if text not in _GLUE][:REACH]
    found: dict[str, float] = {}
    for side, nearest in (("<", front[::-1]), (">", behind)):
        for distance, text in enumerate(nearest):
            key = f"{side} {text}"
            found[key] = max(found.get(key, 0.0), 1 / (1 + 0.12 * distance))
        found |= {f"{side}{distance} {text}": 1.0 for distance, text in enumerate(nearest[:2])}
    found |= {f"<< {one} {two}": 1.0 for one, two in pairwise(front[-7:])}
    found |= {f">> {one} {two}": 1.0 for one, two in pairwise(behind[:8])}
    found |= {f"in {text}": 0.5 for text in texts[start:end]}
    found |= {f"after {text}": 0.4 for text in texts[end + 1 : end + 1 + NEXT_TO]}
    found |= {f"before {text}": 0.3 for text in texts[max(0, start - 1 - NEXT_TO) : max(0, start - 1)]}
    kind = "count" if test.operator not in ("=", "<>") else "flag" if is_yes_no(test.column) else "label"
    found |= {
        f"is {kind}": 1.0,
        "is target": float(test.column.name == target),
        "is first": float(start == 0),
        "is last": float(end + 1 >= len(texts)),
        "opens": float(at - start <= 1),
        f"closed by {closed}": 0.5,
        f"denied {denied}": float(bool(denied)),
        "denied": float(bool(denied)),
        "not denied": float(not denied),
        f"cue {cue}": 1.5,
    }
    return found


def _masked(line: Line, tests: Sequence[Test], test: Test) -> tuple[list[str], int]:
    """The line with conditions behind marks, and where this one stands."""
    others = {k for other in tests if other is not test for k in range(other.start, other.end)}
    texts: list[str] = []
    at = 0
    for k, item in enumerate(line.items):
        if k == test.start:
            at = len(texts)
            texts.append("<this>")
        elif not test.start < k < test.end:
            text = "<row>" if k in others else item.text
            if text != "<row>" or not texts or texts[-1] != "<row>":
                texts.append(text)
    return texts, at
