"""What every part of a project shares: its folder, its database, its transcript."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from automl.project.canonical import canonical, plain
from automl.project.database import Database
from automl.project.keys import redact_json
from automl.project.schema import PROJECT
from automl.project.transcript import Entry, Transcript


def stored(value: Any) -> str:
    """Return the text under which JSON is stored: canonical, without API keys."""
    return canonical(redact_json(plain(value)))


def clean(text: str) -> str:
    """Return a text as it may be stored: without API keys, and without what UTF-8 cannot hold."""
    return str(redact_json(plain(text)))


class ProjectFolder:
    """A project's folder with database and transcript; the parts of `Project` build on it.

    Parameters
    ----------
    folder : Path
        An existing folder.

    Raises
    ------
    FolderError
        If it cannot be used or has a newer format.
    TamperedError
        If the last line of its transcript does not hold.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name
        self._database = Database(folder / "project.sqlite", PROJECT)
        try:
            self.transcript = Transcript(folder / "transcript.jsonl")
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
        self.transcript.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._database.writing() as connection:
            yield connection

    def _record(self, connection: sqlite3.Connection, actor: str, kind: str, body: Any) -> Entry:
        """Write a transcript entry, and its hash as the head that the project knows.

        The entry comes before the commit: a kill between the two leaves an entry too many, never a change that
        the transcript does not tell of.
        """
        entry = self.transcript.append(actor, kind, body)
        self._set_fact(connection, "transcript_head", entry.hash)
        return entry

    def _fact(self, name: str) -> Any:
        found = self._database.row("select value from facts where name = ?", (name,))
        return None if found is None else json.loads(found["value"])

    def _set_fact(self, connection: sqlite3.Connection, name: str, value: Any) -> None:
        connection.execute(
            "insert into facts values (?, ?) on conflict (name) do update set value = excluded.value",
            (name, stored(value)),
        )

    @property
    def name(self) -> str:
        """What the user calls the project."""
        return str(self._fact("name") or self.id)

    @property
    def created(self) -> str:
        """When it was made: UTC, ISO 8601."""
        return str(self._fact("created") or "")

    @property
    def transcript_head(self) -> str | None:
        """Hash of the last entry that the database knows of; `transcript.read(…, head=…)` demands it."""
        head = self._fact("transcript_head")
        return None if head is None else str(head)

    def rename(self, name: str, *, actor: str = "user") -> None:
        """Give the project another name; its id and folder stay.

        Parameters
        ----------
        name : str
            The new name.
        actor : str
            Who asked for it: "user", or "tandem" by itself.
        """
        with self._writing() as connection:
            self._set_fact(connection, "name", name)
            self._record(connection, actor, "renamed", {"name": name})
