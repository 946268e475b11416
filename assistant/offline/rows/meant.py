"""Which rows are meant, by what the encoder makes of each condition: a second reader, beside the cues of `filters`.

Words may describe rows without a cue that anybody wrote down ("mobile web is my product"), and a cue may stand beside
a condition that chooses nothing. For each condition of a message the encoder's view of its words and of the whole
message, and what the cues say of it, are weighed: the rows that fulfil it are kept, are dropped, or it is no choice of
rows. Where that is sure and against the cues, it holds. The weights are those of a multinomial logistic regression,
learned by `evals/learning/rows.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.offline.goal.impression import Impression
from assistant.offline.meaning.encoder import Array, log_softmax
from assistant.offline.reading import Reading
from assistant.offline.rows.runs import Run
from assistant.offline.table.conditions import Test, merged, to_sql
from assistant.offline.text.line import Line

WEIGHTS = Path(__file__).parent / "meant_weights.npz"
KEPT, DROPPED, NEITHER = VERDICTS = ("kept", "dropped", "neither")
# In 3,039 requests, by weights from other tables: 71 filters become right and 10 wrong from this share on, 88 and 24
# from 0.7, 47 and 3 from 0.9.
LEAST_SHARE = 0.8
_OPERATORS = ("=", "<>", "<", "<=", ">", ">=", "between", "null", "not null", "during")


@dataclass(frozen=True)
class Condition:
    """A condition that a message holds.

    Attributes:
        span: Where its words stand in the message, in characters.
        effect: What the cues do with its description: "keep", "drop", "none", or empty where there is no cue.
        denied: Whether the words deny it.
        late: Whether it was found when the goal was known.
        verdict: What becomes of the rows that fulfil it, by the cues.
    """

    test: Test
    span: tuple[int, int]
    effect: str
    denied: bool
    late: bool
    verdict: str


def conditions_of(line: Line, run: Run, effect: str, *, late: bool) -> list[Condition]:
    """The conditions of a description, and what the cues say of each."""
    found = []
    for test, said in zip(run.tests, run.denied, strict=True):
        verdict = NEITHER
        if effect in ("keep", "drop"):
            verdict = KEPT if (effect == "keep") != bool(said) else DROPPED
        span = line.typed_span(test.start, test.end)
        found.append(Condition(test, span, effect, bool(said), late, verdict))
    return found


def rows_meant(reading: Reading, noted: Sequence[Condition]) -> list[tuple[str, str]] | None:
    """The parts of the filter with the words of each; None where the cues are not overruled."""
    seen: Impression | None = reading.notes.get("impression")
    if seen is None:
        return None
    conditions = once(noted)
    verdicts = weighed(conditions, shares_of(seen, conditions, reading.said("target")), LEAST_SHARE)
    if verdicts == [condition.verdict for condition in conditions]:
        return None
    for condition, verdict in zip(conditions, verdicts, strict=True):
        if verdict != NEITHER:
            reading.claim_items(reading.line, condition.test.start, condition.test.end)
    return parts_of(reading.line, conditions, verdicts)


def weighed(conditions: Sequence[Condition], shares: Sequence[Array], least: float) -> list[str]:
    """The verdict of each condition: the likeliest where it is as likely as that, else that of the cues."""
    return [
        VERDICTS[int(own.argmax())] if own.max() >= least else condition.verdict
        for condition, own in zip(conditions, shares, strict=True)
    ]


def parts_of(line: Line, conditions: Sequence[Condition], verdicts: Sequence[str]) -> list[tuple[str, str]]:
    """The filter as SQL, and the words that each part was read from."""
    chosen = list(zip((condition.test for condition in conditions), verdicts, strict=True))
    kept = merged([test for test, verdict in chosen if verdict == KEPT])
    parts = [(to_sql(kept, line), "; ".join(line.words(t.start, t.end) for t in kept))] if kept else []
    return parts + [
        (to_sql([test], line, negate=True), line.words(test.start, test.end))
        for test, verdict in chosen
        if verdict == DROPPED
    ]


def once(noted: Sequence[Condition]) -> list[Condition]:
    """Each condition as it was found last, by the cue that it had at any time, in the order of the message."""
    found: dict[tuple[int, int], Condition] = {}
    for condition in noted:
        before = found.get(condition.span)
        if before is None or condition.verdict != NEITHER or before.verdict == NEITHER:
            found[condition.span] = condition
    return [found[span] for span in sorted(found)]


def shares_of(seen: Impression, conditions: Sequence[Condition], target: object) -> list[Array]:
    """How likely each verdict is, in the order of `VERDICTS`; those of the cues for what lies too far back."""
    weights, constants = _weights()
    found = []
    for condition, figures in zip(conditions, figures_of(seen, conditions, target), strict=True):
        if figures is None:
            found.append(np.array([verdict == condition.verdict for verdict in VERDICTS], dtype=np.float32))
        else:
            found.append(np.exp(log_softmax(weights @ figures + constants)))
    return found


def figures_of(seen: Impression, conditions: Sequence[Condition], target: object) -> list[Array | None]:
    """What is known of each condition; None for one that lies too far back to be looked at."""
    meanings = seen.passage.meanings([condition.span for condition in conditions])
    return [
        None if meaning is None else np.concatenate([meaning, seen.passage.front, _told(condition, target)])
        for condition, meaning in zip(conditions, meanings, strict=True)
    ]


def _told(condition: Condition, target: object) -> Array:
    test = condition.test
    known = (
        *(condition.verdict == verdict for verdict in VERDICTS),
        condition.effect == "none",
        condition.denied,
        test.column.name == target,
        test.opposite,
        bool(test.part),
        condition.late,
        len(test.values) > 1,
        *(test.operator == operator for operator in _OPERATORS),
    )
    return np.array(known, dtype=np.float32)


@lru_cache(maxsize=1)
def _weights() -> tuple[Array, Array]:
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return kept["weights"].astype(np.float32), kept["constants"].astype(np.float32)
