"""What the folds alone promise of the model handed over, in the record and in words."""

from __future__ import annotations

from collections.abc import Sequence

from automl.choice import Conclusion
from automl.metrics.words import figure_words, spread_words
from automl.prepare import Prepared
from automl.search.choose import Judged
from automl.search.honest import Expected, expected_score
from automl.search.result import Measured, OutOfFold
from automl.spec.labels import score_label

# Folds that differ by more are called unstable: with luck of rows alone fewer than one run in a thousand does.
UNSTABLE_CHANCE = 0.001


def promise_of(
    prepared: Prepared, conclusion: Conclusion, delivered: Judged, *, refused: Sequence[str], seed: int
) -> OutOfFold:
    """The score to be expected on new rows, and whether the folds agree on it."""
    barred = {judged.contender.name for judged in conclusion.judged if not judged.allowed} | set(refused)
    # Without a choice there is no luck of having chosen.
    choices = conclusion.contenders if conclusion.anew else [delivered.contender]
    among = [c for c in choices if c is delivered.contender or c.name not in barred]
    found = expected_score(prepared.space, among, delivered.contender, seed=seed)
    return OutOfFold(
        score=Measured(value=found.score.value, low=found.score.low, high=found.score.high),
        flattered=found.flattered,
        compared=len(among),
        stable=_is_stable(found),
        sentence=_sentence(prepared, found, len(among)),
    )


def unstable_warning(prepared: Prepared, found: OutOfFold, fold_scores: Sequence[float]) -> str:
    """What to say of a model whose folds differ more than their rows explain; empty of another one."""
    if found.stable:
        return ""
    score = score_label(prepared.space.objective.learning_name)
    return (
        f"The model is unstable: its {score} goes from {figure_words(min(fold_scores))} to "
        f"{figure_words(max(fold_scores))} over the folds, more than the luck of their rows explains. What it learns "
        "depends on which rows it learns from; more rows, or a simpler model, would settle it."
    )


def _is_stable(found: Expected) -> bool:
    from scipy.special import chdtri

    n_folds = len(found.fold_scores)
    if n_folds < 2 or not found.row_variance > 0:
        return True
    most = float(chdtri(n_folds - 1, UNSTABLE_CHANCE)) / (n_folds - 1)
    return found.excess / found.row_variance + 1 <= most


def _sentence(prepared: Prepared, found: Expected, n_compared: int) -> str:
    score, interval = score_label(prepared.space.objective.learning_name), found.score
    between = (
        f" ({figure_words(interval.low)} to {figure_words(interval.high)})"
        if interval.low is not None and interval.high is not None
        else ""
    )
    said = f"By the folds alone, a {score} of {figure_words(interval.value)}{between} is to be expected on new rows"
    if not found.flattered > 0:
        return f"{said}."
    models = "the only model" if n_compared == 1 else f"the best of {n_compared:,} models"
    return (
        f"{said}: the score that it was chosen by is {spread_words(found.flattered)} better, as {models} on "
        "some rows is so partly by luck."
    )
