"""The delivered decisions, measured on the held-out rows: scores, money, bounds, today's way, what was expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.metrics import Decisions, Predictions, Rule
from automl.metrics.baseline import Today, score_of_today
from automl.metrics.figures import Weighted
from automl.metrics.intervals import Interval, bootstrap
from automl.metrics.scores import SCORES, statistic_of
from automl.metrics.words import figure_words
from automl.prepare import Prepared
from automl.search.judge import in_words, keeps, measured_fairness
from automl.search.result import Check, Comparison, Decision, Measured, Money

Array = NDArray[np.float64]

#: Scores of every report, beside the one that was asked for.
USUAL = {
    "binary": (
        "roc_auc",
        "average_precision",
        "accuracy",
        "balanced_accuracy",
        "precision",
        "recall",
        "f1",
        "brier",
        "log_loss",
    ),
    "multiclass": ("accuracy", "balanced_accuracy", "f1_macro", "log_loss", "quadratic_kappa", "mcc"),
    "regression": ("rmse", "mae", "median_ae", "r2", "mape"),
}


@dataclass(frozen=True)
class Ground:
    """What everything is measured on: the held-out rows with the predictions for them, and the rule."""

    prepared: Prepared
    predictions: Predictions
    rule: Rule
    seed: int

    @property
    def decisions(self) -> Decisions:
        """What the rule does with the rows."""
        return self.rule.decide(self.predictions)


def as_measured(interval: Interval) -> Measured:
    """The record of a figure; what is not defined is None."""
    if math.isnan(interval.value):
        return Measured(value=None)
    return Measured(
        value=interval.value, low=_finite(interval.low), high=_finite(interval.high), level=interval.level
    )


def learning_score(ground: Ground) -> Measured:
    """The score that candidates were compared by."""
    objective = ground.prepared.space.objective
    weights = ground.prepared.space.weights
    statistic = statistic_of(
        objective.learning_name,
        ground.predictions,
        ground.decisions,
        task=ground.prepared.problem.task,
        order=_order(ground),
    )
    if weights is not None:
        statistic = Weighted(statistic, weights[ground.prepared.splits.held_out])
    return as_measured(bootstrap(statistic, seed=ground.seed))


def _order(ground: Ground) -> Sequence[int] | None:
    """Natural order of the classes, for scores that count distances between them."""
    return ground.prepared.space.objective.setting.order


def user_metric(ground: Ground) -> Measured:
    """The user's own metric."""
    return as_measured(
        ground.prepared.space.objective.interval(ground.predictions, ground.rule, seed=ground.seed)
    )


def usual_scores(ground: Ground) -> dict[str, Measured]:
    """The standard scores that every report lists."""
    task = ground.prepared.problem.task
    expected = ground.prepared.spec.expectation
    compared = ground.prepared.spec.baseline
    extra = [
        s
        for s in (expected and expected.metric, compared and compared.metric)
        if s and task in SCORES[s].tasks
    ]
    found = {}
    for name in dict.fromkeys((*USUAL[task], *extra)):
        statistic = statistic_of(name, ground.predictions, ground.decisions, task=task, order=_order(ground))
        # The score that stands at the top has the same interval here.
        n_draws = None if name == ground.prepared.space.objective.learning_name else 300
        found[name] = as_measured(bootstrap(statistic, seed=ground.seed, n_draws=n_draws))
    return found


def money_of(ground: Ground, today: Today | None) -> Money | None:
    """What the decisions are worth, beside the alternatives."""
    objective = ground.prepared.space.objective
    decisions = None if today is None else today.decisions
    totals = objective.money(ground.predictions, ground.rule, today=decisions)
    if totals is None:
        return None
    spread = totals.intervals(seed=ground.seed)
    return Money(
        currency=totals.currency,
        n_rows=totals.n_rows,
        total=as_measured(spread.total),
        per_row=as_measured(spread.per_row),
        over_nothing=as_measured(spread.over_nothing),
        nothing=totals.nothing,
        nothing_name=totals.nothing_name,
        everyone=totals.everyone,
        today=totals.today,
        perfect=totals.perfect,
        over_today=None if spread.over_today is None else as_measured(spread.over_today),
    )


