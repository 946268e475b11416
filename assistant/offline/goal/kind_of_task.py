"""Which messages want a forecast, groups or oddities, by learned weights: for words that no pattern knows.

Weights by `evals/learning/kind_of_task.py`: of single words and pairs, and of what the whole message is about.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Literal

from assistant.offline.context import Context
from assistant.offline.learned import learned
from assistant.offline.meaning import vector
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line

KindOfTask = Literal["forecast", "clustering", "anomaly", "other"]

WEIGHTS = Path(__file__).parent / "kind_of_task_weights.json"
# Of requests that nothing was learned from, none that was taken for one of these by so much was anything else.
LEAST_ODDS = 0.5
ABOUT = 4.0  # how much the meaning of the message counts beside its words; by cross-validation, coarsely


def is_likely(reading: Reading, kind: KindOfTask) -> bool:
    """Whether a first message about a goal likely wants this kind of task."""
    if reading.context.spec.get("target") or reading.context.spec.get("task"):
        return False
    line = reading.line
    shares = line.once("kind of task", lambda: learned(WEIGHTS).shares(clues(line, reading.context)))
    return shares[kind] > LEAST_ODDS


def clues(line: Line, context: Context) -> dict[str, float]:
    """Words, pairs of words, words over a table with moments, and the meaning of the whole."""
    texts = [item.text for item in line.items]
    found = dict.fromkeys(texts, 1.0)
    found |= {f"{one} {two}": 1.0 for one, two in pairwise(texts)}
    if any(column.kind == "datetime" for column in context.columns):
        found |= {f"moments: {text}": 1.0 for text in texts}
    found |= {f"about {k}": ABOUT * float(value) for k, value in enumerate(vector(line.text))}
    return found
