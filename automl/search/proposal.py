"""Where to look next: the most promising region among those that were hardly explored, and what it may bring.

A region is a family and a part of the range of one or two of its settings. Its worth is the expected improvement over
the best single model so far, by a surrogate of all trials (`automl.search.surrogate`); it counts as hardly explored
where the family's trials went there at most half as often as chance would have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from automl.search.axes import Axis, Span, codes
from automl.search.gains import gain_words, noticeable
from automl.search.result import Measured, Proposal, Region
from automl.search.surrogate import Posterior, deviations, draws, learn
from automl.search.trial import Trial
from automl.search.words import region_words

Array = NDArray[np.float64]

# Trials that the gain is expected of: a search of one family finds most of what it will in about as many;
# chosen, not measured.
MORE = 10
LEAST_TRIALS = 8  # chosen, not measured
LEVEL = 0.8
_POINTS = 256  # configurations of a family that are looked at; chosen, not measured
_LEAST_POINTS = 8  # of them inside a region; fewer say nothing of its mean; chosen, not measured
_DRAWS = 500  # chosen, not measured
_HARDLY = 0.5  # of the trials that chance would have put there; chosen, not measured
_WIDEST = 2  # neighbouring stretches of a setting


_Side = tuple[Axis, tuple[Span, ...]]


@dataclass(frozen=True)
class _Place:
    """A region that was looked at, with the points of it."""

    family: str
    sides: tuple[_Side, ...]
    inside: NDArray[np.bool_]
    improvement: float
    trials_inside: int

    @property
    def share(self) -> float:
        """Share of the family's settings."""
        return float(self.inside.mean())


def propose(
    trials: Sequence[Trial],
    axes: Mapping[str, Sequence[Axis]],
    *,
    greater_is_better: bool,
    workers: int,
    seed: int,
) -> Proposal | None:
    """The region to try next.

    Parameters
    ----------
    trials : sequence of Trial
        All that have ended.
    axes : mapping
        Family → its settings that are searched.
    workers : int
        Processes that fit at the same time.
    seed : int
        Decides which configurations are looked at.

    Returns
    -------
    Proposal or None
        None where too little is known, or nothing is left that is hardly explored.
    """
    sign = 1.0 if greater_is_better else -1.0
    known = {name: [t for t in trials if t.ok and t.candidate.family == name] for name in axes}
    known = {name: of_it for name, of_it in known.items() if of_it and axes[name]}
    scores = {name: np.array([sign * t.score for t in of_it]) for name, of_it in known.items()}
    if sum(map(len, known.values())) < LEAST_TRIALS:
        return None
    best = max(float(of_it.max()) for of_it in scores.values())
    learned = learn(
        {n: codes(axes[n], [t.candidate.params for t in of_it]) for n, of_it in known.items()}, scores
    )
    rng = np.random.default_rng(seed)
    settings = {name: _some(axes[name], rng) for name in learned}
    found = (
        _most_promising(name, axes[name], settings[name], posterior, trials, best)
        for name, posterior in learned.items()
    )
    places = [place for place in found if place is not None]
    if not places:
        return None
    place = max(places, key=lambda one: one.improvement)
    inside = [one for one, is_in in zip(settings[place.family], place.inside, strict=True) if is_in]
    gain = _gain(learned[place.family], codes(axes[place.family], inside), best, rng)
    fitted = [trial.fit_seconds for trial in known[place.family]]
    return _told(place, gain, best, trials, sign, seconds=MORE * float(np.median(fitted)) / workers)


def _some(axes: Sequence[Axis], rng: np.random.Generator) -> list[dict[str, Any]]:
    """Configurations spread over the space."""
    return [
        {axis.name: axis.draw(share) for axis, share in zip(axes, row, strict=True)}
        for row in rng.random((_POINTS, len(axes)))
    ]


