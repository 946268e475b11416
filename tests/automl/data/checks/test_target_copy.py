"""TD004: the target in other words is set aside; a good predictor is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def test_labels_in_other_words_are_set_aside(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    leaves = people["churn"] == "Yes"
    people["code"] = np.where(leaves, 2, 1)
    people["finer"] = np.where(leaves, rng.choice(["moved", "price"], len(people)), "stays")
    people["nearly"] = np.where(rng.random(len(people)) < 0.002, ~leaves, leaves).astype(int)
    people["above"] = np.where(leaves, 1.0, -1.0) * rng.uniform(0.1, 9, len(people))

    seen = look(people)
    assert seen.columns("TD004", action="set_aside") == {"code", "finer", "nearly", "above"}
    assert "gives 'churn' away" in seen.reason("TD004")


def test_copies_of_a_number_are_set_aside(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    spending = people["spending"]
    people["in_cents"] = spending * 100
    people["logged"] = np.log(spending + 500)
    people["rounded"] = spending.round(0)
    people["corrected"] = spending.where(rng.random(len(people)) > 0.005, 0.0)
    people["band"] = pd.cut(spending, 5, labels=["a", "b", "c", "d", "e"]).astype(str)

    seen = look(people, "spending")
    assert seen.columns("TD004", action="set_aside") == {"in_cents", "logged", "rounded", "corrected", "band"}


def test_strong_but_honest_columns_stay(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["smoker"] = rng.choice(["yes", "no"], len(people))
    people["cost"] = 100.0 * (people["smoker"] == "yes") + rng.uniform(0, 10, len(people))

    assert look(people, "cost").columns("TD004") == set()
    assert look(people, "spending").columns("TD004") == set()


def test_a_column_that_the_user_keeps_is_left_alone(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    people["code"] = np.where(people["churn"] == "Yes", 2, 1)

    assert look(people, keep=["code"]).disturbed == set()


def test_rare_labels_do_not_hide_a_copy(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["fraud"] = np.where(rng.random(len(people)) < 0.02, "fraud", "fine")
    people["reviewed_as"] = people["fraud"].map({"fraud": "F", "fine": "N"})

    assert look(people, "fraud").columns("TD004") == {"reviewed_as"}
