"""`plan` through a language model elsewhere: the conversation of the chat, in a project that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.events import TurnEnded
from assistant.models import ModelSettings
from assistant.turn import run_turn
from automl.errors import EngineError
from automl.project.store import Home
from automl.spec.document import SpecDocument
from tools.context import ToolContext
from tools.documents import Patch, change, keep
from tools.inbox import find, put


def planned(
    data: Any, words: Sequence[str], *, document: SpecDocument | None, settings: ModelSettings
) -> SpecDocument:
    """Return the specification that a language model makes of the words.

    Raises:
        EngineError: The model cannot be reached, or a turn ended in a failure.
    """
    with tempfile.TemporaryDirectory(prefix="tandem-plan-") as folder, Home(folder).create("plan") as project:
        context = ToolContext(project)
        project.add_data(_source(data, Path(folder), project))
        if document is not None:
            keep(context, document, why="handed in")
        change(context, Patch(), why="the table")
        for text in words:
            # A command ends in a sentence where the model is gone: there is no chat to say who answered instead.
            *_, last = run_turn(project, text, settings=settings, stand_in=False)
            if isinstance(last, TurnEnded) and last.state != "done":
                raise EngineError(last.problem)
        return context.document()


def _source(data: Any, folder: Path, project: Any) -> str:
    """A path as it is; a frame or a loaded table by way of a file."""
    if isinstance(data, str | Path):
        return find(project, put(project, data))
    path = folder / "data.parquet"
    frame = getattr(data, "frame", data)
    frame.to_parquet(path)
    return str(path)
