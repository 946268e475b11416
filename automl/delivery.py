"""The model handed over: fitted for good, held against the bounds that were set, stored as it will be shipped.

A bound on size, time or fairness that only shows on the finished model sends the next one; the size is that of the
files on disk.
"""

from __future__ import annotations

import math
import pickle
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl import __version__
from automl.choice import Conclusion
from automl.errors import CandidateError, EngineError
from automl.families.ensemble import WeightedEnsemble
from automl.families.recall import Recall, Recalling, strength_that_pays
from automl.families.storage import save_model
from automl.metrics import Predictions
from automl.metrics.spread import SpreadModel
from automl.prepare import Prepared
from automl.recorder import Recorder
from automl.search.choose import Judged
from automl.search.finish import Finished, Fits, before_refit_s, fit_for_good
from automl.search.jobs import digest, predict, predictions_of
from automl.search.judge import keeps, limit_broken, measured_fairness
from automl.search.workers import Workers

Array = NDArray[np.float64]

LEAST_END_S = 1.0  # what even a run that is late keeps for saving and writing; chosen, not measured
N_TIMED_ROWS = 21  # chosen, not measured


@dataclass(frozen=True)
class Delivery:
    """The model handed over.

    Attributes
    ----------
    model, before : object
        Handed over, and as it was before the refit on all rows: the one that all held-out figures are of.
    why_not_first : str
        What happened to the model that was chosen, where another one had to be handed over.
    repeats : int
        Fits of each member with seeds of their own, where its family has a use for them.
    refused : tuple of str
        Names of the models that were to be handed over before it and could not be.
    spread : SpreadModel or None
        How far the truth may lie from a prediction, where decisions need it.
    recall : Recall or None
        What became of all rows, where copies of them are to be expected; no figure counts it.
    digest : str
        SHA-256 of the stored model's manifest.
    size_mb : float
        Of the stored model, 10⁶ bytes.
    predict_ms : float
        Median of predicting one row.
    """

    judged: Judged
    finished: Finished
    model: Any
    before: Any
    refitted: bool
    why_not_refitted: str
    why_not_first: str
    spread: SpreadModel | None
    repeats: int = 1
    recall: Recall | None = None
    refused: tuple[str, ...] = ()
    digest: str = ""
    size_mb: float = 0.0
    predict_ms: float = 0.0

    @property
    def families(self) -> tuple[str, ...]:
        """Family of each member."""
        return tuple(trial.candidate.family for trial, _ in self.judged.contender.members)

    @property
    def predictions_digest(self) -> str:
        """Fingerprint of what the model handed over says: of all rows, or of the held-out ones without a refit."""
        everything = self.finished.everything
        return digest(self.finished.held_out if everything is None else everything)

    def held_out(self, prepared: Prepared) -> Predictions:
        """What the model before the refit says of the held-out rows."""
        rows, said = prepared.splits.held_out, self.finished.held_out
        found = predictions_of(prepared.space, rows, said)
        if self.spread is None:
            return found
        # A refit's spread was learned on these very rows; the one it was judged by is of models that had not seen them.
        if np.array_equal(rows, prepared.splits.compared):
            return found.with_scale(self.judged.predictions.scale)
        return found.with_scale(self.spread.predict(prepared.problem.X.iloc[rows], said))


