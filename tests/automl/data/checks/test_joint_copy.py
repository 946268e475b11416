"""TD007: two columns that tell the target together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def test_the_finer_of_two_numbers_whose_ratio_gives_the_class_away_is_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    rate = np.select([people["tenure"] < 20, people["tenure"] < 50], [0.19, 0.13], 0.07) + rng.normal(
        0, 0.004, len(people)
    )
    grade = np.select([rate > 0.16, rate > 0.1], ["C", "B"], "A")
    grade = np.where(rng.random(len(people)) < 0.02, rng.choice(["A", "B", "C"], len(people)), grade)
    loans = people.drop(columns=["churn", "tenure"]).assign(grade=grade)
    loans["amount"] = rng.integers(10, 400, len(people)) * 100
    loans["instalment"] = (loans["amount"] * (1 + rate) / 12).round(2)

    seen = look(loans, "grade", task="multiclass")
    assert seen.columns("TD007", action="ask") == {"instalment"}
    assert "Its ratio with 'amount' tells 'grade'" in seen.reason("TD007")


def test_two_labels_that_decide_the_target_are_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["left"], people["right"] = rng.choice(["a", "b"], len(people)), rng.choice(["c", "d"], len(people))
    people["match"] = np.where((people["left"] == "a") == (people["right"] == "c"), "yes", "no")

    seen = look(people, "match")
    assert seen.columns("TD007", action="ask") == {"left", "right"}


def test_honest_ratios_and_interactions_stay(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["height"] = rng.normal(1.7, 0.1, len(people))
    people["weight"] = 24 * people["height"] ** 2 * rng.normal(1, 0.15, len(people))
    risk = people["weight"] / people["height"] ** 2 - 27
    people["ill"] = np.where(rng.random(len(people)) < 1 / (1 + np.exp(-risk)), "yes", "no")

    assert look(people, "ill").disturbed == set()
