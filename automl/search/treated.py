"""What the experiments on the rows learned from found: each way against none, out of fold, with its uncertainty.

A way is compared with the same candidate without it, row by row, on folds that no treatment touched. It is used only
where its score is better beyond the luck of the rows, the chance of error shared out over the ways of the experiment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from automl.families.needs import OF_ROWS
from automl.metrics import SCORES, Objective, Predictions, build_objective
from automl.metrics.base import BoolArray, Decisions, FloatArray, IntArray, Statistic
from automl.metrics.scores import statistic_of
from automl.search.jobs import Workspace, predictions_of
from automl.search.result import Experiment as Found
from automl.search.result import Measured, Way
from automl.search.treatments import ORIGIN, Experiment
from automl.search.trial import Trial
from automl.spec.labels import family_label
from automl.spec.model import HyperRange, ScoreName, StandardMetric

N_DRAWS = 100  # resamples; their spread is then known to a tenth
LEVEL = 0.95
#: Rows that are resampled; of more, a part is, and the spread narrowed by √(part / all). A score that orders rows takes
#: a third of a millisecond for so many, and some thousand are needed.
MOST_ROWS = 20_000
#: Where the user's metric decides nothing, thresholds are chosen for the score that weighs misses and false alarms.
DECIDING_SCORE: ScoreName = "f1"

#: The two ways that are one trial: its decisions at a half, and at the threshold chosen for the metric.
PLAIN, MOVED = "none", "threshold"


def found_out(
    space: Workspace, experiments: Sequence[Experiment], trials: Sequence[Trial], *, seed: int
) -> tuple[Found, ...]:
    """What each experiment found, as far as its trials came."""
    return tuple(_found(space, experiment, trials, seed=seed) for experiment in experiments)


def admitted(
    trials: Sequence[Trial], found: Sequence[Found], *, fixed: Mapping[str, HyperRange]
) -> list[Trial]:
    """The trials that may be chosen: of the treated ones those whose way was proven, or set by the user."""
    proven = {(one.family, way.name) for one in found for way in one.ways if way.better}
    return [
        trial
        for trial in trials
        if (way := trial.candidate.params.get(OF_ROWS, PLAIN)) == PLAIN
        or (trial.candidate.family, way) in proven
        or f"{trial.candidate.family}.{OF_ROWS}" in fixed
    ]


def _found(space: Workspace, experiment: Experiment, trials: Sequence[Trial], *, seed: int) -> Found:
    counts = np.bincount(space.problem.y[space.splits.search]) if space.problem.classes else np.array([1])
    rare = int(counts.argmin())
    about = Found(
        kind=experiment.kind,
        asked=experiment.asked,
        why_not=experiment.why_not,
        rare_label=space.problem.classes[rare] if experiment.kind == "rare_class" else None,
        rare_share=float(counts[rare] / counts.sum()) if experiment.kind == "rare_class" else None,
        score_name=space.objective.learning_name,
        n_extra=0 if space.problem.unlabelled is None else len(space.problem.unlabelled),
    )
    treated = {
        str(trial.candidate.params[OF_ROWS]): trial
        for trial in trials
        if trial.candidate.origin == ORIGIN and trial.candidate.params[OF_ROWS] in experiment.ways
    }
    done = {way: trial for way, trial in treated.items() if trial.ok}
    twin = _twin(trials, next(iter(treated.values()), None))
    if twin is None:
        return about
    comparison = Comparison.of(space, twin, n_ways=len(experiment.ways), seed=seed)
    ways = [comparison.plain(), *(comparison.way(name, trial) for name, trial in done.items())]
    if experiment.kind == "rare_class" and comparison.deciding is not None:
        ways.insert(1, comparison.moved())
    best = max((w for w in ways if w.better), key=lambda w: _value(w.score_gain), default=None)
    return about.model_copy(
        update={
            "family": twin.candidate.family,
            "label": family_label(twin.candidate.family),
            "model": twin.candidate.name,
            "decided_name": None if comparison.deciding is None else comparison.deciding.name,
            "ways": tuple(ways),
            "won": None if best is None else best.name,
        }
    )


def _twin(trials: Sequence[Trial], treated: Trial | None) -> Trial | None:
    """The trial that a treated one repeats but for its rows."""
    if treated is None:
        return None
    plain = {name: value for name, value in treated.candidate.params.items() if name != OF_ROWS}
    same = (
        trial
        for trial in trials
        if trial.ok and (trial.candidate.family, trial.candidate.seed) == _identity(treated)
    )
    return next((trial for trial in same if dict(trial.candidate.params) == plain), None)


def _identity(trial: Trial) -> tuple[str, int]:
    return trial.candidate.family, trial.candidate.seed


def _value(measured: Measured | None) -> float:
    return -np.inf if measured is None or measured.value is None else measured.value


@dataclass(frozen=True)
class _OverFolds:
    """Mean of a figure over the folds, as candidates compete by it; a fold where it is not defined is left out."""

    parts: tuple[tuple[BoolArray, Statistic], ...]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.parts[0][0])

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure; NaN where no fold has one."""
        found = [one.value(None if weight is None else weight[here]) for here, one in self.parts]
        known = [figure for figure in found if np.isfinite(figure)]
        return float(np.mean(known)) if known else float("nan")


