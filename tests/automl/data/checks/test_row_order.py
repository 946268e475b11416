"""TD011: a target that drifts along the file is mentioned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def codes(look: Callable[..., Any], table: pd.DataFrame, target: str) -> set[str]:
    return {found.code for found in look(table, target).findings}


def test_rows_sorted_by_the_target_are_mentioned(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    assert "TD011" in codes(look, people.sort_values("spending"), "spending")
    assert "TD011" in codes(look, people.sort_values("churn"), "churn")


def test_a_slow_drift_is_mentioned(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    share = np.linspace(0.05, 0.9, len(people))
    people["answer"] = np.where(rng.random(len(people)) < share, "yes", "no")

    assert "TD011" in codes(look, people, "answer")


def test_shuffled_rows_are_not(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    assert "TD011" not in codes(look, people, "spending")
    assert "TD011" not in codes(look, people, "churn")


def test_a_target_of_which_only_an_end_differs_is_no_order(
    people: pd.DataFrame, look: Callable[..., Any]
) -> None:
    """Without the first row, or without the last, nothing varies: no correlation, and no warning either."""
    for position in (0, len(people) - 1):
        people["answer"] = "no"
        people.loc[people.index[position], "answer"] = "yes"

        assert "TD011" not in codes(look, people, "answer")
