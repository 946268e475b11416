"""What a run may spend, and what it has spent: time from the start of the command, trials, memory of the whole tree."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from automl.errors import BudgetError
from automl.spec.model import Budget

# Start-up, one linear model on five folds, the held-out figure and the report took 6 to 8 s on two
# cores; below this nothing honest comes out.
MIN_TIME_S = 10.0
# Seconds over processor seconds from the start of a command until its workers are asked for, on two otherwise idle
# cores: 1.7 to 1.9 on tables of 7,000 and 119,000 rows, as the server of the workers starts beside it.
USUAL_WAIT = 1.8
MIN_TRIALS = 2  # the baseline and one model
MIN_MEMORY_GB = 0.7  # the main process and one worker with their libraries
SHARE_OF_FREE_MEMORY = 0.75
WORKER_GB = 0.2  # resident memory of a worker that has fitted one small model


@dataclass(frozen=True)
class Limits:
    """The budget in force; None is without limit."""

    time_s: float | None
    trials: int | None
    memory_bytes: int
    workers: int


def limits_of(budget: Budget | None) -> Limits:
    """The limits of a budget, with what the machine has where nothing was said.

    Raises
    ------
    BudgetError
        If nothing honest fits into them.
    """
    budget = budget or Budget()
    free = psutil.virtual_memory().available
    memory = int(budget.memory_gb * 1e9) if budget.memory_gb is not None else int(SHARE_OF_FREE_MEMORY * free)
    if budget.time_s is not None and budget.time_s < MIN_TIME_S:
        raise BudgetError(
            f"A time budget of {budget.time_s:g} s is too short: loading, a baseline, one checked model and its report "
            f"take about {MIN_TIME_S:g} s. Allow at least that."
        )
    if budget.trials is not None and budget.trials < MIN_TRIALS:
        raise BudgetError(
            f"A budget of {budget.trials} trial leaves room for the baseline only; allow at least {MIN_TRIALS}."
        )
    if budget.memory_gb is not None and budget.memory_gb < MIN_MEMORY_GB:
        raise BudgetError(
            f"A memory budget of {budget.memory_gb:g} GB is too small: the program and one worker take about "
            f"{MIN_MEMORY_GB:g} GB. Allow at least that."
        )
    workers = budget.workers or min(os.cpu_count() or 1, 8)
    room = max(1, int(memory / 1e9 / WORKER_GB) - 1)  # the program itself counts as one more
    if budget.workers is not None and budget.workers > room:
        raise BudgetError(
            f"{budget.workers:,} workers take more memory than the {memory / 1e9:.1f} GB that may be used, at "
            f"{WORKER_GB:g} GB each. Ask for at most {room:,}."
        )
    return Limits(budget.time_s, budget.trials, memory, workers)


def worker_memory(limits: Limits) -> int:
    """Private memory of one worker: an equal part, the main process counted as one more."""
    return max(limits.memory_bytes // (limits.workers + 1), 400_000_000)


@dataclass
class Clock:
    """Seconds since the command started.

    Parameters
    ----------
    started : float, optional
        `time.time()` of the start; by default that of this process, imports included.
    """

    started: float = field(default_factory=time.time)
    cpu_started_s: float = field(
        default_factory=time.process_time
    )  # processor seconds of this process until then

    @classmethod
    def of_process(cls) -> Clock:
        """A clock that started with this process."""
        return cls(_process_started(), 0.0)

    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.time() - self.started

    def slowness(self) -> float:
        """How many times as long as on an idle machine things take now, 1 or more; asked before the workers are there.

        Until then this process computes without a pause: seconds that passed without processor time went to others.
        """
        computed = max(time.process_time() - self.cpu_started_s, 0.1)
        return max(1.0, self.elapsed() / computed / USUAL_WAIT)


def _process_started() -> float:
    """When this process started, by `time.time()`.

    Linux counts it in hundredths of a second since the machine started; the moment of that start is known to the second
    only, so that what psutil adds up is up to a second off.
    """
    try:
        ticks = int(Path("/proc/self/stat").read_text("ascii", "replace").rpartition(")")[2].split()[19])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return float(psutil.Process().create_time())
    return time.time() - age


class MemoryWatch:
    """Samples the resident memory of this process and all below it, in a thread of its own."""

    INTERVAL_S = 0.2

    def __init__(self) -> None:
        self.peak_bytes = 0
        self.now_bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self.now_bytes = self.peak_bytes = tree_memory()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(self.INTERVAL_S):
            self.now_bytes = tree_memory()
            self.peak_bytes = max(self.peak_bytes, self.now_bytes)


def tree_memory() -> int:
    """Resident bytes of this process and all its descendants, pages they share counted in each."""
    total = 0
    me = psutil.Process()
    for process in [me, *me.children(recursive=True)]:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue  # it ended between the listing and the look
    return total
