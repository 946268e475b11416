"""Which model is named the best, which the simplest as good, and why; on out-of-fold predictions only.

Candidates are compared by a proper score, or by the standard score that the user named. An ensemble is preferred where
it gains on rows that neither its weights nor the best single model were picked on. Where the metric is worth money,
another candidate is preferred only if it earns more beyond the luck of the rows and of comparing many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automl.metrics import Predictions, Rule
from automl.metrics.words import amount_words, figure_words, spread_words
from automl.search.contender import Contender
from automl.search.honest import score_difference
from automl.search.jobs import Workspace
from automl.search.result import Choice, LeaderboardRow, Measured, Member
from automl.spec.labels import score_label

# Contenders whose decisions are worked out in full; the others cannot be chosen any more.
N_JUDGED = 12  # chosen, not measured


# Standard errors by which a mix may be worse on the folds than a single model and still be kept. At none, the luck of
# a small table gave a good one up (campaign response 0.929 to 0.903); at two, one that a single house spoils was kept.
BEYOND_LUCK = 0.5


@dataclass(frozen=True)
class Judged:
    """A contender with its decisions and what they are worth, out of fold.

    Attributes
    ----------
    metric : float or None
        The user's metric.
    gain : ndarray or None
        Money of each compared row over doing nothing.
    why_not : str
        The bound that it does not keep to; empty where it may be chosen.
    """

    contender: Contender
    predictions: Predictions
    rule: Rule
    metric: float | None
    gain: NDArray[np.float64] | None
    why_not: str = ""

    @property
    def allowed(self) -> bool:
        """Whether it keeps to all bounds."""
        return not self.why_not


def choose(space: Workspace, judged: Sequence[Judged], *, seed: int) -> tuple[Judged, str]:
    """The model to deliver, and the reason with its figures.

    The best by learning score among those allowed; with money, one that earns significantly more.
    """
    allowed = [j for j in judged if j.allowed] or list(judged)
    best, reason = _best(space, allowed, n_compared=len(judged))
    if best.gain is None:
        return best, _also_not_allowed(judged, best, reason)
    # Where many are compared, one earns more by luck: each comparison gets its part of the one chance in twenty.
    level = 1 - 0.05 / max(len(allowed) - 1, 1)
    for other in allowed:
        low, _ = _difference(other, best, seed=seed, level=level) if other is not best else (None, None)
        if other.gain is not None and low is not None and low > 0:
            best = other
            reason = (
                f"It earns {_per_row(space, float(other.gain.mean()))} over doing nothing, more than any model "
                f"with a better {score_label(space.objective.learning_name)}, beyond the luck of the rows and of "
                "having been compared with so many."
            )
    return best, _also_not_allowed(judged, best, reason)


def _best(space: Workspace, allowed: Sequence[Judged], *, n_compared: int) -> tuple[Judged, str]:
    """The best by learning score; an ensemble, where what is mixed and what is single were picked fairly.

    Weights that were chosen on the same rows always look better than a single model, and the best of many singles
    better than it is. So both are picked on all folds but one and judged on that one (`Contender.gain`). Mixes err less
    on new rows as a rule, so one is given up only if it is worse by more than a part of the luck of the folds.
    """
    mix = next((j for j in allowed if j.contender.gain is not None), None)
    best = allowed[0]
    if mix is not None:
        kept = (mix.contender.gain or 0.0) > -BEYOND_LUCK * mix.contender.gain_error
        best = mix if kept else next((j for j in allowed if j is not mix), mix)
    score = score_label(space.objective.learning_name)
    spread = f" ± {spread_words(best.contender.std)} over the folds" if best.contender.std else ""
    found = f"{figure_words(best.contender.score)}{spread}"
    alone = f"No other model was compared; its {score} is {found}."
    reason = (
        alone if n_compared == 1 else f"It has the best {score} of {n_compared} models compared, {found}."
    )
    if mix is None:
        return best, reason
    by = spread_words(abs(mix.contender.gain or 0.0))
    if best is not mix:
        return (
            best,
            f"{reason} An ensemble, picked on other folds than it was judged on, was no better ({by} worse).",
        )
    if best is not allowed[0]:
        reason = f"Its {score} is {found}, that of the best of {n_compared} models compared."
    how = "better than a single model"
    if (mix.contender.gain or 0.0) <= 0:
        how = "worse than a single model, which is within the luck of the folds"
    return best, f"{reason} Each picked on other folds than it was judged on, it is {by} {how}."


def simplest_as_good(
    space: Workspace, judged: Sequence[Judged], best: Judged, *, seed: int
) -> tuple[Judged, str]:
    """The simplest model that cannot be told from the best on the rows there are, and what it costs."""
    simpler = [j for j in judged if j.allowed and j.contender.simplicity < best.contender.simplicity]
    # The best of each family, the simplest family first; `judged` has the best first.
    firsts = {j.contender.family: j for j in reversed(simpler)}
    for other in sorted(firsts.values(), key=lambda j: j.contender.simplicity):
        _, high = _compared(space, other, best, seed=seed)
        if high >= 0:
            return other, _as_good(space, other, best)
    return best, "No simpler model is within the noise of the best."


def _as_good(space: Workspace, other: Judged, best: Judged) -> str:
    """What simplicity costs, in what the two were compared by: money where there is any, else the score."""
    if other.gain is not None and best.gain is not None:
        lost = _per_row(space, abs(float(best.gain.mean() - other.gain.mean())))
        found = f"It earns {_per_row(space, float(other.gain.mean()))} over doing nothing, which"
        compared = f"{_per_row(space, float(best.gain.mean()))}; difference {lost}"
    else:
        here, there = other.contender.score, best.contender.score
        found = f"Its {score_label(space.objective.learning_name)} of {figure_words(here)}"
        compared = f"{figure_words(there)}; difference {spread_words(abs(there - here))}"
    return f"{found} is within the noise of the best ({compared}), and it is simpler."


def _per_row(space: Workspace, gain: float) -> str:
    """A mean gain in the currency of the metric."""
    return f"{amount_words(gain, space.objective.currency)} a row"


def leaderboard(
    contenders: Sequence[Contender], judged: Sequence[Judged], *, seed: int
) -> tuple[LeaderboardRow, ...]:
    """All contenders, the best first by the score they were compared by."""
    known = {j.contender.name: j for j in judged}
    rows = []
    for rank, contender in enumerate(contenders, start=1):
        found = known.get(contender.name)
        value = None if found is None or found.gain is None else float(np.mean(found.gain))
        low, high = (
            (None, None) if found is None or found.gain is None else mean_interval(found.gain, seed=seed)
        )
        rows.append(
            LeaderboardRow(
                rank=rank,
                model=contender.name,
                family=contender.family,
                score=contender.score,
                std=contender.std,
                fit_seconds=round(contender.fit_seconds, 4),
                predict_ms=round(contender.predict_ms, 4),
                size_mb=round(contender.size_mb, 6),
                value=value,
                value_low=low,
                value_high=high,
                metric_value=None if found is None else found.metric,
                params=contender.params,
                trial=contender.trial,
                allowed=found is None or found.allowed,
                why_not=None if found is None or found.allowed else found.why_not,
            )
        )
    return tuple(rows)


def as_choice(judged: Judged, reason: str) -> Choice:
    """The record of a named model."""
    contender = judged.contender
    members = tuple(
        Member(model=t.candidate.name, family=t.candidate.family, weight=w) for t, w in contender.members
    )
    return Choice(
        model=contender.name,
        family=contender.family,
        label=contender.label,
        reason=reason,
        members=members if len(members) > 1 else (),
        params=contender.params,
        score=Measured(value=contender.score),
        predict_ms=round(contender.predict_ms, 4),
        size_mb=round(contender.size_mb, 6),
    )


def mean_interval(
    values: NDArray[np.float64], *, seed: int, level: float = 0.95
) -> tuple[float | None, float | None]:
    """Bootstrap interval of a mean; None where there are too few rows."""
    from automl.metrics.intervals import bootstrap_mean

    return bootstrap_mean(values, seed=seed, level=level)


def _difference(a: Judged, b: Judged, *, seed: int, level: float = 0.95) -> tuple[float | None, float | None]:
    """Interval of the money that `a` earns over `b`, on the same rows."""
    if a.gain is None or b.gain is None:
        return None, None
    return mean_interval(a.gain - b.gain, seed=seed, level=level)


def _compared(space: Workspace, a: Judged, b: Judged, *, seed: int) -> tuple[float, float]:
    """Interval of how much better `a` is than `b`: by what it earns where there is money, else by the score."""
    low, high = _difference(a, b, seed=seed)
    if low is not None and high is not None:
        return low, high
    return score_difference(space, a.contender, b.contender, seed=seed)


def _also_not_allowed(judged: Sequence[Judged], best: Judged, reason: str) -> str:
    if not best.allowed:
        return f"No model keeps to every bound; this one comes first among them. {best.why_not}"
    better = [j for j in judged[: judged.index(best)] if not j.allowed]
    if better:
        reason += f" {better[0].contender.name} scores better but is not allowed: {better[0].why_not}"
    return reason
