"""A page, a worker and a terminal at once, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from automl.project.store import Home, Project
from automl.project.transcript import read

ROOT = Path(__file__).parents[3]

PAGE = """
for number in range(N):
    project.append_message("user", f"message {number}")
    project.append_event("turn", "tool_done", {"number": number})
    project.events(after=0)
"""
WORKER = """
project.set_status("run-001", "running")
for number in range(N):
    project.add_trial("run-001", {"number": number})
    project.set_progress("run-001", {"number": number})
    project.stop_requested("run-001")
project.set_status("run-001", "finished")
"""
TERMINAL = """
for number in range(N):
    project.save_document({"number": number}, "change")
    project.latest_run(), project.messages()
    home.record_look("fingerprint", "target", "run-001")
"""
START = """
import sys
from automl.project.store import Home
N = 40
sys.stdin.readline()
home = Home(sys.argv[1])
project = home.open(sys.argv[2])
"""


def _start(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", START + code, *arguments],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_page_worker_and_terminal_lose_nothing(home: Home, project: Project) -> None:
    run = project.create_run({})
    others = [_start(code, str(home.path), project.id) for code in (PAGE, WORKER, TERMINAL)]
    for other in others:
        assert other.stdin is not None
        other.stdin.write(b"go\n")
        other.stdin.flush()
    for other in others:
        other.communicate()

    assert [other.returncode for other in others] == [0, 0, 0]
    assert [message.content for message in project.messages()] == [f"message {n}" for n in range(40)]
    assert [trial.number for trial in project.trials(run.id)] == list(range(1, 41))
    assert project.run(run.id).status == "finished"
    assert len(project.documents()) == 40
    assert len(home.looks("fingerprint", "target")) == 40
    entries = read(project.folder / "transcript.jsonl", head=project.transcript_head)
    assert entries[-1].hash == project.transcript_head
    # creation, the run's three, and one for each message, tool call and document
    assert len(entries) == 1 + 3 + 3 * 40


def test_a_home_made_by_several_processes_at_once_is_one_home(tmp_path: Path) -> None:
    code = 'import sys; from automl.project.store import Home; sys.stdin.readline(); Home(sys.argv[1]).create("x")'
    others = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "home")],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(4)
    ]
    for other in others:
        assert other.stdin is not None
        other.stdin.write(b"go\n")
        other.stdin.flush()
    for other in others:
        other.communicate()

    assert [other.returncode for other in others] == [0, 0, 0, 0]
    home = Home(tmp_path / "home")
    assert len(home.projects()) == 4
    home.close()


def test_threads_share_one_project(project: Project) -> None:
    def work(name: str) -> None:
        for number in range(25):
            project.append_message(name, str(number))

    threads = [threading.Thread(target=work, args=(f"thread {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(project.messages()) == 100
    for n in range(4):
        own = [int(message.content) for message in project.messages() if message.role == f"thread {n}"]
        assert own == list(range(25))
    read(project.folder / "transcript.jsonl", head=project.transcript_head)
