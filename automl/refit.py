"""More rows, the same model: a run's choice learned anew without a search, and kept only where it is better.

Settings, members and weights are those of the earlier run. The old and the new model are judged on rows that neither
has seen; then the better one is delivered into the new folder, with the evidence beside it in `refit.json`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automl.choice import decide
from automl.data.fresh import Hashes, Mask, fresh_rows, fresh_splits
from automl.data.load import load_table
from automl.data.table import Table
from automl.earlier import Earlier, old_and_new
from automl.errors import AutoMLError, DataError, EngineError, FolderError, StoppedError
from automl.folder import RunFolder, read_document, read_json, read_result
from automl.framing import frame
from automl.joining import joined_table, known_of, names_then
from automl.measure import Ground
from automl.outside import refuse_without
from automl.prepare import Prepared, prepare
from automl.project.store import Home
from automl.record import Record, read_record
from automl.recorder import Listener, Recorder
from automl.scoring import ScoringModel, load
from automl.search.budget import Clock, MemoryWatch, limits_of, worker_memory
from automl.search.candidate import Candidate
from automl.search.finish import FIXED_RESERVE_S, ensemble_s
from automl.search.jobs import fit_fold
from automl.search.result import RefitOf, RunResult
from automl.search.trial import Trial, settled
from automl.search.workers import Workers, start_server
from automl.spec.model import KFold

POLL_S = 0.1
# Of the search's seconds: what a refit may take, or the rows judged are left out of its model; so few seconds it may
# take in any case. Chosen, not measured.
SHARE_OF_SEARCH, LEAST_S = 0.25, 10.0
EVIDENCE = "refit.json"
JOINED = "table.parquet"  # old and new rows, where the new ones came alone


@dataclass(frozen=True)
class Refit:
    """What came of it.

    Attributes
    ----------
    result : RunResult
        Of the model delivered: the new one, or the old one's where that stays.
    evidence : RefitOf
        The comparison.
    seconds : float
        That it took.
    joined : str or None
        How new rows alone were put together with those of the run.
    """

    result: RunResult
    evidence: RefitOf
    seconds: float
    joined: str | None = None


def refit(
    folder: str | Path,
    table: Table | str | Path,
    *,
    out: str | Path,
    overwrite: bool = False,
    on_event: Listener | None = None,
    clock: Clock | None = None,
    home: Home | None = None,
    source: str | None = None,
    only_new: bool | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Refit:
    """Learn a run's model anew from a table with more rows, and deliver the better of the two.

    Parameters
    ----------
    folder : path
        The folder of the finished run.
    table : Table or path
        Its table with more rows, those it was learned from, for the most part, and new ones; or the new rows alone.
    out : path
        The run folder to write.
    overwrite : bool
        Replace an earlier run in `out`.
    source : str, optional
        Where a replay finds a table that is handed in already loaded.
    only_new : bool, optional
        Whether the table holds new rows alone, to be put behind those of the run; where it is left out, that is told
        by how many of those are in it.
    should_stop : callable, optional
        Asked while members are fitted; the earlier model stays where they are not all there yet.

    Raises
    ------
    InputError
        If the table has other columns, or too few rows that the model has not seen.
    TamperedError
        If the record of the run does not hold.
    """
    start_server()
    clock = clock or Clock()
    folder, out = Path(folder), Path(out)
    if folder.resolve() == out.resolve():
        raise FolderError(
            "Name another folder with --out than that of the run: the model in it may be the better one."
        )
    if isinstance(table, str | Path):
        source = str(Path(table).absolute()) if "::" not in str(table) else str(table)
    loaded = table if isinstance(table, Table) else load_table(table)
    joined = None if only_new is False else joined_table(folder, loaded, only_new=only_new)
    seen = examined(folder, loaded if joined is None else joined.table)
    record, prepared = seen.record, for_refit(seen.prepared, seen.fresh)
    earlier = _earlier(record, prepared, known=seen.known, n_fresh=seen.n_fresh)
    new = RunFolder(out, overwrite=overwrite)
    try:
        if joined is not None:
            source = str(joined.write(new.path / JOINED).absolute())
        evidence, result = _run(record, prepared, earlier, new, on_event, clock, home, source, should_stop)
    finally:
        new.close()
    if result is None:
        result = _keep_old(record, new)
    seconds = round(clock.elapsed(), 2)
    said = {} if joined is None else {"joined": joined.sentence}
    new.write_json(EVIDENCE, {**evidence.to_json(), "seconds": seconds, **said})
    return Refit(result, evidence, seconds, None if joined is None else joined.sentence)


@dataclass(frozen=True)
class Examined:
    """A table with more rows, held against the run whose model is to be learned anew.

    Attributes
    ----------
    known : ndarray of uint64
        Numbers of the rows that the model learned from.
    fresh : ndarray of bool
        Which rows of the problem it has not seen.
    """

    record: Record
    prepared: Prepared
    known: Hashes
    fresh: Mask

    @property
    def n_fresh(self) -> int:
        """How many rows it has not seen."""
        return int(self.fresh.sum())


def examined(folder: Path, table: Table) -> Examined:
    """Hold a table with more rows against a run.

    Raises
    ------
    InputError
        If the model of the run cannot be learned anew from it; the sentence says why.
    """
    refuse_without(read_result(folder).outside)
    record = read_record(folder)
    _refuse_other_columns(record, table)
    prepared = prepare(frame(read_document(folder), table), table)
    known = known_of(folder)
    fresh = fresh_rows(prepared.problem, names_then(record), known)
    return Examined(record, prepared, known, fresh)


def for_refit(prepared: Prepared, fresh: Mask) -> Prepared:
    """The same problem, cut so that only fresh rows are judged."""
    validation = prepared.spec.validation or KFold()
    splits = fresh_splits(prepared.problem, prepared.table, validation, fresh=fresh)
    return replace(prepared, space=replace(prepared.space, splits=splits))


def _run(
    record: Record,
    prepared: Prepared,
    earlier: Earlier,
    folder: RunFolder,
    on_event: Listener | None,
    clock: Clock,
    home: Home | None,
    source: str | None,
    should_stop: Callable[[], bool],
) -> tuple[RefitOf, RunResult | None]:
    """Fit, judge, and write as a search does, with what was chosen then; no result where the old model is better."""
    from automl.conclude import Concluding, Refitted

    seed = record.result.spent.seed
    # Neither time nor trials of the search count here: it is done in a fraction of them, or not at all.
    limits = replace(limits_of(prepared.spec.budget), time_s=None, trials=None)
    slowness = clock.slowness()
    recorder = Recorder(folder.transcript, on_event)
    recorder("run", prepared.record(seed=seed, limits=limits, goal=record.result.goal))
    recorder("refit", earlier.to_json())
    earlier.write(folder.path)
    with MemoryWatch() as memory, Workers(limits.workers, worker_memory(limits)) as workers:
        path = prepared.space.write(folder.scratch)
        seconds = {body["trial"]: body["fit_seconds"] for body in record.of_kind("trial") if "score" in body}
        candidates = _candidates(record, earlier.weights)
        trials = _fit(candidates, path, workers, seconds=seconds, should_stop=should_stop)
        for trial in trials:
            recorder("trial", trial.to_json())
        evidence, ends_s = _judged(prepared, trials, earlier, seed=seed, workers=limits.workers)
        if evidence.better == "old":
            with suppress(AutoMLError):  # a home that cannot be written does not make the comparison wrong
                (home or Home()).record_look(
                    prepared.table.fingerprint, prepared.problem.target, folder.path.name
                )
            return evidence, None
        result = Concluding(
            prepared=prepared,
            folder=folder,
            workers=workers,
            workspace=path,
            clock=clock,
            limits=limits,
            loop=Refitted(trials),
            memory=memory,
            recorder=recorder,
            seed=seed,
            goal=record.result.goal,
            source=source,
            home=home,
            slowness=slowness,
            earlier=earlier,
            why_no_refit=_why_no_refit(
                record, prepared, ends_s=clock.elapsed() + ends_s, stopped=should_stop()
            ),
        ).run()
    assert result.refit_of is not None
    return result.refit_of, result


def _judged(
    prepared: Prepared, trials: list[Trial], earlier: Earlier, *, seed: int, workers: int
) -> tuple[RefitOf, float]:
    """The comparison, and the seconds that fitting on all rows and the end would still take."""
    chosen = decide(prepared, trials, seed=seed, earlier=earlier).chosen
    evidence = old_and_new(Ground(prepared, chosen.predictions, chosen.rule, seed), earlier)
    members = [trial for trial, _ in chosen.contender.members]
    return evidence, ensemble_s(members, prepared.space, workers) + FIXED_RESERVE_S


def _why_no_refit(record: Record, prepared: Prepared, *, ends_s: float, stopped: bool) -> str:
    """Why the rows judged are left out of the model for good; empty where they are not."""
    n_judged, search_s = len(prepared.splits.held_out), record.result.spent.seconds
    if stopped:
        return f"It was stopped before the {n_judged:,} rows judged could be learned from too."
    if ends_s <= max(LEAST_S, SHARE_OF_SEARCH * search_s):
        return ""
    return (
        f"The {n_judged:,} rows judged are left out of the model: learning from them too would "
        f"have taken more than a quarter of the {search_s:.0f} s of the search."
    )


def _fit(
    candidates: list[Candidate],
    path: Path,
    workers: Workers,
    *,
    seconds: Mapping[int, float],
    should_stop: Callable[[], bool],
) -> list[Trial]:
    """Every candidate on the one cut there is, those that take long first.

    Parameters
    ----------
    seconds : mapping
        Number of a trial → what it took then.

    Raises
    ------
    EngineError
        If one of them cannot be fitted.
    StoppedError
        If somebody stops it.
    """
    waiting = sorted(candidates, key=lambda candidate: -seconds.get(candidate.trial, 0.0))
    found = {}
    while waiting or workers.n_busy:
        if should_stop():
            raise StoppedError(
                "Learning the model anew was stopped before it could be judged; the earlier one stays."
            )
        while waiting and workers.n_free:
            candidate = waiting.pop(0)
            workers.submit(fit_fold, str(path), candidate, 0, tag=candidate)
        for finished in workers.wait(POLL_S):
            if finished.error is not None:
                raise EngineError(
                    f"{finished.tag.name} cannot be fitted on the new rows: {finished.error}"
                ) from finished.error
            found[finished.tag.trial] = Trial(finished.tag, "ok", (finished.result,))
    return [found[number] for number in sorted(found)]


def _candidates(record: Record, weights: Mapping[str, float]) -> list[Candidate]:
    """The members of the model, and the baseline, as they were fitted for good: nothing is left to be found out."""
    repeats = list(record.of_kind("delivered"))[-1].get("repeats", 1)
    found = []
    for body in record.of_kind("trial"):
        if body["model"] in weights or body["family"] == "dummy":
            tried = Candidate.from_json(body)
            found.append(settled(tried, body["resolved"], repeats=repeats))
    return found


def _earlier(record: Record, prepared: Prepared, *, known: NDArray[np.uint64], n_fresh: int) -> Earlier:
    model = load(record.folder)
    delivered = list(record.of_kind("delivered"))[-1]
    return Earlier(
        run=record.folder.resolve().name,
        model=record.result.chosen.label,
        fingerprint=record.result.data.fingerprint,
        names=names_then(record),
        weights=dict(delivered["members"]),
        rule=dict(model.facts["rule"]),
        known=known,
        n_fresh=n_fresh,
        said=_said(model, prepared),
    )


def _said(model: ScoringModel, prepared: Prepared) -> NDArray[np.float64]:
    """What the old model says of the rows judged, with the classes of the new problem; no memory of rows counts."""
    problem, held = prepared.problem, prepared.splits.held_out
    predictions = model.predictions(problem.rows.iloc[held], recalled=False)
    if predictions.probability is None:
        return np.asarray(predictions.value, dtype=np.float64)
    said = np.zeros((len(held), len(problem.classes)))
    for code, label in enumerate(model.classes):
        if label in problem.classes:
            said[:, problem.classes.index(label)] = predictions.probability[:, code]
    return said


def _refuse_other_columns(record: Record, table: Table) -> None:
    """Refuse a table in which a column of the model is missing or holds something else than then.

    Of very many columns those seen were found on rows that a refit would judge by: they would have to be found anew.
    """
    if table.wide is not None:
        raise DataError(
            f"{table.name!r} has more columns than are held at once ({table.n_columns:,}), and which of them tell most "
            "has to be found anew with more rows: start a new search instead of a refit."
        )
    kinds = {
        column["name"]: column["kind"]
        for column in read_json(record.folder, "data.json")["schema"]["columns"]
    }
    for name in names_then(record):
        now = table.kind_of(name)
        if now != kinds[name]:
            raise DataError(
                f"Column {name!r} holds {_KINDS[now]} now, and held {_KINDS[kinds[name]]} when the model was made: a "
                "refit needs the same columns. Mend the column, or start a new search."
            )


_KINDS = {
    "number": "numbers",
    "category": "labels",
    "boolean": "yes and no",
    "datetime": "dates",
    "text": "free text",
}


def _keep_old(record: Record, new: RunFolder) -> RunResult:
    """Put the earlier run, whole, into the new folder."""
    new.clear()
    shutil.copytree(record.folder, new.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".scratch"))
    return record.result
