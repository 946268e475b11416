"""Slots for fits: each is ended by itself, and what ended it is said."""

from __future__ import annotations

import inspect
import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from automl.search.workers import Finished, Workers

ROOT = Path(__file__).parents[3]


def ended(workers: Workers) -> list[Finished]:
    found: list[Finished] = []
    while workers.n_busy:
        found += workers.wait(0.1)
    return found


def test_tasks_run_side_by_side_and_come_back_under_their_tags() -> None:
    with Workers(2) as workers:
        workers.submit(divmod, 7, 2, tag="a")
        workers.submit(divmod, 9, 4, tag="b")
        found = {f.tag: f.result for f in ended(workers)}

    assert found == {"a": (3, 1), "b": (2, 1)}


def test_an_exception_comes_back_and_the_slot_goes_on() -> None:
    with Workers(1) as workers:
        workers.submit(divmod, 1, 0, tag=1)
        (failed,) = ended(workers)
        workers.submit(divmod, 1, 1, tag=2)
        (fine,) = ended(workers)

    assert isinstance(failed.error, ZeroDivisionError)
    assert failed.killed is None
    assert fine.result == (1, 0)


def test_a_hanging_task_is_ended_alone() -> None:
    with Workers(2) as workers:
        workers.submit(time.sleep, 600, tag="hangs")
        workers.submit(time.sleep, 0.3, tag="works")
        workers.kill("hangs", "too long")
        found = {f.tag: f for f in ended(workers)}
        workers.submit(os.getpid, tag="after")
        (after,) = ended(workers)

    assert found["hangs"].killed == "too long"
    assert found["works"].error is None
    assert after.result > 0


def test_a_process_that_dies_is_replaced() -> None:
    with Workers(1) as workers:
        workers.submit(os._exit, 7, tag="dies")
        (died,) = ended(workers)
        workers.submit(os.getpid, tag="after")
        (after,) = ended(workers)

    assert died.error is not None
    assert after.error is None


def die_while_answering() -> None:
    """In a worker: write the beginning of an answer and die, as a process does that is killed at that moment."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    frame.f_locals["result_queue"]._writer._send(struct.pack("!i", 1_000))
    os._exit(1)


#: The tests' own modules cannot be imported in a worker, so the function goes there as text.
DIE = f"import os, struct, sys\n{inspect.getsource(die_while_answering)}\ndie_while_answering()"


def test_a_process_that_dies_in_the_middle_of_its_answer_is_noticed() -> None:
    with Workers(1) as workers:
        workers.submit(exec, DIE, {}, tag="dies")
        (died,) = ended(workers)
        workers.submit(os.getpid, tag="after")
        (after,) = ended(workers)

    assert died.error is not None
    assert after.error is None


@pytest.mark.skipif(
    sys.platform != "linux", reason="the operating system's limit on private memory is Linux's"
)
def test_memory_is_limited_by_the_operating_system() -> None:
    with Workers(1, memory_bytes=1_000_000_000) as workers:
        workers.submit(bytearray, 2_000_000_000, tag="greedy")
        (greedy,) = ended(workers)
        workers.submit(bytearray, 1_000, tag="modest")
        (modest,) = ended(workers)

    assert isinstance(greedy.error, MemoryError)
    assert modest.error is None


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time, os\n"
        "from automl.search.workers import Workers\n"
        "workers = Workers(1)\n"
        "workers.submit(os.getpid, tag=0)\n"
        "pid = None\n"
        "while pid is None:\n"
        "    for f in workers.wait(1): pid = f.result\n"
        "print(pid, flush=True)\n"
        "workers.submit(time.sleep, 600, tag=1)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, str(script)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()

    for _ in range(100):
        if not is_running(pid):
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent")


def is_running(pid: int) -> bool:
    import psutil

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_plain_script_without_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "naive.py"
    script.write_text(
        "import os\nfrom automl.search.workers import Workers\n"
        "print('started', flush=True)\n"
        "workers = Workers(1)\nworkers.submit(os.getpid, tag=0)\n"
        "while workers.n_busy: workers.wait(1)\nworkers.close()\n"
    )

    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=ROOT, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("started") == 1


def test_a_task_that_was_done_just_before_its_process_was_killed_costs_no_slot() -> None:
    with Workers(1) as workers:
        workers.submit(os.getpid, tag="done")
        future = workers._slots[0].future
        assert future is not None
        future.exception(timeout=60)  # done, and nobody has collected it yet
        workers.kill("done", "cut")
        (first,) = ended(workers)
        workers.submit(divmod, 7, 2, tag="next")
        (second,) = ended(workers)

    assert isinstance(first.result, int)
    assert second.result == (3, 1)


def test_a_process_that_is_ended_while_it_has_nothing_to_do_is_replaced() -> None:
    with Workers(1) as workers:
        workers.submit(os.getpid, tag="pid")
        (first,) = ended(workers)
        os.kill(first.result, 9)
        while not workers._slots[0].executor._broken:
            time.sleep(0.05)
        workers.submit(divmod, 7, 2, tag="next")
        (second,) = ended(workers)

    assert second.result == (3, 1)
