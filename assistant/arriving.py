"""What arrives with a message and comes before its words: an attached file, or a sample table that was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage

from assistant.offline.context import State
from assistant.offline.turn.memory import asks_to_refit

Step = tuple[str, dict[str, Any]]

#: Marks an order to answer again that is not the user's.
CORRECTION = "tandem_correction"

_BUTTON = re.compile(r"^\s*use the sample table (\w+)\.?\s*$", re.IGNORECASE)
_SAMPLE = re.compile(r"(?<!for )\b(?:samples?|examples?|demo)\b", re.IGNORECASE)
_ANY_SAMPLE = re.compile(r"\b(?:an?|any|some|the|your) (?:sample|example|demo)\b", re.IGNORECASE)
_AS_TABLE = re.compile(
    r"\b(?:learn|train|instead|replace|new table|as the table|work (?:with|on))\b", re.IGNORECASE
)


def step_before(human: AnyMessage, state: State) -> Step | None:
    """Return the tool call that comes before understanding: what was said is about the columns of what arrives."""
    files = human.additional_kwargs.get("files") or []
    if files and state == "finished" and asks_to_refit(said(human)):
        return None  # the words say what to do with it
    if files and state in ("finished", "running") and not _AS_TABLE.search(human.text):
        return "score_rows", {"file": files[-1]}
    if files:
        return "load_table", {"file": files[-1]}
    # Where there is a table already, "for example" must not put another one in its place.
    sample = sample_named(human.text) if state == "no_table" or _BUTTON.match(human.text) else None
    return ("use_sample", {"name": sample}) if sample else None


def said(human: AnyMessage) -> str:
    """Return the user's words without the note on attached files; nothing where the words only name a sample."""
    words = str(human.additional_kwargs.get("words", human.text))
    return "" if _BUTTON.match(words) else words


def said_so_far(heard: Sequence[AnyMessage]) -> str:
    """Return all that the user said: a goal can come before the table, and holds once the table is there."""
    return "\n".join(said(message) for message in heard if isinstance(message, HumanMessage)).strip()


def sample_named(text: str) -> str | None:
    """Return the sample table that a message asks for; the easiest where it asks for any."""
    button = _BUTTON.match(text)
    if button:
        return button[1]
    if not _SAMPLE.search(text):
        return None
    from automl.data.samples import SAMPLES

    words = set(re.findall(r"[a-z]+", text.lower()))
    likeness = [(len(words & _words_of(sample.name)), sample.name) for sample in SAMPLES]
    best = max(shared for shared, _ in likeness)
    if not best and not _ANY_SAMPLE.search(text):
        return None
    return next(name for shared, name in likeness if shared == best)


def _words_of(name: str) -> set[str]:
    parts = name.split("_")
    return {*parts, *(f"{part}s" for part in parts), *(part.removesuffix("s") for part in parts)}
