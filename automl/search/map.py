"""A map of what was explored: for each family and setting, which stretches of the range were tried, and how it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from automl.search.axes import Axis
from automl.search.result import FamilyMap, SettingMap, Stretch
from automl.search.trial import Trial


def explored(
    trials: Sequence[Trial], axes: Mapping[str, Sequence[Axis]], *, greater_is_better: bool
) -> tuple[FamilyMap, ...]:
    """Draw the map.

    Parameters
    ----------
    trials : sequence of Trial
        All that have ended; failed ones explored nothing.
    axes : mapping
        Family → its settings that are searched; a family without trials stands in the map too.
    greater_is_better : bool
        Direction of the scores.

    Returns
    -------
    tuple of FamilyMap
        The most tried first.
    """
    sign = 1.0 if greater_is_better else -1.0
    found = [
        _family(name, [t for t in trials if t.candidate.family == name and t.folds], of_it, sign)
        for name, of_it in axes.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.trials, one.family)))


def _family(name: str, trials: list[Trial], axes: Sequence[Axis], sign: float) -> FamilyMap:
    settings = tuple(_setting(axis, trials, sign) for axis in axes)
    return FamilyMap(
        family=name,
        trials=len(trials),
        best=_best(trials, sign),
        visited=round(sum(one.visited for one in settings) / len(settings), 4)
        if settings
        else float(bool(trials)),
        settings=settings,
    )


def _setting(axis: Axis, trials: list[Trial], sign: float) -> SettingMap:
    spans = axis.spans()
    places = axis.places([trial.candidate.params.get(axis.name) for trial in trials])
    placed = {
        span: [trial for trial, place in zip(trials, places, strict=True) if place == number]
        for number, span in enumerate(spans)
    }
    stretches = tuple(
        Stretch(
            low=span.low,
            high=span.high,
            choice=span.choice,
            trials=len(inside),
            best=_best(inside, sign),
        )
        for span, inside in placed.items()
    )
    visited = sum(stretch.trials > 0 for stretch in stretches) / len(stretches)
    return SettingMap(setting=axis.name, log=axis.log, visited=round(visited, 4), stretches=stretches)


def _best(trials: Sequence[Trial], sign: float) -> float | None:
    scores = [trial.score for trial in trials if trial.ok]
    if not scores:
        return None
    return max(scores, key=lambda score: sign * score)
