"""What finished searches of this user taught: one record each, that later searches start from, listed and erasable."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from automl.project.base import stored
from automl.project.database import Database
from automl.project.transcript import now
from automl.spec.labels import family_label

# Three kilobytes and a tenth of a millisecond each; what is older than this many searches is forgotten by itself.
MOST_KEPT = 500


@dataclass(frozen=True)
class Lesson:
    """One finished search: on what, and which settings did best.

    Attributes
    ----------
    id : int
        Counts from 1 in this home; never given again.
    project : str or None
        Id of the project that it belongs to; None for a run folder elsewhere.
    run : str
        Name of the run's folder.
    key : str
        Equal for searches that repeat each other: data, specification and seed.
    body : mapping
        JSON, without a cell of the table: see `automl.lesson`.
    """

    id: int
    time: str
    project: str | None
    run: str
    key: str
    task: str
    body: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return what it holds, for a list: everything but what repetitions are known by."""
        body = self.body
        return {
            "id": self.id,
            "learned": self.time,
            "project": self.project,
            "run": self.run,
            "task": self.task,
            "table": body["table"],
            "n_rows": body["n_rows"],
            "target": body["portrait"]["target"],
            "columns": [name for name, _ in body["portrait"]["columns"]],
            "score": body["score"],
            "baseline": body["baseline"],
            "best": list(body["best"]),
            "chosen": body["chosen"],
        }

    @property
    def sentence(self) -> str:
        """What it holds, in a line."""
        body = self.body
        families = list(dict.fromkeys(family_label(one["family"]) for one in body["best"]))
        n = len(body["best"])
        return (
            f"{self.id}: {self.run}, predicting {body['portrait']['target']!r} on {body['table']!r} with "
            f"{body['n_rows']:,} rows; it chose {body['chosen']} and lends {n} setting{'' if n == 1 else 's'} of "
            f"{', '.join(families)}."
        )


def keep(
    database: Database, *, project: str | None, run: str, key: str, task: str, body: Mapping[str, Any]
) -> None:
    """Keep a lesson; one of a search that it repeats stays as it is."""
    with database.writing() as connection:
        if connection.execute("select 1 from lessons where key = ?", (key,)).fetchone() is not None:
            return
        connection.execute(
            "insert into lessons (time, project, run, key, task, body) values (?, ?, ?, ?, ?, ?)",
            (now(), project, run, key, task, stored(body)),
        )
        connection.execute(
            "delete from lessons where id not in (select id from lessons order by id desc limit ?)",
            (MOST_KEPT,),
        )


def lessons(database: Database, *, task: str | None = None) -> list[Lesson]:
    """Return the lessons, of one task or all, oldest first."""
    found = database.rows("select * from lessons where ?1 is null or task = ?1 order by id", (task,))
    return [
        Lesson(
            row["id"],
            row["time"],
            row["project"],
            row["run"],
            row["key"],
            row["task"],
            json.loads(row["body"]),
        )
        for row in found
    ]


def forget(database: Database, *, ids: Collection[int] | None = None, project: str | None = None) -> int:
    """Erase lessons by their ids or their project, all where neither is given; returns how many."""
    with database.writing() as connection:
        erased = connection.execute(
            "delete from lessons where (?1 is null or id in (select value from json_each(?1))) "
            "and (?2 is null or project = ?2)",
            (None if ids is None else json.dumps(sorted(ids)), project),
        ).rowcount
    if erased:
        database.wipe()
    return erased
