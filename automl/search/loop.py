"""The search itself: candidates out, fold by fold, to the workers; scores in; until the budget is spent.

When a trial is asked for, the schedule knows the scores of all trials but the last few (`LAG`), and of exactly these,
so the same candidates come with one worker and with two. Fits that fail, hang or take too much memory are recorded and
the search goes on.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from automl.search import column_trials
from automl.search.budget import Clock, Limits, MemoryWatch, worker_memory
from automl.search.candidate import Candidate
from automl.search.finish import final_s
from automl.search.jobs import FoldOutcome, Workspace, fit_fold
from automl.search.racing import usual_first, why_rejected
from automl.search.result import Shared
from automl.search.schedule import Schedule
from automl.search.shared import shared
from automl.search.time_left import UnderWay, pace, trials_left_s
from automl.search.treatments import ORIGIN, SHARE_OF_BUDGET
from automl.search.trial import Status, Trial
from automl.search.workers import Finished, Workers
from automl.spec.shares import Unit

Emit = Callable[[str, Mapping[str, Any]], None]
Ended = Literal["time", "trials", "stopped", "exhausted", "refit"]

_NO_DISK = (errno.ENOSPC, errno.EDQUOT)
LAG = 4  # trials under way at once; keeps up to four workers busy
MOST_SLOWED = 2.5  # what one family's estimates may say of another's; chosen, not measured
POLL_S = 0.2  # how often limits are looked at while fits run; chosen, not measured
# A fold that takes longer than this hangs or is hopeless; slow honest fits on the largest public table measured
# (119,390 rows) took under a minute.
FOLD_TIMEOUT_S = 900.0
# Within a time budget one fold may take this share of it: a first model must be there, and others besides.
FOLD_SHARE_OF_TIME = 0.4  # chosen, not measured
# Of the time left, for the folds of a first model where the reserve has already begun: its fit on all search rows
# takes half as long again.
FIRST_MODEL_SHARE = 0.6
# Of the time left, for one setting from an earlier search, which may have had much more time: in a short one it would
# leave nothing for all that is usual; chosen, not measured.
RECALLED_SHARE = 0.4


def fits_in(seconds: float, left_s: float, *, origin: str) -> bool:
    """Whether a candidate that takes so many seconds may be asked for where so many are left."""
    return seconds <= (RECALLED_SHARE * left_s if origin == "memory" else left_s)


@dataclass
class _Open:
    """A trial under way."""

    candidate: Candidate
    outcomes: dict[int, FoldOutcome] = field(default_factory=dict)
    next_fold: int = 0
    failure: tuple[Status, str] | None = None
    n_running: int = 0
    usual_first: float | None = None  # what its first fold has to reach before the others are fitted


@dataclass
class SearchLoop:
    """Runs trials until trials, time or ideas are used up, or somebody says stop.

    Parameters
    ----------
    reserve_s : callable
        Seconds to keep for what follows the search, given the trials so far.
    ending_s : callable
        Seconds that what follows is likely to take, which is told and decides nothing.
    """

    space: Workspace
    path: Path
    schedule: Schedule
    workers: Workers
    limits: Limits
    clock: Clock
    memory: MemoryWatch
    emit: Emit
    should_stop: Callable[[], bool]
    reserve_s: Callable[[list[Trial]], float]
    ending_s: Callable[[list[Trial]], float]
    trials: list[Trial] = field(default_factory=list)
    first_model_s: float | None = None
    ended: Ended = "exhausted"
    limit_to_baseline: bool = False
    _open: dict[int, _Open] = field(default_factory=dict)
    _finished: dict[int, Trial] = field(default_factory=dict)
    _n_told: int = 0
    _last_progress: float = -1e9
    _speeds: dict[str, float] = field(default_factory=dict)  # family → measured seconds over predicted ones
    _began_s: float = 0.0
    _left_out: bool = False  # something was not asked for because it would have taken too long

    def run(self) -> list[Trial]:
        """The trials, in the order in which they were asked for."""
        self._began_s = self.clock.elapsed()
        while not self._over():
            self._fill()
            if not self.workers.n_busy:  # nothing left to ask for, or nothing that there is time for
                self.ended = "time" if self._left_out else "exhausted"
                break
            for finished in self.workers.wait(POLL_S):
                self._take(finished)
            self._enforce()
            self._report(force=False)
        self._drop_the_rest()
        self.trials.sort(key=lambda trial: trial.candidate.trial)
        return self.trials

    def _over(self) -> bool:
        if self._owes_baseline():
            return False
        if self.should_stop():
            self.ended = "stopped"
            return True
        if self.limits.trials is not None and len(self.trials) >= self.limits.trials:
            self.ended = "trials"
            return True
        if self.limits.time_s is not None and self._left_s() <= 0 and self._has_model():
            self.ended = "time"
            return True
        # Without any model the search goes on into the reserve: late is better than nothing, but only so far.
        if self.limits.time_s is not None and self.clock.elapsed() >= self.limits.time_s:
            self.ended = "time"
            return True
        return False

    def _owes_baseline(self) -> bool:
        """Whether the baseline is still to come: without it there is nothing to hand over, whoever says stop."""
        if self.trials:
            return False
        self.limit_to_baseline = self.should_stop()
        return True

    def _has_model(self) -> bool:
        """Whether there is more to hand over than the baseline."""
        return any(trial.ok and trial.candidate.family != "dummy" for trial in self.trials)

    def _left_s(self) -> float:
        if self.limits.time_s is None:
            return float("inf")
        return self.limits.time_s - self.reserve_s(self.trials) - self.clock.elapsed()

    def _fill(self) -> None:
        """Give every free worker a fold."""
        while self.workers.n_free:
            under_way = self._next_open() or self._ask()
            if under_way is None:
                return
            fold = under_way.next_fold
            under_way.next_fold += 1
            under_way.n_running += 1
            tag = (under_way.candidate.trial, fold)
            self.workers.submit(fit_fold, str(self.path), under_way.candidate, fold, tag=tag)

    def _next_open(self) -> _Open | None:
        return next((o for _, o in sorted(self._open.items()) if self._may_go_on(o)), None)

    def _may_go_on(self, under_way: _Open) -> bool:
        if under_way.failure is not None or under_way.next_fold == len(self.space.splits.folds):
            return False
        return under_way.next_fold == 0 or under_way.usual_first is None or 0 in under_way.outcomes

    def _ask(self) -> _Open | None:
        n_asked = self.schedule.n_asked
        if self.limits.trials is not None and n_asked >= self.limits.trials:
            return None
        if self.limit_to_baseline and n_asked > 0:
            return None
        if not self._tell(n_asked - self._lag):
            return None
        candidate = self.schedule.ask(self._affordable)
        if candidate is None:
            return None
        usual = None
        if len(self.space.splits.folds) > 1:
            usual = usual_first(candidate, self.trials, up_to=candidate.trial - self._lag)
        self._open[candidate.trial] = _Open(candidate, usual_first=usual)
        if why := self._too_large(candidate):
            self._finish(Trial(candidate, "memory", reason=why))
            return self._ask()
        return self._open[candidate.trial]

    def _too_large(self, candidate: Candidate) -> str:
        """The sentence about a fit that one worker has no memory for, whatever the estimate may be off by."""
        least, most = self.schedule.least_bytes(candidate), worker_memory(self.limits)
        if least <= most:
            return ""
        return (
            f"It was not begun: it would take {least / 1e9:.1f} GB of memory or more, and one worker may take "
            f"{most / 1e9:.1f} GB."
        )

    @property
    def _lag(self) -> int:
        return max(LAG, self.limits.workers)

    def _rejected(self, under_way: _Open) -> bool:
        """Whether its first fold is worse than is usual in its family."""
        if under_way.usual_first is None or under_way.next_fold != 1 or 0 not in under_way.outcomes:
            return False
        sign = 1.0 if self.schedule.greater_is_better else -1.0
        return sign * under_way.outcomes[0].score < sign * under_way.usual_first

    def _affordable(self, candidate: Candidate) -> bool:
        """Whether a candidate is likely to be done in the time that is left."""
        share = _share_of_experiments(candidate.origin)
        if share is not None and not self._has_room_to_try(candidate.origin, share):
            return False
        if self.limits.time_s is None:
            return True
        folds_s = self._predicted_s(candidate) * len(self.space.splits.folds)
        left = self._left_s()
        if self._has_model():  # worth while only if there is time to fit it for good as well
            predicted = folds_s + final_s(folds_s, self.space)
        else:  # a first model may use up what was kept for the end
            predicted = folds_s
            left = max(left, FIRST_MODEL_SHARE * (self.limits.time_s - self.clock.elapsed()))
        affordable = fits_in(predicted / self.limits.workers, left, origin=candidate.origin)
        self._left_out = self._left_out or not affordable
        return affordable

    def _has_room_to_try(self, origin: str, share: float) -> bool:
        """Whether experiments on rows, or on columns, have had less than their share of the budget."""
        tried = [trial for trial in self.trials if trial.candidate.origin == origin]
        n_open = sum(under_way.candidate.origin == origin for under_way in self._open.values())
        trials = self.limits.trials
        if trials is not None and len(tried) + n_open + 1 > share * trials:
            return False
        spent = sum(trial.fit_seconds for trial in tried) / self.limits.workers
        return self.limits.time_s is None or spent <= share * self.limits.time_s

    def _predicted_s(self, candidate: Candidate) -> float:
        """Seconds of one fold, from the family's estimate and how such estimates have held so far.

        A family's own fits tell most; of one that was not fitted yet, the others tell how busy the machine is, within
        bounds, as one family's estimate may simply be wrong.
        """
        usual = float(np.median(list(self._speeds.values()))) if self._speeds else 1.0
        speed = self._speeds.get(candidate.family, min(max(usual, 1.0 / MOST_SLOWED), MOST_SLOWED))
        return speed * self.schedule.cost_s(candidate)

    def _take(self, finished: Finished) -> None:
        number, fold = finished.tag
        under_way = self._open.get(number)
        if under_way is None:
            return
        under_way.n_running -= 1
        if finished.error is None:
            under_way.outcomes[fold] = finished.result
            self._learn_speed(under_way.candidate, finished.result)
        elif isinstance(finished.error, OSError) and finished.error.errno in _NO_DISK:
            raise finished.error  # every other candidate would fail for the same reason
        elif under_way.failure is None:
            under_way.failure = _what_failed(finished)
            for other in range(under_way.next_fold):  # its other folds would fail for the same reason
                self.workers.kill((number, other), "cut")
        if under_way.failure is not None and under_way.n_running == 0:
            status, reason = under_way.failure
            self._finish(Trial(under_way.candidate, status, reason=reason))
        elif self._rejected(under_way):
            first, usual = under_way.outcomes[0], under_way.usual_first
            assert usual is not None
            why = why_rejected(under_way.candidate, first.score, usual)
            self._finish(Trial(under_way.candidate, "rejected", (first,), reason=why))
        elif len(under_way.outcomes) == len(self.space.splits.folds):
            folds = tuple(outcome for _, outcome in sorted(under_way.outcomes.items()))
            self._finish(Trial(under_way.candidate, "ok", folds))

    def _learn_speed(self, candidate: Candidate, outcome: FoldOutcome) -> None:
        predicted = self.schedule.cost_s(candidate)
        if predicted > 0.05:  # shorter fits say more about start-up than about speed
            ratio = outcome.fit_seconds / predicted
            known = self._speeds.setdefault(candidate.family, ratio)
            self._speeds[candidate.family] = known + 0.3 * (ratio - known)

    def _finish(self, trial: Trial) -> None:
        """Record a trial at once."""
        number = trial.candidate.trial
        del self._open[number]
        self._finished[number] = trial
        self.trials.append(trial)
        if self.first_model_s is None and trial.ok and trial.candidate.family != "dummy":
            self.first_model_s = self.clock.elapsed()
        self.emit("trial", trial.to_json())
        self._report(force=True)

    def _tell(self, last: int) -> bool:
        """Tell the schedule of the trials up to a number, in their order; False while one of them still runs."""
        while self._n_told <= last:
            told = self._finished.pop(self._n_told, None)
            if told is None:
                return False
            first = told.folds[0].score if told.status == "rejected" else None
            score, folds = told.score if told.ok else None, [fold.score for fold in told.folds]
            self.schedule.tell(
                told.candidate,
                score,
                first_fold=first,
                fold_scores=folds,
                seconds=told.fit_seconds,
                resolved=[fold.resolved for fold in told.folds],
            )
            self._n_told += 1
        return True

    def _enforce(self) -> None:
        """Stop fits that take too long or, together, too much memory."""
        timeout = FOLD_TIMEOUT_S
        if self.limits.time_s is not None:
            timeout = min(timeout, max(5.0, FOLD_SHARE_OF_TIME * self.limits.time_s))
        for tag, seconds in self.workers.running():
            if seconds > timeout:
                self.workers.kill(tag, f"It was stopped after {seconds:.0f} s on one fold.")
        if self.memory.now_bytes > self.limits.memory_bytes:
            self.workers.kill(
                self.workers.largest(),
                f"memory: all processes together took {self.memory.now_bytes / 1e9:.1f} GB of the "
                f"{self.limits.memory_bytes / 1e9:.1f} GB allowed.",
            )

    def _drop_the_rest(self) -> None:
        """End what still runs; unfinished trials leave no trace but that they were begun."""
        for tag, _ in self.workers.running():
            self.workers.kill(tag, "cut")
        while self.workers.n_busy:
            self.workers.wait(POLL_S)
        for number, under_way in sorted(self._open.items()):
            self.emit("cut", {"trial": number, "model": under_way.candidate.name, "reason": self.ended})
        self._open.clear()

    def _report(self, *, force: bool) -> None:
        """A line of progress at least every second."""
        now = self.clock.elapsed()
        if not force and now - self._last_progress < 1.0:
            return
        self._last_progress = now
        done = sum(trial.ok for trial in self.trials)
        self.emit(
            "progress",
            {
                "stage": "search",
                "elapsed_s": round(now, 2),
                "left_s": _rounded(self._predicted_left_s(now)),
                "time_s": self.limits.time_s,
                "trials": len(self.trials),
                "trials_budget": self.limits.trials,
                "models": done,
                "best": self._best(),
                "why": self._why(),
                "parts": [part.to_json() for part in self._shared().parts],
                "greater_is_better": self.schedule.greater_is_better,
                "memory_mb": round(self.memory.now_bytes / 1e6),
                "running": [
                    f"{self._open[n].candidate.name}, fold {f + 1}" for (n, f) in self._running_tags()
                ],
            },
        )

    def _shared(self) -> Shared:
        """How the budget was shared so far."""
        unit: Unit = "time" if self.schedule.by_time else "trials"
        return shared(self.trials, self.schedule.turns.parts, unit=unit)

    def _best(self) -> dict[str, Any] | None:
        """The best trial so far."""
        done = [trial for trial in self.trials if trial.ok]
        if not done:
            return None
        sign = 1.0 if self.schedule.greater_is_better else -1.0
        best = max(done, key=lambda trial: sign * trial.score)
        return {"model": best.candidate.name, "score": best.score, "std": best.std}

    def _why(self) -> str:
        """Why the newest trial under way is tried."""
        if not self._open:
            return ""
        candidate = self._open[max(self._open)].candidate
        if candidate.origin == "baseline":
            return "every model has to beat the baseline, which looks at no column"
        if candidate.origin == "default":
            return f"{candidate.family} is tried with settings that are good on most tables"
        if candidate.origin == ORIGIN:
            return f"{candidate.family}, the best so far, learns from treated rows, to see whether that helps"
        if candidate.origin == column_trials.ORIGIN:
            return f"{candidate.family}, the best so far, is fitted with other derived columns, to see what they bring"
        if candidate.origin == "memory":
            return f"{candidate.family} is tried with settings that did best in an earlier search on data like these"
        share = self.schedule.shares().get(candidate.family, 0.0)
        return f"{candidate.family} gets {share:.0%} of the trials, by its scores so far and by your beliefs"

    def _running_tags(self) -> list[tuple[int, int]]:
        return [tag for tag, _ in self.workers.running() if tag[0] in self._open]

    def _predicted_left_s(self, now: float) -> float | None:
        by_time = None if self.limits.time_s is None else max(0.0, self.limits.time_s - now)
        if self.limits.trials is None or not self.trials:
            return by_time
        under_way = self._under_way()
        fits_s = sum(trial.fit_seconds for trial in self.trials)
        fits_s += sum(sum(one.took) + sum(one.since) for one in under_way)
        to_come = trials_left_s(
            self.schedule,
            self.trials,
            under_way,
            n_left=self.limits.trials - self.schedule.n_asked,
            n_folds=len(self.space.splits.folds),
        )
        workers = self.limits.workers
        search_s = to_come * pace(now - self._began_s, fits_s, workers=workers) / workers
        by_trials = search_s + self.ending_s(self.trials)
        return by_trials if by_time is None else min(by_time, by_trials)

    def _under_way(self) -> list[UnderWay]:
        since = dict(self.workers.running())
        return [
            UnderWay(
                one.candidate,
                took=[outcome.fit_seconds for outcome in one.outcomes.values()],
                since=[seconds for (n, _), seconds in since.items() if n == number],
            )
            for number, one in self._open.items()
        ]


def _share_of_experiments(origin: str) -> float | None:
    """What experiments on rows, or on columns, may take of the budget; None for other candidates."""
    return {ORIGIN: SHARE_OF_BUDGET, column_trials.ORIGIN: column_trials.SHARE_OF_BUDGET}.get(origin)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


def _what_failed(finished: Finished) -> tuple[Status, str]:
    """How a fold failed, as a word for the record and a sentence for people."""
    if finished.killed is not None:
        if finished.killed.startswith("memory"):
            return "memory", f"It was stopped for {finished.killed}"
        return "timeout", finished.killed
    error = finished.error
    if isinstance(error, MemoryError) or "bad_alloc" in str(error):
        return "memory", "It needed more memory than one worker may take."
    if isinstance(error, BrokenProcessPool):
        return "died", "Its process ended without a word, most often for want of memory."
    text = " ".join(str(error).split()) or type(error).__name__
    return "error", f"{type(error).__name__}: {text[:300]}"
