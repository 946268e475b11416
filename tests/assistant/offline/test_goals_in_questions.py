"""What a question or a plain construction wants predicted, how many groups, how far ahead, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import understand


def _labels(name: str, *labels: str, number: bool = False) -> ColumnFacts:
    top = tuple((label, 100 - place) for place, label in enumerate(labels))
    return ColumnFacts(name, "number" if number else "category", len(labels), top=top)


BOATS = Context(
    (
        ColumnFacts("asking_price", "number", 800, 0, 900.0, 90000.0),
        ColumnFacts("hull_length", "number", 300, 0, 4.0, 22.0),
        _labels("harbour", "north", "ridge", "south"),
        ColumnFacts("engine_hours", "number", 500, 0, 0.0, 4000.0),
        ColumnFacts("engine_power", "number", 90, 0, 4.0, 300.0),
        _labels("sold", "yes", "no"),
    ),
    1000,
)
DAMAGE = Context(
    (
        ColumnFacts("claim_sum", "number", 800, 0, 90.0, 90000.0),
        _labels("cause", "hail", "theft", "other"),
        _labels("is_fraud", "0", "1", number=True),
        ColumnFacts("premium", "number", 500, 0, 90.0, 900.0),
    ),
    1000,
)
BREAD = Context(
    (
        ColumnFacts("day", "datetime", 200, 0, "2024-01-01", "2024-07-18"),
        _labels("branch", "Harbour", "Station", "Market", "Mill"),
        ColumnFacts("rolls_sold", "number", 190, 0, 10.0, 300.0),
    ),
    800,
)


def _patches(context: Context, *messages: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for words in messages:
        new = dict(understand(words, Context(context.columns, context.n_rows, spec=_nested(found))).patches)
        found = {path: value for path, value in {**found, **new}.items() if value is not None}
    return found


def _nested(found: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    for path, value in found.items():
        head, _, rest = path.partition(".")
        if rest:
            spec.setdefault(head, {})[rest] = value
        else:
            spec[head] = value
    return spec


@pytest.mark.parametrize(
    ("context", "words", "target"),
    [
        (BOATS, "What is the asking price of a small boat?", "asking_price"),
        (BOATS, "Could the engine hours be worked out from the other columns?", "engine_hours"),
        (BOATS, "asking_price must never fall as engine_power grows", "asking_price"),
        (BOATS, "RMSE on the asking price, please", "asking_price"),
        (BOATS, "Predict how long the thing is (hull_length) from the rest", "hull_length"),
        (DAMAGE, "How large will a claim be?", "claim_sum"),
        (DAMAGE, "How much money will a claim come to?", "claim_sum"),
        (
            DAMAGE,
            "I don't want the premium predicted, what a claim costs (claim_sum) is my topic",
            "claim_sum",
        ),
    ],
)
def test_the_construction_says_what_is_predicted(context: Context, words: str, target: str) -> None:
    assert _patches(context, words).get("target") == target


@pytest.mark.parametrize("words", ["What is the average asking price?", "What is the asking price?"])
def test_a_question_about_the_table_sets_no_target(words: str) -> None:
    assert "target" not in _patches(BOATS, words)


def test_a_word_that_several_columns_share_is_asked_about() -> None:
    heard = understand("Predict the engine, RMSE", BOATS)
    assert "target" in dict(heard.questions) and heard.patches.get("task") == "regression"


@pytest.mark.parametrize(
    ("messages", "counts"),
    [
        (("Find groups of boats, not fewer than three, not more than six",), {"min": 3, "max": 6}),
        (("Cluster the boats, from 4 up to 7 of them",), {"min": 4, "max": 7}),
        (("Cluster the boats; everything below five metres is one group to us",), {}),
        (("Cluster the boats into 5 groups", "Forget the 5, let the data decide"), {}),
        (("Find a sensible number of segments, 3 at least and 8 at most",), {"min": 3, "max": 8}),
    ],
)
def test_how_many_groups(messages: tuple[str, ...], counts: dict[str, int]) -> None:
    found = _patches(BOATS, *messages)
    assert found["task"] == "clustering"
    assert {p.partition(".")[2]: v for p, v in found.items() if p.startswith("clusters.")} == counts


@pytest.mark.parametrize(
    ("words", "horizon"),
    [
        ("How many rolls will each branch sell tomorrow and on the six days after?", 7),
        ("Forecast rolls_sold per branch for the next week and the week after", 14),
        ("Forecast rolls_sold per branch for the next five days", 5),
    ],
)
def test_a_horizon_counts_its_first_step(words: str, horizon: int) -> None:
    assert _patches(BREAD, words).get("forecast.horizon") == horizon


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("Predict sold. Drop every column with 'engine' in its name.", ["engine_hours", "engine_power"]),
        ("Predict sold, without the fields that begin with hull", ["hull_length"]),
        ("Predict sold. Harbour stays outside.", ["harbour"]),
        (
            "Predict sold. Drop harbour, and hull_length plus engine_power as well.",
            ["harbour", "hull_length", "engine_power"],
        ),
        ("Predict sold. I don't want the asking price predicted.", None),
    ],
)  # fmt: skip
def test_columns_left_out(words: str, left_out: list[str] | None) -> None:
    assert _patches(BOATS, words).get("ignore_columns") == left_out


def test_a_label_that_sounds_like_a_method_names_rows() -> None:
    assert "models.include" not in _patches(BOATS, "Predict sold, only the ridge harbour")
    assert _patches(BOATS, "Predict sold, ridge regression only")["models.include"] == ["linear"]


def test_a_family_that_may_stay_is_allowed_again() -> None:
    found = _patches(BOATS, "Predict sold. No SVM, no kNN.", "The SVM may stay")
    assert found["models.exclude"] == ["knn"]


def test_a_mix_up_is_no_augmentation() -> None:
    assert "extra_rows" not in _patches(BOATS, "Predict harbour. Every other mix-up is for free.")
