"""What was said in a project, and the stream of events that a page polls."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from automl.project.base import ProjectFolder, stored
from automl.project.transcript import now

#: Kinds of events that only move a picture; every other kind also goes to the transcript.
TRANSIENT_KINDS = ("text", "text_delta", "progress", "status", "turn_started", "turn_ended")


@dataclass(frozen=True)
class Message:
    """One message of the conversation; `events` is what was drawn with it, as plain JSON."""

    seq: int
    time: str
    role: str
    content: str
    events: list[Any]


@dataclass(frozen=True)
class Event:
    """One thing that happened during a turn; `seq` grows over the whole project."""

    seq: int
    time: str
    turn_id: str
    kind: str
    body: Any


class Messages(ProjectFolder):
    """Messages and events of a project."""

    def append_message(self, role: str, content: str, events: Sequence[Any] = ()) -> Message:
        """Keep a message, and say it in the transcript.

        Parameters
        ----------
        role : str
            ``"user"``, ``"assistant"`` …
        content : str
            The words; API keys in them are replaced.
        events : sequence, default=()
            JSON to draw the message again with, such as tool artifacts. It does not go to the transcript, to which
            `append_event` has given each of them as it happened.
        """
        with self._writing() as connection:
            entry = self._record(connection, role, "message", {"content": content})
            seq = connection.execute(
                "insert into messages (time, role, content, events, entry) values (?, ?, ?, ?, ?)",
                (entry.time, role, entry.body["content"], stored(list(events)), entry.seq),
            ).lastrowid
        return self.messages(after=int(seq or 0) - 1)[0]

    def messages(self, *, after: int = 0) -> list[Message]:
        """Return the messages with a `seq` above `after`, oldest first."""
        found = self._database.rows("select * from messages where seq > ? order by seq", (after,))
        return [
            Message(row["seq"], row["time"], row["role"], row["content"], json.loads(row["events"]))
            for row in found
        ]

    def append_event(self, turn_id: str, kind: str, body: Any = None, *, actor: str = "assistant") -> int:
        """Add an event for the pages that watch the turn, and return its `seq`.

        Tool calls, plans and all other kinds outside `TRANSIENT_KINDS` go to the transcript as well.
        """
        with self._writing() as connection:
            if kind not in TRANSIENT_KINDS:
                self._record(connection, actor, kind, {"turn": turn_id, "body": body})
            seq = connection.execute(
                "insert into events (time, turn, kind, body) values (?, ?, ?, ?)",
                (now(), turn_id, kind, stored(body)),
            ).lastrowid
        return int(seq or 0)

    def events(self, *, after: int = 0, turn_id: str | None = None) -> list[Event]:
        """Return the events with a `seq` above `after`, of one turn or of all, oldest first."""
        found = self._database.rows(
            "select * from events where seq > ?1 and (?2 is null or turn = ?2) order by seq", (after, turn_id)
        )
        return [_event(row) for row in found]

    def last_event(self, turn_id: str | None = None) -> Event | None:
        """Return the newest event of a turn, or of all turns."""
        found = self._database.row(
            "select * from events where ?1 is null or turn = ?1 order by seq desc limit 1", (turn_id,)
        )
        return None if found is None else _event(found)


def _event(row: sqlite3.Row) -> Event:
    return Event(row["seq"], row["time"], row["turn"], row["kind"], json.loads(row["body"]))
