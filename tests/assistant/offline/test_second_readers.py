"""Second readers by learned weights: what no pattern knows, and what they must leave alone."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.offline.context import Context
from assistant.offline.learned import Learned, learned
from assistant.offline.understand import understand

Made = Callable[[str], Context]


def test_shares_are_those_of_a_logistic_regression(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(
        json.dumps({"classes": ["a", "b"], "constants": [0.0, 1.0], "weights": {"word": [0.0, -3.0]}}),
        "utf-8",
    )

    found = learned(path)

    assert found.shares({})["b"] == pytest.approx(1 / (1 + math.exp(-1)))
    assert found.shares({"word": 0.5, "unknown": 9.0})["b"] == pytest.approx(1 / (1 + math.exp(0.5)))


def test_huge_sums_do_not_overflow() -> None:
    shares = Learned(("a", "b"), (0.0, 0.0), {"word": (900.0, -900.0)}).shares({"word": 1.0})

    assert shares == {"a": 1.0, "b": 0.0}


@pytest.mark.parametrize(
    "text",
    [
        "Who will churn? Tenure and MonthlyCharges should tell us.",
        "Predict Churn from Contract, tenure and TotalCharges.",
        "Churn. Mind that the contract matters more than anything.",
    ],
)
def test_columns_that_are_to_be_used_are_not_left_out(made_up: Made, text: str) -> None:
    assert "ignore_columns" not in understand(text, made_up("customers")).patches


def test_what_another_reader_has_a_use_for_stays(made_up: Made) -> None:
    found = understand("Predict Churn, and only for those with a tenure over 3.", made_up("customers"))

    assert "ignore_columns" not in found.patches


@pytest.mark.parametrize(
    "text",
    [
        "Which customers will leave us next?",
        "Predict Churn.",
        "What does the average customer pay?",
        "Hello!",
    ],
)
def test_a_message_about_a_label_is_no_forecast_and_no_grouping(made_up: Made, text: str) -> None:
    assert understand(text, made_up("customers")).patches.get("task") not in (
        "forecast",
        "clustering",
        "anomaly",
    )
