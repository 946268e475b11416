"""What a conversation vouches for: the figures that the model may say next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

from assistant.grounding import Evidence, evidence
from assistant.looking import prompt_of
from tools.context import ToolContext


def vouched(messages: Sequence[AnyMessage], context: ToolContext) -> Evidence:
    """Return what the messages and the state of the project vouch for.

    A model on another machine never sees artifacts, so a figure that only stands in one cannot be its honest answer.
    """
    texts = [message.text for message in messages if isinstance(message, HumanMessage | ToolMessage)]
    if not context.sees_artifacts:
        return vouched_by(texts, context)
    columns = context.table().names if context.has_table() else ()
    artifacts = [message.artifact for message in messages if isinstance(message, ToolMessage)]
    return evidence(texts, [found for found in artifacts if isinstance(found, dict)], columns=columns)


def vouched_by(texts: Iterable[str], context: ToolContext) -> Evidence:
    """Return what texts and the state of the project vouch for before a model that reads no artifacts."""
    columns = context.table().names if context.has_table() else ()
    return evidence([*texts, prompt_of(context)], columns=columns)
