"""One project: its data, its conversation, its specifications and its runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from automl.project.documents import Documents
from automl.project.messages import Messages
from automl.project.runs import Runs
from automl.project.transcript import now
from automl.project.uploads import Uploads


@dataclass(frozen=True)
class ProjectInfo:
    """A project as a list shows it; `problem` is why it cannot be opened, or empty."""

    id: str
    name: str
    created: str
    changed: str
    n_runs: int
    folder: Path
    problem: str = ""


class Project(Uploads, Documents, Messages, Runs):
    """A project on disk; several processes and threads may hold the same one.

    Each change is one transaction and one entry in `transcript.jsonl`, in that folder. `Home` makes and opens
    projects; a worker that was handed a folder opens it by ``Project(folder)``.
    """

    def __enter__(self) -> Project:
        """Return the project itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files."""
        self.close()

    @property
    def info(self) -> ProjectInfo:
        """The project as a list shows it."""
        return ProjectInfo(
            self.id, self.name, self.created, self._changed(), len(self._run_ids()), self.folder
        )

    def begin(self, name: str) -> None:
        """Write down name and birth of a new project."""
        with self._writing() as connection:
            self._set_fact(connection, "name", name)
            self._set_fact(connection, "created", now())
            self._record(connection, "user", "project_created", {"name": name, "id": self.id})

    def has_live_run(self) -> bool:
        """Return whether a worker process is at work on it."""
        return any(run.status == "running" for run in self.runs())

    def _run_ids(self) -> list[str]:
        return [row["id"] for row in self._database.rows("select id from runs")]

    def _changed(self) -> str:
        found = self._database.row(
            "select max(time) as time from (select max(time) as time from messages union all "
            "select max(time) from documents union all select max(time) from data_versions union all "
            "select max(coalesce(ended, started, created)) from runs)"
        )
        return str((found["time"] if found else None) or self.created)
