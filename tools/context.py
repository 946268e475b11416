"""What a tool may use: the project, the table in it, what the user said, and how much a model may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automl.errors import DataError, FolderError
from automl.project.projects import Project
from automl.project.runs import Run
from automl.project.uploads import DataVersion
from automl.spec.document import SpecDocument

if TYPE_CHECKING:
    from automl.data.table import Table
    from automl.project.store import Home
    from automl.search.result import RunResult


@dataclass(frozen=True)
class Limits:
    """What a tool may put before the model.

    Attributes:
        cells: Whether the text for the model may hold cells of the table. Artifacts always may: they stay here.
        group_rows: Groups of fewer rows are not shown to a model that may not see cells.
        list_length: Entries of a list in the text for the model.
    """

    cells: bool = True
    group_rows: int = 5
    list_length: int = 30


@dataclass(frozen=True)
class ToolContext:
    """Handed to every tool of a turn.

    Attributes:
        words: The user's messages, oldest first; the last one is that of this turn.
        sees_artifacts: Whether the model reads the artifacts of tools, as the built-in one does; others read texts,
            and in their prompt how the project stands.
        agrees: Whether the newest message says yes to what was asked before, and nothing else.
    """

    project: Project
    words: tuple[str, ...] = ()
    sees_artifacts: bool = False
    limits: Limits = field(default_factory=Limits)
    agrees: bool = False

    def home(self) -> Home:
        """Return the home folder that the project lies in."""
        from automl.project.store import Home

        return Home(self.project.folder.parent.parent)

    def asked_before(self, tool: str) -> dict[str, Any]:
        """Return the artifact of a tool that asked something in the answer before the newest message."""
        answers = [message for message in self.project.messages() if message.role == "assistant"]
        for event in reversed(answers[-1].events if answers else ()):
            if event.get("kind") == "tool_done" and event.get("name") == tool:
                return dict(event.get("artifact") or {})
        return {}

    def table(self) -> Table:
        """Return the project's table.

        Raises:
            DataError: There is none yet.
        """
        version = self.project.current_data()
        if version is None:
            raise DataError("There is no table yet: upload a file, or pick one of the sample tables.")
        return self.table_of(version)

    def table_of(self, version: DataVersion) -> Table:
        """Return one version of the data as a table."""
        return _loaded(version.source, version.name, version.fingerprint)

    def has_table(self) -> bool:
        """Return whether there is a table."""
        return self.project.current_data() is not None

    def document(self) -> SpecDocument:
        """Return the specification as it stands; an empty one before anything was said."""
        stored = self.project.current_document()
        return SpecDocument() if stored is None else SpecDocument.from_json(stored.document)

    def version(self) -> int:
        """Return the number under which the project keeps the specification; 0 before the first."""
        stored = self.project.current_document()
        return 0 if stored is None else stored.version

    def is_approved(self) -> bool:
        """Return whether a person approved exactly this version of the specification."""
        return any(approval.version == self.version() for approval in self.project.approvals())

    def going_on(self) -> Run | None:
        """Return the search that is going on, if there is one."""
        return next((run for run in self.project.runs() if not run.is_over), None)

    def run(self, run_id: str = "") -> Run:
        """Return a run by its id, or the newest.

        Raises:
            FolderError: There is none.
        """
        if run_id:
            return self.project.run(run_id)
        newest = self.project.latest_run()
        if newest is None:
            raise FolderError("No search was started yet: approve the plan and start one.")
        return newest

    def finished_run(self, run_id: str = "") -> Run:
        """Return a run that has a result: the one named, or the newest.

        Raises:
            FolderError: There is none; the sentence says why.
        """
        run = self.run(run_id)
        if run.result_path.exists() and run.is_over:
            return run
        if not run_id:
            for earlier in reversed(self.project.runs()):
                if earlier.is_over and earlier.result_path.exists():
                    return earlier
        raise FolderError(_why_no_result(run))

    def result(self, run_id: str = "") -> RunResult:
        """Return the result of a run: the one named, or the newest that has one."""
        from automl.folder import read_result

        return read_result(self.finished_run(run_id).folder)


def _why_no_result(run: Run) -> str:
    if not run.is_over:
        return f"The search {run.id!r} is still {run.status}; ask again when it is done, or stop it."
    reason = f": {run.message}" if run.message else "."
    return f"The search {run.id!r} {run.status if run.status != 'failed' else 'has failed'}{reason} It left no result."


@lru_cache(maxsize=4)
def _loaded(source: str, name: str, fingerprint: str) -> Table:
    # Every tool of a conversation asks for the same table; reading it once takes the waiting out of the chat.
    from automl.data.load import load_table

    return load_table(source, name=Path(name).stem or name)
