"""Models that can be chosen from: single trials and the ensemble, all with out-of-fold predictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.families import family
from automl.metrics import Predictions
from automl.search import ensemble
from automl.search.crossfit import cross_fitted, parts_of
from automl.search.jobs import Workspace, predictions_of
from automl.search.trial import Trial

Array = NDArray[np.float64]
Positions = NDArray[np.int64]

# The best trials that an ensemble is selected from (chosen, not measured) ...
POOL_SIZE = 15
# ... and no more of one family: after a long search the best dozen are near twins, whose mistakes are the same.
POOL_OF_A_FAMILY = 3
# Rows that the selection is scored on; beyond this it sees an evenly spaced part: one score of 10,000 rows
# takes some milliseconds, and up to 240 of them are needed.
MAX_SELECTION_ROWS = 10_000
# The weights are chosen again for each fold: on so many predictions, of rows times classes, but on 1,000 rows at least.
# The areas under the curves of 10,000 predictions take a millisecond, and some 100 of them are needed each time.
MAX_CROSS_CELLS = 10_000
MIN_CROSS_ROWS = 1_000  # chosen, not measured


@dataclass(frozen=True)
class Contender:
    """One model, or a weighted mix of several.

    Attributes
    ----------
    members : tuple of (trial, weight)
        One pair for a single model.
    predicted : ndarray
        For `Splits.compared`, in the order of the table.
        For a mix with weights that were chosen on other folds (`automl.search.crossfit`).
    fold_scores : tuple of float
        In the unit of the learning score.
    gain : float or None
        How much better a mix scores than the best single model, each picked on other folds than it is judged on.
    gain_error : float
        Standard error of the gain over the folds.
    """

    name: str
    family: str
    label: str
    members: tuple[tuple[Trial, float], ...]
    predicted: Array
    fold_scores: tuple[float, ...]
    gain: float | None = None
    gain_error: float = 0.0

    @property
    def score(self) -> float:
        """Mean over the folds."""
        return float(np.mean(self.fold_scores))

    @property
    def std(self) -> float:
        """Standard deviation over the folds."""
        return float(np.std(self.fold_scores, ddof=1)) if len(self.fold_scores) > 1 else 0.0

    @property
    def fit_seconds(self) -> float:
        """Seconds of all fits that went into it."""
        return sum(trial.fit_seconds for trial, _ in self.members)

    @property
    def predict_ms(self) -> float:
        """Milliseconds of predicting one row: all members, one after the other."""
        return sum(trial.predict_ms for trial, _ in self.members)

    @property
    def size_mb(self) -> float:
        """Size of the fitted models, 10⁶ bytes."""
        return sum(trial.size_mb for trial, _ in self.members)

    @property
    def simplicity(self) -> tuple[int, float]:
        """Order from the simplest on: by family, then by size; an ensemble comes after all of them."""
        if len(self.members) > 1:
            return (1000 + len(self.members), self.size_mb)
        return (family(self.family).simplicity, self.size_mb)

    @property
    def params(self) -> dict[str, Any]:
        """Settings of a single model; empty for a mix."""
        return dict(self.members[0][0].candidate.params) if len(self.members) == 1 else {}

    @property
    def trial(self) -> int | None:
        """Number of the trial; None for a mix."""
        return self.members[0][0].candidate.trial if len(self.members) == 1 else None

    def predictions(self, space: Workspace) -> Predictions:
        """Out-of-fold predictions beside truth and columns."""
        return predictions_of(space, space.splits.compared, self.predicted)


def contenders_of(
    space: Workspace,
    trials: Sequence[Trial],
    *,
    mix: bool,
    pool: Sequence[int] | None = None,
    most_rows: int = MAX_SELECTION_ROWS,
    cross_fit: bool = True,
) -> list[Contender]:
    """All that can be chosen, the best first by learning score.

    Parameters
    ----------
    mix : bool
        Whether an ensemble may be made.
    pool : sequence of int, optional
        Numbers of the trials that it may be made of; by default the best ones.
    most_rows : int
        That the members are selected on.
    cross_fit : bool
        Whether an ensemble is judged on other rows than its weights were chosen on, which takes five times as long.
    """
    singles = [_single(space, trial) for trial in trials if trial.ok]
    sign = _sign(space)
    singles.sort(key=lambda c: (-sign * c.score, c.trial))
    if not mix:
        return singles
    allowed = [c for c in singles if c.family != "dummy" and (pool is None or c.trial in pool)]
    allowed = list(_of_several_families(allowed))[:POOL_SIZE]
    mixed = _mixed(space, allowed, most_rows, cross_fit=cross_fit) if len(allowed) > 1 else None
    return sorted([*singles, mixed], key=lambda c: -sign * c.score) if mixed is not None else singles


def _of_several_families(singles: Sequence[Contender]) -> Iterator[Contender]:
    """The best of each family, in their order."""
    taken: Counter[str] = Counter()
    for one in singles:
        taken[one.family] += 1
        if taken[one.family] <= POOL_OF_A_FAMILY:
            yield one


def _single(space: Workspace, trial: Trial) -> Contender:
    return Contender(
        name=trial.candidate.name,
        family=trial.candidate.family,
        label=family(trial.candidate.family).label,
        members=((trial, 1.0),),
        predicted=trial.out_of_fold(space.splits),
        fold_scores=tuple(fold.score for fold in trial.folds),
    )


def _mixed(
    space: Workspace, pool: Sequence[Contender], most_rows: int, *, cross_fit: bool
) -> Contender | None:
    n_rows = len(space.splits.compared)
    said = [c.predicted for c in pool]

    def select(rows: Positions) -> dict[int, float]:
        return _weights(space, [predicted[rows] for predicted in said], rows)

    def best_single(rows: Positions) -> int:
        score, sign = _scored(space, rows, said[0]), _sign(space)
        return max(range(len(pool)), key=lambda i: (sign * score(said[i][rows]), -i))

    weights = select(np.linspace(0, n_rows - 1, min(n_rows, most_rows)).astype(np.int64))
    if len(weights) < 2:
        return None
    members = tuple((pool[i].members[0][0], w) for i, w in weights.items())
    predicted = sum((w * said[i] for i, w in weights.items()), np.zeros_like(said[0]))
    fold_scores, gains = _fold_scores(space, predicted), None
    if cross_fit:
        parts = parts_of(space.splits)
        found = cross_fitted(
            said,
            parts,
            select=select,
            best_single=best_single,
            max_rows=max(MIN_CROSS_ROWS, MAX_CROSS_CELLS // (said[0].size // n_rows)),
        )
        predicted, fold_scores = found.mix, _fold_scores(space, found.mix)
        gains = [_better(space, part, found.mix, found.single) for part in parts]
    return _ensemble(members, predicted, fold_scores, gains)


def _error(gains: Sequence[float]) -> float:
    """Standard error of a mean over folds."""
    return float(np.std(gains, ddof=1) / np.sqrt(len(gains)))


def _better(space: Workspace, rows: Positions, mix: Array, single: Array) -> float:
    """How much better a mix scores than a single model on some of the compared rows."""
    score = _scored(space, rows, mix)
    return _sign(space) * (score(mix[rows]) - score(single[rows]))


def contenders_kept(
    space: Workspace, trials: Sequence[Trial], *, weights: Mapping[str, float]
) -> list[Contender]:
    """Single trials, and the mix of some of them with given weights, the best first.

    Parameters
    ----------
    weights : mapping
        Name of a trial → its share.
    """
    singles = [_single(space, trial) for trial in trials if trial.ok]
    members = [(one, weights[one.name]) for one in singles if one.name in weights]
    mixed = [_weighted(space, members)] if len(members) > 1 else []
    sign = _sign(space)
    return sorted([*singles, *mixed], key=lambda c: (-sign * c.score, c.name))


def _weighted(space: Workspace, parts: Sequence[tuple[Contender, float]]) -> Contender:
    members = tuple((part.members[0][0], weight) for part, weight in parts)
    predicted = sum((w * part.predicted for part, w in parts), np.zeros_like(parts[0][0].predicted))
    return _ensemble(members, predicted, _fold_scores(space, predicted), None)


def _ensemble(
    members: tuple[tuple[Trial, float], ...],
    predicted: Array,
    fold_scores: Sequence[float],
    gains: Sequence[float] | None,
) -> Contender:
    return Contender(
        name="ensemble",
        family="ensemble",
        label=f"Ensemble of {len(members)} models",
        members=members,
        predicted=predicted,
        fold_scores=tuple(fold_scores),
        gain=None if gains is None else float(np.mean(gains)),
        gain_error=0.0 if gains is None else _error(gains),
    )


def _weights(space: Workspace, predicted: Sequence[Array], rows: Positions) -> dict[int, float]:
    return ensemble.select(
        predicted,
        _scored(space, rows, predicted[0]),
        greater_is_better=space.objective.learning_greater_is_better,
    )


def _scored(space: Workspace, rows: Positions, like: Array) -> Callable[[Array], float]:
    """The learning score of predictions for some of the compared rows."""
    where = space.splits.compared[rows]
    weight = None if space.weights is None else space.weights[where]
    truth = predictions_of(space, where, like[: len(rows)])
    return lambda said: float(space.objective.learning_score(truth.with_predicted(said), weight=weight))


def _sign(space: Workspace) -> float:
    return 1.0 if space.objective.learning_greater_is_better else -1.0


def _fold_scores(space: Workspace, predicted: Array) -> list[float]:
    compared = space.splits.compared
    scores = []
    for _, validation in space.splits.folds:
        part = np.searchsorted(compared, validation)
        weight = None if space.weights is None else space.weights[validation]
        judged = predictions_of(space, validation, predicted[part])
        scores.append(float(space.objective.learning_score(judged, weight=weight)))
    return scores
