"""What a kind of derived columns brought, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from automl.metrics.words import figure_words
from automl.search.result import DerivedColumns, RunResult
from automl.search.treated_words import difference_words
from automl.search.words import DERIVED_LABELS
from automl.spec.labels import score_label
from automl.spec.names import listed
from automl.spec.wording import figure

#: Kinds of which many are looked at and only some are made.
_LOOKED_AT: Final = ("ratios", "groups")
N_TOLD: Final = 3
LEAST_S: Final = 0.05  # seconds that are worth a word

NONE = (
    "No column was made of others: the table holds no dates, no texts, no labels that need means, and pairs of numbers "
    "were not looked at."
)


def derived_sentence(found: DerivedColumns, *, score_name: str) -> str:
    """How many were proposed and kept, and what they gained and cost, or why that was not measured."""
    return " ".join(part for part in (_counts(found), *_gain(found, score_name), _cost(found)) if part)


def derived_words(result: RunResult) -> list[str]:
    """The sentence of each kind."""
    return [found.sentence for found in result.derived] or [NONE]


def _counts(found: DerivedColumns) -> str:
    name = DERIVED_LABELS[found.kind]
    opening = f"{name[0].upper()}{name[1:]}"
    if not found.n_proposed:
        return f"{opening}: the delivered model has none."
    verb = "looked at" if found.kind in _LOOKED_AT else "made"
    kept = f"{found.n_kept:,} in the delivered model" if found.n_kept else "none in the delivered model"
    if not found.names:
        return f"{opening}: {found.n_proposed:,} {verb}, {kept}."
    such = "" if found.n_kept <= N_TOLD else "such as "
    return f"{opening}: {found.n_proposed:,} {verb}, {kept} ({such}{listed(found.names[:N_TOLD])})."


def _gain(found: DerivedColumns, score_name: str) -> Iterator[str]:
    gain = found.gain
    if gain is None or found.score_with is None or found.score_without is None:
        yield f"What they gain was not measured. {found.why_not}"
        return
    if gain.low == gain.value == gain.high == 0.0:
        yield f"On no fold they told {found.label} anything new: with and without them it predicts the same."
        return
    if found.kind in found.together[1:]:
        yield f"What they gain was measured together with {DERIVED_LABELS[found.together[0]]}."
        return
    others = [DERIVED_LABELS[kind] for kind in found.together if kind != found.kind]
    beside = f", together with {listed(others, quote=False)}" if others else ""
    having, lacking = figure_words(found.score_with), figure_words(found.score_without)
    yield (
        f"{_verdict(found)}{beside}: with {found.label}, {score_label(score_name)} {having} with them against "
        f"{lacking} without on the same folds, {difference_words(gain)}."
    )


def _verdict(found: DerivedColumns) -> str:
    gain = found.gain
    if gain is None or gain.low is None or gain.high is None:
        return "Whether they helped cannot be told"
    if gain.low > 0:
        return "They helped"
    return "They did harm" if gain.high < 0 else "They made no difference beyond the luck of the rows"


def _cost(found: DerivedColumns) -> str:
    if found.seconds is None or found.kind in found.together[1:]:
        return ""
    if abs(found.seconds) < LEAST_S:
        return "They cost next to no time."
    more = "longer" if found.seconds > 0 else "less"
    return f"The fits of all folds took {figure(abs(round(found.seconds, 1)))} s {more} with them."
