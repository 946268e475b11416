"""Which column is wanted where the words name others too, and when the target is asked for instead."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.goal.aims import known_beforehand, not_meant
from assistant.offline.reading import Reading
from assistant.offline.text.line import read_line
from assistant.offline.understand import understand


def _labels(name: str, *labels: str, number: bool = False) -> ColumnFacts:
    top = tuple((label, 100 - place) for place, label in enumerate(labels))
    return ColumnFacts(name, "number" if number else "category", len(labels), top=top)


def _number(name: str, low: float = 1.0, high: float = 900.0) -> ColumnFacts:
    return ColumnFacts(name, "number", 400, 0, low, high)


BOATS = Context(
    (
        _labels("hull", "steel", "wood", "plastic"),
        _number("length_m", 4, 30),
        _number("engine_power"),
        _number("mooring_fee"),
        _number("sale_price", 900, 90000),
        _labels("sunk", "no", "yes"),
    ),
    800,
)
CLINIC = Context(
    (
        ColumnFacts("case_number", "number", 900, 0, 1.0, 900.0),
        _labels("ward", "surgery", "medicine"),
        _number("air_temperature", 30, 42),
        _number("skin_temperature", 30, 42),
        _number("length_of_stay", 1, 90),
        _labels("infected", "no", "yes"),
    ),
    900,
)
CHEESE = Context(
    (_number("fat"), _number("salt"), _labels("mark", "3", "4", "5", "6", "7", "8", number=True)), 700
)
FLATS = Context((_number("rooms"), _labels("shape", "new", "good", "worn", "ruined"), _number("rent")), 600)


def _patches(context: Context, words: str) -> dict[str, Any]:
    return dict(understand(words, context).patches)


def _asked(context: Context, words: str) -> list[str]:
    return [field for field, _ in understand(words, context).questions]


def _reading(context: Context, words: str) -> Reading:
    return Reading(context=context, line=read_line(words))


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ("From hull, length and engine power: what will a boat sell for?", True),
        ("Hull, length_m and engine power are known when we are called.", True),
        ("Going by hull and length, which boats sink?", True),
        ("Predict the mooring fee.", False),
    ],
)
def test_columns_to_go_by(words: str, listed: bool) -> None:
    assert bool(known_beforehand(_reading(BOATS, words))) is listed


@pytest.mark.parametrize(
    ("words", "denied"),
    [
        ("Don't predict who sinks, predict the mooring fee.", True),
        ("Whether a boat sinks is the insurer's worry.", True),
        ("There is no label in this file.", True),
        ("Predict the sale price of each boat.", False),
    ],
)
def test_what_is_not_meant(words: str, denied: bool) -> None:
    assert bool(not_meant(_reading(BOATS, words).line)) is denied


@pytest.mark.parametrize(
    ("context", "words", "target"),
    [
        (BOATS, "Don't predict which boats sunk, predict the mooring fee instead.", "mooring_fee"),
        (BOATS, "From hull, length and engine power: what will a boat sell for?", "sale_price"),
        (BOATS, "Mooring fee, not sale price, is to be predicted here.", "mooring_fee"),
        (BOATS, "I'd like to have the mooring fee of every boat predicted.", "mooring_fee"),
        (CLINIC, "How many nights is a patient going to stay with us?", "length_of_stay"),
        (CLINIC, "Estimate a patient's length of stay from ward and air temperature.", "length_of_stay"),
        (FLATS, "Half of the adverts come without a rent; please estimate it from rooms and shape.", "rent"),
    ],
)
def test_what_is_wanted_among_what_is_named(context: Context, words: str, target: str) -> None:
    assert _patches(context, words).get("target") == target


@pytest.mark.parametrize(
    ("context", "words"),
    [
        (CLINIC, "Predict the temperature."),
        (CLINIC, "Either the length of stay or whether somebody is infected should be predicted."),
        (BOATS, "Predict sale_price. The column to be predicted is mooring_fee."),
    ],
)
def test_a_close_choice_is_asked(context: Context, words: str) -> None:
    assert "target" not in _patches(context, words)
    assert "target" in _asked(context, words)


@pytest.mark.parametrize(
    ("context", "words", "labels"),
    [
        (
            CHEESE,
            "Only the cheeses with a mark of 7 or 8 get the medal, everything below is one heap.",
            ["7", "8"],
        ),
        (CHEESE, "Tell the cheeses with mark 7 or 8 from all the others.", ["7", "8"]),
        (
            FLATS,
            "Find the flats of bad shape: that means the shape is worn or ruined; good and new are of no interest.",
            ["worn", "ruined"],
        ),
    ],
)
def test_several_labels_that_count_as_one(context: Context, words: str, labels: list[str]) -> None:
    assert _patches(context, words).get("positive_label") == labels


def test_a_later_message_may_want_something_else() -> None:
    known = Context(CLINIC.columns, CLINIC.n_rows, spec={"task": "regression", "target": "length_of_stay"})
    words = "Forget that, I'd rather know who gets infected."
    assert _patches(known, words).get("target") == "infected"


def test_regression_is_kept_where_the_target_is_asked() -> None:
    assert _patches(CLINIC, "Fit a regression for the temperature.").get("task") == "regression"


@pytest.mark.parametrize(
    ("context", "words", "target"),
    [
        (
            BOATS,
            "Given the hull, the length and how strong the engine is, work out the mooring fee.",
            "mooring_fee",
        ),
        (BOATS, "By hull, length and engine power, find the boats that sunk.", "sunk"),
        (
            BOATS,
            "How dear will a boat be at the sale? Hull, engine power and whether it sunk are known by then.",
            "sale_price",
        ),
        (
            BOATS,
            "Estimate the mooring fee of each boat. Its length and its engine power should tell quite a bit.",
            "mooring_fee",
        ),
        (
            BOATS,
            "I have seen that there is a sunk column, wrecks are not my topic. Predict the fee.",
            "mooring_fee",
        ),
        (
            BOATS,
            "Estimate the sale price. Hull and sunk came in by mistake, drop both of these columns.",
            "sale_price",
        ),
        (CLINIC, "I'd like to know the lenght of stay of every patient.", "length_of_stay"),
        (CLINIC, "Predict length_of_stay for the infected of the surgery.", "length_of_stay"),
    ],
)
def test_what_is_at_hand_is_told_from_what_is_wished_for(context: Context, words: str, target: str) -> None:
    assert _patches(context, words).get("target") == target


@pytest.mark.parametrize(
    "words",
    ["Predict the temperature of a patient.", "Estimate mooring_fee. The column to predict is sale_price."],
)
def test_two_columns_that_are_meant_alike_are_asked_about(words: str) -> None:
    context = CLINIC if "patient" in words else BOATS
    assert "target" in _asked(context, words)
