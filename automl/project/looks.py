"""Looks at held-out rows: who looks often enough finds a model that is good there by luck."""

from __future__ import annotations

from dataclasses import dataclass

from automl.project.database import Database
from automl.project.transcript import now


@dataclass(frozen=True)
class Look:
    """One look at the held-out rows of a table for one target."""

    time: str
    fingerprint: str
    target: str
    run_id: str


def record_look(database: Database, *, fingerprint: str, target: str, run_id: str) -> int:
    """Record a look and return how many there have been at these rows, this one included."""
    with database.writing() as connection:
        connection.execute(
            "insert into looks (time, fingerprint, target, run) values (?, ?, ?, ?)",
            (now(), fingerprint, target, run_id),
        )
        counted = connection.execute(
            "select count(*) from looks where fingerprint = ? and target = ?", (fingerprint, target)
        ).fetchone()
    return int(counted[0])


def looks(database: Database, *, fingerprint: str | None = None, target: str | None = None) -> list[Look]:
    """Return the looks recorded, at one table and target or at all, oldest first."""
    found = database.rows(
        "select * from looks where (?1 is null or fingerprint = ?1) and (?2 is null or target = ?2) order by id",
        (fingerprint, target),
    )
    return [Look(row["time"], row["fingerprint"], row["target"], row["run"]) for row in found]
