"""The plan read back: what was understood, what it means, what is still open, and how to go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.phrasing.done import Done
from automl.spec.diff import field_words

MAX_QUESTIONS = 3
_OPEN = "Still open:"


def say_plan(done: Done, audience: str) -> str:
    """The newest version of the plan."""
    found = done.artifact
    document = found["document"]
    said = [paragraph for paragraph in document["readback"].split("\n\n") if not paragraph.startswith(_OPEN)]
    if found.get("kept"):
        said.insert(0, f"{found['kept']!r} stays: you vouch for it.")
    if done.name == "change_spec" and not found["changes"] and not document["questions"]:
        said.insert(0, "Nothing in the plan has changed.")
    questions = document["questions"][:MAX_QUESTIONS]
    if questions:
        said.append(_questions(questions, document, found["blocking"]))
    if not found["blocking"]:
        said += [(found.get(part) or {}).get("sentence", "") for part in ("time", "recall")]
    said += [found["running"], _how_to_go_on(found)]
    return "\n\n".join(part for part in said if part)


def _questions(questions: list[dict[str, str]], document: Mapping[str, Any], blocking: list[str]) -> str:
    told = [
        f"{question['text']}{_recommended(question['field'], document, blocking)}" for question in questions
    ]
    if len(told) == 1:
        return told[0]
    return "\n".join(f"{place}. {text}" for place, text in enumerate(told, 1))


def _recommended(field: str, document: Mapping[str, Any], blocking: list[str]) -> str:
    """What would be used, where the answer may be left out, or what is likeliest where it may not."""
    default = document["defaults"].get(field.partition(".")[0])
    if field == "ignore_columns":
        return " I would leave it out: a model that learns from it looks better than it is."
    if isinstance(default, str):
        return f" I would take {default!r}."
    if isinstance(default, dict) and field.partition(".")[2] in default and field not in blocking:
        return f" Without an answer I use {default[field.partition('.')[2]]!r}."
    return ""


def _how_to_go_on(found: Mapping[str, Any]) -> str:
    if found["approved"]:
        return "You have approved this version; say “start” to run it."
    if found["blocking"]:
        return "As soon as that is answered, the plan can be approved."
    if not found["document"]["spec"].get("target"):
        return ""
    return "If that is right, say “go ahead” or press Approve; else say what is different."


def say_why(done: Done, asked: Mapping[str, Any], *, words: str) -> str:
    """Where a field of the plan came from, or why a column is set aside; everything where neither was named."""
    document, field = done.artifact["document"], str(asked.get("field") or "")
    if field in document["provenance"]:
        return f"{_named(field)} {_origin(document['provenance'][field])}."
    if field and field.partition(".")[0] in document["defaults"]:
        return f"Nothing was said about {field_words(field)}, so it has its default."
    reasons = {
        aside["column"]: f"{aside['column']!r} is set aside. {aside['reason']}"
        for aside in document["set_aside"]
    }
    named = [reason for column, reason in reasons.items() if column.lower() in words.lower()]
    if named:
        return "\n".join(named)
    origins = [
        f"{_named(path)} {_origin(origin)}." for path, origin in list(document["provenance"].items())[:8]
    ]
    return "\n".join([*list(reasons.values())[:3], *origins]) or "Nothing was decided yet that has a reason."


def _named(path: str) -> str:
    """A field at the beginning of a sentence."""
    words = field_words(path)
    return f"{words[:1].upper()}{words[1:]}"


def _origin(origin: Mapping[str, str]) -> str:
    quote = origin.get("quote")
    where = {
        "user": "is what you said",
        "data": "follows from the data",
        "assistant": "is a suggestion of mine",
    }
    return where.get(origin["source"], "was set") + (f": “{quote}”" if quote else "")
