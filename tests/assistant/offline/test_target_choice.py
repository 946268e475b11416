"""Which column a message wants predicted, where no pattern points at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.goal.goal import find_pointers
from assistant.offline.goal.target_choice import OF_COLUMNS, OF_MESSAGES, known
from assistant.offline.reading import Reading
from assistant.offline.text.line import read_line
from assistant.offline.understand import understand

ORDERS = Context(
    n_rows=900,
    columns=(
        ColumnFacts("order_id", "category", 900),
        ColumnFacts("ordered_on", "datetime", 240, 0, "2024-01-01", "2024-12-31"),
        ColumnFacts("basket_value", "number", 880, 0, 2.0, 300.0),
        ColumnFacts("delivery_days", "number", 9, 0, 1.0, 9.0, (("2", 300), ("3", 200))),
        ColumnFacts(
            "country", "category", 4, 0, None, None, (("DE", 500), ("AT", 200), ("CH", 100), ("NL", 100))
        ),
        ColumnFacts("sent_back", "category", 2, 0, None, None, (("no", 700), ("yes", 200))),
    ),
)


def _target(text: str, context: Context = ORDERS) -> object:
    return understand(text, context).patches.get("target")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("I run a small shop and would love to know which parcels will be returned to us.", "sent_back"),
        (
            "What is the value of the next basket going to be? Country and delivery time may help.",
            "basket_value",
        ),
        ("Please estimate basket_value; sent_back is only known later, so leave it out.", "basket_value"),
        ("predict sent_back, 10 minutes at most", "sent_back"),
    ],
)
def test_the_column_that_is_meant(text: str, target: str) -> None:
    assert _target(text) == target


@pytest.mark.parametrize("text", ["use AdaBoost", "make it five minutes", "no neural nets please", "hello"])
def test_an_order_names_no_target(text: str) -> None:
    assert _target(text) is None


def test_where_two_may_be_meant_both_are_offered() -> None:
    sensors = Context(
        n_rows=500,
        columns=(
            ColumnFacts("temperature_left", "number", 400, 0, 1.0, 90.0),
            ColumnFacts("temperature_right", "number", 400, 0, 1.0, 90.0),
            ColumnFacts("speed", "number", 300, 0, 1.0, 9.0),
        ),
    )
    found = understand("Predict the temperature.", sensors)
    assert "target" not in found.patches
    asked = dict(found.questions)
    assert "temperature_left" in asked["target"]
    assert "temperature_right" in asked["target"]


def test_figures_are_one_row_for_each_column(made_up: Callable[[str], Context]) -> None:
    context = made_up("tickets")
    reading = Reading(context=context, line=read_line("Which team should get a new ticket?"))
    of_columns, of_message = known(reading, find_pointers(reading))
    assert of_columns.shape == (len(context.columns), len(OF_COLUMNS))
    assert of_message.shape == (len(OF_MESSAGES),)
