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
.. [3] Quenouille (1956), Notes on bias in estimation, Biometrika 43.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
# After so many choices, models that trail by so many standard deviations of the resamples are left out: one in
# thirty thousand draws would have them ahead.
N_SOUNDED, BEYOND_HOPE = 10, 4.0
MAX_SPREAD_ROWS = 10_000
N_DRAWS = 300  # of the interval
N_HALVES = 30
N_COMPARED_DRAWS = 100  # of a difference, of which the spread is used alone
Z = 1.96  # 95 % of a normal distribution


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
    whole = Figures(space, np.arange(len(space.splits.compared))).compared(chosen)
    figure, part = _part(space, chosen, MAX_SPREAD_ROWS, seed=seed)
    found = bootstrap(figure, seed=seed, n_draws=N_DRAWS)
    sign = _sign(space)
    luck = max(-sign * _luck(space, contenders, chosen, seed=seed), 0.0)
    folds = whole.of_folds()
    rows = part * _row_variance(figure, seed=seed)
    excess = _excess(folds, rows)
    # How much luck there was on these rows nobody knows; the spread of a best of many is about as large as its lead.
    # With it 95 % of 279 simulated intervals held the truth, without it 92 %.
    more = _of_learning(excess, len(folds)) + luck**2
    stretch = float(np.sqrt(part * (1 + more / max(rows / len(folds), 1e-300))))
    value = whole.value() - sign * luck - part * _small_sample_bias(figure, seed=seed)
    interval = _stretched(found, value, stretch)
    flattered = max(sign * (chosen.score - value), 0.0)
    return Expected(interval, flattered, tuple(folds.tolist()), excess, rows)


def score_difference(space: Workspace, one: Contender, two: Contender, *, seed: int) -> tuple[float, float]:
    """95 % interval of how much better one model scores than another: by the luck of the rows, and of the folds."""
    everything = Figures(space, np.arange(len(space.splits.compared)))
    sign = _sign(space)
    folds = sign * (everything.compared(one).of_folds() - everything.compared(two).of_folds())
    first, part = _part(space, one, MAX_ROWS, seed=seed)
    second, _ = _part(space, two, MAX_ROWS, seed=seed)
    rng = np.random.default_rng(seed)
    draws = [
        first.value(weight) - second.value(weight) for weight in _draws(first.n_rows, N_COMPARED_DRAWS, rng)
    ]
    rows = part * float(np.var(draws, ddof=1)) * len(folds)
    half = Z * float(np.sqrt(rows / len(folds) + _of_learning(_excess(folds, rows), len(folds))))
    middle = float(folds.mean())
    return middle - half, middle + half


def _sign(space: Workspace) -> float:
    return 1.0 if space.objective.learning_greater_is_better else -1.0


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

    def compared(self, contender: Contender, drawn: Array | None = None) -> OverFolds:
        """The score; one of labels by the rule that the rows drawn, or all, call for."""
        if not self.of_labels:
            return self.chosen_by(contender)
        said, objective = self.predictions(contender), self.space.objective
        rule = objective.fit_rule(
            said if drawn is None else said.take(np.repeat(np.arange(len(drawn)), drawn.astype(np.int64)))
        )
        parts = [said.take(fold) for fold in self.folds]
        return self._over_folds([_without_weights(objective.statistic(p, rule.decide(p))) for p in parts])

    def _over_folds(self, parts: Sequence[Statistic]) -> OverFolds:
        return OverFolds(tuple(parts), self.folds, self.given, self.undefined)


def _without_weights(statistic: Statistic) -> Statistic:
    return statistic.inner if isinstance(statistic, Weighted) else statistic


