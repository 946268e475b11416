"""`tandem chat`: the same conversation as in the browser, in the terminal."""

from __future__ import annotations

import contextlib
import shlex
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.events import Answered, TextDelta, ToolDone, ToolStarted, TurnEnded
from assistant.models import said_of_spending
from assistant.spending import FILE, Spent, summary
from assistant.turn import run_turn
from automl.project.projects import Project
from automl.project.store import Home

_POLL_S = 0.5
_LEAVE = frozenset(("exit", "quit", "bye", "/exit", "/quit"))
_WELCOME = (
    "Say what you want to predict and what it is worth to you; name a file to load it. "
    "Ctrl-C ends a turn, twice leaves.\n"
)
_STILL = "The search goes on; say “stop” to end it with the best so far.\n"
_LEFT = "The search goes on in the background; `tandem` shows it in the browser.\n"


def chat(data: str | None = None, *, read: Callable[[str], str] = input) -> int:
    """Hold a conversation until the user leaves; returns the exit code.

    Args:
        data: A table to begin with.
        read: Asks for a line, showing a prompt.
    """
    # Lines can then be edited and called up again; Windows has no such module.
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - importing it is what switches it on
    home = Home()
    with home.create(Path(data).name if data else "Terminal") as project:
        _say(_WELCOME)
        if data:
            _turn(project, "", [data])
        threading.Thread(target=_get_ready, daemon=True).start()
        _converse(project, read)
        if any(not run.is_over for run in project.runs()):
            _say(_LEFT)
        if told := summary(project.folder / FILE, said_of_spending(home)):
            _say(f"Spent on models elsewhere: {told}\n")
    return 0


def _get_ready() -> None:
    """What the first message would wait for, while it is typed."""
    from assistant.offline.understand import get_ready

    get_ready()


def _converse(project: Project, read: Callable[[str], str]) -> None:
    interrupted = False
    while True:
        try:
            line = read("\n> ").strip()
        except EOFError:
            return
        except KeyboardInterrupt:
            if interrupted:
                return
            interrupted = True
            _say("\nCtrl-C again leaves.")
            continue
        interrupted = False
        if line.lower() in _LEAVE:
            return
        if line:
            _turn(project, line, _named_files(line))


def _named_files(line: str) -> list[str]:
    """Files that a line names: the user typed their paths, so they may be read."""
    try:
        words = shlex.split(line, posix=sys.platform != "win32")
    except ValueError:  # a lone apostrophe
        words = line.split()
    return [word for word in words if Path(word.rpartition("::")[0] or word).expanduser().is_file()]


def _turn(project: Project, text: str, files: list[str]) -> None:
    events = run_turn(project, text, [str(Path(file).expanduser()) for file in files])
    started = spent = ""
    try:
        for event in events:
            if isinstance(event, TextDelta):
                _say(event.text)
            elif isinstance(event, ToolStarted):
                _say(f"  … {event.name.replace('_', ' ')}\n")
            elif isinstance(event, ToolDone) and event.name == "start_search" and not event.failed:
                started = str(event.artifact.get("run_id", ""))
            elif isinstance(event, Answered):
                spent = f"  ({Spent(**event.spent).line})\n"
            elif isinstance(event, TurnEnded):
                _say(f"{event.problem}\n{spent}" if event.problem else f"\n{spent}")
    except KeyboardInterrupt:
        events.close()
        _say("\n(stopped)\n")
        return
    if started:
        _follow(project, started)


def _follow(project: Project, run_id: str) -> None:
    """Show how far a search is until it is over; Ctrl-C goes back to the conversation, and the search goes on."""
    try:
        while not (run := project.run(run_id)).is_over:
            _say(f"\r\033[K  {_line(project, run_id)}" if sys.stdout.isatty() else "")
            time.sleep(_POLL_S)
    except KeyboardInterrupt:
        _say(f"\n{_STILL}")
        return
    ending = (
        "is done; ask what came out" if run.status in ("finished", "stopped") else "ended without a result"
    )
    _say(f"\n  The search {ending}. {run.message}".rstrip() + "\n")


def _line(project: Project, run_id: str) -> str:
    from automl.report.figures import count, duration, score
    from automl.spec.labels import model_label
    from tools.progress import best_of

    run, trials = project.run(run_id), [item.trial for item in project.trials(run_id)]
    progress, best = run.progress, best_of(run, trials)
    parts = [f"{count(len(trials))} models"]
    if progress.get("elapsed_s") is not None:
        parts.append(f"{duration(progress['elapsed_s'])} passed")
    if progress.get("left_s") is not None:
        parts.append(f"about {duration(progress['left_s'])} left")
    if best is not None:
        parts.append(f"best {model_label(best['model'])} {score(best['score'])}")
    return " · ".join(parts)


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
