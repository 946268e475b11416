"""TD009: repeated rows are mentioned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd


def test_repeated_rows_are_counted(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    twice = pd.concat([people, people.head(600)], ignore_index=True)

    seen = look(twice)
    assert seen.reason("TD009") == "600 of 3,600 rows (16.7%) repeat another one in every column."
    assert seen.disturbed == set()


def test_a_few_repeats_are_not_worth_a_word(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    seen = look(pd.concat([people, people.head(10)], ignore_index=True))

    assert all(found.code != "TD009" for found in seen.findings)


def test_two_columns_repeat_by_chance(look: Callable[..., Any]) -> None:
    seen = look(pd.DataFrame({"text": ["a b c", "d e f"] * 50, "churn": ["Yes", "No"] * 50}))

    assert all(found.code != "TD009" for found in seen.findings)