def decision_of(ground: Ground) -> Decision:
    """What is done with the predictions, in words and as what `predict` needs."""
    action = ground.decisions.action
    n_flagged = None if action is None else int(action.sum())
    return Decision(
        kind=ground.rule.kind,
        sentence=ground.prepared.space.objective.describe(ground.rule),
        threshold=ground.rule.threshold,
        n_flagged=n_flagged,
        share_flagged=None if n_flagged is None else n_flagged / ground.predictions.n_rows,
        state=ground.rule.to_json(),
    )


def constraints_of(ground: Ground) -> tuple[Check, ...]:
    """Every bound of the metric, measured on the held-out rows."""
    checks = ground.prepared.space.objective.check_constraints(
        ground.predictions, ground.rule, seed=ground.seed
    )
    return tuple(
        Check(
            what=check.measure,
            bound=check.bound,
            measured=_finite(check.measured.value),
            met=check.met,
            sentence=check.sentence,
        )
        for check in checks
    )


def fairness_of(ground: Ground, delivered: Predictions, *, refitted: bool) -> tuple[Check, ...]:
    """The fairness bound, on the held-out rows: before the refit, and for the model handed over."""
    fairness = ground.prepared.spec.fairness
    if fairness is None:
        return ()
    words = fairness.measure.replace("_", " ")
    checks = []
    for predictions, whose in (
        (ground.predictions, "before the refit"),
        (delivered, "the model handed over"),
    ):
        found = measured_fairness(ground.prepared.space, predictions, ground.rule, fairness)
        met = keeps(fairness, found)
        verdict = "kept" if met else "not kept"
        checks.append(
            Check(
                what=f"{fairness.measure}: {whose}",
                bound=in_words(fairness),
                measured=_finite(found),
                met=met,
                sentence=f"The {words} by {fairness.column!r} is {found:.3g} ({whose}); {in_words(fairness)} was asked "
                f"for, which is {verdict}.",
            )
        )
    return tuple(checks[1:] if not refitted else checks)


def limits_of_model(
    ground: Ground, *, size_mb: float, predict_ms: float, families: Sequence[str]
) -> tuple[Check, ...]:
    """The limits of the specification, measured on the model handed over."""
    from automl.search.judge import limit_broken

    limits = ground.prepared.spec.limits
    if limits is None:
        return ()
    checks = []
    for name, bound, found, unit in (
        ("model_mb", limits.model_mb, size_mb, "MB on disk"),
        ("predict_ms", limits.predict_ms, predict_ms, "ms for one row"),
    ):
        if bound is not None:
            met = found <= bound
            checks.append(
                Check(
                    what=name,
                    bound=f"at most {bound:g}",
                    measured=found,
                    met=met,
                    sentence=f"The model takes {found:.3g} {unit}; at most {bound:g} were allowed, which is "
                    f"{'kept' if met else 'not kept'}.",
                )
            )
    if limits.interpretable:
        broken = limit_broken(
            limits.model_copy(update={"model_mb": None, "predict_ms": None}),
            size_mb=0,
            predict_ms=0,
            families=families,
        )
        checks.append(
            Check(
                what="interpretable",
                bound="readable by a person",
                measured=None,
                met=not broken,
                sentence=broken or "A person can follow each of its predictions, as was asked for.",
            )
        )
    return tuple(checks)


