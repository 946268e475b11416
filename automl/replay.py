"""Runs the recorded work of a run again, from the data alone, and compares every number with what was recorded.

The model folder is not read. First the record is checked against itself (the chain of the transcript, its head, the
files beside it), then the data against their fingerprint, then every trial is fitted again in fresh processes, then the
choice, the held-out figures and the delivered model's predictions. The first difference ends it.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automl.conclude import Conclusion, decide
from automl.data.load import load_table
from automl.data.table import Table
from automl.errors import AutoMLError, DataError, EngineError, FolderError, TamperedError
from automl.folder import read_document, read_json, read_leaderboard, read_result
from automl.framing import Framed
from automl.prepare import Prepared, prepare, splits_digest
from automl.project.transcript import Entry, read
from automl.search.budget import limits_of
from automl.search.candidate import Candidate
from automl.search.finish import fit_for_good
from automl.search.jobs import FoldOutcome, digest, fit_fold
from automl.search.result import RunResult
from automl.search.trial import Trial
from automl.search.workers import Workers
from automl.spec.defaults import effective

POLL_S = 0.2


@dataclass(frozen=True)
class Record:
    """What a run wrote down, checked against itself."""

    folder: Path
    entries: Sequence[Entry]
    result: RunResult
    begun: Mapping[str, Any]

    def of_kind(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """Bodies of the entries of one kind, in their order."""
        return (entry.body for entry in self.entries if entry.kind == kind)


def replay(folder: str | Path, *, data: str | Path | None = None) -> dict[str, Any]:
    """Prove that a run repeats.

    Parameters
    ----------
    folder : path
        The run folder.
    data : path, optional
        The table, where it is no longer at the place that the run read it from.

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
    record = read_record(Path(folder))
    table = _find_table(record, data)
    document = read_document(record.folder)
    spec = effective(document.spec, document.defaults)
    prepared = prepare(Framed(document, spec, ()), table)
    if splits_digest(prepared.splits) != record.begun["splits"]["digest"]:
        raise TamperedError(
            "The rows are cut into other parts than the record says; the first difference is the split."
        )
    limits = limits_of(None)
    recorded = [body for body in record.of_kind("trial") if body["status"] == "ok"]
    with tempfile.TemporaryDirectory() as scratch, Workers(limits.workers) as workers:
        path = prepared.space.write(Path(scratch))
        trials = _fit_again(prepared, path, workers, recorded)
        _compare_end(record, prepared, trials, path=path, workers=workers, scratch=Path(scratch))
    chosen = record.result.chosen.model
    return {
        "sentence": f"Identical: {len(trials)} trials fitted again, every score and prediction the same, the final "
        f"model {chosen} too.",
        "trials": len(trials),
        "model": chosen,
    }


def read_record(folder: Path) -> Record:
    """Read a run's record and check that its parts agree.

    Raises
    ------
    TamperedError
        Naming the first part that does not.
    """
    result = read_result(folder)
    entries = read(folder / "transcript.jsonl", head=result.transcript_head)
    if not entries or entries[-1].hash != result.transcript_head:
        raise TamperedError(
            "The transcript does not end where result.json says: its head is "
            f"{entries[-1].hash[:12] if entries else 'missing'}, recorded is {result.transcript_head[:12]}."
        )
    bodies: dict[str, Mapping[str, Any]] = {entry.kind: entry.body for entry in entries}
    for kind in ("run", "result"):
        if kind not in bodies:
            raise TamperedError(f"The transcript has no entry {kind!r}; the run did not end by itself.")
    _same(bodies["result"], {**result.to_json(), "transcript_head": ""}, where="result.json")
    document = read_document(folder)
    _same(bodies["run"]["document"], document.to_json(), where="spec.json")
    _same_leaderboard(folder, result)
    return Record(folder, entries, result, bodies["run"])


def _same_leaderboard(folder: Path, result: RunResult) -> None:
    rows = read_leaderboard(folder)
    if len(rows) != len(result.leaderboard):
        raise TamperedError(
            f"leaderboard.csv has {len(rows)} rows where the result has {len(result.leaderboard)}."
        )
    for line, recorded in zip(rows, result.leaderboard, strict=True):
        for column, text in line.items():
            expected = getattr(recorded, column)
            found: Any = None if text == "" else (text if isinstance(expected, str) else _number(text))
            if found != expected:
                raise TamperedError(
                    f"leaderboard.csv differs from the record at {recorded.model}, {column}: {text} there, "
                    f"{expected} recorded."
                )


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _same(recorded: Any, found: Any, *, where: str) -> None:
    """Raise at the first place where two JSON values differ."""
    difference = next(_differences(recorded, found, ""), None)
    if difference is not None:
        place, was, now = difference
        raise TamperedError(
            f"{where} differs from the transcript at {place}: {now!r} there, {was!r} recorded."
        )


