"""The time left of a search limited by trials: what will be asked for, and how long such fits take here.

Nothing in here decides anything: what it says is shown, and a run goes the same way without it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from typing import Any

from automl.families.needs import OF_ROWS
from automl.search import column_trials
from automl.search.candidate import Candidate
from automl.search.schedule import Schedule
from automl.search.treatments import ORIGIN
from automl.search.trial import Trial

# Seconds of a worker for each second of a fit: it also predicts, measures what a model weighs, and waits for work. This
# much in runs of benchmarks/time_left.py; a run finds out its own, this counting as so many seconds of fits.
USUAL_PACE = 1.2
PACE_WEIGHT_S = 1.0  # chosen, not measured

# What fits take over what their family's estimate says: medians of benchmarks/time_left.py. A family that was not
# fitted yet is expected to be off by as much, times how far the others are off beside theirs; 1 for those not named.
USUALLY_OFF: Mapping[str, float] = {
    "lightgbm": 0.8,
    "xgboost": 0.65,
    "hist_gradient_boosting": 0.9,
    "catboost": 0.5,
    "knn": 1.1,
    "mlp": 0.7,
    "linear": 0.55,
    "svm": 0.35,
    "random_forest": 0.35,
    "extra_trees": 0.5,
    "naive_bayes": 0.5,
    "decision_tree": 0.3,
}

# Of the folds of a searched trial so many are fitted, as half of them are given up after the first: 0.4 to 0.8 in eight
# runs on public tables. A run finds out its own, this counting as so many trials.
USUALLY_FITTED = 0.6
FITTED_WEIGHT = 4  # chosen, not measured

FoldSeconds = Callable[[Candidate], float]


def fold_seconds(schedule: Schedule, trials: Sequence[Trial]) -> FoldSeconds:
    """Seconds of one fold as predicted: the family's estimate, times how far such estimates were off here so far."""
    took: defaultdict[str, float] = defaultdict(float)
    estimated: defaultdict[str, float] = defaultdict(float)
    for trial in trials:
        took[trial.candidate.family] += trial.fit_seconds
        estimated[trial.candidate.family] += len(trial.folds) * schedule.cost_s(trial.candidate)
    off = {name: took[name] / seconds for name, seconds in estimated.items() if seconds > 0}
    usual = median([ratio / USUALLY_OFF.get(name, 1.0) for name, ratio in off.items()]) if off else 1.0

    def seconds(candidate: Candidate) -> float:
        name = candidate.family
        return off.get(name, usual * USUALLY_OFF.get(name, 1.0)) * schedule.cost_s(candidate)

    return seconds


@dataclass(frozen=True)
class UnderWay:
    """A trial that was begun.

    Attributes
    ----------
    took : sequence of float
        Seconds of its folds that are done.
    since : sequence of float
        Seconds so far of those that run.
    """

    candidate: Candidate
    took: Sequence[float]
    since: Sequence[float]


def trials_left_s(
    schedule: Schedule,
    trials: Sequence[Trial],
    under_way: Sequence[UnderWay],
    *,
    n_left: int,
    n_folds: int,
) -> float:
    """Seconds of fits that are still to come.

    Parameters
    ----------
    n_left : int
        Trials that nobody has asked for yet.
    """
    fold_s = fold_seconds(schedule, trials)
    begun = sum(_rest_s(one, n_folds=n_folds, fold_s=fold_s) for one in under_way)
    searched = _searched_s(schedule, trials, n_folds=n_folds, fold_s=fold_s)
    ahead = Counter(
        one if isinstance(one, tuple) else n_folds * fold_s(one) for one in coming(schedule, n_left)
    )
    to_come = sum(n * (searched(one) if isinstance(one, tuple) else one) for one, n in ahead.items())
    return begun + to_come


def pace(wall_s: float, fits_s: float, *, workers: int) -> float:
    """Seconds of a worker for each second of a fit, as found in this search so far."""
    return (wall_s * workers + USUAL_PACE * PACE_WEIGHT_S) / (fits_s + PACE_WEIGHT_S)


