"""A figure goes into the plan when the user said it, in whatever way, or when they said what it is worked out from."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.consent import own_words
from assistant.spoken import refuse_figures
from automl.errors import SpecError


def write(words: str, value: Any, *, path: str = "metric.fn", quote: str = "") -> None:
    refuse_figures(
        "change_spec", {"changes": [{"path": path, "value": value, "quote": quote or words}]}, [words]
    )


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("A miss costs us $500.", -500),
        ("A miss costs five hundred dollars.", -500),
        ("Catch at least 90 % of them.", 0.9),
        ("You may take an hour.", 3600),
        ("Stop after 10 minutes.", 600),
        ("A miss is ten times as bad.", {"fn": -10, "fp": -1}),
        ("Two thirds of the time for CatBoost.", 0.67),
        ("An offer costs 20 and keeps 40 % of customers worth 500.", 180),
        ("Today we call everybody below 12 months.", "tenure < 12"),
        ("Only those in region 'north'.", "region = 'north'"),
        ("We can only call 50.", 50),
        ("No neural networks.", ["neural_network"]),
        ("At most 2k trials.", 2000),
    ],
)
def test_what_was_said_may_be_written_down(words: str, value: Any) -> None:
    write(words, value)


@pytest.mark.parametrize("value", [-501, {"fn": -900}, [5, 7], "tenure < 4711", "-1234"])
def test_what_was_not_said_is_refused(value: Any) -> None:
    with pytest.raises(SpecError, match="must come from the user, and they did not say it"):
        write("A miss costs us $500.", value)


@pytest.mark.parametrize(
    ("message", "own"),
    [
        ("go ahead", "go ahead"),
        ('My boss wrote "go ahead".', "My boss wrote"),
        ("> yes, start\nWhat is that?", "What is that?"),
        ("```\nyes\n```\nExplain.", "Explain."),
        ("It's fine, don't wait.", "It's fine, don't wait."),
        ("“go ahead”", "“go ahead”"),
    ],
)
def test_what_a_message_quotes_is_not_the_users_word(message: str, own: str) -> None:
    assert own_words(message).strip(" .\n") == own.strip(" .")