@dataclass(frozen=True)
class Comparison:
    """Compares treated trials with their twin on resamples of the same rows.

    Attributes
    ----------
    deciding : Objective or None
        What chooses a threshold; None where there is none to choose.
    level : float
        Of the intervals that decide: the chance of error of an experiment is shared out over its ways.
    """

    space: Workspace
    twin: Trial
    deciding: Objective | None
    level: float
    draws: FloatArray  # (N_DRAWS, n_used) weights of the rows used
    used: IntArray  # their positions among the rows compared

    @classmethod
    def of(cls, space: Workspace, twin: Trial, *, n_ways: int, seed: int) -> Comparison:
        rng = np.random.default_rng(seed)
        n_rows = len(space.splits.compared)
        used = np.sort(rng.permutation(n_rows)[:MOST_ROWS])
        n_used = len(used)
        counts = [np.bincount(rng.integers(n_used, size=n_used), minlength=n_used) for _ in range(N_DRAWS)]
        level = 1.0 - (1.0 - LEVEL) / n_ways
        return cls(space, twin, _deciding(space), level, np.array(counts, dtype=np.float64), used)

    def plain(self) -> Way:
        """Nothing done, decisions at a half."""
        decided = self._decided(self.twin, moved=False)
        return self._way(PLAIN, self.twin, decided=None if decided is None else decided.value())

    def moved(self) -> Way:
        """Nothing done but that the threshold is chosen for the metric."""
        now, before = self._decided(self.twin, moved=True), self._decided(self.twin, moved=False)
        assert now is not None and before is not None and self.deciding is not None
        gain = self._gain(now, before, greater_is_better=self.deciding.greater_is_better)
        return self._way(MOVED, self.twin, decided=now.value(), decided_gain=gain)

    def way(self, name: str, trial: Trial) -> Way:
        """A treatment, with its threshold chosen in the same manner."""
        score = self.score_gain(trial)
        found = self._way(name, trial, score_gain=score, better=score.low is not None and score.low > 0)
        ranked, plainly = self._ranked(trial), self._ranked(self.twin)
        if ranked is not None and plainly is not None:
            found = found.model_copy(
                update={"precision_gain": self._gain(ranked, plainly, greater_is_better=True)}
            )
        decided, before = self._decided(trial, moved=True), self._decided(self.twin, moved=False)
        if decided is None or before is None or self.deciding is None:
            return found
        gain = self._gain(decided, before, greater_is_better=self.deciding.greater_is_better)
        return found.model_copy(update={"decided": decided.value(), "decided_gain": gain})

    def score_gain(self, trial: Trial) -> Measured:
        """By how much a trial is better than the twin by the score that candidates compete by."""
        return self._gain(
            self._score(trial), self._score(self.twin), greater_is_better=self._greater_is_better
        )

    def _way(self, name: str, trial: Trial, **more: object) -> Way:
        ranked = self._ranked(trial)
        return Way(
            name=name,
            model=trial.candidate.name,
            score=trial.score,
            average_precision=None if ranked is None else ranked.value(self._given),
            **more,  # type: ignore[arg-type]  # fields of the record, which checks them
        )

    @property
    def _greater_is_better(self) -> bool:
        return self.space.objective.learning_greater_is_better

    @property
    def _given(self) -> FloatArray | None:
        weights = self.space.weights
        return None if weights is None else weights[self._rows]

    @property
    def _rows(self) -> IntArray:
        return self.space.splits.compared[self.used]

    def _predictions(self, trial: Trial) -> Predictions:
        return predictions_of(self.space, self._rows, trial.out_of_fold(self.space.splits)[self.used])

    def _score(self, trial: Trial) -> Statistic:
        """The score that candidates compete by; one of labels with the best labels of each fold, as they compete."""
        objective = self.space.objective

        def of(fold: Predictions) -> Statistic:
            by_label = SCORES[objective.learning_name].needs == "label"
            decisions = objective.fit_rule(fold).decide(fold) if by_label else None
            order = objective.setting.order
            return statistic_of(
                objective.learning_name, fold, decisions, task=self.space.problem.task, order=order
            )

        return self._over_folds(trial, of)

    def _ranked(self, trial: Trial) -> Statistic | None:
        """Average precision: of all scores the one that looks at the rare class alone."""
        task = self.space.problem.task
        if task == "regression":
            return None
        return self._over_folds(trial, lambda fold: statistic_of("average_precision", fold, None, task=task))

    def _over_folds(self, trial: Trial, of: Callable[[Predictions], Statistic]) -> Statistic:
        predictions = self._predictions(trial)
        folds = [np.isin(self._rows, validation) for _, validation in self.space.splits.folds]
        return _OverFolds(tuple((here, of(predictions.take(here))) for here in folds if here.any()))

    def _decided(self, trial: Trial, *, moved: bool) -> Statistic | None:
        """What decisions come to: at a half, or at thresholds chosen on the other folds."""
        if self.deciding is None:
            return None
        predictions = self._predictions(trial)
        action = predictions.positive > 0.5
        if moved:
            for here in self._folds():
                rule = self.deciding.fit_rule(predictions.take(~here))
                decided = rule.decide(predictions.take(here)).action
                assert decided is not None
                action[here] = decided
        return self.deciding.statistic(predictions, Decisions(action=action, label=action.astype(np.int64)))

    def _folds(self) -> Iterator[BoolArray]:
        """The rows used of each fold; halves of the rows where there is one fold."""
        folds = [validation for _, validation in self.space.splits.folds]
        parts = folds if len(folds) > 1 else [self._rows[::2], self._rows[1::2]]
        yield from (here for part in parts if (here := np.isin(self._rows, part)).any())

    def _gain(self, one: Statistic, other: Statistic, *, greater_is_better: bool) -> Measured:
        """By how much one is better than the other, with the interval that decides."""
        sign = 1.0 if greater_is_better else -1.0
        given = np.ones(len(self.used)) if self._given is None else self._given
        gain = sign * (one.value(given) - other.value(given))
        drawn = sign * np.array([one.value(given * w) - other.value(given * w) for w in self.draws])
        if not np.isfinite(gain):
            return Measured(value=None, level=self.level)
        part = len(self.used) / len(self.space.splits.compared)
        far = NormalDist().inv_cdf((1.0 + self.level) / 2) * float(np.nanstd(drawn)) * np.sqrt(part)
        return Measured(value=float(gain), low=float(gain - far), high=float(gain + far), level=self.level)


def _deciding(space: Workspace) -> Objective | None:
    """What chooses the threshold of two classes: the user's metric where it acts, else a score that does."""
    objective = space.objective
    if space.problem.task != "binary":
        return None
    if objective.has_action or objective.has_money:
        return objective
    if SCORES[objective.learning_name].needs == "label" and objective.kind == "standard":
        return objective
    return build_objective(StandardMetric(name=DECIDING_SCORE), space.problem)
