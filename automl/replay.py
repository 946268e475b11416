"""Runs the recorded work of a run again, from the data alone, and compares every number with what was recorded.

The model folder is not read. First the record is checked against itself (the chain of the transcript, its head, the
files beside it), then the data against their fingerprint, then every trial is fitted again in fresh processes, then the
choice, the held-out figures and the delivered model's predictions. The first difference ends it.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from automl.choice import decide
from automl.data.fresh import fresh_rows
from automl.data.table import Table
from automl.delivery import Delivery, fitted
from automl.earlier import Earlier
from automl.errors import AutoMLError, EngineError, TamperedError
from automl.explain.sizes import Sizes
from automl.folder import read_document, read_result
from automl.framing import Framed, frame
from automl.outcome import Circumstances, outcome, versions
from automl.outside import others_here, refuse_without
from automl.prepare import Prepared, prepare, splits_digest
from automl.record import Record, differences, read_record
from automl.recorded_table import recorded_table
from automl.refit import for_refit
from automl.search.budget import Limits, limits_of
from automl.search.candidate import Candidate
from automl.search.finish import fit_for_good, fits_of
from automl.search.jobs import FoldOutcome, digest, fit_fold
from automl.search.loop import Ended
from automl.search.memory import Recalled
from automl.search.result import RunResult
from automl.search.trial import Trial
from automl.search.workers import Workers

POLL_S = 0.2
# What the clock, the versions and the stored files of the run decided; how a library writes a model down is its own.
#: Trials that are fitted again, as far as they were; the others failed, which may be the machine's doing.
_REPEATED = ("ok", "rejected")
_OF_THE_MACHINE = ("tandem", "versions", "spent", "model_digest", "transcript_head")


def replay(
    folder: str | Path, *, data: str | Path | None = None, target_file: str | Path | None = None
) -> dict[str, Any]:
    """Prove that a run repeats.

    Parameters
    ----------
    folder : path
        The run folder.
    data : path, optional
        The table, where it is no longer at the place that the run read it from.
    target_file : path, optional
        The target of a matrix, where it moved.

    Returns
    -------
    dict
        ``sentence``, ``trials`` (fitted again) and ``model`` (name of the delivered one).

    Raises
    ------
    TamperedError
        Naming the first difference.
    FolderError, DataError
        If the record or the data cannot be found or read.
    """
    refuse_without(read_result(Path(folder)).outside)
    record = read_record(Path(folder))
    table = recorded_table(record, data, target_file)
    try:
        trials = _repeat(record, table)
    except TamperedError as error:
        raise TamperedError(f"{error}{_other_versions(record)}") from error
    chosen = record.result.chosen.model
    return {
        "sentence": f"Identical: {trials} trials fitted again, every score and prediction the same, the final "
        f"model {chosen} and every figure of the result too.{_other_families(record)}",
        "trials": trials,
        "model": chosen,
    }


def _repeat(record: Record, table: Table) -> int:
    """Do all the work again and compare it; returns how many trials were fitted."""
    prepared = prepare(_framed_again(record, table), table, recorded=record.result.outside)
    earlier = _earlier(record)
    if earlier is not None:
        prepared = for_refit(prepared, fresh_rows(prepared.problem, earlier.names, earlier.known))
    if splits_digest(prepared.splits) != record.begun["splits"]["digest"]:
        raise TamperedError(
            "The rows are cut into other parts than the record says; the first difference is the split."
        )
    limits = limits_of(None)
    _compare_beginning(record, prepared, limits)
    recorded = [body for body in record.of_kind("trial") if body["status"] in _REPEATED]
    with tempfile.TemporaryDirectory() as scratch, Workers(limits.workers) as workers:
        path = prepared.space.write(Path(scratch))
        trials = _fit_again(prepared, path, workers, recorded)
        again = _conclude_again(
            record, prepared, trials, path=path, workers=workers, scratch=Path(scratch), earlier=earlier
        )
    _compare_result(record.result, again)
    return len(trials)


def _other_versions(record: Record) -> str:
    """What may be to blame where a run of other versions does not repeat."""
    then, now = record.result.versions, versions()
    others = [f"{name} {then[name]} (here {now.get(name)})" for name in then if then[name] != now.get(name)]
    others += others_here(record.result.outside)
    return f" The run was made with {', '.join(others)}." if others else ""


def _other_families(record: Record) -> str:
    """Packages of families that are here in another version, which has shown to make no difference."""
    others = others_here(record.result.outside)
    return f" The run was made with {', '.join(others)}." if others else ""


def _framed_again(record: Record, table: Table) -> Framed:
    """What follows from the data, worked out again."""
    document = read_document(record.folder)
    framed = frame(document, table)
    difference = next(differences(document.to_json(), framed.document.to_json()), None)
    if difference is not None:
        place, was, now = difference
        raise TamperedError(
            f"The specification does not follow from the data at {place}: it is {now!r}, recorded is {was!r}."
        )
    return framed


def _compare_beginning(record: Record, prepared: Prepared, limits: Limits) -> None:
    """What the transcript says that the run began with, but for its budget: that decided only how far it went."""
    again = prepared.record(seed=record.result.spent.seed, limits=limits, goal=record.result.goal)
    again["limits"] = record.begun.get("limits")
    difference = next(differences(record.begun, json.loads(json.dumps(again))), None)
    if difference is not None:
        place, was, now = difference
        raise TamperedError(
            f"The run did not begin as recorded, at {place}: it is {now!r}, recorded is {was!r}."
        )


def _fit_again(
    prepared: Prepared, path: Path, workers: Workers, recorded: Sequence[Mapping[str, Any]]
) -> list[Trial]:
    """Fit every recorded trial, and compare each fold as it comes."""
    candidates = [Candidate.from_json(body) for body in recorded]
    waiting = [(i, fold) for i, body in enumerate(recorded) for fold in range(len(body["fold_scores"]))]
    outcomes: dict[tuple[int, int], FoldOutcome] = {}
    while waiting or workers.n_busy:
        while waiting and workers.n_free:
            i, fold = waiting.pop(0)
            workers.submit(fit_fold, str(path), candidates[i], fold, tag=(i, fold))
        for finished in workers.wait(POLL_S):
            i, fold = finished.tag
            if finished.error is not None:
                raise EngineError(
                    f"{candidates[i].name} cannot be fitted again on fold {fold + 1}: {finished.error}"
                ) from finished.error
            outcomes[i, fold] = finished.result
    trials = []
    for i, (candidate, body) in enumerate(zip(candidates, recorded, strict=True)):
        folds = tuple(outcomes[i, fold] for fold in range(len(body["fold_scores"])))
        _compare_folds(candidate.name, folds, body)
        folds = _with_recorded_costs(folds, body)
        if body["status"] != "ok":
            trials.append(Trial(candidate, body["status"], folds, reason=body["reason"]))
            continue
        trial = Trial(candidate, "ok", folds)
        for name, again in (("score", trial.score), ("std", trial.std)):
            if again != body[name]:
                raise TamperedError(
                    f"{candidate.name} does not repeat: its {name} is {again!r}, recorded is {body[name]!r}."
                )
        trials.append(trial)
    return trials


def _with_recorded_costs(folds: tuple[FoldOutcome, ...], body: Mapping[str, Any]) -> tuple[FoldOutcome, ...]:
    """Seconds and sizes as recorded: bounds on them decided then, and a clock never ticks twice the same."""
    each = body["fit_seconds"] / len(folds)
    return tuple(
        replace(f, fit_seconds=each, predict_ms=body["predict_ms"], size_mb=body["size_mb"]) for f in folds
    )


def _compare_folds(name: str, folds: Sequence[FoldOutcome], body: Mapping[str, Any]) -> None:
    for number, (again, score, recorded) in enumerate(
        zip(folds, body["fold_scores"], body["fold_digests"], strict=True), start=1
    ):
        if again.score != score:
            raise TamperedError(
                f"{name} does not repeat on fold {number}: its score is {again.score!r}, recorded is {score!r}."
            )
        if digest(again.predicted) != recorded:
            raise TamperedError(f"{name} does not repeat on fold {number}: its predictions are others.")


def _conclude_again(
    record: Record,
    prepared: Prepared,
    trials: Sequence[Trial],
    *,
    path: Path,
    workers: Workers,
    scratch: Path,
    earlier: Earlier | None,
) -> RunResult:
    """Choose again, fit for good again, and work out every figure again."""
    seed = record.result.spent.seed
    pool = next((body["pool"] for body in record.of_kind("pool")), None)
    conclusion = decide(prepared, trials, seed=seed, pool=pool, earlier=earlier)
    recorded = list(record.of_kind("delivered"))
    if not recorded:
        raise TamperedError("The transcript does not say which model was delivered.")
    last = recorded[-1]
    judged = next((j for j in conclusion.judged if j.contender.name == last["model"]), None)
    members = None if judged is None else [[t.candidate.name, w] for t, w in judged.contender.members]
    if judged is None or members != [list(pair) for pair in last["members"]]:
        raise TamperedError(f"The choice does not repeat: {members} instead of {last['members']}.")
    try:
        finished = fit_for_good(
            prepared.space,
            path,
            judged.contender,
            workers,
            scratch=scratch,
            fits=fits_of(trials),
            repeats=last.get("repeats", 1),
            left_s=lambda: math.inf,
            refit_left_s=(lambda: math.inf) if last["refitted"] else None,
        )
    except AutoMLError as error:
        raise EngineError(f"The final model cannot be fitted again: {error}") from error
    if digest(finished.held_out) != last["held_out_digest"]:
        raise TamperedError(
            "The final model does not repeat: its predictions on the held-out rows are others."
        )
    delivery = fitted(
        prepared,
        judged,
        finished,
        repeats=last.get("repeats", 1),
        seed=seed,
        why_not_refitted=last["why_not_refitted"],
        why_not_first=last["why_not_first"],
        refused=last.get("refused", ()),
    )
    circumstances = replace(_circumstances(record, trials), earlier=earlier)
    return outcome(prepared, conclusion, _as_measured_then(delivery, record), circumstances)


def _as_measured_then(delivery: Delivery, record: Record) -> Delivery:
    """With size and time as recorded: they belong to the machine of the run."""
    chosen = record.result.chosen
    checked = {check.what: check.measured for check in record.result.limits}
    size, milliseconds = checked.get("model_mb", chosen.size_mb), checked.get("predict_ms", chosen.predict_ms)
    return replace(delivery, size_mb=size or 0.0, predict_ms=milliseconds or 0.0)


def _circumstances(record: Record, trials: Sequence[Trial]) -> Circumstances:
    result = record.result
    failed = [
        Trial(Candidate.from_json(body), body["status"], reason=body["reason"])
        for body in record.of_kind("trial")
        if body["status"] not in _REPEATED
    ]
    return Circumstances(
        trials=sorted([*trials, *failed], key=lambda trial: trial.candidate.trial),
        ended=cast("Ended", result.spent.ended),
        looks=result.split.looks,
        seed=result.spent.seed,
        goal=result.goal,
        workers=result.spent.workers,
        first_model_s=result.spent.first_model_s,
        sizes=Sizes(**result.explanation.sizes) if result.explanation.sizes else None,
        recalled=_recalled(record),
    )


def _earlier(record: Record) -> Earlier | None:
    """The model that the run is a refit of; None for a search."""
    body = next(record.of_kind("refit"), None)
    return None if body is None else Earlier.read(record.folder, body)


def _recalled(record: Record) -> Recalled:
    """What the search started from: a replay needs no memory."""
    found = next((body["recalled"] for body in record.of_kind("plan") if "recalled" in body), None)
    return Recalled() if found is None else Recalled.from_json(found)


def _compare_result(recorded: RunResult, again: RunResult) -> None:
    """Every figure of the record, but for what the clock and the machine of the run decided."""
    kept = {name: getattr(recorded, name) for name in _OF_THE_MACHINE}
    difference = next(differences(recorded.to_json(), again.model_copy(update=kept).to_json()), None)
    if difference is not None:
        place, was, now = difference
        raise TamperedError(f"The result does not repeat at {place}: it is {now!r}, recorded is {was!r}.")
