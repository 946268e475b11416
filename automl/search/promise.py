"""What was expected of a proposed region, and what a run that tried it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from automl.metrics.words import spread_words
from automl.search.gains import gain_words
from automl.search.result import Measured, PromiseKept, Region
from automl.search.trial import Trial
from automl.spec.document import Promise
from automl.spec.model import HyperRange


def kept(
    promise: Promise, trials: Sequence[Trial], *, ground: Mapping[str, object], greater_is_better: bool
) -> PromiseKept:
    """Hold a promise against the trials of the run that was made to try it.

    Parameters
    ----------
    ground : mapping
        What scores of this run rest on, as in `Promise.ground`; with other rows or another score nothing is compared.
    """
    sign = 1.0 if greater_is_better else -1.0
    inside = [t.score for t in trials if t.ok and t.candidate.family == promise.family and _holds(promise, t)]
    comparable = dict(promise.ground) == dict(ground) and bool(inside)
    found = max(sign * (score - promise.best_before) for score in inside) if comparable else None
    expected = Measured(value=promise.gain, low=promise.low, high=promise.high, level=promise.level)
    came_true = None if found is None else found >= promise.low and found > 0.0
    return PromiseKept(
        run_of=promise.run,
        region=Region(
            family=promise.family,
            settings={n: b.model_dump(mode="json", exclude_none=True) for n, b in promise.settings.items()},
            words=promise.words,
        ),
        expected=expected,
        more=promise.more,
        best_before=promise.best_before,
        trials_inside=len(inside),
        found=found,
        came_true=came_true,
        sentence=_sentence(promise, expected, found, len(inside), came_true=came_true),
    )


def _holds(promise: Promise, trial: Trial) -> bool:
    return all(_within(bound, trial.candidate.params.get(name)) for name, bound in promise.settings.items())


def _within(bound: HyperRange, value: object) -> bool:
    if bound.choices is not None:
        return value in bound.choices
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return (bound.min is None or value >= bound.min) and (bound.max is None or value <= bound.max)


def _sentence(
    promise: Promise, expected: Measured, found: float | None, n_inside: int, *, came_true: bool | None
) -> str:
    said = f"Of {promise.words}, {gain_words(expected)} was expected from {promise.more} models."
    if n_inside == 0:
        return f"{said} No model there was fitted to the end, so nothing can be said of it."
    if found is None:
        return f"{said} Rows or score are others now, so what was found cannot be compared."
    models = "1 model" if n_inside == 1 else f"{n_inside:,} models"
    if found <= 0:
        return f"{said} It did not come true: the best of {models} there stays {spread_words(-found)} behind."
    how = "It came true" if came_true else "It came true in part"
    return f"{said} {how}: the best of {models} there is {spread_words(found)} better than the best before."
