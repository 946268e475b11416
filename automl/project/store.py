"""The home folder: all projects, the settings, the keys, the looks at held-out rows, and what searches taught.

::

    ~/.tandem/                 or TANDEM_HOME
        home.sqlite            looks, settings, lessons
        keys.json              API keys, 0600
        projects/<id>/
            project.sqlite     messages, events, specifications, approvals, runs, trials
            transcript.jsonl   what happened, in a hash chain
            data/<fingerprint>/<name>
            runs/<run id>/
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from automl.errors import FolderError, InputError
from automl.project import lessons as taught
from automl.project import looks as held_out
from automl.project.base import stored
from automl.project.canonical import canonical, plain
from automl.project.database import Database
from automl.project.folders import cannot, make_folder, slug
from automl.project.keys import Keys
from automl.project.lessons import Lesson
from automl.project.looks import Look
from automl.project.projects import Project, ProjectInfo
from automl.project.schema import HOME

__all__ = ["Home", "Project", "ProjectInfo", "home_path"]

_ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")


def home_path() -> Path:
    """Return the folder that `TANDEM_HOME` names, or `.tandem` in the user's own folder."""
    return Path(os.environ.get("TANDEM_HOME") or Path("~") / ".tandem").expanduser()


class Home:
    """The folder in which everything of one user lives; made where it is missing.

    Parameters
    ----------
    path : path, optional
        Where; `home_path()` where it is left out.

    Raises
    ------
    FolderError
        If it cannot be made, read or written, or has a newer format.
    """

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path).expanduser() if path is not None else home_path()
        make_folder(self.path, mode=0o700)
        make_folder(self._projects_folder)
        self._database = Database(self.path / "home.sqlite", HOME)
        self.keys = Keys(self.path)

    def projects(self) -> list[ProjectInfo]:
        """Return every project, the one changed last first; what cannot be opened is listed with its problem."""
        try:
            folders = [path for path in self._projects_folder.iterdir() if _ID.match(path.name)]
        except OSError as error:
            raise cannot("read", self._projects_folder, error) from error
        return sorted(
            (_info(folder) for folder in folders), key=lambda info: (info.changed, info.id), reverse=True
        )

    def create(self, name: str) -> Project:
        """Make a project and return it; its id is made of the name and six random digits."""
        folder = self._projects_folder / f"{slug(name)}-{secrets.token_hex(3)}"
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise cannot("create", folder, error) from error
        try:
            project = Project(folder)
            project.begin(name.strip() or "Untitled")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # a project without a name would stay in the list
            raise
        return project

    def open(self, project_id: str) -> Project:
        """Return a project by its id.

        Raises
        ------
        FolderError
            If there is none, or it cannot be opened.
        """
        return Project(self._folder(project_id))

    def delete(self, project_id: str) -> None:
        """Remove a project with its data, its runs, everything else in its folder, and what its searches taught.

        Raises
        ------
        FolderError
            If there is none, a run of it is going on, or the system refuses.
        """
        folder = self._folder(project_id)
        if _is_busy(folder):
            raise FolderError(
                f"The project {project_id!r} has a run going on; stop it before deleting the project."
            )
        # Renamed first: what a refusal leaves half deleted must not look like a project.
        gone = folder.with_name(f".deleted-{project_id}-{secrets.token_hex(3)}")
        try:
            folder.rename(gone)
            shutil.rmtree(gone)
        except OSError as error:
            raise cannot("delete", folder, error) from error
        taught.forget(self._database, project=project_id)

    def record_look(self, fingerprint: str, target: str, run_id: str) -> int:
        """Record a look at the held-out rows of a table and target.

        Returns
        -------
        int
            How many looks there have been in this home, this one included.
        """
        return held_out.record_look(self._database, fingerprint=fingerprint, target=target, run_id=run_id)

    def looks(self, fingerprint: str | None = None, target: str | None = None) -> list[Look]:
        """Return the looks recorded, at one table and target or at all, oldest first."""
        return held_out.looks(self._database, fingerprint=fingerprint, target=target)

    @property
    def remembers(self) -> bool:
        """Whether searches teach and learn from each other here; a setting of the user, on by default."""
        return bool(self.setting("memory", True))

    def keep_lesson(self, folder: Path, *, key: str, task: str, body: Mapping[str, Any]) -> None:
        """Keep what the run in a folder taught, unless it repeats a run whose lesson is there."""
        project = self._project_of(folder)
        taught.keep(self._database, project=project, run=folder.name, key=key, task=task, body=body)

    def lessons(self, task: str | None = None) -> list[Lesson]:
        """Return what searches taught, for one task or all, oldest first."""
        return taught.lessons(self._database, task=task)

    def forget_lessons(self, ids: Collection[int] | None = None) -> int:
        """Erase the lessons of these ids, or all; returns how many there were."""
        return taught.forget(self._database, ids=ids)

    def setting(self, name: str, default: Any = None) -> Any:
        """Return a setting, or the default where it was never set."""
        found = self._database.row("select value from settings where name = ?", (name,))
        return default if found is None else json.loads(found["value"])

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a setting, as JSON.

        Raises
        ------
        InputError
            If the value holds an API key: those belong to `keys`.
        """
        text = stored(value)
        if text != canonical(plain(value)):
            raise InputError(
                f"The setting {name!r} seems to hold an API key; enter keys in the field for keys."
            )
        with self._database.writing() as connection:
            connection.execute(
                "insert into settings values (?, ?) on conflict (name) do update set value = excluded.value",
                (name, text),
            )

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()

    @property
    def _projects_folder(self) -> Path:
        return self.path / "projects"

    def _project_of(self, folder: Path) -> str | None:
        """The id of the project that a run's folder lies in; None where it lies elsewhere."""
        try:
            return folder.resolve().relative_to(self._projects_folder.resolve()).parts[0]
        except (ValueError, IndexError):
            return None

    def _folder(self, project_id: str) -> Path:
        folder = self._projects_folder / project_id
        if not _ID.match(project_id) or not folder.is_dir():
            # Without the home folder: the sentence is read on the page, from other machines too.
            raise FolderError(f"There is no project {project_id!r}; choose one of the list.")
        return folder


def _info(folder: Path) -> ProjectInfo:
    try:
        with Project(folder) as project:
            return project.info
    except FolderError as error:
        return ProjectInfo(folder.name, folder.name, "", "", 0, folder, problem=str(error))


def _is_busy(folder: Path) -> bool:
    try:
        with Project(folder) as project:
            return project.has_live_run()
    except FolderError:
        return False  # a damaged project can be deleted all the same
