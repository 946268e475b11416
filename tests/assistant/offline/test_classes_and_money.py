"""Several classes and money: what a confusion costs, what a step costs, and which labels the business is done with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import understand


def _labels(name: str, *labels: str, number: bool = False) -> ColumnFacts:
    top = tuple((label, 100 - place) for place, label in enumerate(labels))
    return ColumnFacts(name, "number" if number else "category", len(labels), top=top)


LETTERS = Context(
    (
        ColumnFacts("weight_g", "number", 300, 0, 5.0, 2000.0),
        ColumnFacts("postage", "number", 40, 0, 0.5, 20.0),
        _labels("sorting_bin", "Local", "Abroad", "Express"),
        _labels("arrival", "lost", "delivered"),
        _labels("insured", "yes", "no"),
    ),
    900,
)
CHEESES = Context(
    (
        ColumnFacts("weight", "number", 300, 0, 1.0, 30.0),
        ColumnFacts("ripening_days", "number", 90, 0, 10.0, 400.0),
        _labels("mould", "none", "light", "heavy"),
        _labels("stars", "1", "2", "3", "4", "5", "6", number=True),
        _labels("milk", "cow", "goat", "sheep"),
        _labels("returned", "yes", "no"),
    ),
    700,
)


def _patches(context: Context, *words: str) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    for text in words:
        spec |= dict(understand(text, replace(context, spec=spec)).patches)
    return spec


@pytest.mark.parametrize(
    ("words", "costs"),
    [
        (
            "Predict the sorting bin. A Local letter put in Abroad costs $4, an Abroad one put in Local $9.",
            {"Local": {"Abroad": -4}, "Abroad": {"Local": -9}},
        ),
        (
            "Predict the sorting bin. Local taken for Abroad, or Abroad taken for Local, is 3 euros.",
            {"Local": {"Abroad": -3}, "Abroad": {"Local": -3}},
        ),
        (
            "Predict sorting_bin. If an Express letter is taken for Local we lose half of the postage.",
            {"Express": {"Local": "-0.5 * postage"}},
        ),
        (
            "Which sorting bin? Express taken for anything else costs 7 euros.",
            {"Express": {"Local": -7, "Abroad": -7}},
        ),
        (
            "Which sorting bin? Express taken for Local costs 7 euros, the remaining slips 2 euros each.",
            {
                "Local": {"Abroad": -2, "Express": -2},
                "Abroad": {"Local": -2, "Express": -2},
                "Express": {"Local": -7, "Abroad": -2},
            },
        ),
        (
            "Which sorting bin? Mistaking Express for Local is five times as bad as any other error.",
            {
                "Local": {"Abroad": -1, "Express": -1},
                "Abroad": {"Local": -1, "Express": -1},
                "Express": {"Local": -5, "Abroad": -1},
            },
        ),
    ],
)
def test_each_confusion_has_its_cost(words: str, costs: dict[str, Any]) -> None:
    spec = _patches(LETTERS, words)
    assert spec["task"] == "multiclass"
    assert spec["metric.kind"] == "cost_matrix"
    assert spec["metric.costs"] == costs


@pytest.mark.parametrize(
    ("words", "cost"),
    [
        ("Predict the mould class. £5 lost per tier we are wrong by.", -5),
        ("Which mould does a cheese have? One rung out costs 8 pounds, two rungs 16.", -8),
        ("Predict mould; being a class off sets us back 12 pounds.", -12),
        ("Predict the stars as classes. For every star we are off, 2 pounds are deducted.", -2),
    ],
)
def test_each_step_has_its_cost(words: str, cost: int) -> None:
    spec = _patches(CHEESES, words)
    assert spec["task"] == "multiclass"
    assert spec["metric.per_step"] == cost


@pytest.mark.parametrize(
    ("context", "words", "target", "labels"),
    [
        (
            LETTERS,
            "Express letters go on the first van. One left behind costs 5 euros.",
            "sorting_bin",
            "Express",
        ),
        (CHEESES, "Goat cheeses get a red label. A wrong one costs us 3 pounds.", "milk", "goat"),
        (
            CHEESES,
            "Cheeses with 5 or 6 stars go to the fair. A right one earns 9 pounds.",
            "stars",
            ["5", "6"],
        ),
        (CHEESES, "Stars of 2 and below are melted down. A wrong one costs 4 pounds.", "stars", ["1", "2"]),
        (
            CHEESES,
            "With 4 stars or more we sell it ourselves. A right one earns 9 pounds.",
            "stars",
            ["4", "5", "6"],
        ),
    ],
)
def test_labels_that_business_is_done_with_are_told_from_the_rest(
    context: Context, words: str, target: str, labels: str | list[str]
) -> None:
    spec = _patches(context, words)
    assert (spec["task"], spec["target"], spec["positive_label"]) == ("binary", target, labels)


@pytest.mark.parametrize(
    ("context", "words", "label"),
    [
        (CHEESES, "Cheeses that nobody will send back are sold without a ticket. That saves 1 pound.", "no"),
        (CHEESES, "We earn 6 pounds on one that is kept, and lose 20 pounds on one that is returned.", "no"),
        (CHEESES, "Cheeses that come back get a visit. A visit costs 5 pounds.", "yes"),
        (
            LETTERS,
            "Letters without insured go in the plain bag, at 1 euro each. A mistake costs 8 euros.",
            "no",
        ),
    ],
)
def test_the_side_that_is_dealt_with_is_positive(context: Context, words: str, label: str) -> None:
    assert _patches(context, words).get("positive_label") == label


def test_labels_that_only_tell_which_rows_count_are_not_found() -> None:
    words = (
        "Predict the sorting bin, all three of them. Learn from the Local ones only if nothing else is there."
    )
    assert "positive_label" not in _patches(LETTERS, words)


def test_asking_for_every_class_beside_money_keeps_every_class() -> None:
    spec = _patches(LETTERS, "Predict the sorting bin of each letter. A wrong bin costs 2 euros.")
    assert spec["task"] == "multiclass"
    assert spec["metric.costs"]["Local"] == {"Abroad": -2, "Express": -2}


@pytest.mark.parametrize(
    "words",
    [
        "We need the weight of each cheese. A kilo guessed too few costs us 4 pounds, one too many 2 pounds.",
        "Judge by mean absolute error: how heavy is a cheese? Goat cheeses bring 3 pounds more.",
    ],
)
def test_what_a_distance_costs_makes_no_label_the_target(words: str) -> None:
    assert _patches(CHEESES, words).get("target") == "weight"
