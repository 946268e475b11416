"""TD005: numbers that add up, or multiply, to the target."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (lambda a, b: a + b, "'part_a' + 'part_b' is 'total'"),
        (lambda a, b: a - b, "'part_a' - 'part_b' is 'total'"),
        (lambda a, b: b - a, "'part_b' - 'part_a' is 'total'"),
        (lambda a, b: a * b, "'part_a' × 'part_b' is 'total'"),
        (lambda a, b: (a * b).round(2), "'part_a' × 'part_b' is 'total'"),
        (lambda a, b: a / b, "'part_a' / 'part_b' is 'total'"),
        (lambda a, b: b / a, "'part_b' / 'part_a' is 'total'"),
    ],
)
def test_two_numbers_that_give_the_target_are_set_aside(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any], formula: Any, text: str
) -> None:
    people["part_a"] = rng.gamma(3, 20, len(people)).round(2) + 0.01
    people["part_b"] = rng.gamma(2, 15, len(people)).round(2) + 0.01
    people["total"] = formula(people["part_a"], people["part_b"])

    seen = look(people, "total", task="regression")
    assert seen.columns("TD005", action="set_aside") == {"part_a", "part_b"}
    assert seen.disturbed == {"part_a", "part_b"}
    assert text in seen.reason("TD005")


def test_a_few_rows_corrected_by_hand_and_missing_cells_hide_nothing(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["casual"] = rng.poisson(30, len(people)).astype(float)
    people["registered"] = rng.poisson(90, len(people)).astype(float)
    people["count"] = people["casual"] + people["registered"]
    people.loc[rng.choice(len(people), 12, replace=False), "count"] += 5
    people.loc[rng.choice(len(people), 200, replace=False), "casual"] = np.nan

    assert look(people, "count").columns("TD005") == {"casual", "registered"}


def test_a_sum_of_several_is_set_aside_and_said(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    for name in ("rent", "food", "fun", "refunds_before"):
        people[name] = rng.gamma(2, 50, len(people))
    people["budget"] = people["rent"] + people["food"] + people["fun"] - people["refunds_before"]

    seen = look(people, "budget")
    assert seen.columns("TD005", action="set_aside") == {"rent", "food", "fun", "refunds_before"}
    assert "'rent' + 'food' + 'fun' - 'refunds_before' is 'budget'" in seen.reason("TD005")


def test_a_weighted_sum_is_only_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["small"], people["large"] = rng.poisson(4, len(people)), rng.poisson(3, len(people))
    people["price"] = 2.5 * people["small"] + 4.2 * people["large"] + 10

    seen = look(people, "price")
    assert seen.columns("TD005", action="ask") == {"small", "large"}


def test_an_honest_relation_is_no_formula(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["width"], people["height"] = rng.gamma(9, 1, len(people)), rng.gamma(9, 1, len(people))
    people["area"] = people["width"] * people["height"] * rng.normal(1, 0.02, len(people))

    assert look(people, "area").columns("TD005") == set()


def test_small_whole_numbers_do_not_add_up_by_chance(
    rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    grades = pd.DataFrame(rng.integers(1, 6, (600, 30)), columns=[f"q{n}" for n in range(30)])
    grades["grade"] = rng.integers(1, 30, 600)

    assert look(grades, "grade", task="regression").disturbed == set()
