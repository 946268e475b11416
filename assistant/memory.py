"""The conversation so far, from the project: a reload or another process goes on where the last turn ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from automl.project.messages import Message

# Older turns are remembered by their words alone, the oldest not at all: a prompt has an end.
_TURNS_WITH_TOOLS = 8
_TURNS = 40
_TEXT_LENGTH = 4000
CUT_OFF = "(This turn was cut off.)"
AT_HOME = "(The built-in model answered, on the user's machine. What it said may hold rows and is not shown.)"
#: Marks an answer in whose making no tool was to show a cell.
WITHOUT_CELLS = {"kind": "without_cells"}


def remembered(messages: Sequence[Message], *, cells: bool = True) -> list[AnyMessage]:
    """Return the messages of earlier turns as a chat model wants them.

    Args:
        cells: Whether it may see cells of the table; else answers that may hold some are left out.
    """
    turns = [i for i, message in enumerate(messages) if message.role == "user"]
    begin = turns[-_TURNS] if len(turns) > _TURNS else 0
    detailed = turns[-_TURNS_WITH_TOOLS] if len(turns) > _TURNS_WITH_TOOLS else 0
    found: list[AnyMessage] = []
    for position, message in enumerate(messages[begin:], begin):
        if message.role == "user":
            found += _cut_off(found)
            found.append(HumanMessage(message.content))
            continue
        if not cells and WITHOUT_CELLS not in message.events:
            found.append(AIMessage(AT_HOME))
            continue
        if position >= detailed:
            found += _calls(message.events)
        found.append(AIMessage(message.content or CUT_OFF))
    return [*found, *_cut_off(found)]


def _cut_off(found: Sequence[AnyMessage]) -> list[AnyMessage]:
    """An answer where a turn has none because its process was killed: some servers refuse two questions in a row."""
    return [AIMessage(CUT_OFF)] if found and isinstance(found[-1], HumanMessage) else []


def words_of(messages: Iterable[Message]) -> tuple[str, ...]:
    """Return what the user said, oldest first."""
    return tuple(message.content for message in messages if message.role == "user")


def _calls(events: Sequence[Any]) -> list[AnyMessage]:
    """Every finished tool call as call and answer; one that was cut off is left out, as servers refuse it."""
    bodies = [event for event in events if isinstance(event, Mapping)]
    started = {event["call_id"]: event for event in bodies if event.get("kind") == "tool_started"}
    found: list[AnyMessage] = []
    for event in bodies:
        if event.get("kind") != "tool_done" or event["call_id"] not in started:
            continue
        call = started[event["call_id"]]
        found.append(
            AIMessage(
                "", tool_calls=[{"name": call["name"], "args": call["arguments"], "id": call["call_id"]}]
            )
        )
        found.append(
            ToolMessage(
                event["text"][:_TEXT_LENGTH],
                tool_call_id=event["call_id"],
                name=event["name"],
                artifact=event.get("artifact") or None,
                status="error" if event.get("failed") else "success",
            )
        )
    return found
