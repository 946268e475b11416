"""The agent's graph as typed events: words as they are checked, tools as they start and end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, HumanMessage, ToolMessage

from assistant.agent import MAX_MODEL_CALLS, build_agent
from assistant.events import Event, PlanProposed, TextDelta, ToolDone, ToolStarted
from assistant.grounding import Gate
from assistant.memory import remembered
from assistant.spending import Meter
from assistant.vouching import vouched
from automl.project.messages import Message
from tools.context import ToolContext

# A call of the model and one of its tools are a few steps of the graph each.
_STEPS = MAX_MODEL_CALLS * 8


def stream(
    context: ToolContext,
    earlier: Sequence[Message],
    model: BaseChatModel,
    *,
    files: Sequence[str] = (),
    name: str = "",
    meter: Meter | None = None,
) -> Iterator[Event]:
    """Yield the events of a turn as they happen."""
    words = context.words[-1]
    note = f"\n\n[Attached: {', '.join(map(repr, files))}]" if files else ""
    human = HumanMessage(words + note, additional_kwargs={"files": list(files), "words": words})
    messages: list[AnyMessage] = [*remembered(earlier, cells=context.limits.cells), human]
    reader = _Reader(context, messages)
    for mode, payload in build_agent(model, name=name, meter=meter).stream(
        {"messages": messages},
        {"recursion_limit": _STEPS},
        stream_mode=["messages", "updates"],
        context=context,
    ):
        yield from reader.read(mode, payload)


class _Reader:
    def __init__(self, context: ToolContext, messages: list[AnyMessage]) -> None:
        self._context = context
        self._messages = list(messages)
        self._proposed = context.version()
        self._gate: Gate | None = None
        self._answering = ""

    def read(self, mode: str, payload: Any) -> Iterator[Event]:
        if mode == "messages":
            chunk, meta = payload
            if isinstance(chunk, AIMessageChunk) and meta.get("langgraph_node") == "model":
                yield from self._piece(chunk)
            return
        for update in payload.values():
            for message in (update or {}).get("messages", ()):
                yield from self._whole(message)

    def _piece(self, chunk: AIMessageChunk) -> Iterator[Event]:
        if self._gate is None:
            self._gate, self._answering = Gate(vouched(self._messages, self._context)), chunk.id or ""
        # A second answer within the same step corrects the first; it comes with the whole message.
        if chunk.id == self._answering and (passed := self._gate.feed(chunk.text)):
            yield TextDelta(passed)

    def _whole(self, message: AnyMessage) -> Iterator[Event]:
        self._messages.append(message)
        if isinstance(message, AIMessage):
            shown = self._gate.passed if self._gate else ""
            self._gate = None
            rest = message.text.removeprefix(shown) + ("\n\n" if message.text and message.tool_calls else "")
            if rest:
                yield TextDelta(rest)
            for call in message.tool_calls:
                yield ToolStarted(call["id"] or "", call["name"], _plain(call["args"]))
        elif isinstance(message, ToolMessage):
            yield from self._tool(message)

    def _tool(self, message: ToolMessage) -> Iterator[Event]:
        artifact = message.artifact if isinstance(message.artifact, dict) else {}
        failed = message.status == "error"
        yield ToolDone(message.tool_call_id, str(message.name), message.text, _plain(artifact), failed=failed)
        version = self._context.version()
        if artifact.get("document") and version > self._proposed:
            self._proposed = version
            yield PlanProposed(version, artifact["document"])


def _plain(value: Any) -> Any:
    """Only plain JSON leaves the graph; what else an argument may hold is written as text."""
    return json.loads(json.dumps(value, default=str))
