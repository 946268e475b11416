"""After the search: choose, fit for good, measure once on the held-out rows, explain, write down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from automl.choice import decide, in_time
from automl.data.fresh import columns_of, known_rows
from automl.delivery import Delivering
from automl.earlier import KNOWN, Earlier, save
from automl.errors import AutoMLError
from automl.folder import RunFolder
from automl.outcome import Circumstances, outcome
from automl.prepare import Prepared
from automl.project.store import Home
from automl.recorder import Recorder
from automl.report import write_report
from automl.search.budget import Clock, Limits, MemoryWatch
from automl.search.contender import Contender
from automl.search.ending import EXPLAIN_S, STEP_WORDS, Ending, Step, ending_of
from automl.search.finish import Fits, fits_of, repeats_in, slowed
from automl.search.loop import Ended, SearchLoop
from automl.search.memory import Recalled
from automl.search.result import RunResult
from automl.search.trial import Trial
from automl.search.workers import Workers

# Seconds kept at the very end for saving, explaining and writing the report, and what of it explanations may take.
END_S = 2.5
EXPLAIN_SHARE = 0.4  # chosen, not measured
LEAST_EXPLAIN_S = 0.5  # chosen, not measured
# A budget may be passed by 5 % and 2 s; this much of it a real model is worth where the baseline is all there is.
GRACE_S, GRACE_SHARE = 0.5, 0.03


@dataclass(frozen=True)
class Refitted:
    """What a refit has instead of a search."""

    trials: list[Trial]
    ended: Ended = "refit"
    first_model_s: float | None = None


@dataclass(frozen=True)
class Concluding:
    """Everything that the end of a run works with."""

    prepared: Prepared
    folder: RunFolder
    workers: Workers
    workspace: Path
    clock: Clock
    limits: Limits
    loop: SearchLoop | Refitted
    memory: MemoryWatch
    recorder: Recorder
    seed: int
    goal: tuple[str, ...]
    source: str | None
    home: Home | None
    slowness: float  # of the machine, as others keep it busy (`Clock.slowness`)
    recalled: Recalled = field(default_factory=Recalled)
    expected_s: float | None = None  # what the run was expected to take
    earlier: Earlier | None = None  # of a refit: nothing is chosen anew
    why_no_refit: str = ""  # on the rows judged; empty where they are learned from in the end

    def left_s(self, keep_s: float = END_S) -> float:
        """Seconds until the budget is spent, but for those kept for the end."""
        keep_s = slowed(keep_s, slowness=self.slowness, time_s=self.limits.time_s) if keep_s else 0.0
        return math.inf if self.limits.time_s is None else self.limits.time_s - self.clock.elapsed() - keep_s

    def run(self) -> RunResult:
        """Conclude the run and write its folder."""
        trials = self.loop.trials
        self._stage("choosing", self.prepared.ending(trials, self.limits))
        pool = self._pool(trials)
        self.recorder("pool", {"pool": pool})
        conclusion = decide(self.prepared, trials, seed=self.seed, pool=pool, earlier=self.earlier)
        chosen = conclusion.chosen.contender
        self.recorder("decision", {"what": f"deliver {chosen.name}", "why": conclusion.reason})
        members = [trial for trial, _ in chosen.members]
        ending = ending_of(members, self.prepared.space, workers=self.limits.workers)
        self._stage("fitting", ending)
        delivery = self._delivering(fits_of(trials), self._repeats(chosen)).run(conclusion)
        looks = self._look()
        self._stage("explaining", ending)
        result = outcome(self.prepared, conclusion, delivery, self._circumstances(looks))
        self._stage("writing", ending)
        return self._write(result)

    def _stage(self, step: Step, ending: Ending) -> None:
        """Tell what is done now, and how long until the end: by the budget, or as predicted where it has no time."""
        left = min(self.left_s(0.0), math.inf if self.limits.time_s else ending.from_step(step))
        self.recorder(
            "progress",
            {
                "stage": "finish",
                "why": STEP_WORDS[step],
                "elapsed_s": round(self.clock.elapsed(), 2),
                "left_s": round(max(left, 0.0), 1),
                "time_s": self.limits.time_s,
                "trials": len(self.loop.trials),
                "trials_budget": self.limits.trials,
            },
        )

    def _pool(self, trials: Sequence[Trial]) -> list[int]:
        """Trials that an ensemble may be made of so that its fits for good end in time."""
        return in_time(self.prepared, trials, left_s=self.left_s(), workers=self.limits.workers)

    def _repeats(self, chosen: Contender) -> int:
        """Fits of each member; one where somebody bounded what the model may weigh."""
        if self.prepared.spec.limits is not None:
            return 1
        space = self.prepared.space
        return repeats_in(space, chosen, left_s=self.left_s(), workers=self.limits.workers)

    def _delivering(self, fits: Fits, repeats: int) -> Delivering:
        return Delivering(
            prepared=self.prepared,
            workspace=self.workspace,
            workers=self.workers,
            recorder=self.recorder,
            scratch=self.folder.scratch,
            store=self.folder.model,
            seed=self.seed,
            left_s=self.left_s,
            fits=fits,
            repeats=repeats,
            why_no_refit=self.why_no_refit,
            grace_s=GRACE_S + GRACE_SHARE * (self.limits.time_s or 0.0),
        )

    def _look(self) -> int:
        """Record a look at the held-out rows; returns how many there were of these data and this target."""
        looks, target = 1, self.prepared.problem.target
        try:
            home = self.home or Home()
            looks = home.record_look(self.prepared.table.fingerprint, target, str(self.folder.path.name))
        except AutoMLError as error:  # a home that cannot be written does not make the figure wrong
            self.recorder("decision", {"what": "looks are not counted", "why": str(error)})
        self.recorder("look", {"target": target, "looks": looks})
        return looks

    def _circumstances(self, looks: int) -> Circumstances:
        first = self.loop.first_model_s
        return Circumstances(
            trials=self.loop.trials,
            ended=self.loop.ended,
            looks=looks,
            seed=self.seed,
            goal=self.goal,
            workers=self.limits.workers,
            first_model_s=None if first is None else round(first, 2),
            recalled=self.recalled,
            earlier=self.earlier,
            explain_s=min(EXPLAIN_S, max(LEAST_EXPLAIN_S, EXPLAIN_SHARE * self.left_s(0.0))),
        )

    def _where_from(self) -> dict[str, Any]:
        """Where a replay finds the data, and how new rows are read like them."""
        table = self.prepared.table
        return {"source": self.source, "target_file": table.target_file, "schema": table.schema()}

    def _write(self, result: RunResult) -> RunResult:
        """Write the folder; the transcript's last entry is the result, and its hash the head."""
        folder, problem = self.folder, self.prepared.problem
        spent = result.spent.model_copy(
            update={
                "seconds": round(self.clock.elapsed(), 2),
                "expected_s": self.expected_s,
                "peak_memory_mb": round(max(self.memory.peak_bytes, self.memory.now_bytes) / 1e6, 1),
            }
        )
        result = result.model_copy(update={"spent": spent})
        folder.write_json("spec.json", self.prepared.document.to_json())
        folder.write_leaderboard(result.leaderboard, money=self.prepared.space.objective.has_money)
        folder.write_json("data.json", self._where_from())
        save(folder.path / KNOWN, rows=known_rows(problem, columns_of(problem)))
        self.recorder("result", result.to_json())
        result = result.model_copy(update={"transcript_head": self.recorder.head})
        folder.write_json("result.json", result.to_json())
        write_report(result, [entry.to_json() for entry in folder.entries()], folder.path)
        return result
