"""Labels that words put on two sides, yes-or-no columns that are asked about, and targets that are corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import understand


def _labels(name: str, *labels: str, number: bool = False) -> ColumnFacts:
    top = tuple((label, 100 - place) for place, label in enumerate(labels))
    return ColumnFacts(name, "number" if number else "category", len(labels), top=top)


HOMES = Context(
    (
        ColumnFacts("floor_space", "number", 300, 0, 20.0, 200.0),
        _labels("garden", "yes", "no"),
        _labels("heating", "gas", "oil", "heat pump", "wood"),
        _labels("damp", "none", "slight", "severe"),
        _labels("state_mark", "1", "2", "3", "4", "5", number=True),
        ColumnFacts("monthly_rent", "number", 700, 0, 300.0, 3000.0),
        ColumnFacts("water_bill", "number", 600, 0, 10.0, 300.0),
    ),
    900,
)
READERS = Context(
    (
        ColumnFacts("reader_no", "category", 900),
        ColumnFacts("age", "number", 70, 0, 16.0, 90.0),
        _labels("partner", "yes", "no"),
        _labels("cancelled", "yes", "no"),
        _labels("edition", "print", "online", "weekend"),
    ),
    900,
)


METERS = Context(
    (
        ColumnFacts("yearly_bill", "number", 800, 0, 100.0, 3000.0),
        ColumnFacts("monthly_bill", "number", 700, 0, 10.0, 300.0),
        ColumnFacts("readings", "number", 12, 0, 1.0, 12.0),
    ),
    900,
)


def _patches(context: Context, *words: str) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    for text in words:
        spec |= dict(understand(text, replace(context, spec=spec)).patches)
    return spec


@pytest.mark.parametrize(
    ("context", "words", "labels"),
    [
        (HOMES, "Is a home green or isn't it? Green means heat pump or wood.", ["heat pump", "wood"]),
        (HOMES, "Gas and oil both count as fossil, wood doesn't. Find the fossil homes.", ["gas", "oil"]),
        (HOMES, "Does it burn oil, yes or no?", "oil"),
        (HOMES, "Just say whether a home has gas or something else.", "gas"),
        (HOMES, "Oil homes go to the inspector. Which homes are those? The others are one pot.", "oil"),
        (HOMES, "Is there any damp in it, slight or severe? none means no.", ["slight", "severe"]),
        (HOMES, "By bad I mean a state_mark of 4 or 5. Spot the bad ones.", ["4", "5"]),
        (HOMES, "In state_mark a 1 or a 2 counts as sound. Find the sound homes.", ["1", "2"]),
        (HOMES, "A 5 in the state_mark means pulling it down. Find those early.", "5"),
        (READERS, "edition: print and weekend both mean yes, online means no", ["print", "weekend"]),
        (READERS, "Recognise the online edition; print or weekend is all the same to me.", "online"),
    ],
)
def test_labels_that_are_put_on_the_side_looked_for_are_positive(
    context: Context, words: str, labels: str | list[str]
) -> None:
    found = _patches(context, words)
    assert (found.get("task"), found.get("positive_label")) == ("binary", labels)


@pytest.mark.parametrize(
    ("context", "words"),
    [
        (HOMES, "Predict heating. When we believe gas and it is really oil we pay 50 euros."),
        (HOMES, "Is the heating of a home gas, oil, a heat pump or wood?"),
        (READERS, "Which edition does a reader want: print, online or weekend?"),
    ],
)
def test_classes_that_are_only_listed_stay_several(context: Context, words: str) -> None:
    found = _patches(context, words)
    assert "positive_label" not in found
    assert found.get("task") == "multiclass"


@pytest.mark.parametrize(
    ("context", "words", "target", "label"),
    [
        (HOMES, "does the house have a garden", "garden", "yes"),
        (HOMES, "Find the homes without a garden.", "garden", "no"),
        (HOMES, "which homes have no damp at all?", "damp", "none"),
        (READERS, "which readers without a partner will leave us?", "cancelled", "yes"),
        (READERS, "Our present is for readers who stay. Pick them.", "cancelled", "no"),
    ],
)
def test_what_rows_have_or_lack(context: Context, words: str, target: str, label: str) -> None:
    found = _patches(context, words)
    assert (found.get("target"), found.get("positive_label")) == (target, label)


def test_a_label_that_does_not_exist_is_asked_about() -> None:
    understood = understand("Which readers take the edition 'audio'?", READERS)
    assert "positive_label" in [field for field, _ in understood.questions]
    assert "positive_label" not in understood.patches


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (("Predict the water bill.", "Oh dear, wrong one. I meant the rent."), "monthly_rent"),
        (("Predict the rent.", "sorry, wrong column, it's the heating I'm after"), "heating"),
        (("Predict the rent.", "wrong folder, sorry"), "monthly_rent"),
    ],
)
def test_a_target_that_was_the_wrong_one_is_replaced(words: tuple[str, ...], target: str) -> None:
    assert _patches(HOMES, *words)["target"] == target


def test_the_amount_of_the_period_that_was_said_is_meant() -> None:
    assert _patches(METERS, "What does a customer's power cost per month?").get("target") == "monthly_bill"


def test_a_table_seen_before_is_read_as_one_seen_first() -> None:
    def fresh() -> Context:
        return replace(HOMES, columns=tuple(replace(column) for column in HOMES.columns))

    words = "which homes have no garden?"
    assert understand(words, fresh()).patches == understand(words, fresh()).patches
