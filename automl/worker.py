"""A run of a project in a process of its own: the page can close, reload or crash, and the run goes on.

Everything that others see of it stands in the project: status, progress, trials, and the run's folder.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from automl.errors import AutoMLError, StoppedError
from automl.project.projects import Project
from automl.project.runs import RunStatus
from automl.project.store import Home

HEARTBEAT_S = 2.0
STOP_POLL_S = 0.5


def start_run(project: Project, run_id: str) -> int:
    """Start the worker of a queued run; returns its process id.

    The process is a session of its own, so that closing the terminal or the server does not end it.
    """
    run = project.run(run_id)
    home = project.folder.parent.parent
    command = [sys.executable, "-m", "automl.worker", str(home), project.folder.name, run_id]
    with (run.folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=Path(__file__).resolve().parent.parent,
        )
    project.hand_over(run_id, process.pid)
    threading.Thread(target=process.wait, daemon=True).start()  # or it would stay behind as a zombie
    return process.pid


def main(words: list[str]) -> int:
    """Work off one run: `python -m automl.worker HOME PROJECT RUN`."""
    home, project_id, run_id = words
    with Home(home).open(project_id) as project:
        return _Work(Home(home), project, run_id).run()


class _Work:
    def __init__(self, home: Home, project: Project, run_id: str) -> None:
        self.home, self.project, self.run_id = home, project, run_id
        self.stopped = threading.Event()
        self.over = threading.Event()

    def run(self) -> int:
        from automl.search.budget import Clock
        from automl.search.workers import start_server

        start_server()
        clock = Clock.of_process()
        self.project.set_status(self.run_id, "running", pid=os.getpid())
        signal.signal(signal.SIGTERM, lambda *_: self.stopped.set())
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        try:
            head = self._search(clock)
        except AutoMLError as error:
            self._end("stopped" if isinstance(error, StoppedError) else "failed", str(error))
            return error.exit_code
        except Exception as error:  # whatever it was, the page has to hear that the run is over
            self._end("failed", f"The run ended by a fault of the program ({type(error).__name__}: {error}).")
            raise
        self.over.set()
        watch.join()
        status: RunStatus = "stopped" if self.stopped.is_set() else "finished"
        self.project.set_status(self.run_id, status, head=head)
        return 0

    def _search(self, clock: Any) -> str:
        from automl.data.load import load_table
        from automl.pipeline import run
        from automl.refit import refit
        from automl.spec.document import SpecDocument

        recorded = self.project.run(self.run_id)
        assert recorded.data_id is not None
        version = self.project.data(recorded.data_id)
        table = load_table(version.source, name=version.name)
        if "refit_of" in recorded.job:
            earlier = self.project.run(recorded.job["refit_of"]).folder
            return refit(
                earlier,
                table,
                out=recorded.folder,
                overwrite=True,
                on_event=self._hear,
                clock=clock,
                home=self.home,
                source=version.source,
                should_stop=self.stopped.is_set,
            ).result.transcript_head
        document = SpecDocument.from_json(recorded.document)
        goal = [m.content for m in self.project.messages() if m.role == "user" and m.content.strip()]
        result = run(
            document,
            table,
            out=recorded.folder,
            seed=recorded.seed,
            goal=goal,
            yes=True,
            overwrite=True,
            on_event=self._hear,
            should_stop=self.stopped.is_set,
            clock=clock,
            home=self.home,
            fresh=bool(recorded.job.get("fresh")),
            source=version.source,
        )
        return result.transcript_head

    def _hear(self, kind: str, body: Mapping[str, Any]) -> None:
        if kind == "trial":
            self.project.add_trial(self.run_id, body)
        elif kind == "progress":
            self.project.set_progress(self.run_id, body)

    def _watch(self) -> None:
        """Beat, and look whether somebody wants the run to end."""
        last_beat = 0.0
        while not self.over.wait(STOP_POLL_S):
            if self.project.stop_requested(self.run_id):
                self.stopped.set()
            if time.monotonic() - last_beat > HEARTBEAT_S:
                last_beat = time.monotonic()
                self.project.beat(self.run_id)

    def _end(self, status: RunStatus, sentence: str) -> None:
        self.over.set()
        with contextlib.suppress(AutoMLError):  # the project may be what failed
            self.project.set_status(self.run_id, status, message=sentence)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
