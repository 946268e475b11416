"""What people say of the memory across searches, and of learning anew from more rows, is heard in their own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand

_PLAN = {"target": "churned", "task": "binary"}


def heard(context: Context, words: str, *, state: Any = "finished") -> list[tuple[str, dict[str, Any]]]:
    """Intents of a message in a conversation about the customers; nothing of it may change the plan."""
    understood = understand(words, replace(context, state=state, spec=_PLAN))
    assert not understood.patches, understood
    assert not understood.questions, understood
    assert not understood.remarks, understood
    return [(intent.name, dict(intent.arguments)) for intent in understood.intents]


@pytest.mark.parametrize(
    "words",
    [
        "What do you remember?",
        "what do you still remember of my earlier searches",
        "What have you learned from earlier searches?",
        "Show me your memory.",
        "Tell me what you remember",
        "Do you remember my previous searches?",
        "What is remembered?",
        "Which searches do you remember?",
        "What's in your memory?",
    ],
)
def test_what_is_remembered_is_asked_for(made_up: Callable[[str], Context], words: str) -> None:
    for state in ("framing", "finished"):
        assert heard(made_up("customers"), words, state=state) == [("memory", {})]


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("Forget that search.", {}),
        ("please forget the last search", {}),
        ("Forget search 3", {"ids": [3]}),
        ("Erase lesson number 2, please.", {"ids": [2]}),
        ("forget run-002", {"run_id": "run-002"}),
        ("Forget what you learned from run 1", {"run_id": "run-001"}),
        ("Forget everything you learned", {"everything": True}),
        ("forget all that you remember", {"everything": True}),
        ("Erase your memory.", {"everything": True}),
        ("Can you wipe the whole memory?", {"everything": True}),
        ("Delete all the earlier searches from memory", {"everything": True}),
    ],
)
def test_forgetting_is_asked_for(
    made_up: Callable[[str], Context], words: str, arguments: dict[str, Any]
) -> None:
    assert heard(made_up("customers"), words) == [("forget", arguments)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Start afresh without what you learned earlier.", False),
        ("Search again, but ignore what you learned before", False),
        ("don't use what you learned from the earlier searches", False),
        ("Start without what you remember", False),
        ("Begin without your memory", False),
        ("Do not start from earlier searches", False),
        ("Ignore the earlier searches this time.", False),
        ("Use what you remember again", True),
        ("You may use your memory.", True),
        ("learn from my earlier searches", True),
    ],
)
def test_whether_the_memory_is_used_is_said(
    made_up: Callable[[str], Context], words: str, *, wanted: bool
) -> None:
    for state in ("ready", "finished"):
        assert heard(made_up("customers"), words, state=state) == [("use_memory", {"wanted": wanted})]


@pytest.mark.parametrize(
    "words",
    [
        "Why did you start with these settings?",
        "why did the search begin with those settings",
        "Where do the first settings come from?",
        "Why did you try these models first?",
        "Which settings did the search start with?",
        "Did the memory help?",
    ],
)
def test_why_a_search_began_as_it_did_is_asked(made_up: Callable[[str], Context], words: str) -> None:
    assert heard(made_up("customers"), words) == [("start_why", {})]


@pytest.mark.parametrize(
    "words",
    [
        "There are new rows in more.csv, refit the model",
        "Retrain the model with the attached rows.",
        "re-train it on more.csv",
        "Here is more data, please update the model",
        "Learn the model again from the new rows",
        "refresh the model with this month's data",
    ],
)
def test_learning_anew_from_more_rows_is_asked_for(made_up: Callable[[str], Context], words: str) -> None:
    assert heard(made_up("customers"), words) == [("refit", {})]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Start over.", "reset"),
        ("Forget everything.", "reset"),
        ("Start the search", "start"),
        ("What came out?", "result"),
        ("Why?", "why"),
    ],
)
def test_what_is_said_of_other_things_stays_theirs(
    made_up: Callable[[str], Context], words: str, name: str
) -> None:
    assert name in [intent for intent, _ in heard(made_up("customers"), words)]


def test_columns_named_like_it_are_columns(made_up: Callable[[str], Context]) -> None:
    context = replace(made_up("customers"), spec=_PLAN, state="ready")
    for words in ("Remove the tenure column", "Ignore what we only know afterwards"):
        names = {intent.name for intent in understand(words, context).intents}
        assert not names & {"memory", "forget", "use_memory", "start_why", "refit"}
