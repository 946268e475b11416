"""TD010: dates that could order a split by time are mentioned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def test_rows_sorted_by_a_date_are_mentioned(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    people["day"] = pd.date_range("2024-01-01", periods=len(people), freq="4h").strftime("%Y-%m-%d")

    seen = look(people)
    assert seen.columns("TD010", action="note") == {"day"}
    assert "The rows are sorted by it, from 2024-01-01 to 2025-05-14" in seen.reason("TD010")


def test_dates_in_any_order_are_mentioned(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    days = pd.date_range("2024-01-01", periods=300).strftime("%Y-%m-%d")
    people["joined"] = rng.choice(days, len(people))

    assert "It dates the rows" in look(people).reason("TD010")


def test_the_waves_of_a_survey_are_not(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["wave"] = rng.choice(["2024-01-01", "2024-07-01", "2025-01-01"], len(people))

    assert look(people).columns("TD010") == set()