def coming(schedule: Schedule, n: int) -> Iterator[Candidate | tuple[str, ...]]:
    """What is likely to be asked for next: candidates as far as they are known, then families one of which is searched.

    The turns that parts of the families take are gone through as the schedule would; what scores will change is not
    known.
    """
    turns, queue, shares = deepcopy(schedule.turns), list(schedule.queue), schedule.shares()
    treated = list(_treated(schedule, queue))
    on_columns = _on_columns(schedule, most=int(column_trials.SHARE_OF_BUDGET * (schedule.n_asked + n)))
    for asked in range(n):
        if treated:
            yield treated.pop()
            continue
        if not queue and on_columns:
            yield on_columns.pop()
            continue
        if not queue:
            searched = tuple(name for name, share in shares.items() if share > 0)
            yield from repeat(searched, n - asked if searched else 0)
            return
        meant = {part: sum(shares.get(name, 0.0) for name in part.families) for part in turns.parts}
        first = queue[0][0] if asked == 0 and schedule.n_asked == 1 else None
        ordered = turns.order({p: max(s, 1e-9) for p, s in meant.items()}, first)
        alive = [part for part in ordered if meant[part]]
        if not alive:
            return
        part = alive[0]
        turns.spend(part.families[0], 1.0)
        known = next((one for one in queue if one[0] in part.families), None)
        if known is None:
            yield tuple(name for name in part.families if shares.get(name))
        else:
            queue.remove(known)
            yield Candidate(0, known[0], known[1])


def _treated(schedule: Schedule, queue: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[Candidate]:
    """Experiments on the rows learned from that wait; before one is known, with the settings that come next."""
    twin = schedule.treatments.twin
    like = (twin.family, twin.params) if twin is not None else next(iter(queue), None)
    if like is not None:
        for way in schedule.treatments.waiting:
            yield Candidate(0, like[0], {**like[1], OF_ROWS: way}, origin=ORIGIN)


def _on_columns(schedule: Schedule, *, most: int) -> list[Candidate]:
    """Trials that say what derived columns bring, as far as they are known already."""
    to_come = [] if schedule.columns is None else schedule.columns.to_come()
    return to_come[: max(0, most - schedule.n_on_columns)]


def _rest_s(one: UnderWay, *, n_folds: int, fold_s: FoldSeconds) -> float:
    """Seconds that a trial that was begun still needs."""
    each = sum(one.took) / len(one.took) if one.took else fold_s(one.candidate)
    running = sum(max(each - seconds, 0.0) for seconds in one.since)
    return running + each * max(n_folds - len(one.took) - len(one.since), 0)


def _searched_s(
    schedule: Schedule, trials: Sequence[Trial], *, n_folds: int, fold_s: FoldSeconds
) -> Callable[[tuple[str, ...]], float]:
    """Seconds of a searched trial in some families, by their shares: the mean fold so far, as many as are fitted."""
    shares = schedule.shares()
    each = {name: _usual_fold_s(name, schedule, trials, fold_s) for name in shares}
    n_fitted = n_folds * fitted_share(trials, n_folds=n_folds)

    def seconds(families: tuple[str, ...]) -> float:
        total = sum(shares[name] for name in families)
        return n_fitted * sum(shares[name] * each[name] for name in families) / total if total else 0.0

    return seconds


def _usual_fold_s(name: str, schedule: Schedule, trials: Sequence[Trial], fold_s: FoldSeconds) -> float:
    known = [t for t in trials if t.candidate.family == name and t.folds and t.candidate.origin != ORIGIN]
    if known:
        return sum(trial.fit_seconds / len(trial.folds) for trial in known) / len(known)
    usual = next((params for family, params in schedule.usual if family == name), {})
    return fold_s(Candidate(0, name, dict(usual)))


def fitted_share(trials: Sequence[Trial], *, n_folds: int) -> float:
    """Share of its folds that a searched trial is likely to be fitted on, by those so far."""
    shares = [len(t.folds) / n_folds for t in trials if t.candidate.origin == "search" and t.folds]
    return (USUALLY_FITTED * FITTED_WEIGHT + sum(shares)) / (FITTED_WEIGHT + len(shares))