def _most_promising(
    name: str,
    axes: Sequence[Axis],
    settings: Sequence[dict[str, Any]],
    posterior: Posterior,
    trials: Sequence[Trial],
    best: float,
) -> _Place | None:
    """Of the regions of a family that were hardly explored, the one of most improvement on average."""
    mean, deviation = deviations(posterior, codes(axes, settings))
    ahead = (mean - best) / deviation
    improvement = deviation * (ahead * norm.cdf(ahead) + norm.pdf(ahead))
    tried = [t.candidate.params for t in trials if t.candidate.family == name and t.folds]
    sides = [(axis, run) for axis in axes for run in _runs(axis)]
    here, there = _held(sides, settings), _held(sides, tried)
    # Of each pair of sides, a side with itself included: points inside, their improvement, and trials inside.
    n_here, summed, n_there = here @ here.T, (here * improvement) @ here.T, there @ there.T
    hardly = (n_here >= _LEAST_POINTS) & (n_there <= _HARDLY * len(tried) * n_here / _POINTS)
    of_axis = np.array([axes.index(axis) for axis, _ in sides])
    possible = (of_axis[:, None] != of_axis[None, :]) | np.eye(len(sides), dtype=bool)
    mean_of = np.where(hardly & possible, summed / np.maximum(n_here, 1.0), -np.inf)
    if not sides or not np.isfinite(mean_of.max()):
        return None
    i, j = np.unravel_index(int(mean_of.argmax()), mean_of.shape)
    region = (sides[i],) if i == j else (sides[min(i, j)], sides[max(i, j)])
    return _Place(name, region, here[i] * here[j] > 0, float(mean_of[i, j]), int(n_there[i, j]))


def _runs(axis: Axis) -> Iterator[tuple[Span, ...]]:
    """Up to two neighbouring stretches of a range, or one choice; never all of it."""
    spans = axis.spans()
    widest = 1 if spans[0].low is None else _WIDEST
    for width in range(1, min(widest, len(spans) - 1) + 1):
        for start in range(len(spans) - width + 1):
            yield spans[start : start + width]


def _held(sides: Sequence[_Side], settings: Sequence[Mapping[str, Any]]) -> Array:
    """Which configurations lie within each side, as 0 and 1, of shape (n_sides, n_settings)."""
    axes = dict.fromkeys(axis for axis, _ in sides)
    spans = {axis: axis.spans() for axis in axes}
    places = {axis: axis.places([one.get(axis.name) for one in settings]) for axis in axes}
    held = [np.isin(places[axis], [spans[axis].index(span) for span in run]) for axis, run in sides]
    return np.asarray(held, dtype=np.float64).reshape(len(sides), len(settings))


def _gain(posterior: Posterior, points: Array, best: float, rng: np.random.Generator) -> Measured:
    """What the best of `MORE` configurations of the region is expected to bring over the best so far."""
    drawn = draws(*posterior.at(points), n=_DRAWS, rng=rng)
    some = rng.integers(len(points), size=(_DRAWS, MORE))
    gains = np.maximum(np.take_along_axis(drawn, some, axis=1).max(axis=1) - best, 0.0)
    low, high = np.quantile(gains, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Measured(
        value=_round(float(gains.mean())), low=_round(float(low)), high=_round(float(high)), level=LEVEL
    )


def _told(
    place: _Place, gain: Measured, best: float, trials: Sequence[Trial], sign: float, *, seconds: float
) -> Proposal:
    bounds = {axis.name: _bounds(run) for axis, run in place.sides}
    region = Region(family=place.family, settings=bounds, words=region_words(place.family, bounds))
    baseline = [sign * t.score for t in trials if t.ok and t.candidate.family == "dummy"]
    worth = noticeable(gain.value or 0.0, best - baseline[0] if baseline else abs(best))
    times = "once" if place.trials_inside == 1 else f"{place.trials_inside:,} times"
    tried = f"tried {times} so far" if place.trials_inside else "not tried so far"
    said = f"{region.words} ({place.share:.0%} of the family's settings, {tried})"
    if worth:
        sentence = (
            f"Hardly explored and promising: {said}. {MORE} models there are expected to bring {gain_words(gain)} over "
            "the best single model so far."
        )
    else:
        sentence = (
            f"No region is expected to bring anything that would be noticed; the most promising is {said}, with "
            f"{gain_words(gain)}."
        )
    return Proposal(
        region=region,
        trials_inside=place.trials_inside,
        share_of_space=round(place.share, 4),
        more=MORE,
        seconds=_round(seconds),
        gain=gain,
        worth=worth,
        sentence=sentence,
    )


def _bounds(run: Sequence[Span]) -> dict[str, Any]:
    """A run of stretches as the specification writes bounds."""
    first, last = run[0], run[-1]
    return {"choices": [first.choice]} if first.low is None else {"min": first.low, "max": last.high}


def _round(value: float) -> float:
    """Four digits: more are the noise of sums that another machine adds up in another order."""
    return float(f"{value:.4g}")