def _luck(space: Workspace, contenders: Sequence[Contender], chosen: Contender, *, seed: int) -> float:
    """How much higher what is chosen on part of the rows scores on the others than what was chosen on all."""
    sign, rng = _sign(space), np.random.default_rng(seed)
    used = _some(space, MAX_ROWS, seed=seed)
    figures = Figures(space, used)
    statistics = [figures.chosen_by(contender) for contender in contenders]
    at = next(i for i, contender in enumerate(contenders) if contender is chosen)
    judged = figures.compared(chosen)
    differences, hopeful, leads = [], np.arange(len(statistics)), []
    for number, drawn in enumerate(_draws(len(used), N_CHOICES, rng)):
        found = np.array([sign * statistics[i].value(drawn) for i in hopeful])
        best = int(hopeful[np.argmax(found)])
        if number < N_SOUNDED:
            leads.append(found - found[at])
        if number + 1 == N_SOUNDED:
            hopeful = hopeful[_may_lead(np.array(leads))]
        if best == at and not figures.of_labels:
            differences.append(0.0)
            continue
        other = figures.compared(contenders[best], drawn)
        left_out = (drawn == 0).astype(np.float64)
        differences.append(other.value(left_out) - judged.value(left_out))
    return float(np.mean(differences)) * float(np.sqrt(len(used) / len(space.splits.compared)))


def _may_lead(leads: Array) -> NDArray[np.bool_]:
    """Which models may come out ahead of the one chosen, by their leads of shape (n_draws, n_models) over it."""
    may: NDArray[np.bool_] = leads.mean(axis=0) + BEYOND_HOPE * leads.std(axis=0, ddof=1) >= 0
    return may


def _small_sample_bias(figure: OverFolds, *, seed: int) -> float:
    """How much higher the figure is for there being so few rows, from what it is on halves of them.

    The average precision of few rows is too high, and a mean over the folds is one of figures of few rows. Such a bias
    falls with the number of rows, so that of half as many is twice as large [3]_.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(N_HALVES):
        half = (rng.permutation(figure.n_rows) % 2).astype(np.float64)
        found += [figure.value(half), figure.value(1 - half)]
    return float(np.mean(found)) - figure.value()


def _draws(n_rows: int, n_draws: int, rng: np.random.Generator) -> Iterator[Array]:
    """How often each row is drawn."""
    for _ in range(n_draws):
        yield np.bincount(rng.integers(n_rows, size=n_rows), minlength=n_rows).astype(np.float64)


def _some(space: Workspace, most: int, *, seed: int) -> Positions:
    """Positions of all compared rows, or of a random part of them."""
    n_rows = len(space.splits.compared)
    if n_rows <= most:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(seed).choice(n_rows, size=most, replace=False))


def _part(space: Workspace, contender: Contender, most: int, *, seed: int) -> tuple[OverFolds, float]:
    """The score on some of the rows, and by what share its variance has to be taken less for all of them."""
    used = _some(space, most, seed=seed)
    return Figures(space, used).compared(contender), len(used) / len(space.splits.compared)


def _row_variance(figure: OverFolds, *, seed: int) -> float:
    """Variance of the figure of one fold by the luck of its rows: the mean over the folds."""
    rng = np.random.default_rng(seed)
    draws = np.array([figure.of_folds(weight) for weight in _draws(figure.n_rows, N_CHOICES, rng)])
    return float(draws.var(axis=0, ddof=1).mean())


def _excess(folds: Array, rows: float) -> float:
    """Variance of the folds' scores that the luck of their rows does not explain."""
    return max(float(folds.var(ddof=1)) - rows, 0.0) if len(folds) > 1 else 0.0


def _of_learning(excess: float, n_folds: int) -> float:
    """What that adds to the variance of their mean: the folds share most of the rows that they learn from."""
    return excess * (1 / n_folds + 1 / (n_folds - 1)) if n_folds > 1 else 0.0


def _stretched(found: Interval, value: float, stretch: float) -> Interval:
    if found.low is None or found.high is None:
        return Interval(value, level=found.level)
    low, high = found.low - found.value, found.high - found.value
    return Interval(value, value + stretch * low, value + stretch * high, found.level)
