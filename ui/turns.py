"""Turns of the conversation, worked off outside the page's script: a click or a reload must not cut an answer short.

The turns of a project run one after the other in a thread of the server and write their events into the project;
every page that shows the project polls them from there.
"""

from __future__ import annotations

import gc
import importlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from automl.project.projects import Project
from automl.project.store import Home

if TYPE_CHECKING:
    from assistant.models import ModelSettings

_waiting: dict[str, list[Turn]] = {}
_warm: list[threading.Thread] = []
_lock = threading.Lock()

FREEZE_EVERY_S = 0.1
WARM_UP_AFTER_S = 1.0  # the browser is still fetching the page's own files
_HEAVY = (
    "assistant.turn",
    "assistant.streaming",
    "tools.registry",
    "automl.framing",
    "altair",
    "automl.report",
    "automl.explain",
    "automl.scoring",
    "tools.scoring",
    "sklearn.pipeline",
    "lightgbm",
)


@dataclass(eq=False)
class Turn:
    """A message that is being answered, or waits for it.

    Attributes:
        id: Under which the project keeps its events; empty until it has begun.
        after: Number of the last message before it.
        begun_s: When it began, on the monotonic clock; 0 while it waits.
    """

    text: str
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    id: str = ""
    after: int = 0
    begun_s: float = 0.0
    stopped: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def file_names(self) -> tuple[str, ...]:
        """What was attached."""
        return tuple(name for name, _ in self.files)


def start(
    project: Project,
    text: str,
    files: Sequence[tuple[str, bytes]] = (),
    *,
    settings: ModelSettings | None = None,
) -> None:
    """Have a message answered, after those that wait already.

    Args:
        files: Name and content of each attached file.
        settings: The language model; that of home and environment where it is left out.
    """
    key = str(project.folder)
    turn = Turn(text, tuple(files), after=_last_message(project))
    with _lock:
        waiting = _waiting.setdefault(key, [])
        waiting.append(turn)
        if len(waiting) == 1:
            threading.Thread(target=_work, args=(key, settings), daemon=True).start()


def waiting(project: Project) -> list[Turn]:
    """The turns that are not over: first the one that is going on."""
    with _lock:
        return list(_waiting.get(str(project.folder), ()))


def is_running(project: Project) -> bool:
    """Whether a turn of the project is going on in this server."""
    return bool(waiting(project))


def stop(project: Project) -> None:
    """End the turn that is going on, and take back those behind it."""
    for turn in waiting(project):
        turn.stopped.set()


def warm_up() -> None:
    """Import and compile what a turn needs while nobody waits for it, once; the page is up before."""
    with _lock:
        if _warm:
            return
        _warm.append(threading.Thread(target=_get_ready, daemon=True))
        _warm[0].start()


def _get_ready() -> None:
    time.sleep(WARM_UP_AFTER_S)
    with _without_going_through_it():
        for name in _HEAVY:
            importlib.import_module(name)
        from assistant.offline.understand import get_ready

        get_ready()


@contextmanager
def _without_going_through_it() -> Iterator[None]:
    """Keep what is imported meanwhile out of the collections of garbage; it stays anyway.

    Streamlit collects all garbage after each run of the page's script, and a polling page runs it three times a
    second: going through what the modules hold takes 0.2 s each time, in which neither imports nor turns get on. On
    a busy machine the first answer took a minute instead of a quarter of one.
    """
    over = threading.Event()
    freezing = threading.Thread(target=_freeze, args=(over,), daemon=True)
    freezing.start()
    try:
        yield
    finally:
        over.set()
        freezing.join()
        gc.unfreeze()
        gc.collect()  # what was garbage when it was frozen
        gc.freeze()


def _freeze(over: threading.Event) -> None:
    while not over.wait(FREEZE_EVERY_S):
        gc.freeze()


def _work(key: str, settings: ModelSettings | None) -> None:
    while True:
        with _lock:
            turns = _waiting[key]
            if not turns:
                del _waiting[key]
                return
            turn = turns[0]
        try:
            _answer(key, turn, settings)
        finally:
            with _lock:
                turns.remove(turn)


def _answer(key: str, turn: Turn, settings: ModelSettings | None) -> None:
    from assistant.events import TurnStarted
    from assistant.turn import run_turn

    if turn.stopped.is_set():
        return
    turn.begun_s = time.monotonic()
    folder = Path(key)
    with Home(folder.parent.parent).open(folder.name) as project:
        turn.after = _last_message(project)
        # Each event is in the project before it comes out here.
        for event in run_turn(
            project, turn.text, files=turn.files, settings=settings, should_stop=turn.stopped.is_set
        ):
            if isinstance(event, TurnStarted):
                turn.id = event.turn_id


def _last_message(project: Project) -> int:
    return max((message.seq for message in project.messages()), default=0)
