"""Which label is looked for, and which columns and spans foreign or hurried words mean."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import understand


def _labels(name: str, *labels: str, number: bool = False) -> ColumnFacts:
    top = tuple((label, 100 - place) for place, label in enumerate(labels))
    return ColumnFacts(name, "number" if number else "category", len(labels), top=top)


BORROWERS = Context(
    (ColumnFacts("sum", "number", 900, 0, 100.0, 9000.0), _labels("default", "1", "2", number=True)), 1000
)
PUMPS = Context(
    (ColumnFacts("pressure", "number", 300, 0, 1.0, 9.0), _labels("pump_failure", "ok", "failure")), 900
)
MEMBERS = Context(
    (ColumnFacts("Verbrauch kWh", "number", 700, 0, 10.0, 9000.0), _labels("Gekündigt", "nein", "ja")), 800
)
DEALS = Context(
    (ColumnFacts("size", "number", 300, 0, 1.0, 900.0), _labels("phase", "Won", "Lost", "Open")), 1000
)
BREAD = Context(
    (
        ColumnFacts("day", "datetime", 200, 0, "2024-01-01", "2024-07-18"),
        _labels("branch", "Harbour", "Station", "Market", "Mill"),
        ColumnFacts("rolls_sold", "number", 190, 0, 10.0, 300.0),
    ),
    800,
)


def _patches(context: Context, words: str) -> dict[str, Any]:
    return dict(understand(words, context).patches)


@pytest.mark.parametrize(
    ("context", "words", "label"),
    [
        (BORROWERS, "Who will default? Defaults are coded as 2.", "2"),
        (BORROWERS, "Predict default, where a 2 means that somebody did not pay.", "2"),
        (BORROWERS, "Which applicants can we say yes to? In default 1 is good and 2 is bad.", "1"),
        (BORROWERS, "flag the risky applicants (default 2)", "2"),
        (PUMPS, "Which pumps have a pump failure soon?", "failure"),
        (MEMBERS, "Predict Gekuendigt.", "ja"),
        (MEMBERS, "Which customers are not going to leave us?", "nein"),
        (DEALS, "Predict phase: tell the lost deals apart from all the others", "Lost"),
        (
            DEALS,
            "Predict phase: which deals end up Won, no matter whether the others are lost or open",
            "Won",
        ),
    ],
)
def test_the_label_that_is_looked_for_is_found(context: Context, words: str, label: str) -> None:
    assert _patches(context, words)["positive_label"] == label


@pytest.mark.parametrize(
    "words", ["Predict phase: Won, Lost or Open.", "Predict phase. Use only Won and Lost deals."]
)
def test_labels_that_are_only_listed_single_none_out(words: str) -> None:
    found = _patches(DEALS, words)

    assert found["task"] == "multiclass"
    assert "positive_label" not in found


@pytest.mark.parametrize(
    ("words", "horizon"),
    [
        ("Forecast rolls_sold per branch for the coming fortnight", 14),
        ("Forecast rolls_sold per branch, horizon 3 wks", 21),
        ("10 day outlook of rolls_sold, each branch", 10),
    ],
)
def test_a_horizon_is_read(words: str, horizon: int) -> None:
    found = _patches(BREAD, words)

    assert (found["forecast.horizon"], found["forecast.series_column"]) == (horizon, "branch")


def test_two_horizons_are_asked_about() -> None:
    words = "Forecast rolls_sold per branch for the next 7 days. The forecast must reach 14 days ahead."
    understood = understand(words, BREAD)

    assert "forecast.horizon" not in understood.patches
    assert "forecast.horizon" in [field for field, _ in understood.questions]


def test_a_column_of_another_language_is_found_in_english() -> None:
    assert _patches(MEMBERS, "estimate the consumption")["target"] == "Verbrauch kWh"
