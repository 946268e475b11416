"""Questions about a column, or a label, that name neither."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import understand


def _labels(name: str, *labels: str, number: bool = False) -> ColumnFacts:
    top = tuple((label, 100 - place) for place, label in enumerate(labels))
    return ColumnFacts(name, "number" if number else "category", len(labels), top=top)


def _figure(name: str, low: float = 0.0, high: float = 9000.0, n: int = 500) -> ColumnFacts:
    return ColumnFacts(name, "number", n, 0, low, high)


BOATS = Context(
    (
        _figure("asking_price"),
        _figure("days_listed", 1, 90, 80),
        _figure("distance_to_sea_km", 0, 60),
        _figure("repair_hours", 0, 40),
        _figure("hours_since_service", 0, 900),
        _labels("condition", "new", "good", "needs renovation"),
        _labels("dual_sim", "yes", "no"),
        _labels("fuel", "Diesel", "Petrol", "LPG"),
        _labels("seller", "Dealer", "Individual"),
    ),
    1000,
)
HUTS = Context(
    (
        _figure("monthly_rent", 300, 2000),
        _figure("heating_cost", 20, 300),
        _figure("air_temperature", -5, 35),
        _figure("water_temperature", 4, 28),
        _figure("Rooms", 1, 6, 6),
        _labels("lift", "yes", "no"),
        _labels("tenure", "OWN", "RENT", "MORTGAGE"),
        _labels("marital_status", "single", "married", "divorced"),
        ColumnFacts("let_on", "datetime", 300, 0, "2023-01-01", "2024-12-01"),
        _labels("cancelled", "no", "yes"),
    ),
    900,
)
DEBTS = Context(
    (
        _figure("sum"),
        _labels("default", "1", "2", number=True),
        _labels("purpose", "car", "education", "furniture"),
    ),
    1000,
)
ORDERS = Context((_figure("basket_value"), _labels("sent_back", "N", "Y"), _figure("margin", 0, 90)), 900)
CAMPAIGN = Context((_figure("age", 18, 90, 70), _labels("replied", "0", "1", number=True)), 900)


def _read(context: Context, words: str) -> tuple[dict[str, Any], list[str]]:
    found = understand(words, context)
    return dict(found.patches), [field for field, _ in found.questions]


@pytest.mark.parametrize(
    ("context", "words", "target"),
    [
        (BOATS, "How long until somebody takes a boat off our hands?", "days_listed"),
        (BOATS, "how far is each of them from the shore?", "distance_to_sea_km"),
        (BOATS, "I do the rota. How long will my fitters be tied up putting one right?", "repair_hours"),
        (
            BOATS,
            "People always ask what breaks. I want to know how many hours the mechanic works on it.",
            "repair_hours",
        ),
        (BOATS, "what will each of them fetch?", "asking_price"),
        (HUTS, "What does the landlord get for one of these every month?", "monthly_rent"),
        (HUTS, "Tell me how much money goes into keeping such a hut warm.", "heating_cost"),
        (ORDERS, "what is left over for us on an order?", "margin"),
        (ORDERS, "How much will a customer spend?", "basket_value"),
    ],
)
def test_a_figure_is_told_of(context: Context, words: str, target: str) -> None:
    patches, questions = _read(context, words)
    assert patches.get("target") == target
    assert patches.get("task") == "regression"
    assert "target" not in questions


@pytest.mark.parametrize(
    ("context", "words", "target", "label"),
    [
        (BOATS, "Which of them are wrecks that somebody has to do up?", "condition", "needs renovation"),
        (BOATS, "which boats would take two cards at once?", "dual_sim", "yes"),
        (HUTS, "I sell contents insurance. Who of them pays a landlord?", "tenure", "RENT"),
        (HUTS, "Which tenants still have the bank on their house?", "tenure", "MORTGAGE"),
        (HUTS, "who has a husband or wife?", "marital_status", "married"),
        (HUTS, "I fit elevators. Which houses have none yet?", "lift", "no"),
        (HUTS, "We hand a present to people who are sure to stick around.", "cancelled", "no"),
        (DEBTS, "1 is for those who paid, 2 for those who did not. I'm hunting the second sort.", "default", "2"),
        (DEBTS, "which of them want the money for their studies?", "purpose", "education"),
        (ORDERS, "Which orders is the customer going to hang on to?", "sent_back", "N"),
        (ORDERS, "which parcels will we see again?", "sent_back", "Y"),
        (CAMPAIGN, "Save the postage: which customers won't react anyway?", "replied", "0"),
    ],
)  # fmt: skip
def test_a_label_is_told_of(context: Context, words: str, target: str, label: str) -> None:
    patches, questions = _read(context, words)
    assert (patches.get("target"), patches.get("positive_label")) == (target, label)
    assert not {"target", "positive_label"} & set(questions)


@pytest.mark.parametrize(
    ("context", "words", "target"),
    [
        (DEBTS, "What will they use the money for: a car, studies, a sofa?", "purpose"),
        (BOATS, "Nobody filled in what it runs on - diesel, petrol or gas. Predict it.", "fuel"),
    ],
)
def test_labels_listed_one_by_one_are_classes(context: Context, words: str, target: str) -> None:
    patches, _ = _read(context, words)
    assert (patches.get("target"), patches.get("task")) == (target, "multiclass")
    assert "positive_label" not in patches


@pytest.mark.parametrize(
    ("context", "words"),
    [
        (HUTS, "how warm is it going to be?"),
        (HUTS, "When should I call them?"),
    ],
)
def test_what_fits_several_or_none_is_asked(context: Context, words: str) -> None:
    patches, questions = _read(context, words)
    assert "target" not in patches
    assert "target" in questions or not questions


def test_a_count_that_is_asked_for_is_a_number() -> None:
    patches, questions = _read(HUTS, "How many rooms has each of them got?")
    assert (patches.get("target"), patches.get("task")) == ("Rooms", "regression")
    assert not questions


def test_the_other_way_round() -> None:
    known = Context(
        HUTS.columns, 900, spec={"target": "cancelled", "task": "binary", "positive_label": "yes"}
    )
    patches, _ = _read(known, "No, I want it the other way round.")
    assert patches.get("positive_label") == "no"


def test_a_label_that_contradicts_what_is_looked_for_is_asked() -> None:
    patches, questions = _read(HUTS, "Find the people who will cancel; the positive label has to be no.")
    assert "positive_label" not in patches
    assert "positive_label" in questions


def test_a_maker_that_the_table_does_not_know_is_asked() -> None:
    phones = Context((_figure("price"), _labels("brand", "Apple", "Samsung", "Xiaomi")), 700)
    patches, questions = _read(phones, "Which phones are made by Nokia?")
    assert patches.get("target") == "brand"
    assert "positive_label" in questions