@dataclass(frozen=True)
class Delivering:
    """Hands over the first model of a conclusion that can be fitted for good and keeps to its bounds then.

    Parameters
    ----------
    store : Path
        Folder that the model is stored in.
    left_s : callable
        ``left_s()`` are the seconds that fits may take, ``left_s(keep)`` those but for `keep`.
    grace_s : float
        Seconds over the budget that a real model is worth where nothing but the baseline is left.
    repeats : int
        Fits of each member with seeds of their own, where its family has a use for them.
    why_no_refit : str
        Why the model is handed over without the rows it was judged on; empty where it is to learn from them too.
    """

    prepared: Prepared
    workspace: Path
    workers: Workers
    recorder: Recorder
    scratch: Path
    store: Path
    seed: int
    left_s: Callable[..., float]
    grace_s: float
    repeats: int
    why_no_refit: str = ""
    fits: Fits = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)  # name → what happened

    def run(self, conclusion: Conclusion) -> Delivery:
        """Hand over.

        Raises
        ------
        EngineError
            If not even the baseline can be fitted for good.
        """
        fallback: Delivery | None = None
        for judged, patience_s in self._in_time(conclusion.order):
            try:
                delivery = self._fit(judged, patience_s)
            except CandidateError as error:
                self._refuse(judged, str(error))
                continue
            broken = self._broken(delivery)
            if not broken or not judged.allowed:
                return self._delivered(delivery)
            unrefitted = self._without_refit(delivery, broken)
            if unrefitted is not None:
                return self._delivered(unrefitted)
            fallback = fallback or delivery
            self._refuse(judged, broken)
            if self.left_s() <= 0:
                break
        if fallback is not None:
            return self._delivered(self._stored(fallback))
        raise EngineError(f"No model could be fitted on all rows of the search: {self._first_refusal()}")

    def _in_time(self, order: Sequence[Judged]) -> Iterator[tuple[Judged, float]]:
        """Those whose fit on the search rows is likely to be done in time, with the seconds beyond that it may take.

        Before the baseline comes the quickest of the others, a little late if need be. The baseline takes no time.
        """
        passed_over: list[Judged] = []
        for judged in order:
            if judged.contender.family == "dummy":
                late = min((j for j in passed_over if j.allowed), key=self._needs_s, default=None)
                if late is not None and self._needs_s(late) <= self.left_s(LEAST_END_S) + self.grace_s:
                    yield late, self.grace_s
                yield judged, math.inf
            elif self._needs_s(judged) <= self.left_s(LEAST_END_S):
                yield judged, 0.0
            else:
                passed_over.append(judged)
                self._refuse(judged, "No time was left to fit it on all search rows.")

    def _needs_s(self, judged: Judged) -> float:
        """Predicted seconds of what is still to be fitted on the search rows."""
        missing = [t for t, _ in judged.contender.members if ("search", t.candidate.trial) not in self.fits]
        each = [before_refit_s(trial, self.prepared.space) for trial in missing]
        return self.repeats * max(max(each, default=0.0), sum(each) / self.workers.n)

    def _fit(self, judged: Judged, patience_s: float) -> Delivery:
        finished = fit_for_good(
            self.prepared.space,
            self.workspace,
            judged.contender,
            self.workers,
            scratch=self.scratch,
            fits=self.fits,
            repeats=self.repeats,
            # The held-out figure may use some of the seconds kept for the end.
            left_s=lambda: self.left_s(LEAST_END_S) + patience_s,
            refit_left_s=None if self.why_no_refit else self.left_s,
        )
        why = self.why_no_refit or "There was no time left for a refit on all rows."
        why = "" if finished.refitted else why
        found = fitted(
            self.prepared, judged, finished, repeats=self.repeats, seed=self.seed, why_not_refitted=why
        )
        return self._stored(found)

    def _without_refit(self, delivery: Delivery, broken: str) -> Delivery | None:
        """The model before the refit, where that one keeps to the bounds."""
        if not delivery.refitted:
            return None
        why = f"The refit on all rows was not kept: {broken}"
        before = replace(
            delivery,
            model=delivery.before,
            refitted=False,
            why_not_refitted=why,
            finished=replace(delivery.finished, everything=None),
        )
        before = self._stored(before)
        return None if self._broken(before) else before

    def _stored(self, delivery: Delivery) -> Delivery:
        """The delivery with its model on disk, and what that one takes."""
        shutil.rmtree(self.store, ignore_errors=True)
        recall = delivery.recall
        stored = delivery.model if recall is None else Recalling(delivery.model, recall)
        written = save_model(stored, self.store, _manifest(self.prepared, delivery))
        size = sum(path.stat().st_size for path in self.store.iterdir()) / 1e6
        milliseconds = _one_row_ms(delivery.model, self.prepared)
        return replace(delivery, digest=written, size_mb=size, predict_ms=milliseconds)

    def _broken(self, delivery: Delivery) -> str:
        """The sentence about the first bound that the finished model does not keep to."""
        spec, space = self.prepared.spec, self.prepared.space
        found = limit_broken(
            spec.limits, size_mb=delivery.size_mb, predict_ms=delivery.predict_ms, families=delivery.families
        )
        if found or spec.fairness is None:
            return found
        said = said_by(delivery.model, self.prepared)
        fairness = measured_fairness(space, said, delivery.judged.rule, spec.fairness)
        if keeps(spec.fairness, fairness):
            return ""
        return f"Fitted for good, its {spec.fairness.measure.replace('_', ' ')} is {fairness:.3g} on the held-out rows."

    def _refuse(self, judged: Judged, why: str) -> None:
        self.refused.setdefault(judged.contender.name, f"{judged.contender.label}: {why}")
        self.recorder("decision", {"what": f"do not deliver {judged.contender.name}", "why": why})

    def _first_refusal(self) -> str:
        return next(iter(self.refused.values()), "")

    def _delivered(self, delivery: Delivery) -> Delivery:
        contender = delivery.judged.contender
        refused = tuple(self.refused)
        delivery = replace(delivery, why_not_first=self._first_refusal(), refused=refused)
        self.recorder(
            "delivered",
            {
                "model": contender.name,
                "members": [[trial.candidate.name, weight] for trial, weight in contender.members],
                "refitted": delivery.refitted,
                "repeats": delivery.repeats,
                "why_not_refitted": delivery.why_not_refitted,
                "why_not_first": delivery.why_not_first,
                "refused": list(refused),
                "held_out_digest": digest(delivery.finished.held_out),
                "rule": delivery.judged.rule.to_json(),
            },
        )
        return delivery


