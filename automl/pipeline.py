"""The engine on one page: a specification and a table go in, a run folder and a `RunResult` come out."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from automl.data.load import load_table
from automl.data.table import Table
from automl.errors import InputError, SpecError
from automl.folder import RunFolder
from automl.framing import frame, refuse_open
from automl.lesson import Remembering
from automl.prepare import Prepared, prepare
from automl.project.folders import cannot
from automl.project.store import Home
from automl.recorder import Listener, Recorder
from automl.scoring import load
from automl.search.budget import Clock, Limits, MemoryWatch, limits_of, worker_memory
from automl.search.loop import SearchLoop
from automl.search.memory import Recalled
from automl.search.result import RunResult
from automl.search.workers import Workers, start_server
from automl.spec.document import SpecDocument
from automl.spec.model import ProblemSpec
from automl.time_plan import TimePlan, expected

__all__ = ["load", "run"]

Spec = ProblemSpec | SpecDocument | Mapping[str, Any] | str | Path


def run(
    spec: Spec,
    table: Table | pd.DataFrame | str | Path,
    *,
    out: str | Path | None = None,
    seed: int = 0,
    goal: Sequence[str] = (),
    yes: bool = True,
    overwrite: bool = False,
    on_event: Listener | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    clock: Clock | None = None,
    home: Home | None = None,
    fresh: bool = False,
    source: str | None = None,
) -> RunResult:
    """Search, choose, check, explain and write down.

    Parameters
    ----------
    spec : ProblemSpec, SpecDocument, mapping or path
        What is to be done; a mapping or a JSON file holds either of the two forms of the contract.
    table : Table, DataFrame or path
        The data, in any form that `automl.data.load.load_table` reads.
    out : path, optional
        The run folder; without it the run leaves nothing on disk and only the result is returned.
    seed : int
        0 or more. Same data, specification, seed and number of trials: same result.
    goal : sequence of str
        What the user said, for the report.
    yes : bool
        Take the likeliest positive label and task where they were not said.
    overwrite : bool
        Replace an earlier run in `out`.
    on_event : callable, optional
        Told of everything as it happens: ``on_event(kind, body)``.
    should_stop : callable
        Asked often; once it says yes, the run ends with the best so far.
    clock : Clock, optional
        Since when the time budget counts; by default since this call.
    home : Home, optional
        Where looks at held-out rows are counted and earlier searches are remembered; by default the user's.
    fresh : bool
        Start from nothing that earlier searches found.
    source : str, optional
        Where a replay finds a table that is handed in already loaded.

    Returns
    -------
    RunResult

    Raises
    ------
    InputError
        For anything that the caller can mend, before anything is fitted.
    EngineError
        If not even the baseline could be fitted.
    """
    if seed < 0:
        raise InputError(f"The seed must be 0 or more; found {seed}.")
    start_server()
    clock = clock or Clock()
    if isinstance(table, str | Path):
        source = str(Path(table).absolute()) if "::" not in str(table) else str(table)
    loaded = table if isinstance(table, Table) else load_table(table)
    framed = frame(as_document(spec), loaded)
    refuse_open(framed.document, yes=yes)
    limits = limits_of(framed.spec.budget)
    prepared = prepare(framed, loaded)
    slowness = clock.slowness()
    with ExitStack() as stack:
        name = Path("python" if out is None else out)
        if out is None:
            out = stack.enter_context(tempfile.TemporaryDirectory())
        stack.enter_context(_disk_in_sentences(Path(out)))
        folder = RunFolder(Path(out), overwrite=overwrite)
        stack.callback(folder.close)
        recorder = Recorder(folder.transcript, on_event)
        recorder("run", prepared.record(seed=seed, limits=limits, goal=goal))
        memory = stack.enter_context(MemoryWatch())
        workers = stack.enter_context(Workers(limits.workers, worker_memory(limits)))
        remembering = Remembering(prepared, recorder, seed, home, fresh)
        recalled = remembering.begin()
        plan = expected(prepared, limits)
        loop = _search(
            prepared,
            recalled,
            plan,
            folder,
            workers,
            limits,
            clock,
            memory,
            recorder,
            should_stop,
            seed,
            slowness,
        )
        from automl.conclude import Concluding

        result = Concluding(
            prepared=prepared,
            folder=folder,
            workers=workers,
            workspace=loop.path,
            clock=clock,
            limits=limits,
            loop=loop,
            memory=memory,
            recorder=recorder,
            seed=seed,
            goal=tuple(goal),
            source=source,
            home=home,
            slowness=slowness,
            recalled=recalled,
            expected_s=round(plan.total, 1),
        ).run()
        remembering.end(result, recalled, run=name)
        return result


def as_document(spec: Spec) -> SpecDocument:
    """A specification in any of its forms, as a document.

    Raises
    ------
    SpecError
        If it is none.
    """
    if isinstance(spec, SpecDocument):
        return spec
    if isinstance(spec, ProblemSpec):
        return SpecDocument.from_json(spec.to_json(), via="python")
    if not isinstance(spec, str | os.PathLike):
        return SpecDocument.from_json(spec, via="python")
    path = Path(spec)
    try:
        # Editors on Windows put a byte order mark before what they save as UTF-8.
        return SpecDocument.from_json(json.loads(path.read_text("utf-8-sig")), via="file")
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".")
        raise SpecError(f"Cannot read the specification {str(path)!r}: {reason}.") from error
    except (ValueError, RecursionError) as error:
        raise SpecError(f"The specification {str(path)!r} is not valid JSON: {error}.") from error


def _search(
    prepared: Prepared,
    recalled: Recalled,
    plan: TimePlan,
    folder: RunFolder,
    workers: Workers,
    limits: Limits,
    clock: Clock,
    memory: MemoryWatch,
    recorder: Recorder,
    should_stop: Callable[[], bool],
    seed: int,
    slowness: float,
) -> SearchLoop:
    schedule = prepared.schedule(seed, recalled=recalled)
    recorder(
        "plan",
        {
            "families": list(prepared.family_names),
            "left_out": [list(pair) for pair in prepared.left_out],
            "shares_by_belief": schedule.shares(),
            "parts": [[list(part.families), part.why, part.share] for part in prepared.parts],
            "recalled": recalled.to_json(),
            "predicted_s": plan.to_json(),
        },
    )
    # What the end of the run needs takes seconds to import; the main process has nothing else to do once there is a
    # model, and before there is one the workers want every core.
    rest = threading.Thread(target=_import_the_rest, daemon=True)

    def emit(kind: str, body: Mapping[str, Any]) -> None:
        recorder(kind, body)
        if kind == "trial" and body["family"] != "dummy" and rest.ident is None:
            rest.start()

    loop = SearchLoop(
        space=prepared.space,
        path=prepared.space.write(folder.scratch),
        schedule=schedule,
        workers=workers,
        limits=limits,
        clock=clock,
        memory=memory,
        emit=emit,
        should_stop=should_stop,
        reserve_s=lambda trials: prepared.reserve_s(trials, limits, slowness=slowness),
        ending_s=lambda trials: prepared.ending(trials, limits).from_step(),
    )
    loop.run()
    return loop


def _import_the_rest() -> None:
    import automl.conclude  # noqa: F401 - the import is the purpose


@contextmanager
def _disk_in_sentences(folder: Path) -> Iterator[None]:
    """A disk that is full, or a place that may not be written, said in one sentence, wherever in the run it is met."""
    try:
        yield
    except OSError as error:
        raise cannot("write", error.filename or folder, error) from error
