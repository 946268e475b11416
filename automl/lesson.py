"""Memory across searches: what a search recalls of earlier ones when it begins, and what it teaches when it ends.

The same in, the same out holds with a memory too: a search that repeats an earlier one (data, specification and seed)
recalls exactly what that one recalled, whatever was learned since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automl.data.table import Table
from automl.errors import AutoMLError, InputError
from automl.framing import frame
from automl.prepare import Prepared, prepare
from automl.project.canonical import canonical
from automl.project.store import Home
from automl.recorder import Recorder
from automl.search.memory import Recalled, portrait, recall
from automl.search.result import LeaderboardRow, RunResult
from automl.spec.document import SpecDocument

MOST_TAUGHT = 4  # configurations of one search: what the next one tries at most
MOST_OF_ONE_FAMILY = 2  # among them: near twins of the best say little new; chosen, not measured
# What a budget names beside time and trials decides nothing but on what machine the work is done.
_OF_THE_MACHINE = ("workers", "memory_gb")


@dataclass(frozen=True)
class Remembering:
    """The memory of one run.

    Attributes
    ----------
    recorder : Recorder or None
        Where it is said that the memory cannot be read; None before a run begins.
    home : Home or None
        Whose searches it knows of; the user's own where it is left out.
    fresh : bool
        Begin as if there had been no search before; what this one teaches is kept all the same.
    """

    prepared: Prepared
    recorder: Recorder | None
    seed: int
    home: Home | None = None
    fresh: bool = False

    def begin(self) -> Recalled:
        """What the search starts from; nothing where the memory cannot be read or is not wanted."""
        if self.fresh:
            return Recalled()
        try:
            home = self.home or Home()
            return self._recall(home) if home.remembers else Recalled()
        except AutoMLError as error:  # a search can do without
            if self.recorder is not None:
                self.recorder(
                    "decision", {"what": "nothing is recalled of earlier searches", "why": str(error)}
                )
            return Recalled()

    def end(self, result: RunResult, recalled: Recalled, *, run: Path) -> None:
        """Keep what the search taught, unless it repeats one that is remembered, or nothing beat the baseline.

        Parameters
        ----------
        run : Path
            Its folder; the last part is its name in the list.
        """
        best = [_configuration(row) for row in taught_by(result)]
        if not best:
            return
        body = {
            "table": self.prepared.table.name,
            "fingerprint": self.prepared.table.fingerprint,
            "n_rows": self.prepared.problem.n_rows,
            "portrait": self._portrait(),
            "score": result.score_name,
            "baseline": next((row.score for row in result.leaderboard if row.family == "dummy"), None),
            "best": best,
            "chosen": result.chosen.label,
            "recalled": recalled.to_json(),
        }
        # The record is closed; a home that cannot be written was met at the beginning, and is said there.
        with suppress(AutoMLError):
            home = self.home or Home()
            if home.remembers:
                home.keep_lesson(run, key=self._key(), task=self.prepared.problem.task, body=body)

    def _recall(self, home: Home) -> Recalled:
        lessons = home.lessons(self.prepared.problem.task)
        repeated = next((lesson for lesson in lessons if lesson.key == self._key()), None)
        if repeated is not None:
            return Recalled.from_json(repeated.body["recalled"])
        return recall(
            [(lesson.id, lesson.run, lesson.body) for lesson in lessons],
            self._portrait(),
            families=self.prepared.families,
            shape=self.prepared.shape,
            bounds=self.prepared.spec.hyperparameters or {},
            trials=None if self.prepared.spec.budget is None else self.prepared.spec.budget.trials,
        )

    def _portrait(self) -> dict[str, Any]:
        return portrait(
            self.prepared.problem,
            self.prepared.shape,
            score_name=self.prepared.space.objective.learning_name,
        )

    def _key(self) -> str:
        """Equal for two runs that must come to the same result where trials limit them."""
        spec = self.prepared.spec.to_json()
        budget = {k: v for k, v in (spec.pop("budget", None) or {}).items() if k not in _OF_THE_MACHINE}
        same = [self.prepared.table.fingerprint, spec, budget, self.seed, self.fresh]
        return hashlib.sha256(canonical(same).encode()).hexdigest()


def foreseen(document: SpecDocument, table: Table, *, home: Home, seed: int = 0) -> Recalled:
    """What a search would recall if it began now; nothing while the plan cannot be run.

    A table of very many columns is not looked at before its search: finding those that tell most takes minutes.
    """
    if not home.remembers or not home.lessons() or table.wide is not None:
        return Recalled()
    try:
        prepared = prepare(frame(document, table), table)
    except InputError:  # what is wrong with the plan is said where it is read
        return Recalled()
    return Remembering(prepared, None, seed, home).begin()


def taught_by(result: RunResult) -> list[LeaderboardRow]:
    """The candidates worth trying on similar data: the members of the model chosen, then the best of the others."""
    members = {member.model: member.weight for member in result.chosen.members}
    rows = [row for row in result.leaderboard if row.trial is not None and row.family != "dummy"]
    baseline = next((row.score for row in result.leaderboard if row.family == "dummy"), None)
    sign = 1.0 if result.greater_is_better else -1.0
    better = [row for row in rows if baseline is None or sign * (row.score - baseline) > 0]
    better.sort(key=lambda row: (-members.get(row.model, 0.0), row.rank))
    return list(_of_several_families(better))[:MOST_TAUGHT]


def _of_several_families(rows: list[LeaderboardRow]) -> Iterator[LeaderboardRow]:
    seen: dict[str, int] = {}
    for row in rows:
        seen[row.family] = seen.get(row.family, 0) + 1
        if seen[row.family] <= MOST_OF_ONE_FAMILY:
            yield row


def _configuration(row: LeaderboardRow) -> dict[str, Any]:
    return {"family": row.family, "params": dict(row.params), "score": row.score}
