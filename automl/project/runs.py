"""Runs of the search: what is asked of a worker process, and what it reports back."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from automl.errors import FolderError
from automl.project.base import ProjectFolder, clean, stored
from automl.project.folders import make_folder
from automl.project.processes import is_alive, start_of
from automl.project.transcript import now, seconds_since

RunStatus = Literal["queued", "running", "finished", "failed", "stopped"]
SeenStatus = Literal["queued", "running", "finished", "failed", "stopped", "died"]
_OVER = ("finished", "failed", "stopped")
# A process is started right after its run was queued; a minute later nobody will.
NOBODY_CAME_S = 60.0


@dataclass(frozen=True)
class Trial:
    """One trial as the worker reported it; `number` counts from 1 within the run."""

    number: int
    time: str
    trial: dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One run; `status` is ``"died"`` where its process is gone without having said how it ended."""

    id: str
    number: int
    folder: Path
    document: dict[str, Any]
    data_id: int | None
    seed: int
    status: SeenStatus
    message: str
    created: str
    started: str | None
    ended: str | None
    pid: int | None
    heartbeat: float | None  # seconds since the epoch
    progress: dict[str, Any]
    stop_requested: bool
    head: str | None  # of the transcript in the run's folder
    job: dict[str, Any]  # what it is beside a search of the plan: see `Runs.create_run`

    @property
    def result_path(self) -> Path:
        """Where `result.json` is, or will be."""
        return self.folder / "result.json"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come from it."""
        return self.status not in ("queued", "running")


class Runs(ProjectFolder):
    """Runs of a project."""

    def create_run(
        self,
        document: Mapping[str, Any],
        data_id: int | None = None,
        *,
        seed: int = 0,
        job: Mapping[str, Any] | None = None,
    ) -> Run:
        """Queue a run and make its folder.

        Parameters
        ----------
        document : mapping
            JSON of the specification document that the run has to obey.
        data_id : int, optional
            The data version to learn from.
        seed : int, default=0
            Of every random choice in it.
        job : mapping, optional
            ``{"fresh": True}`` for a search that begins without what earlier ones taught, ``{"refit_of": "run-001"}``
            for a model that is learned anew; nothing for a search as usual.
        """
        job = dict(job or {})
        with self._writing() as connection:
            number = int(connection.execute("select count(*) from runs").fetchone()[0]) + 1
            run_id = f"run-{number:03d}"
            make_folder(self.folder / "runs" / run_id)
            body = {
                "run": run_id,
                "data": data_id,
                "seed": seed,
                "document": document,
                **({"job": job} if job else {}),
            }
            entry = self._record(connection, "user", "run_created", body)
            connection.execute(
                "insert into runs (id, number, created, document, data, seed, job, status) "
                "values (?, ?, ?, ?, ?, ?, ?, 'queued')",
                (run_id, number, entry.time, stored(document), data_id, seed, stored(job)),
            )
        return self.run(run_id)

    def run(self, run_id: str) -> Run:
        """Return one run as it stands.

        Raises
        ------
        FolderError
            If there is no such run.
        """
        found = self._database.row("select * from runs where id = ?", (run_id,))
        if found is None:
            raise FolderError(f"The project {self.name!r} has no run {run_id!r}; {self._which_runs()}.")
        return self._seen(found)

    def runs(self) -> list[Run]:
        """Return every run, oldest first."""
        return [self._seen(row) for row in self._database.rows("select * from runs order by number")]

    def latest_run(self) -> Run | None:
        """Return the newest run, or None."""
        found = self._database.row("select * from runs order by number desc limit 1")
        return None if found is None else self._seen(found)

    def set_status(
        self,
        run_id: str,
        status: RunStatus,
        *,
        pid: int | None = None,
        message: str = "",
        head: str | None = None,
    ) -> None:
        """Say where a run stands; start and end go to the transcript.

        Parameters
        ----------
        run_id : str
            The run.
        status : str
            A run that is over stays over.
        pid : int, optional
            The process that does the work; for ``"running"`` the calling one where it is left out.
        message : str, default=""
            Why it failed or stopped, in a sentence.
        head : str, optional
            Head of the chain of the run's own transcript, when it is over.

        Raises
        ------
        FolderError
            If there is no such run or it is over.
        """
        with self._writing() as connection:
            before = self.run(run_id)
            if before.status in _OVER:
                raise FolderError(
                    f"The run {run_id!r} is {before.status} and cannot become {status}; start another one."
                )
            pid = pid or (os.getpid() if status == "running" else before.pid)
            body = {"run": run_id, "message": message, "head": head}
            entry = self._record(connection, "tandem", f"run_{status}", body)
            connection.execute(
                "update runs set status = ?2, pid = ?3, process_started = ?4, message = ?5, "
                "head = coalesce(?6, head), heartbeat = ?7, "
                "started = iif(?2 = 'running', coalesce(started, ?8), started), ended = iif(?9, ?8, ended) "
                "where id = ?1",
                (
                    run_id,
                    status,
                    pid,
                    start_of(pid),
                    clean(message),
                    head,
                    time.time(),
                    entry.time,
                    status in _OVER,
                ),
            )

    def hand_over(self, run_id: str, pid: int) -> None:
        """Keep which process a queued run was given to, so that one that dies before its first word is seen to."""
        with self._writing() as connection:
            connection.execute(
                "update runs set pid = ?2, process_started = ?3, heartbeat = ?4 where id = ?1 and status = 'queued'",
                (run_id, pid, start_of(pid), time.time()),
            )

    def set_progress(self, run_id: str, progress: Mapping[str, Any]) -> None:
        """Keep how far a run is, for whoever watches; counts as a heartbeat."""
        self._update(run_id, "progress = ?, heartbeat = ?", (stored(progress), time.time()))

    def beat(self, run_id: str) -> None:
        """Say that the run's process is alive."""
        self._update(run_id, "heartbeat = ?", (time.time(),))

    def request_stop(self, run_id: str) -> None:
        """Ask a run to end with the best so far; its worker looks at `stop_requested`."""
        with self._writing() as connection:
            self._record(connection, "user", "stop_requested", {"run": run_id})
            connection.execute("update runs set stop = 1 where id = ?", (run_id,))

    def stop_requested(self, run_id: str) -> bool:
        """Return whether somebody asked the run to end."""
        found = self._database.row("select stop from runs where id = ?", (run_id,))
        return found is not None and bool(found["stop"])

    def add_trial(self, run_id: str, trial: Mapping[str, Any]) -> int:
        """Keep one finished trial and return its number; the run's own transcript holds the record of it."""
        with self._writing() as connection:
            counted = connection.execute("select count(*) from trials where run = ?", (run_id,)).fetchone()
            number = int(counted[0]) + 1
            connection.execute(
                "insert into trials values (?, ?, ?, ?)", (run_id, number, now(), stored(trial))
            )
        return number

    def trials(self, run_id: str, *, after: int = 0) -> list[Trial]:
        """Return the trials of a run with a number above `after`, oldest first."""
        found = self._database.rows(
            "select * from trials where run = ? and number > ? order by number", (run_id, after)
        )
        return [Trial(row["number"], row["time"], json.loads(row["trial"])) for row in found]

    @property
    def starts_fresh(self) -> bool:
        """Whether the next searches of this project begin without what earlier ones taught; off unless asked for."""
        return bool(self._fact("starts_fresh"))

    def start_fresh(self, *, wanted: bool) -> None:
        """Have the next searches begin without what earlier ones taught, or with it again."""
        with self._writing() as connection:
            self._record(connection, "user", "starts_fresh", {"wanted": wanted})
            self._set_fact(connection, "starts_fresh", wanted)

    def _update(self, run_id: str, assignments: str, values: tuple[Any, ...]) -> None:
        with self._writing() as connection:
            connection.execute(f"update runs set {assignments} where id = ?", (*values, run_id))

    def _which_runs(self) -> str:
        names = [row["id"] for row in self._database.rows("select id from runs order by number desc limit 5")]
        return f"there are {', '.join(reversed(names))}" if names else "none was started yet"

    def _seen(self, row: sqlite3.Row) -> Run:
        return Run(
            id=row["id"],
            number=row["number"],
            folder=self.folder / "runs" / row["id"],
            document=json.loads(row["document"]),
            data_id=row["data"],
            seed=row["seed"],
            status=_status_seen(row),
            message=row["message"],
            created=row["created"],
            started=row["started"],
            ended=row["ended"],
            pid=row["pid"],
            heartbeat=row["heartbeat"],
            progress=json.loads(row["progress"]),
            stop_requested=bool(row["stop"]),
            head=row["head"],
            job=json.loads(row["job"]),
        )


def _status_seen(row: sqlite3.Row) -> SeenStatus:
    status: RunStatus = row["status"]
    if status in _OVER:
        return status
    if row["pid"] is None:  # whoever created it went away before any process was given the work
        return "died" if seconds_since(row["created"]) > NOBODY_CAME_S else status
    alive = is_alive(row["pid"], started=row["process_started"], heartbeat=row["heartbeat"])
    return status if alive else "died"
