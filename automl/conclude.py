"""After the search: choose, fit for good, measure once on the held-out rows, refit, explain, write down."""

from __future__ import annotations

import math
import pickle
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl import __version__, measure
from automl.errors import AutoMLError, CandidateError, EngineError
from automl.explain import explain_model
from automl.families.ensemble import WeightedEnsemble
from automl.families.storage import save_model
from automl.folder import RunFolder
from automl.measure import Ground
from automl.metrics import Predictions
from automl.metrics.baseline import Today, today_of
from automl.metrics.spread import SpreadModel
from automl.prepare import Prepared
from automl.project.store import Home
from automl.recorder import Recorder
from automl.report import write_report
from automl.search.budget import Clock, Limits, MemoryWatch
from automl.search.choose import Judged, as_choice, choose, leaderboard, simplest_as_good
from automl.search.contender import Contender, contenders_of
from automl.search.finish import Finished, final_s, fit_for_good, slowed
from automl.search.jobs import digest, predictions_of
from automl.search.judge import judge, keeps, limit_broken, measured_fairness
from automl.search.loop import SearchLoop
from automl.search.result import DataSummary, Explanation, Failure, NotTried, RunResult, Spent, Split
from automl.search.trial import Trial
from automl.search.workers import Workers

Array = NDArray[np.float64]

# Seconds kept at the very end for saving, explaining and writing the report, and what of it explanations may take.
END_S = 2.5
LEAST_END_S = 1.0
EXPLAIN_SHARE = 0.4
EXPLAIN_S = 3.0
N_TIMED_ROWS = 21
_LIBRARIES = ("numpy", "pandas", "scikit-learn", "lightgbm", "optuna", "duckdb")


@dataclass(frozen=True)
class Conclusion:
    """The choice, on out-of-fold predictions only."""

    contenders: Sequence[Contender]
    judged: Sequence[Judged]
    chosen: Judged
    reason: str
    simplest: Judged
    why_simplest: str

    @property
    def order(self) -> list[Judged]:
        """What is delivered: the chosen one; should it fail, the next that is allowed, the others at last."""
        others = [j for j in self.judged if j is not self.chosen]
        return [self.chosen, *(j for j in others if j.allowed), *(j for j in others if not j.allowed)]


@dataclass(frozen=True)
class Delivery:
    """The model handed over."""

    judged: Judged
    finished: Finished
    model: Any
    before: Any
    refitted: bool
    why_not_refitted: str
    size_mb: float
    predict_ms: float


def decide(
    prepared: Prepared, trials: Sequence[Trial], *, seed: int, pool: Sequence[int] | None = None
) -> Conclusion:
    """Choose among trials and their ensemble.

    Parameters
    ----------
    pool : sequence of int, optional
        Numbers of the trials that an ensemble may be made of; by default all.
    """
    contenders = contenders_of(prepared.space, trials, mix=prepared.may_mix, pool=pool)
    if not contenders:
        raise EngineError(
            "No model could be fitted, not even the baseline; the failures stand in the transcript."
        )
    judged = judge(prepared.space, contenders, prepared.spec, seed=seed)
    chosen, reason = choose(prepared.space, judged, seed=seed)
    simplest, why = simplest_as_good(prepared.space, judged, chosen, seed=seed)
    return Conclusion(contenders, judged, chosen, reason, simplest, why)


