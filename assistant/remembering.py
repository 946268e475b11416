"""Answers to whether something shall be forgotten, and files with more rows: what the conversation before decides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

from assistant.arriving import Step
from assistant.consent import agrees
from assistant.offline.context import Understood

_NO = re.compile(
    r"\W*(?:no|nope|don't|do not|never ?mind|leave it|keep (?:it|them)|wait|cancel)\b", re.IGNORECASE
)
_FORGET = re.compile(r"\b(?:forget|erase|delete|wipe)\b", re.IGNORECASE)
_EVERYTHING = re.compile(r"\b(?:everything|all|them|whole|entire)\b", re.IGNORECASE)
_FILE = re.compile(
    r"[\w.-]+\.(?:csv|tsv|txt|parquet|jsonl|json|xlsx|xls|arrow|feather|duckdb|sqlite|db)(?:\.gz|\.zst)?(?:::\w+)?\b",
    re.IGNORECASE,
)
_ONLY_NEW = re.compile(
    r"\b(?:only|just|nothing but)\b[^.?!]*\bnew\b|\bnew\b[^.?!]*\b(?:alone|only)\b", re.IGNORECASE
)


def memory_steps(words: str, understood: Understood, heard: Sequence[AnyMessage]) -> list[Step]:
    """Return the tool calls that an answer, or a wish to learn anew, asks for; none where the message is neither."""
    before = _answered_before(heard)
    asked = _asked_to_forget(before)
    if asked and agrees(words):
        return [("forget_memory", {"ids": asked})]
    if asked and _NO.match(words):
        return [("list_memory", {})]
    if any(message.name == "list_memory" for message in before) and _FORGET.search(words):
        return [("forget_memory", _of_the_list(words, understood))]
    if any(intent.name == "refit" for intent in understood.intents) and not understood.patches:
        return [("refit_model", _refit(words, heard))]
    return []


def _answered_before(heard: Sequence[AnyMessage]) -> list[ToolMessage]:
    """What tools returned for the message before."""
    found: list[ToolMessage] = []
    for message in reversed(heard[:-1]):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, ToolMessage):
            found.append(message)
    return found


def _asked_to_forget(before: Sequence[ToolMessage]) -> list[int]:
    asked = [message.artifact or {} for message in before if message.name == "forget_memory"]
    return list(asked[0].get("asked") or ()) if asked else []


def _of_the_list(words: str, understood: Understood) -> dict[str, object]:
    """ "Forget number 2", "forget 1 and 3", "forget everything": said of the list that has just been shown."""
    said = next((dict(i.arguments) for i in understood.intents if i.name == "forget"), {})
    numbers = [int(number) for number in re.findall(r"(?<![\w.-])\d+(?![\w.-]*\w)", words)]
    if numbers and not said:
        return {"ids": numbers}
    return {"everything": True} if _EVERYTHING.search(words) else said


def _refit(words: str, heard: Sequence[AnyMessage]) -> dict[str, object]:
    attached = heard[-1].additional_kwargs.get("files") or []
    named = _FILE.search(words)
    file = attached[-1] if attached else named.group() if named else ""
    return {"quote": words, "file": file, "only_new": bool(_ONLY_NEW.search(words))}