def _differences(recorded: Any, found: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(recorded, Mapping) and isinstance(found, Mapping):
        for key in [*recorded, *(key for key in found if key not in recorded)]:
            yield from _differences(
                recorded.get(key), found.get(key), f"{place}.{key}" if place else str(key)
            )
    elif (
        isinstance(recorded, list | tuple) and isinstance(found, list | tuple) and len(recorded) == len(found)
    ):
        for i, (one, two) in enumerate(zip(recorded, found, strict=True)):
            yield from _differences(one, two, f"{place}[{i}]")
    elif recorded != found:
        yield place or "its start", recorded, found


def _find_table(record: Record, data: str | Path | None) -> Table:
    """The table of the run, by its fingerprint."""
    recorded = record.begun["data"]
    source = str(data) if data is not None else read_json(record.folder, "data.json").get("source")
    if source is None:
        raise FolderError("The run was made from a table in memory; name its file with --data.")
    try:
        table = load_table(source, name=recorded["name"])
    except DataError as error:
        if data is not None:
            raise
        raise FolderError(f"The table is not where the run read it; name it with --data. {error}") from error
    if table.fingerprint == recorded["fingerprint"]:
        return table
    digests = dict(recorded["column_digests"])
    names = list(digests)
    if list(table.column_digests) != names:
        missing = [name for name in names if name not in table.column_digests]
        what = (
            f"column {missing[0]!r} is missing"
            if missing
            else "its columns are others or stand in another order"
        )
        raise TamperedError(f"The data differ from the recorded ones: {what}.")
    if table.n_rows != recorded["n_rows"]:
        raise TamperedError(
            f"The data differ from the recorded ones: {table.n_rows:,} rows, recorded are {recorded['n_rows']:,}."
        )
    changed = next(n for n in names if table.column_digests[n] != digests[n])
    raise TamperedError(f"The data differ from the recorded ones, first in column {changed!r}.")


def _fit_again(
    prepared: Prepared, path: Path, workers: Workers, recorded: Sequence[Mapping[str, Any]]
) -> list[Trial]:
    """Fit every recorded trial, and compare each fold as it comes."""
    candidates = [_candidate(body) for body in recorded]
    n_folds = len(prepared.splits.folds)
    waiting = [(i, fold) for i in range(len(candidates)) for fold in range(n_folds)]
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
        folds = tuple(outcomes[i, fold] for fold in range(n_folds))
        _compare_trial(candidate.name, folds, body)
        trials.append(Trial(candidate, "ok", _with_recorded_costs(folds, body)))
    return trials


def _candidate(body: Mapping[str, Any]) -> Candidate:
    return Candidate(body["trial"], body["family"], dict(body["params"]), body["seed"], body["origin"])


def _with_recorded_costs(folds: tuple[FoldOutcome, ...], body: Mapping[str, Any]) -> tuple[FoldOutcome, ...]:
    """Seconds and sizes as recorded: bounds on them decided then, and a clock never ticks twice the same."""
    from dataclasses import replace

    each = body["fit_seconds"] / len(folds)
    return tuple(
        replace(f, fit_seconds=each, predict_ms=body["predict_ms"], size_mb=body["size_mb"]) for f in folds
    )


def _compare_trial(name: str, folds: Sequence[FoldOutcome], body: Mapping[str, Any]) -> None:
    for number, (outcome, score, recorded) in enumerate(
        zip(folds, body["fold_scores"], body["fold_digests"], strict=True), start=1
    ):
        if outcome.score != score:
            raise TamperedError(
                f"{name} does not repeat on fold {number}: its score is {outcome.score!r}, recorded is {score!r}."
            )
        if digest(outcome.predicted) != recorded:
            raise TamperedError(f"{name} does not repeat on fold {number}: its predictions are others.")


def _compare_end(
    record: Record,
    prepared: Prepared,
    trials: Sequence[Trial],
    *,
    path: Path,
    workers: Workers,
    scratch: Path,
) -> None:
    """Choose again, fit for good again, and compare both."""
    result = record.result
    pool = next((body["pool"] for body in record.of_kind("pool")), None)
    conclusion: Conclusion = decide(prepared, trials, seed=result.spent.seed, pool=pool)
    recorded = list(record.of_kind("delivered"))
    if not recorded:
        raise TamperedError("The transcript does not say which model was delivered.")
    last = recorded[-1]
    contender = next((j.contender for j in conclusion.judged if j.contender.name == last["model"]), None)
    members = None if contender is None else [[t.candidate.name, w] for t, w in contender.members]
    if members != [list(pair) for pair in last["members"]]:
        raise TamperedError(f"The choice does not repeat: {members} instead of {last['members']}.")
    assert contender is not None
    try:
        final = fit_for_good(
            prepared.space,
            path,
            contender,
            workers,
            scratch=scratch,
            left_s=lambda: math.inf,
            refit_left_s=(lambda: math.inf) if last["refitted"] else None,
        )
    except AutoMLError as error:
        raise EngineError(f"The final model cannot be fitted again: {error}") from error
    if digest(final.held_out) != last["held_out_digest"]:
        raise TamperedError(
            "The final model does not repeat: its predictions on the held-out rows are others."
        )
    if final.everything is not None and digest(final.everything) != result.predictions_digest:
        raise TamperedError("The final model does not repeat: its predictions on all rows are others.")
