"""Processes that fits run in: one task at a time each, killed and replaced without harm to the rest.

A slot is a `concurrent.futures.ProcessPoolExecutor` of one process. A pool of several would break as a whole when one
process dies, and could not stop a single fit; anything else with `submit` (a Dask client's executor) can take its
place. Where the platform has it, processes are forked from a server that has imported what fits need, so that a new
one is there in milliseconds.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from typing import Any

import psutil

# One thread per worker: on two busy cores OpenMP's threads wait for each other and a fit takes 3 to 10 times
# as long as on one.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_PRELOADED = ["automl.search.preload"]


def start_server() -> None:
    """Begin, in a process of its own, to import what every fit needs; returns at once."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        with _without_main():
            multiprocessing.get_context("forkserver").set_forkserver_preload(_PRELOADED)
            forkserver.ensure_running()


def _context() -> BaseContext:
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Hide the caller's main module: children would import it again, and a plain script would start over."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _prepare(memory_bytes: int | None) -> None:
    """Set up a worker: deaf to Ctrl-C (the parent decides), silent, gone with its parent, kept to its memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a learner prints would stand in the one document that `--json` prints.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    if memory_bytes is not None and sys.platform == "linux":
        import resource

        # DATA counts private memory only; AS would count every library that is mapped.
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


def _leave_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


@dataclass
class _Slot:
    executor: ProcessPoolExecutor
    pid: Future[int]
    future: Future[Any] | None = None
    tag: Any = None
    started: float = 0.0
    killed: str | None = None  # why we killed it


@dataclass(frozen=True)
class Finished:
    """One task that ended: with a result, with an exception, or killed for a reason."""

    tag: Any
    result: Any = None
    error: BaseException | None = None
    killed: str | None = None


@dataclass
class Workers:
    """`n` slots for tasks.

    Parameters
    ----------
    n : int
        Tasks that run at the same time.
    memory_bytes : int, optional
        Private memory that one worker may take; beyond it an allocation fails there.
    """

    n: int
    memory_bytes: int | None = None
    _slots: list[_Slot] = field(default_factory=list)

    def __post_init__(self) -> None:
        start_server()
        self._slots = [self._new_slot() for _ in range(self.n)]

    def _new_slot(self) -> _Slot:
        executor = ProcessPoolExecutor(
            max_workers=1, mp_context=_context(), initializer=_prepare, initargs=(self.memory_bytes,)
        )
        with _without_main():
            return _Slot(executor, executor.submit(os.getpid))

    @property
    def n_free(self) -> int:
        """Slots without a task."""
        return sum(slot.future is None for slot in self._slots)

    @property
    def n_busy(self) -> int:
        """Slots with a task."""
        return self.n - self.n_free

    def submit(self, function: Callable[..., Any], *arguments: Any, tag: Any) -> None:
        """Start a task in a free slot; `tag` comes back with its end."""
        index = next(i for i, slot in enumerate(self._slots) if slot.future is None)
        try:
            future = self._slots[index].executor.submit(function, *arguments)
        except BrokenProcessPool:  # its process was ended while it had nothing to do
            self._renew(index)
            future = self._slots[index].executor.submit(function, *arguments)
        slot = self._slots[index]
        slot.future = future
        slot.tag, slot.started, slot.killed = tag, time.monotonic(), None

    def wait(self, timeout_s: float) -> list[Finished]:
        """Tasks that have ended, after at most `timeout_s` seconds."""
        running = [slot.future for slot in self._slots if slot.future is not None]
        if not running:
            return []
        done, pending = wait(running, timeout=max(0.0, timeout_s), return_when=FIRST_COMPLETED)
        for slot in self._slots:
            if slot.future in pending and not _alive(slot):
                _give_up_reading(slot)
        return [self._collect(i) for i, slot in enumerate(self._slots) if slot.future in done]

    def _collect(self, index: int) -> Finished:
        slot = self._slots[index]
        assert slot.future is not None
        error = slot.future.exception()
        finished = Finished(slot.tag, None if error else slot.future.result(), error, slot.killed)
        slot.future = None
        # A task may just have been done when its process was killed: the process is gone all the same.
        if slot.killed is not None or (error is not None and not _alive(slot)):
            self._renew(index)
        return finished

    def _renew(self, index: int) -> None:
        self._slots[index].executor.shutdown(wait=False)
        self._slots[index] = self._new_slot()

    def running(self) -> list[tuple[Any, float]]:
        """Tag and seconds so far of each task that runs."""
        now = time.monotonic()
        return [(slot.tag, now - slot.started) for slot in self._slots if slot.future is not None]

    def kill(self, tag: Any, why: str) -> None:
        """End the task of that tag by ending its process; `wait` then reports it with the reason."""
        for slot in self._slots:
            if slot.future is not None and slot.tag == tag and slot.killed is None:
                slot.killed = why
                _kill(slot)

    def largest(self) -> Any:
        """Tag of the running task whose process holds the most memory; None where none runs."""
        busy = [slot for slot in self._slots if slot.future is not None and slot.killed is None]
        return max(busy, key=_resident, default=_Slot(None, None)).tag  # type: ignore[arg-type]  # an empty slot

    def close(self) -> None:
        """End all workers."""
        for slot in self._slots:
            if slot.future is not None:
                _kill(slot)
                _give_up_reading(slot)
            slot.executor.shutdown(wait=False, cancel_futures=True)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _process(slot: _Slot) -> psutil.Process | None:
    try:
        return psutil.Process(slot.pid.result(timeout=30))
    except Exception:  # noqa: BLE001 - a worker that died while starting has no pid, whatever ended it
        return None


def _alive(slot: _Slot) -> bool:
    process = _process(slot)
    try:
        return process is not None and process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _kill(slot: _Slot) -> None:
    process = _process(slot)
    if process is not None:
        with contextlib.suppress(psutil.Error):
            process.kill()


def _give_up_reading(slot: _Slot) -> None:
    """Let the executor see that its process is gone.

    A process that is killed in the middle of its answer leaves half of it in the pipe, and the executor would read on
    for ever: its own end of the pipe for writing has to be closed before the reading ends.
    """
    queue = getattr(slot.executor, "_result_queue", None)
    writer = getattr(queue, "_writer", None)
    if writer is not None:
        writer.close()


def _resident(slot: _Slot) -> int:
    process = _process(slot)
    try:
        return int(process.memory_info().rss) if process is not None else 0
    except psutil.Error:
        return 0
