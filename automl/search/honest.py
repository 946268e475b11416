"""What the chosen model is expected to score on new rows: without the luck of having been picked as the best.

The best of many on some rows is the best partly by luck on these rows. So the choice is repeated on resamples [1]_:
the model that would have been chosen on the rows drawn is judged on the rows that were not drawn, beside the one that
was chosen on all of them. What it is worse by, on average, is what luck had added. The interval around what is left
covers the luck of the rows, and that of the rows learned from as far as the folds differ more than their own rows
explain [2]_.

References
----------
.. [1] Tsamardinos, Greasidou, Borboudakis (2018), Bootstrapping the out-of-sample predictions for efficient and
   accurate cross-validation, Machine Learning 107.
.. [2] Nadeau, Bengio (2003), Inference for the Generalization Error, Machine Learning 52.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automl.metrics import Predictions
from automl.metrics.base import Statistic
from automl.metrics.figures import OverFolds, Weighted
from automl.metrics.intervals import Interval, bootstrap
from automl.metrics.scores import SCORES
from automl.search.contender import Contender
from automl.search.crossfit import parts_of
from automl.search.jobs import Workspace, predictions_of

Array = NDArray[np.float64]
Positions = NDArray[np.int64]

# Choices are repeated on this many rows: 60 of them among 40 models take some tenths of a second. Luck on more rows is
# less by the root of their number.
MAX_ROWS = 4_000
N_CHOICES = 60
N_DRAWS = 300  # of the interval


@dataclass(frozen=True)
class Expected:
    """A score without luck.

    Attributes
    ----------
    score : Interval
        In the unit of the learning score.
    flattered : float
        How much better the score was that the model was chosen by; 0 or more.
    fold_scores : tuple of float
        Of the model on each fold.
    excess : float
        How much more the folds vary than the luck of their rows explains: a variance, 0 or more.
    row_variance : float
        What the luck of its rows explains of a fold.
    """

    score: Interval
    flattered: float
    fold_scores: tuple[float, ...]
    excess: float
    row_variance: float


def expected_score(
    space: Workspace, contenders: Sequence[Contender], chosen: Contender, *, seed: int
) -> Expected:
    """Take the luck out of the score of the model that was chosen.

    Parameters
    ----------
    contenders : sequence of Contender
        All that it was chosen among, itself included.
    """
    figure = Figures(space, np.arange(len(space.splits.compared))).compared(chosen)
    found = bootstrap(figure, seed=seed, n_draws=N_DRAWS)
    sign = 1.0 if space.objective.learning_greater_is_better else -1.0
    luck = max(-sign * _luck(space, contenders, chosen, sign=sign, seed=seed), 0.0)
    folds = figure.of_folds()
    rows, excess = _fold_luck(figure, folds, seed=seed)
    interval = _moved(found, -sign * luck, stretch=_stretch(rows, excess, len(folds)))
    flattered = max(sign * (chosen.score - interval.value), 0.0)
    return Expected(interval, flattered, tuple(folds.tolist()), excess, rows)


class Figures:
    """Scores of contenders on some of the compared rows, ready to be computed on resamples."""

    def __init__(self, space: Workspace, used: Positions) -> None:
        self.space, self.used = space, used
        self.rows = space.splits.compared[used]
        part = np.zeros(len(space.splits.compared), dtype=np.int64)
        if len(space.splits.folds) > 1:
            for number, positions in enumerate(parts_of(space.splits)):
                part[positions] = number
        self.folds = tuple(np.flatnonzero(part[used] == number) for number in np.unique(part[used]))
        self.given = np.ones(len(used)) if space.weights is None else space.weights[self.rows]
        score = SCORES[space.objective.learning_name]
        self.of_labels = score.needs == "label" and space.problem.task != "regression"
        self.undefined = score.undefined

    def predictions(self, contender: Contender) -> Predictions:
        return predictions_of(self.space, self.rows, contender.predicted[self.used])

    def chosen_by(self, contender: Contender) -> OverFolds:
        """What models are chosen by: scores of labels with the best labels on each fold."""
        said = self.predictions(contender)
        return self._over_folds(
            [self.space.objective.learning_statistic(said.take(fold)) for fold in self.folds]
        )

    def compared(self, contender: Contender, drawn: NDArray[np.int64] | None = None) -> OverFolds:
        """The score; one of labels by the rule that the rows drawn, or all, call for."""
        if not self.of_labels:
            return self.chosen_by(contender)
        said, objective = self.predictions(contender), self.space.objective
        rule = objective.fit_rule(
            said if drawn is None else said.take(np.repeat(np.arange(len(drawn)), drawn))
        )
        parts = [said.take(fold) for fold in self.folds]
        return self._over_folds([_without_weights(objective.statistic(p, rule.decide(p))) for p in parts])

    def _over_folds(self, parts: Sequence[Statistic]) -> OverFolds:
        return OverFolds(tuple(parts), self.folds, self.given, self.undefined)


def _without_weights(statistic: Statistic) -> Statistic:
    return statistic.inner if isinstance(statistic, Weighted) else statistic


def _luck(
    space: Workspace, contenders: Sequence[Contender], chosen: Contender, *, sign: float, seed: int
) -> float:
    """How much better, in the direction of the score, what is chosen on part of the rows is on the others."""
    rng = np.random.default_rng(seed)
    n_all = len(space.splits.compared)
    used = np.arange(n_all) if n_all <= MAX_ROWS else np.sort(rng.choice(n_all, MAX_ROWS, replace=False))
    figures = Figures(space, used)
    statistics = [figures.chosen_by(contender) for contender in contenders]
    at = next(i for i, contender in enumerate(contenders) if contender is chosen)
    judged = figures.compared(chosen)
    differences = []
    for _ in range(N_CHOICES):
        drawn = np.bincount(rng.integers(len(used), size=len(used)), minlength=len(used))
        found = [sign * statistic.value(drawn.astype(np.float64)) for statistic in statistics]
        best = at if chosen.gain is not None and found[at] >= max(found) else int(np.argmax(found))
        if best == at and not figures.of_labels:
            differences.append(0.0)
            continue
        other = figures.compared(contenders[best], drawn) if figures.of_labels else statistics[best]
        left_out = (drawn == 0).astype(np.float64)
        differences.append(other.value(left_out) - judged.value(left_out))
    return float(np.mean(differences)) * float(np.sqrt(len(used) / n_all))


def _fold_luck(figure: OverFolds, folds: Array, *, seed: int) -> tuple[float, float]:
    """Variance of a fold's score by the luck of its rows, and what the folds vary beyond it."""
    if len(folds) < 2:
        return 0.0, 0.0
    spread = [
        _spread(part, figure.weight[rows], seed) for part, rows in zip(figure.parts, figure.rows, strict=True)
    ]
    rows = float(np.nanmean(np.square(spread)))
    return rows, max(float(folds.var(ddof=1)) - rows, 0.0)


def _spread(part: Statistic, weight: Array, seed: int) -> float:
    """Standard deviation of a figure over resamples of its rows."""
    rng = np.random.default_rng(seed)
    draws = [
        part.value(weight * np.bincount(rng.integers(len(weight), size=len(weight)), minlength=len(weight)))
        for _ in range(N_CHOICES)
    ]
    return float(np.nanstd(draws, ddof=1)) if np.isfinite(draws).sum() > 1 else float("nan")


def _stretch(rows: float, excess: float, n_folds: int) -> float:
    """How much wider an interval of the rows' luck is with that of the rows learned from."""
    if not rows > 0 or n_folds < 2:
        return 1.0
    return float(np.sqrt(1 + excess * (1 / n_folds + 1 / (n_folds - 1)) / (rows / n_folds)))


def _moved(found: Interval, by: float, *, stretch: float) -> Interval:
    if found.low is None or found.high is None:
        return Interval(found.value + by, level=found.level)
    low = found.value - stretch * (found.value - found.low)
    high = found.value + stretch * (found.high - found.value)
    return Interval(found.value + by, low + by, high + by, found.level)
