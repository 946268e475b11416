"""Versions of the specification, who approved which, and what else was decided."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from automl.errors import FolderError
from automl.project.base import ProjectFolder, clean, stored
from automl.project.transcript import now


@dataclass(frozen=True)
class DocumentVersion:
    """One version of the specification document; versions count from 1."""

    version: int
    time: str
    why: str
    document: dict[str, Any]


@dataclass(frozen=True)
class Approval:
    """A person's name under a version of the document."""

    time: str
    version: int
    name: str
    note: str


@dataclass(frozen=True)
class Decision:
    """Something that somebody decided, and why."""

    time: str
    actor: str
    what: str
    why: str


class Documents(ProjectFolder):
    """Specification documents, approvals and decisions of a project."""

    def save_document(self, document: Mapping[str, Any], why: str, *, actor: str = "user") -> int:
        """Keep a version of the document and return its number; what did not change makes no new version.

        Parameters
        ----------
        document : mapping
            Its JSON, as `plan --json` prints it.
        why : str
            What brought the change, such as the user's words.
        actor : str, default="user"
            Whose change it is.
        """
        text = stored(document)
        with self._writing() as connection:
            last = connection.execute(
                "select version, document from documents order by version desc limit 1"
            ).fetchone()
            if last is not None and last["document"] == text:
                return int(last["version"])
            version = 1 if last is None else int(last["version"]) + 1
            body = {"version": version, "why": why, "document": json.loads(text)}
            entry = self._record(connection, actor, "document", body)
            connection.execute(
                "insert into documents values (?, ?, ?, ?, ?)", (version, now(), clean(why), text, entry.seq)
            )
        return version

    def documents(self) -> list[DocumentVersion]:
        """Return every version of the document, oldest first."""
        return [_document(row) for row in self._database.rows("select * from documents order by version")]

    def current_document(self) -> DocumentVersion | None:
        """Return the newest version of the document, or None."""
        found = self._database.row("select * from documents order by version desc limit 1")
        return None if found is None else _document(found)

    def record_approval(self, version: int, name: str, *, note: str = "") -> Approval:
        """Record that a person approved a version of the document.

        Raises
        ------
        FolderError
            If there is no such version.
        """
        if self._database.row("select 1 from documents where version = ?", (version,)) is None:
            raise FolderError(f"Version {version} of the specification cannot be approved: there is none.")
        body = {"version": version, "name": name, "note": note}
        with self._writing() as connection:
            entry = self._record(connection, "user", "approval", body)
            connection.execute(
                "insert into approvals (time, version, name, note, entry) values (?, ?, ?, ?, ?)",
                (entry.time, version, entry.body["name"], entry.body["note"], entry.seq),
            )
        return Approval(entry.time, version, entry.body["name"], entry.body["note"])

    def approvals(self) -> list[Approval]:
        """Return every approval, oldest first."""
        found = self._database.rows("select * from approvals order by id")
        return [Approval(row["time"], row["version"], row["name"], row["note"]) for row in found]

    def record_decision(self, what: str, why: str, *, actor: str = "tandem") -> Decision:
        """Record something that was decided, and why."""
        with self._writing() as connection:
            entry = self._record(connection, actor, "decision", {"what": what, "why": why})
            connection.execute(
                "insert into decisions (time, actor, what, why, entry) values (?, ?, ?, ?, ?)",
                (entry.time, actor, entry.body["what"], entry.body["why"], entry.seq),
            )
        return Decision(entry.time, actor, entry.body["what"], entry.body["why"])

    def decisions(self) -> list[Decision]:
        """Return every decision, oldest first."""
        found = self._database.rows("select * from decisions order by id")
        return [Decision(row["time"], row["actor"], row["what"], row["why"]) for row in found]


def _document(row: sqlite3.Row) -> DocumentVersion:
    return DocumentVersion(row["version"], row["time"], row["why"], json.loads(row["document"]))