@dataclass(frozen=True)
class Concluding:
    """Everything that the end of a run works with."""

    prepared: Prepared
    folder: RunFolder
    workers: Workers
    workspace: Path
    clock: Clock
    limits: Limits
    loop: SearchLoop
    memory: MemoryWatch
    recorder: Recorder
    seed: int
    goal: tuple[str, ...]
    source: str | None
    home: Home | None
    begun_s: float  # seconds from the start of the command to the search

    def left_s(self, keep_s: float = END_S) -> float:
        """Seconds until the budget is spent, but for those kept for the end."""
        keep_s = slowed(keep_s, begun_s=self.begun_s, time_s=self.limits.time_s) if keep_s else 0.0
        return math.inf if self.limits.time_s is None else self.limits.time_s - self.clock.elapsed() - keep_s

    def run(self) -> RunResult:
        """Conclude the run and write its folder."""
        self._stage("choosing")
        trials = self.loop.trials
        pool = self._pool(trials)
        self.recorder("pool", {"pool": pool})
        conclusion = decide(self.prepared, trials, seed=self.seed, pool=pool)
        chosen = conclusion.chosen.contender
        self.recorder("decision", {"what": f"deliver {chosen.name}", "why": conclusion.reason})
        self._stage("fitting the chosen model on all rows")
        delivery = self._deliver(conclusion)
        ground, looks = self._look(delivery)
        result = self._result(conclusion, delivery, ground, looks=looks, trials=trials)
        return self._write(result, delivery)

    def _stage(self, doing: str) -> None:
        left = self.left_s(0.0)
        self.recorder(
            "progress",
            {
                "stage": "finish",
                "why": doing,
                "elapsed_s": round(self.clock.elapsed(), 2),
                "left_s": round(max(left, 0.0), 1) if math.isfinite(left) else None,
                "time_s": self.limits.time_s,
                "trials": len(self.loop.trials),
                "trials_budget": self.limits.trials,
            },
        )

    def _pool(self, trials: Sequence[Trial]) -> list[int]:
        """Trials whose final fits the time allows, three at once; all where time is no limit."""
        numbers = [t.candidate.trial for t in trials if t.ok]
        left = self.left_s()
        if math.isinf(left):
            return numbers
        share = max(left, 0.0) / 3 * self.limits.workers
        return [
            t.candidate.trial for t in trials if t.ok and final_s(t.fit_seconds, self.prepared.space) <= share
        ]

    def _deliver(self, conclusion: Conclusion) -> Delivery:
        """Fit the chosen model for good; where it fails or breaks a bound then, the next one."""
        problems: list[str] = []
        fallback: Delivery | None = None
        for judged in conclusion.order:
            if problems and self.left_s(LEAST_END_S) <= 0 and judged.contender.family != "dummy":
                continue  # no time for another one but the baseline, which takes none
            try:
                delivery = self._fit(judged)
            except CandidateError as error:
                problems.append(str(error))
                self.recorder(
                    "decision", {"what": f"do not deliver {judged.contender.name}", "why": str(error)}
                )
                continue
            broken = self._broken(delivery, delivery.model)
            if not broken or not judged.allowed:
                return self._delivered(delivery)
            if delivery.refitted and not self._broken(delivery, delivery.before):
                why = f"The refit on all rows was not kept: {broken}"
                return self._delivered(
                    replace(delivery, model=delivery.before, refitted=False, why_not_refitted=why)
                )
            fallback = fallback or delivery
            self.recorder("decision", {"what": f"do not deliver {judged.contender.name}", "why": broken})
            if self.left_s() <= 0:
                break
        if fallback is not None:
            return self._delivered(fallback)
        raise EngineError(f"No model could be fitted on all rows of the search: {problems[0]}")

    def _fit(self, judged: Judged) -> Delivery:
        space = self.prepared.space
        # The held-out figure may use some of the seconds kept for the end; the baseline takes none worth counting.
        patience = (
            (lambda: math.inf) if judged.contender.family == "dummy" else (lambda: self.left_s(LEAST_END_S))
        )
        finished = fit_for_good(
            space,
            self.workspace,
            judged.contender,
            self.workers,
            scratch=self.folder.scratch,
            left_s=patience,
            refit_left_s=self.left_s,
        )
        model, before = (
            _loaded(finished.model_paths, finished.weights),
            _loaded(finished.before_paths, finished.weights),
        )
        why = "" if finished.refitted else "There was no time left for a refit on all rows."
        predict_ms = _one_row_ms(model, self.prepared)
        size = sum(path.stat().st_size for path in finished.model_paths) / 1e6
        return Delivery(judged, finished, model, before, finished.refitted, why, size, predict_ms)

    def _broken(self, delivery: Delivery, model: Any) -> str:
        """The sentence about the first bound that a fitted model does not keep to."""
        spec, space = self.prepared.spec, self.prepared.space
        families = tuple(t.candidate.family for t, _ in delivery.judged.contender.members)
        found = limit_broken(
            spec.limits, size_mb=delivery.size_mb, predict_ms=delivery.predict_ms, families=families
        )
        if found or spec.fairness is None:
            return found
        held = self.prepared.splits.held_out
        said = predictions_of(space, held, _predicted(model, self.prepared, held))
        fairness = measured_fairness(space, said, delivery.judged.rule, spec.fairness)
        if keeps(spec.fairness, fairness):
            return ""
        return f"Fitted for good, its {spec.fairness.measure.replace('_', ' ')} is {fairness:.3g} on the held-out rows."

    def _delivered(self, delivery: Delivery) -> Delivery:
        contender = delivery.judged.contender
        self.recorder(
            "delivered",
            {
                "model": contender.name,
                "members": [[t.candidate.name, w] for t, w in contender.members],
                "refitted": delivery.refitted,
                "held_out_digest": digest(delivery.finished.held_out),
                "rule": delivery.judged.rule.to_json(),
            },
        )
        return delivery

    def _look(self, delivery: Delivery) -> tuple[Ground, int]:
        """Look at the held-out rows, and count the look."""
        prepared = self.prepared
        looks = 1
        try:
            home = self.home or Home()
            looks = home.record_look(
                prepared.table.fingerprint, prepared.problem.target, str(self.folder.path.name)
            )
        except AutoMLError as error:  # a home that cannot be written does not make the figure wrong
            self.recorder("decision", {"what": "looks are not counted", "why": str(error)})
        self.recorder("look", {"target": prepared.problem.target, "looks": looks})
        held = prepared.splits.held_out
        predictions = predictions_of(prepared.space, held, delivery.finished.held_out)
        spread = self._spread(delivery)
        if spread is not None:
            X = prepared.problem.X.iloc[held]
            predictions = predictions.with_scale(spread.predict(X, delivery.finished.held_out))
        return Ground(prepared, predictions, delivery.judged.rule, self.seed), looks

    def _spread(self, delivery: Delivery) -> SpreadModel | None:
        """How far the truth may lie from the prediction, learned from the chosen model's out-of-fold residuals."""
        space = self.prepared.space
        if not space.objective.needs_spread:
            return None
        rows = space.splits.compared
        return SpreadModel(features=space.problem.features, seed=self.seed).fit(
            space.problem.X.iloc[rows], space.problem.y[rows], delivery.judged.contender.predicted
        )

    def _today(self, ground: Ground) -> Today | None:
        if self.prepared.spec.baseline is None:
            return None
        return today_of(self.prepared.spec.baseline, ground.predictions, self.prepared.space.objective)

    def _result(
        self,
        conclusion: Conclusion,
        delivery: Delivery,
        ground: Ground,
        *,
        looks: int,
        trials: Sequence[Trial],
    ) -> RunResult:
        prepared, space, problem = self.prepared, self.prepared.space, self.prepared.problem
        self._stage("measuring and explaining")
        today = self._today(ground)
        scores = measure.usual_scores(ground)
        held_out = measure.learning_score(ground)
        contender = delivery.judged.contender
        reason = (
            conclusion.reason
            if delivery.judged is conclusion.chosen
            else "The models before it could not be kept."
        )
        delivered = self._said_by_delivered(delivery, ground)
        chosen = as_choice(delivery.judged, reason)
        money = measure.money_of(ground, today)
        families = tuple(t.candidate.family for t, _ in contender.members)
        return RunResult(
            tandem=__version__,
            versions=_versions(),
            goal=self.goal,
            data=self._data(),
            spec=prepared.document.spec.to_json(),
            spec_version=prepared.document.version,
            provenance=prepared.document.to_json()["provenance"],
            defaults=dict(prepared.document.defaults),
            questions=tuple({"field": q.field, "text": q.text} for q in prepared.document.questions),
            readback=prepared.document.readback,
            task=problem.task,
            target=problem.target,
            classes=problem.classes,
            positive_label=problem.classes[1] if problem.task == "binary" else None,
            metric=prepared.spec.to_json().get("metric", {}),
            score_name=space.objective.learning_name,
            greater_is_better=space.objective.learning_greater_is_better,
            split=Split(
                kind=space.splits.kind,
                folds=len(space.splits.folds),
                n_search=len(space.splits.search),
                n_held_out=len(space.splits.held_out),
                looks=looks,
                sentence=space.splits.sentence,
            ),
            chosen=chosen.model_copy(
                update={"size_mb": round(delivery.size_mb, 6), "predict_ms": round(delivery.predict_ms, 4)}
            ),
            simplest=as_choice(conclusion.simplest, conclusion.why_simplest),
            held_out=held_out,
            metric_name=space.objective.name,
            metric_greater_is_better=space.objective.greater_is_better,
            metric_held_out=measure.user_metric(ground),
            measures=scores,
            money=money,
            decision=measure.decision_of(ground),
            constraints=measure.constraints_of(ground),
            limits=measure.limits_of_model(
                ground, size_mb=delivery.size_mb, predict_ms=delivery.predict_ms, families=families
            ),
            fairness=measure.fairness_of(ground, delivered, refitted=delivery.refitted),
            monotone=measure.monotone_of(ground, delivery.model),
            baseline=measure.baseline_of(ground, today, scores),
            expectation=measure.expectation_of(ground, scores),
            leaderboard=leaderboard(conclusion.contenders, conclusion.judged, seed=self.seed),
            failures=tuple(
                Failure(model=t.candidate.name, family=t.candidate.family, kind=t.status, reason=t.reason)
                for t in trials
                if not t.ok
            ),
            not_tried=self._not_tried(trials),
            warnings=self._warnings(conclusion, delivery),
            refit=self._refit_sentence(delivery),
            explanation=self._explanation(delivery, ground),
            spent=Spent(
                seconds=0.0,
                peak_memory_mb=0.0,
                trials=len(trials),
                workers=self.limits.workers,
                seed=self.seed,
                first_model_s=None if self.loop.first_model_s is None else round(self.loop.first_model_s, 2),
                ended=self.loop.ended,
            ),
            predictions_digest=digest(
                delivery.finished.everything
                if delivery.finished.everything is not None
                else delivery.finished.held_out
            ),
        )

    def _said_by_delivered(self, delivery: Delivery, ground: Ground) -> Predictions:
        if self.prepared.spec.fairness is None:
            return ground.predictions
        held = self.prepared.splits.held_out
        return predictions_of(self.prepared.space, held, _predicted(delivery.model, self.prepared, held))

    def _data(self) -> DataSummary:
        table, problem = self.prepared.table, self.prepared.problem
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
            n_columns=len(table.columns),
            left_out=problem.left_out,
            conversions=table.conversions,
            features=tuple(column.name for column in problem.features),
            set_aside=tuple({"column": c, "reason": r} for c, r in problem.set_aside),
            classes=counts,
            positive_share=float(problem.y.mean()) if problem.task == "binary" else None,
            target_stats={name: float(value) for name, value in stats.items()},
        )

    def _not_tried(self, trials: Sequence[Trial]) -> tuple[NotTried, ...]:
        found = [NotTried(what=name, reason=reason) for name, reason in self.prepared.left_out]
        tried = {t.candidate.family for t in trials}
        why = {
            "time": "no time was left",
            "trials": "the trials were used up",
            "stopped": "the search was stopped",
        }
        for family in self.prepared.families:
            if family.name not in tried:
                reason = why.get(self.loop.ended, "nothing was left to ask")
                found.append(
                    NotTried(what=family.name, reason=f"It may be used, but {reason} before its turn came.")
                )
        return tuple(found)

    def _warnings(self, conclusion: Conclusion, delivery: Delivery) -> tuple[str, ...]:
        found = list(self.prepared.warnings)
        if not delivery.judged.allowed:
            found.insert(0, f"No model keeps to every bound that was set. {delivery.judged.why_not}")
        if delivery.judged.contender.family == "dummy":
            found.insert(
                0,
                "No model was better than the baseline, which looks at no column; do not act on this result.",
            )
        return tuple(found)

    def _refit_sentence(self, delivery: Delivery) -> str:
        n_rows = self.prepared.problem.n_rows
        n_search = len(self.prepared.splits.search)
        figures = f"All held-out figures are those of the model fitted on the {n_search:,} search rows"
        if delivery.refitted:
            return f"{figures}; the delivered model was then refitted in the same way on all {n_rows:,} rows."
        return f"{figures}, which is the one delivered. {delivery.why_not_refitted}"

    def _explanation(self, delivery: Delivery, ground: Ground) -> Explanation:
        prepared = self.prepared
        held, problem = prepared.splits.held_out, prepared.problem
        objective = prepared.space.objective
        seconds = min(EXPLAIN_S, max(0.5, EXPLAIN_SHARE * self.left_s(0.0)))

        def score(positions: NDArray[np.int64], predicted: Array) -> float:
            return float(
                objective.learning_score(ground.predictions.take(positions).with_predicted(predicted))
            )

        points = objective.curve(ground.predictions)
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
            seed=self.seed,
            seconds=seconds,
        )
        curve = tuple(_point(point) for point in points)
        return explained.model_copy(update={"value_curve": curve}) if curve else explained

    def _write(self, result: RunResult, delivery: Delivery) -> RunResult:
        """Write model, result and report; the transcript's last entry is the result, and its hash the head."""
        self._stage("writing the report")
        folder = self.folder
        self._save_model(delivery, result)
        spent = result.spent.model_copy(
            update={
                "seconds": round(self.clock.elapsed(), 2),
                "peak_memory_mb": round(max(self.memory.peak_bytes, self.memory.now_bytes) / 1e6, 1),
            }
        )
        result = result.model_copy(update={"spent": spent})
        folder.write_json("spec.json", self.prepared.document.to_json())
        folder.write_leaderboard(result.leaderboard, money=self.prepared.space.objective.has_money)
        folder.write_json("data.json", {"source": self.source, "schema": self.prepared.table.schema()})
        self.recorder("result", result.to_json())
        result = result.model_copy(update={"transcript_head": self.recorder.head})
        folder.write_json("result.json", result.to_json())
        write_report(result, [entry.to_json() for entry in folder.entries()], folder.path)
        return result

    def _save_model(self, delivery: Delivery, result: RunResult) -> None:
        prepared, problem = self.prepared, self.prepared.problem
        spread = self._spread(delivery)
        categories = [c.name for c in problem.features if c.kind == "category"]
        facts = {
            "tandem": __version__,
            "task": problem.task,
            "target": problem.target,
            "classes": list(problem.classes),
            "features": [column.name for column in problem.features],
            "schema": prepared.table.schema(),
            "levels": {c: sorted(problem.X[c].dropna().unique().tolist()) for c in categories},
            "rule": delivery.judged.rule.to_json(),
            "has_action": prepared.space.objective.has_action,
            "currency": prepared.space.objective.currency,
            "spread": None if spread is None else spread.to_json(),
            "model": delivery.judged.contender.name,
            "fingerprint": prepared.table.fingerprint,
        }
        save_model(delivery.model, self.folder.model, facts)