def baseline_of(ground: Ground, today: Today | None, scores: dict[str, Measured]) -> Comparison | None:
    """What is done today, beside what the model does, on the same rows."""
    baseline = ground.prepared.spec.baseline
    if baseline is None:
        return None
    if baseline.score is not None:
        name = baseline.metric or ground.prepared.space.objective.learning_name
        ours = scores[name].value if name in scores else None
        return _compared(
            "the score you named", name, baseline.score, ours, better_up=SCORES[name].greater_is_better
        )
    what = (
        f"today's rule ({baseline.rule})" if baseline.rule else f"the column {baseline.predictions_column!r}"
    )
    if today is None:
        return None
    objective = ground.prepared.space.objective
    if today.decisions is None:
        name = objective.learning_name
        return _compared(
            what,
            name,
            today.score,
            scores[name].value if name in scores else None,
            better_up=SCORES[name].greater_is_better,
        )
    theirs = score_of_today(today, objective)
    ours = float(objective.score(ground.predictions, ground.rule))
    return _compared(what, objective.name, theirs, ours, better_up=objective.greater_is_better)


def _compared(
    what: str, name: str, today: float | None, ours: float | None, *, better_up: bool
) -> Comparison:
    known = today is not None and ours is not None and not math.isnan(today) and not math.isnan(ours)
    if not known or today is None or ours is None:
        return Comparison(
            what=what,
            name=name,
            today=_finite(today),
            ours=_finite(ours),
            better=None,
            sentence=f"{what[:1].upper()}{what[1:]} cannot be compared by {name}.",
        )
    better = ours > today if better_up else ours < today
    return Comparison(
        what=what,
        name=name,
        today=today,
        ours=ours,
        better=better,
        sentence=f"{what[:1].upper()}{what[1:]} reaches {figure_words(today)} in {name}; the model reaches "
        f"{figure_words(ours)}, which is {'better' if better else 'no better'}.",
    )


def expectation_of(ground: Ground, scores: dict[str, Measured]) -> Check | None:
    """What the user expected, beside what came out."""
    expected = ground.prepared.spec.expectation
    if expected is None:
        return None
    found = scores[expected.metric] if expected.metric in scores else Measured(value=None)
    if found.value is None:
        return Check(
            what=expected.metric,
            bound=in_words(expected),
            measured=None,
            met=None,
            sentence=f"You expected a {expected.metric} of {in_words(expected)}; it could not be measured.",
        )
    met = keeps(expected, found.value)
    interval = (
        ""
        if found.low is None or found.high is None
        else f" ({figure_words(found.low)} to {figure_words(found.high)})"
    )
    return Check(
        what=expected.metric,
        bound=in_words(expected),
        measured=found.value,
        met=met,
        sentence=f"You expected a {expected.metric} of {in_words(expected)}; it is "
        f"{figure_words(found.value)}{interval}, {'as expected' if met else 'against the expectation'}.",
    )


def monotone_of(ground: Ground, model: Any) -> tuple[Check, ...]:
    """Whether the predictions of the model handed over move one way only, tried on held-out rows."""
    problem = ground.prepared.problem
    rows = problem.X.iloc[ground.prepared.splits.held_out[:N_MONOTONE_ROWS]].reset_index(drop=True)
    checks = []
    for column, direction in ground.prepared.space.monotone.items():
        grid = np.unique(np.nanquantile(problem.X[column], np.linspace(0, 1, N_MONOTONE_STEPS)))
        said = np.stack([_shown(model, rows.assign(**{column: value}), problem.task) for value in grid])
        steps = np.diff(said, axis=0) * (1.0 if direction == "increasing" else -1.0)
        worst = float(-steps.min(initial=0.0))
        met = worst <= ROUNDING * max(1.0, float(np.abs(said).max()))
        checks.append(
            Check(
                what=column,
                bound=direction,
                measured=worst,
                met=met,
                sentence=f"The prediction is {direction} in {column!r} on {len(rows):,} rows × {len(grid)} values"
                + (", without exception." if met else f", but moves the other way by up to {worst:.3g}."),
            )
        )
    return tuple(checks)


N_MONOTONE_ROWS = 200
N_MONOTONE_STEPS = 15
ROUNDING = 1e-6  # boosters add up single-precision numbers


def _shown(model: Any, X: Any, task: str) -> Array:
    if task == "regression":
        return np.asarray(model.predict(X), dtype=np.float64)
    return np.asarray(model.predict_proba(X), dtype=np.float64)[:, -1]


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
