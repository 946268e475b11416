"""What leaves this machine: cells are taken out of every message, and what was sent is written down to be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

from assistant.looking import as_data
from automl.project.folders import cannot
from automl.project.keys import redact
from automl.project.projects import Project
from automl.project.transcript import now
from tools.context import ToolContext
from tools.inbox import names
from tools.privacy import Withheld, without_quotes

FILE = "sent.jsonl"


def without_cells(context: ToolContext, messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Return messages without cells of the table, where the model may not see them; the user's own stay as written."""
    if context.limits.cells:
        return [_marked(message) for message in messages]
    table = context.table() if context.has_table() else None
    withheld = None if table is None else Withheld(table, limits=context.limits, said=context.words)
    known = {*names(context.project), *(table.names if table else ())}
    return [_marked(_cleaned(message, withheld, known)) for message in messages]


def _cleaned(message: AnyMessage, withheld: Withheld | None, known: set[str]) -> AnyMessage:
    if isinstance(message, HumanMessage):
        return message
    update: dict[str, Any] = {}
    if isinstance(message.content, str) or isinstance(message, ToolMessage):
        text = str(message.text)
        if _is_about_a_file(message):
            text = without_quotes(text, known)
        update["content"] = text if withheld is None else withheld.taken_out(text)
    if isinstance(message, ToolMessage):
        # An artifact is for the page; no client sends it, and none shall be able to.
        update["artifact"] = None
    return message.model_copy(update=update)


class Outgoing:
    """Records each payload of a turn.

    A record holds only what the payload has beyond those before: a conversation is sent again with every call.

    Args:
        model: What the record calls the model.
        recorded: Digests of what was written down in this turn; grows.
    """

    def __init__(self, context: ToolContext, model: str, *, recorded: set[str]) -> None:
        self._context = context
        self._model = model
        self._recorded = recorded

    def record(self, system: str, messages: Iterable[AnyMessage], tools: Iterable[str]) -> None:
        """Write down what is about to be sent."""
        parts = [
            {"role": "system", "content": system},
            *({"role": m.type, "content": _sent(m)} for m in messages),
        ]
        new = [part for part in parts if self._is_new(part)]
        body = {
            "time": now(),
            "model": self._model,
            "tools": sorted(tools),
            "n_messages": len(parts),
            "new": new,
        }
        path = self._context.project.folder / FILE
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(redact(json.dumps(body, ensure_ascii=False)) + "\n")
        except OSError as error:
            # What cannot be written down is not sent.
            raise cannot("write", path, error) from error

    def _is_new(self, part: dict[str, Any]) -> bool:
        digest = hashlib.sha256(json.dumps(part, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        fresh = digest not in self._recorded
        self._recorded.add(digest)
        return fresh


def _marked(message: AnyMessage) -> AnyMessage:
    """What a tool returned, marked as data that gives no orders."""
    if not isinstance(message, ToolMessage) or message.status == "error":
        return message
    return message.model_copy(update={"content": as_data(str(message.text))})


def _is_about_a_file(message: AnyMessage) -> bool:
    """Whether a text may quote cells of a file that is not, or not yet, the table."""
    if not isinstance(message, ToolMessage):
        return False
    return message.name == "score_rows" or (message.name == "load_table" and message.status == "error")


def _sent(message: AnyMessage) -> Any:
    calls = getattr(message, "tool_calls", None)
    return (
        message.content
        if not calls
        else {"text": message.content, "tool_calls": [[c["name"], c["args"]] for c in calls]}
    )


def read_sent(project: Project) -> list[dict[str, Any]]:
    """Return what was sent to models on other machines, oldest first."""
    path = project.folder / FILE
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