def _loaded(paths: Sequence[Path], weights: Sequence[float]) -> Any:
    """Models that this run's own workers wrote a moment ago, as one."""
    models = [pickle.loads(path.read_bytes()) for path in paths]
    return models[0] if len(models) == 1 else WeightedEnsemble(models, list(weights))


def _predicted(model: Any, prepared: Prepared, rows: NDArray[np.int64]) -> Array:
    X = prepared.problem.X.iloc[rows]
    said = model.predict(X) if prepared.problem.task == "regression" else model.predict_proba(X)
    return np.asarray(said, dtype=np.float64)


def _one_row_ms(model: Any, prepared: Prepared) -> float:
    """Median milliseconds of predicting one row with the model handed over."""
    seconds = []
    for position in prepared.splits.held_out[:N_TIMED_ROWS]:
        start = time.perf_counter()
        _predicted(model, prepared, np.array([position]))
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds)) * 1e3


def _stated(ground: Ground) -> NDArray[np.int64] | None:
    """What the decisions say of each row: acted on or not, else the label."""
    decisions = ground.decisions
    if decisions.action is not None and ground.prepared.space.objective.has_action:
        return decisions.action.astype(np.int64)
    return decisions.label


def _point(point: Any) -> Any:
    from automl.search.result import CurvePoint

    return CurvePoint(
        threshold=point.threshold,
        share_flagged=point.share_flagged,
        value=point.value,
        precision=point.precision,
        recall=point.recall,
    )


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}
