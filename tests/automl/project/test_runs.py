"""Runs: who does the work, how far it is, and what is seen when the worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from automl.errors import FolderError
from automl.project.processes import is_alive, start_of
from automl.project.store import Home, Project

ROOT = Path(__file__).parents[3]


def test_a_run_goes_its_way(project: Project) -> None:
    data = project.add_data(b"a\n1\n", "t.csv")
    run = project.create_run({"spec": {"target": "a"}}, data.id, seed=7)
    assert (run.id, run.status, run.seed, run.data_id, run.is_over) == (
        "run-001",
        "queued",
        7,
        data.id,
        False,
    )
    assert run.folder.is_dir()
    assert run.result_path == run.folder / "result.json"

    project.set_status(run.id, "running")
    project.set_progress(run.id, {"elapsed_s": 1.5, "best": None})
    seen = project.run(run.id)
    assert (seen.status, seen.pid, seen.progress) == (
        "running",
        os.getpid(),
        {"elapsed_s": 1.5, "best": None},
    )

    project.set_status(run.id, "finished", head="a" * 64)
    seen = project.run(run.id)
    assert (seen.status, seen.head, seen.is_over) == ("finished", "a" * 64, True)
    assert seen.started is not None
    assert seen.ended is not None


def test_the_latest_run_is_the_newest(project: Project) -> None:
    assert project.latest_run() is None
    first, second = project.create_run({}), project.create_run({})

    assert project.latest_run() == second
    assert project.runs() == [first, second]


def test_a_stop_is_seen_by_the_worker(project: Project) -> None:
    run = project.create_run({})
    assert not project.stop_requested(run.id)
    project.request_stop(run.id)

    assert project.stop_requested(run.id)
    assert project.run(run.id).stop_requested


def test_trials_are_read_as_they_come(project: Project) -> None:
    run = project.create_run({})
    assert [project.add_trial(run.id, {"score": score}) for score in (0.7, 0.8, float("nan"))] == [1, 2, 3]

    assert [trial.trial["score"] for trial in project.trials(run.id, after=1)] == [0.8, "NaN"]


def test_what_is_over_stays_over(project: Project) -> None:
    run = project.create_run({})
    project.set_status(run.id, "failed", message="The disk is full.")

    with pytest.raises(FolderError, match="is failed and cannot become running"):
        project.set_status(run.id, "running")
    assert project.run(run.id).message == "The disk is full."


def test_an_unknown_run_is_answered_with_those_there_are(project: Project) -> None:
    with pytest.raises(FolderError, match="has no run 'x'; none was started yet"):
        project.run("x")
    project.create_run({})
    with pytest.raises(FolderError, match="there are run-001"):
        project.run("x")


WORKER = """
import sys, time
from pathlib import Path
from automl.project.store import Project
project = Project(Path(sys.argv[1]))
project.set_status("run-001", "running")
project.add_trial("run-001", {"score": 0.5})
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("reaped", [True, False])
def test_a_killed_worker_is_seen_as_died(home: Home, project: Project, reaped: bool) -> None:
    run = project.create_run({})
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(project.folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert worker.stdout is not None
    worker.stdout.readline()
    assert project.run(run.id).status == "running"
    assert project.run(run.id).pid == worker.pid

    worker.send_signal(signal.SIGKILL)
    if reaped:
        worker.wait()
    else:
        _wait_for_zombie(worker.pid)
    found = project.run(run.id)
    worker.wait()
    worker.stdout.close()

    assert (found.status, found.is_over) == ("died", True)
    assert [trial.trial for trial in project.trials(run.id)] == [{"score": 0.5}]
    project.set_status(run.id, "failed", message="Its process was ended from outside.")
    assert project.run(run.id).status == "failed"


def test_a_worker_that_dies_before_its_first_word_is_seen_as_died(project: Project) -> None:
    run = project.create_run({})
    worker = subprocess.Popen(["sleep", "60"])
    project.hand_over(run.id, worker.pid)
    assert project.run(run.id).status == "queued"

    worker.kill()
    worker.wait()

    assert (project.run(run.id).status, project.run(run.id).is_over) == ("died", True)


def test_a_run_that_nobody_was_given_is_not_waited_for(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = project.create_run({})
    assert project.run(run.id).status == "queued"

    monkeypatch.setattr("automl.project.runs.NOBODY_CAME_S", -1.0)

    assert project.run(run.id).status == "died"


def test_a_worker_that_spoke_first_is_not_replaced_by_the_hand_over(project: Project) -> None:
    run = project.create_run({})
    project.set_status(run.id, "running")

    project.hand_over(run.id, 2**22 + 1)

    assert (project.run(run.id).status, project.run(run.id).pid) == ("running", os.getpid())


def _wait_for_zombie(pid: int) -> None:
    give_up = time.monotonic() + 10
    while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE and time.monotonic() < give_up:
        time.sleep(0.01)


def test_a_pid_given_to_another_process_is_not_the_worker() -> None:
    started = start_of(os.getpid())
    assert started is not None

    assert is_alive(os.getpid(), started=started, heartbeat=None)
    assert not is_alive(os.getpid(), started=started - 3600, heartbeat=time.time() - 3600)
    # The clock was set right by an hour while the worker went on.
    assert is_alive(os.getpid(), started=started - 3600, heartbeat=time.time())
    assert not is_alive(2**22 + 1, started=started, heartbeat=time.time())
