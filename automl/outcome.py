"""From the model handed over to the record of the run: every figure of `result.json`, from the data and the fits.

A run and its replay both end here; what only a clock can tell (seconds, memory, sizes that follow from them) is handed
in, so that a replay comes to the same record.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl import __version__, measure
from automl.choice import Conclusion
from automl.delivery import Delivery, said_by
from automl.earlier import Earlier, old_and_new
from automl.expected import promise_of, unstable_warning
from automl.explain import explain_model
from automl.explain.sizes import Sizes
from automl.families import family
from automl.families.needs import OF_ROWS
from automl.measure import Ground
from automl.metrics.baseline import Today, today_of
from automl.metrics.curve import CutPoint
from automl.not_tried import WHY_NOT_TRIED, not_tried
from automl.prepare import Prepared
from automl.search.choose import as_choice, leaderboard
from automl.search.column_trials import ORIGIN as OF_COLUMNS
from automl.search.derived import derived_columns
from automl.search.derived_words import derived_sentence
from automl.search.loop import Ended
from automl.search.map import explored
from automl.search.memory import Recalled
from automl.search.more_time import more_time
from automl.search.promise import kept
from automl.search.proposal import propose
from automl.search.result import (
    CurvePoint,
    DataSummary,
    DerivedColumns,
    Experiment,
    Explanation,
    Failure,
    OutOfFold,
    RunResult,
    Spent,
    Split,
)
from automl.search.shared import shared
from automl.search.treated_words import experiment_sentence
from automl.search.treatments import ORIGIN
from automl.search.trial import Trial
from automl.search.warm_start import warm_start
from automl.spec.shares import shares_are_of

Array = NDArray[np.float64]

_LIBRARIES = ("numpy", "pandas", "scikit-learn", "lightgbm", "optuna", "duckdb")


@dataclass(frozen=True)
class Circumstances:
    """What a record needs beside data, fits and choice.

    Attributes
    ----------
    trials : sequence of Trial
        All of them, failed ones too.
    looks : int
        At the held-out rows of these data and target, this one included.
    explain_s : float
        Seconds from which the sizes of the explanation follow, where `sizes` are not given.
    recalled : Recalled
        What the search started from.
    earlier : Earlier or None
        The model that this one is a refit of.
    """

    trials: Sequence[Trial]
    ended: Ended
    looks: int
    seed: int
    goal: tuple[str, ...]
    workers: int
    first_model_s: float | None
    explain_s: float = 0.0
    sizes: Sizes | None = None
    recalled: Recalled = field(default_factory=Recalled)
    earlier: Earlier | None = None


def outcome(
    prepared: Prepared, conclusion: Conclusion, delivery: Delivery, circumstances: Circumstances
) -> RunResult:
    """The record of a run; seconds and memory spent are still to be filled in."""
    space, problem, document = prepared.space, prepared.problem, prepared.document
    objective = space.objective
    ground = Ground(prepared, delivery.held_out(prepared), delivery.judged.rule, circumstances.seed)
    today = _today(prepared, ground)
    scores = measure.usual_scores(ground)
    delivered = ground.predictions if prepared.spec.fairness is None else said_by(delivery.model, prepared)
    reason = conclusion.reason
    if delivery.judged is not conclusion.chosen:
        reason = f"The model chosen first could not be handed over. {delivery.why_not_first}"
    simplest, why_simplest = conclusion.simplest_beside(
        delivery.judged, refused=delivery.refused, prepared=prepared, seed=circumstances.seed
    )
    expected = promise_of(
        prepared, conclusion, delivery.judged, refused=delivery.refused, seed=circumstances.seed
    )
    return RunResult(
        tandem=__version__,
        versions=versions(),
        outside=prepared.outside,
        goal=circumstances.goal,
        data=_data(prepared),
        spec=document.spec.to_json(),
        spec_version=document.version,
        provenance=document.to_json()["provenance"],
        defaults=dict(document.defaults),
        questions=tuple({"field": q.field, "text": q.text} for q in document.questions),
        readback=document.readback,
        task=problem.task,
        target=problem.target,
        classes=problem.classes,
        positive_label=problem.classes[1] if problem.task == "binary" else None,
        metric=prepared.spec.to_json().get("metric", {}),
        score_name=objective.learning_name,
        greater_is_better=objective.learning_greater_is_better,
        split=Split(
            kind=space.splits.kind,
            folds=len(space.splits.folds),
            n_search=len(space.splits.search),
            n_held_out=len(space.splits.held_out),
            looks=circumstances.looks,
            sentence=space.splits.sentence,
        ),
        warm_start=warm_start(
            circumstances.recalled,
            circumstances.trials,
            greater_is_better=objective.learning_greater_is_better,
        ),
        refit_of=None if circumstances.earlier is None else old_and_new(ground, circumstances.earlier),
        chosen=as_choice(delivery.judged, reason).model_copy(
            update={"size_mb": round(delivery.size_mb, 6), "predict_ms": round(delivery.predict_ms, 4)}
        ),
        simplest=as_choice(simplest, why_simplest),
        out_of_fold=expected,
        held_out=measure.learning_score(ground),
        metric_name=objective.name,
        metric_greater_is_better=objective.greater_is_better,
        metric_held_out=measure.user_metric(ground),
        measures=scores,
        money=measure.money_of(ground, today),
        decision=measure.decision_of(ground),
        constraints=measure.constraints_of(ground),
        limits=measure.limits_of_model(
            ground, size_mb=delivery.size_mb, predict_ms=delivery.predict_ms, families=delivery.families
        ),
        fairness=measure.fairness_of(ground, delivered, refitted=delivery.refitted),
        monotone=measure.monotone_of(ground, delivery.model),
        baseline=measure.baseline_of(ground, today, scores),
        expectation=measure.expectation_of(ground, scores),
        leaderboard=leaderboard(conclusion.contenders, conclusion.judged, seed=circumstances.seed),
        failures=tuple(
            Failure(model=t.candidate.name, family=t.candidate.family, kind=t.status, reason=t.reason)
            for t in circumstances.trials
            if not t.ok and t.status != "rejected"
        ),
        not_tried=tuple(not_tried(prepared, circumstances.trials, ended=circumstances.ended)),
        **_steering(prepared, circumstances),
        warnings=tuple(_warnings(prepared, delivery, expected)),
        refit=_refit_sentence(prepared, delivery),
        recall=_recall_sentence(delivery),
        explanation=_explanation(prepared, delivery, ground, circumstances),
        experiments=tuple(_experiments(prepared, conclusion, circumstances)),
        derived=tuple(_derived(prepared, delivery, circumstances)),
        spent=Spent(
            seconds=0.0,
            peak_memory_mb=0.0,
            trials=len(circumstances.trials),
            workers=circumstances.workers,
            seed=circumstances.seed,
            first_model_s=circumstances.first_model_s,
            ended=circumstances.ended,
        ),
        model_digest=delivery.digest,
        predictions_digest=delivery.predictions_digest,
    )


def versions() -> dict[str, str]:
    """What decides the last digits of a fit."""
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}


def _today(prepared: Prepared, ground: Ground) -> Today | None:
    if prepared.spec.baseline is None:
        return None
    return today_of(prepared.spec.baseline, ground.predictions, prepared.space.objective)


def _data(prepared: Prepared) -> DataSummary:
    table, problem = prepared.table, prepared.problem
    regression = problem.task == "regression"
    counts = {} if regression else {c: int((problem.y == i).sum()) for i, c in enumerate(problem.classes)}
    stats = {}
    if regression:
        y = problem.y
        stats = {"min": y.min(), "median": np.median(y), "mean": y.mean(), "max": y.max(), "std": y.std()}
    return DataSummary(
        name=table.name,
        fingerprint=table.fingerprint,
        n_rows=table.n_rows,
        n_rows_used=problem.n_rows,
        n_columns=table.n_columns,
        left_out=problem.left_out,
        conversions=table.conversions,
        features=tuple(column.name for column in problem.features),
        set_aside=tuple({"column": c, "reason": r} for c, r in problem.set_aside),
        classes=counts,
        positive_share=float(problem.y.mean()) if problem.task == "binary" else None,
        target_stats={name: float(value) for name, value in stats.items()},
    )


def _steering(prepared: Prepared, circumstances: Circumstances) -> dict[str, Any]:
    """How the budget was shared, what was explored, and what is left to find."""
    trials, workers = circumstances.trials, circumstances.workers
    greater, axes = prepared.space.objective.learning_greater_is_better, prepared.axes
    promise = prepared.document.promise
    return {
        "shared": shared(trials, prepared.parts, unit=shares_are_of(prepared.spec.budget)),
        "explored": explored(trials, axes, greater_is_better=greater),
        "proposal": propose(
            trials, axes, greater_is_better=greater, workers=workers, seed=circumstances.seed
        ),
        "promise": None
        if promise is None
        else kept(promise, trials, ground=prepared.ground, greater_is_better=greater),
        "ground": prepared.ground,
        "more_time": more_time(trials, greater_is_better=greater, workers=workers),
    }


def _experiments(
    prepared: Prepared, conclusion: Conclusion, circumstances: Circumstances
) -> Iterator[Experiment]:
    """What the experiments on the rows learned from found, with the reason for each way that has no figure."""
    failed = {
        t.candidate.params.get(OF_ROWS): t for t in circumstances.trials if t.candidate.origin == ORIGIN
    }
    for asked, found in zip(prepared.experiments, conclusion.experiments, strict=True):
        known = {way.name for way in found.ways}
        left_out = {
            way: failed[way].reason if way in failed else _why_no_way(circumstances)
            for way in asked.ways
            if way not in known
        }
        told = found.model_copy(update={"not_tried": left_out})
        yield told.model_copy(update={"sentence": experiment_sentence(told)})


def _derived(
    prepared: Prepared, delivery: Delivery, circumstances: Circumstances
) -> Iterator[DerivedColumns]:
    """What derived columns brought, with the reason for each kind of which that was not measured."""
    found = derived_columns(prepared.space, delivery.before, circumstances.trials, seed=circumstances.seed)
    for one in found:
        why_not = "" if one.gain is not None else _why_not_compared(circumstances)
        told = one.model_copy(update={"why_not": why_not})
        yield told.model_copy(
            update={"sentence": derived_sentence(told, score_name=prepared.space.objective.learning_name)}
        )


def _why_not_compared(circumstances: Circumstances) -> str:
    failed = next(
        (t.reason for t in circumstances.trials if t.candidate.origin == OF_COLUMNS and not t.ok), ""
    )
    if failed:
        return failed
    if circumstances.ended in ("time", "trials"):
        return "The budget left no room for a fit without them; ask for more time or more trials."
    return "No two models were fitted that differ in them alone."


def _why_no_way(circumstances: Circumstances) -> str:
    if circumstances.ended in ("time", "trials"):
        return "The budget left no room for it; ask for more time or more trials."
    return f"It was not, as {WHY_NOT_TRIED[circumstances.ended]} before its turn came."


def _warnings(prepared: Prepared, delivery: Delivery, expected: OutOfFold) -> Iterator[str]:
    if delivery.judged.contender.family == "dummy" and delivery.why_not_first:
        yield f"Only the baseline could be handed over; do not act on this result. {delivery.why_not_first}"
    elif delivery.judged.contender.family == "dummy":
        yield "No model was better than the baseline, which looks at no column; do not act on this result."
    if not delivery.judged.allowed:
        yield f"No model keeps to every bound that was set. {delivery.judged.why_not}"
    unstable = unstable_warning(prepared, expected, delivery.judged.contender.fold_scores)
    if unstable:
        yield unstable
    yield from prepared.warnings


def _refit_sentence(prepared: Prepared, delivery: Delivery) -> str:
    n_rows, n_search = prepared.problem.n_rows, len(prepared.splits.search)
    n_learned = len(prepared.splits.before_refit)
    which = "" if n_learned == n_search else f"{n_learned:,} of "
    figures = f"All held-out figures are those of the model fitted on {which}the {n_search:,} search rows"
    if delivery.repeats > 1 and any(family(name).repeatable for name in delivery.families):
        figures += f", its boosted members as the mean of {delivery.repeats} fits with seeds of their own"
    if delivery.refitted:
        return f"{figures}; the delivered model was then refitted in the same way on all {n_rows:,} rows."
    return f"{figures}, which is the one delivered. {delivery.why_not_refitted}"


def _recall_sentence(delivery: Delivery) -> str:
    recall = delivery.recall
    if recall is None:
        return ""
    repeated = float(recall.sizes[recall.sizes > 1].sum() / recall.sizes.sum())
    return (
        f"{repeated:.1%} of the rows repeat another, and copies of a record agree. A new row that equals some of this "
        f"table is therefore answered by what was true of those as well; the model's word counts for "
        f"{recall.strength:g} of them. The held-out figures leave this aside."
    )


def _explanation(
    prepared: Prepared, delivery: Delivery, ground: Ground, circumstances: Circumstances
) -> Explanation:
    held, problem, objective = prepared.splits.held_out, prepared.problem, prepared.space.objective

    def score(positions: NDArray[np.int64], predicted: Array) -> float:
        return float(objective.learning_score(ground.predictions.take(positions).with_predicted(predicted)))

    explained = explain_model(
        delivery.before,
        problem.X.iloc[held],
        y=problem.y[held],
        task=problem.task,
        score=score,
        greater_is_better=objective.learning_greater_is_better,
        classes=problem.classes,
        kinds={column.name: column.kind for column in problem.features},
        stated=_stated(ground),
        threshold=ground.rule.threshold,
        row_ids=problem.row_ids[held],
        seed=circumstances.seed,
        seconds=circumstances.explain_s,
        sizes=circumstances.sizes,
    )
    curve = tuple(_point(point) for point in objective.curve(ground.predictions))
    return explained.model_copy(update={"value_curve": curve}) if curve else explained


def _stated(ground: Ground) -> NDArray[Any] | None:
    """What the decisions say of each row: acted on or not, else the label."""
    decisions = ground.decisions
    if decisions.action is not None and ground.prepared.space.objective.has_action:
        return decisions.action.astype(np.int64)
    return decisions.label


def _point(point: CutPoint) -> CurvePoint:
    return CurvePoint(
        threshold=point.threshold,
        share_flagged=point.share_flagged,
        value=point.value,
        precision=point.precision,
        recall=point.recall,
    )
