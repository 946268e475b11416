"""Turns of the conversation, worked off outside the page's script: a click or a reload must not cut an answer short.

A turn runs in a thread of the server and writes its events into the project; every page that shows the project polls
them from there.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from automl.project.projects import Project
from automl.project.store import Home

_threads: dict[str, threading.Thread] = {}
_lock = threading.Lock()


def start(project: Project, text: str, files: Sequence[tuple[str, bytes]] = ()) -> bool:
    """Begin a turn; returns False where one of this project is still going on.

    Args:
        files: Name and content of each attached file.
    """
    with _lock:
        if is_running(project):
            return False
        home, project_id = project.folder.parent.parent, project.folder.name
        thread = threading.Thread(target=_work, args=(str(home), project_id, text, tuple(files)), daemon=True)
        _threads[project_id] = thread
        thread.start()
        return True


def is_running(project: Project) -> bool:
    """Whether a turn of the project is going on in this server."""
    thread = _threads.get(project.folder.name)
    return thread is not None and thread.is_alive()


def _work(home: str, project_id: str, text: str, files: Sequence[tuple[str, bytes]]) -> None:
    # Connections to SQLite belong to their thread, so the turn opens the project for itself.
    from assistant.turn import run_turn

    with Home(home).open(project_id) as project:
        for _ in run_turn(project, text, files=files):
            pass  # each event is in the project before it comes out here