def fitted(
    prepared: Prepared,
    judged: Judged,
    finished: Finished,
    *,
    repeats: int,
    seed: int,
    why_not_refitted: str,
    why_not_first: str = "",
    refused: Sequence[str] = (),
) -> Delivery:
    """A model that has just been fitted for good; neither stored nor timed yet."""
    return Delivery(
        judged=judged,
        finished=finished,
        model=_loaded(finished.model_paths, finished.weights),
        before=_loaded(finished.before_paths, finished.weights),
        refitted=finished.refitted,
        why_not_refitted=why_not_refitted,
        why_not_first=why_not_first,
        refused=tuple(refused),
        repeats=repeats,
        spread=_spread(prepared, judged, seed=seed),
        recall=_recall(prepared, judged),
    )


def said_by(model: Any, prepared: Prepared) -> Predictions:
    """What a model says of the held-out rows."""
    rows = prepared.splits.held_out
    said = predict(model, prepared.problem.X.iloc[rows], task=prepared.problem.task)
    return predictions_of(prepared.space, rows, said)


def _spread(prepared: Prepared, judged: Judged, *, seed: int) -> SpreadModel | None:
    """How far the truth may lie from the prediction, learned from the chosen model's out-of-fold residuals."""
    space = prepared.space
    if not space.objective.needs_spread:
        return None
    rows = space.splits.compared
    return SpreadModel(features=space.problem.features, seed=seed).fit(
        space.problem.X.iloc[rows], space.problem.y[rows], judged.contender.predicted
    )


def _recall(prepared: Prepared, judged: Judged) -> Recall | None:
    """A memory of all rows, where it pays on the rows compared and nothing was promised that it could break."""
    spec, space = prepared.spec, prepared.space
    promised = spec.monotone or spec.fairness or (spec.limits is not None and spec.limits.interpretable)
    apart = space.splits.kind in ("time", "group")  # what is to come then is not more of the same
    if promised or apart or judged.contender.family == "dummy":
        return None
    problem, rows = space.problem, space.splits.compared
    n_classes = len(problem.classes)
    strength = strength_that_pays(
        problem.X.iloc[rows], problem.y[rows], judged.contender.predicted, n_classes=n_classes
    )
    return None if strength is None else Recall(strength).fit(problem.X, problem.y, n_classes=n_classes)


def _manifest(prepared: Prepared, delivery: Delivery) -> dict[str, Any]:
    """What scoring needs beside the model."""
    problem = prepared.problem
    categories = [column.name for column in problem.features if column.kind == "category"]
    return {
        "tandem": __version__,
        "task": problem.task,
        "target": problem.target,
        "classes": list(problem.classes),
        "features": [column.name for column in problem.features],
        "schema": prepared.table.schema(),
        "levels": {name: sorted(problem.X[name].dropna().unique().tolist()) for name in categories},
        "rule": delivery.judged.rule.to_json(),
        "has_action": prepared.space.objective.has_action,
        "currency": prepared.space.objective.currency,
        "spread": None if delivery.spread is None else delivery.spread.to_json(),
        "model": delivery.judged.contender.name,
        "outside": [one.to_json() for one in prepared.outside if one.family in delivery.families],
        "fingerprint": prepared.table.fingerprint,
    }


def _loaded(paths: Sequence[Path], weights: Sequence[float]) -> Any:
    """Models that this run's own workers wrote a moment ago, as one."""
    models = [pickle.loads(path.read_bytes()) for path in paths]
    return models[0] if len(models) == 1 else WeightedEnsemble(models, list(weights))


def _one_row_ms(model: Any, prepared: Prepared) -> float:
    """Median milliseconds of predicting one row with the model handed over."""
    seconds = []
    for position in prepared.splits.held_out[:N_TIMED_ROWS]:
        start = time.perf_counter()
        predict(model, prepared.problem.X.iloc[[position]], task=prepared.problem.task)
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds)) * 1e3
