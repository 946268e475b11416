"""One turn of the conversation: the user's words go in, typed events come out, and all of it stays in the project."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.events import (
    Answered,
    Event,
    PlanProposed,
    TextDelta,
    ToolDone,
    ToolStarted,
    TurnEnded,
    TurnStarted,
    TurnState,
)
from assistant.models import OFFLINE, ModelSettings, chat_model, forbid_tracing, model_settings
from assistant.spending import FILE, Meter, terms_of
from automl.errors import LimitError
from automl.project.messages import Message
from automl.project.projects import Project
from automl.project.store import Home
from tools.context import Limits, ToolContext
from tools.inbox import put

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Attached = str | Path | tuple[str, bytes]
Never = Callable[[], bool]

_TOO_MANY_STEPS = (
    "I went in circles and stopped. What was done so far is kept; say in other words what you want."
)
_FAULT = (
    "The turn stopped by a fault of the program ({what}). What was done so far is kept; "
    "say it again in other words."
)
_STOPPED = "You stopped this turn. What was done so far is kept."


def run_turn(
    project: Project,
    text: str,
    files: Sequence[Attached] = (),
    *,
    settings: ModelSettings | None = None,
    model: BaseChatModel | None = None,
    should_stop: Never = lambda: False,
    stand_in: bool = True,
) -> Generator[Event, None, None]:
    """Answer a message.

    Whatever happens, the last event is `TurnEnded`, and message and events are in the project. A view that goes away
    closes the generator; what was said until then is kept.

    Args:
        project: Opened in this thread.
        text: What the user says.
        files: Attached files: paths, or (name, content).
        settings: Which model; those of home and environment where they are left out.
        model: A chat model to use instead of the one the settings name.
        should_stop: Asked between events; once it says yes, the turn ends.
        stand_in: Whether the built-in model answers where the one of the settings is gone.
    """
    turn = _Turn(project, text, settings=settings, model=model, stand_in=stand_in)
    try:
        for event in turn.events(files):
            yield event
            if should_stop():
                turn.state, turn.problem = "stopped", _STOPPED
                break
    except (GeneratorExit, KeyboardInterrupt):
        turn.state, turn.problem = "stopped", _STOPPED
        turn.close()
        raise
    yield from turn.close()


class _Turn:
    def __init__(
        self,
        project: Project,
        text: str,
        *,
        settings: ModelSettings | None,
        model: BaseChatModel | None,
        stand_in: bool,
    ) -> None:
        self.project, self.text, self.model, self.stand_in = project, text, model, stand_in
        self.settings = settings or model_settings(Home(project.folder.parent.parent))
        self.id = uuid.uuid4().hex[:12]
        self.state: TurnState = "done"
        self.problem = ""
        self.said = ""
        self.why_instead = ""
        self.meter: Meter | None = None
        self.drawn: list[dict[str, Any]] = []
        self.marks: list[dict[str, Any]] = []

    def events(self, files: Sequence[Attached]) -> Generator[Event, None, None]:
        """Yield what happens until the answer is complete or something ends it."""
        forbid_tracing()
        from langgraph.errors import GraphRecursionError

        earlier = self.project.messages()
        try:
            names = tuple(put(self.project, *_source(file)) for file in files)
            self._keep_words(names)
            yield self._kept(TurnStarted(self.id, self.text, names))
            context = self._context(earlier)
            for event in self._answer(context, earlier, names):
                yield self._kept(event)
        except GraphRecursionError:
            self.state, self.problem = "limit", _TOO_MANY_STEPS
        except Exception as error:  # noqa: BLE001 - whatever it was, the turn has to end in a state that can go on
            self._fail(error)

    def close(self) -> list[Event]:
        """Keep the answer, and say what it took and how the turn ended."""
        answer = "\n\n".join(part for part in (self.said.strip(), self.problem) if part)
        self.project.append_message("assistant", answer, [*self.drawn, *self.marks])
        ended = TurnEnded(self.state, answer, self.problem)
        events: list[Event] = [*self._answered(), ended]
        return [self._kept(event) for event in events]

    def _answer(
        self, context: ToolContext, earlier: Sequence[Message], files: Sequence[str]
    ) -> Iterator[Event]:
        """The events of the model; of the built-in one where that is gone before anything was shown or done."""
        from assistant.memory import WITHOUT_CELLS
        from assistant.standing_in import at_home, why_instead
        from assistant.streaming import stream

        name = self.settings.name
        self.marks += [] if context.limits.cells else [WITHOUT_CELLS]
        if not context.sees_artifacts:
            path = self.settings.counted_in or self.project.folder / FILE
            self.meter = Meter(path, name, self.id, terms_of(self.settings.spending))
        try:
            yield from stream(
                context, earlier, self._model(context), files=files, name=name, meter=self.meter
            )
        except Exception as error:
            if self.stand_in:
                self.why_instead = why_instead(error, self.settings, said=self.said, drawn=self.drawn)
            if not self.why_instead:
                raise
            self.drawn.clear()
            self.marks.clear()
            yield TextDelta(f"{self.why_instead}\n\n")
            home = at_home(context)
            yield from stream(home, earlier, self._model(home), files=files, name=OFFLINE)

    def _answered(self) -> Iterator[Answered]:
        spent = self.meter.spent() if self.meter else None
        if spent and spent.n_calls:
            name = self.settings.name
            instead_of, model = (name, OFFLINE) if self.why_instead else ("", name)
            yield Answered(model, asdict(spent), instead_of, self.why_instead)

    def _keep_words(self, names: Sequence[str]) -> None:
        attached = [{"kind": "attached", "files": list(names)}] if names else []
        self.project.append_message("user", self.text, attached)

    def _context(self, earlier: Sequence[Message]) -> ToolContext:
        from assistant.consent import agrees, take_consent
        from assistant.memory import words_of

        context = ToolContext(
            self.project,
            words=(*words_of(earlier), self.text),
            sees_artifacts=self.settings.is_offline and self.model is None,
            limits=Limits(cells=self.settings.may_see_cells),
            agrees=agrees(self.text),
        )
        take_consent(context)
        return context

    def _model(self, context: ToolContext) -> BaseChatModel:
        from assistant.looking import look

        if self.model and not self.why_instead:
            return self.model
        settings = ModelSettings() if self.why_instead else self.settings
        return chat_model(settings, look=lambda: look(context))

    def _kept(self, event: Event) -> Event:
        body = event.to_json()
        if isinstance(event, TextDelta):
            self.said += event.text
        if isinstance(event, PlanProposed):
            body.pop("document")  # the transcript has it as the version that was saved
        if isinstance(event, ToolDone):
            body["artifact"] = {key: value for key, value in event.artifact.items() if key != "document"}
        if isinstance(event, ToolStarted | ToolDone | PlanProposed):
            self.drawn.append({"kind": event.kind, **body})
        self.project.append_event(self.id, event.kind, body)
        return event

    def _fail(self, error: Exception) -> None:
        from assistant.failures import sentence_of

        if isinstance(error, LimitError):
            self.state, self.problem = "limit", str(error)
            return
        if type(error).__name__ == "ModelCallLimitExceededError":
            self.state, self.problem = "limit", _TOO_MANY_STEPS
            return
        self.state = "failed"
        sentence = sentence_of(error, self.settings)
        if sentence is None:
            logging.getLogger("tandem").exception("A turn of project %s failed", self.project.id)
        self.problem = sentence or _FAULT.format(what=f"{type(error).__name__}: {error}")


def _source(file: Attached) -> tuple[str | Path | bytes, str]:
    return (file[1], file[0]) if isinstance(file, tuple) else (file, "")
