"""TD003: names and numbers of the rows are set aside, measures are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest


def letters(rng: np.random.Generator, n_rows: int) -> list[str]:
    return [
        f"{a}-{b}" for a, b in zip(rng.permutation(n_rows) + 1_000, rng.integers(0, 99, n_rows), strict=True)
    ]


def test_ids_of_every_form_are_set_aside(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    n_rows = len(people)
    people["customerID"] = [f"{code:08x}-AB" for code in rng.permutation(n_rows)]
    people["row"] = np.arange(n_rows)
    people["shuffled"] = rng.permutation(n_rows) + 1
    people["EmployeeNumber"] = np.cumsum(rng.integers(1, 4, n_rows))
    people["Product ID"] = letters(rng, n_rows)
    people["ID"] = rng.choice(200_000, n_rows, replace=False)
    people["session"] = [rng.bytes(16).hex() for _ in range(n_rows)]

    planted = {"customerID", "row", "shuffled", "EmployeeNumber", "Product ID", "ID", "session"}
    seen = look(people)
    assert seen.columns("TD003", action="set_aside") == planted
    assert seen.disturbed == planted


def test_a_named_id_with_some_repeats_is_still_one(people: pd.DataFrame, look: Callable[..., Any]) -> None:
    people["customer_id"] = np.arange(len(people)) * 7
    people.loc[:30, "customer_id"] = 7

    assert look(people).columns("TD003") == {"customer_id"}


def test_measures_dates_and_sentences_are_no_ids(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    n_rows = len(people)
    people["weight"] = rng.normal(70, 9, n_rows)
    people["moment"] = pd.date_range("2024-01-01", periods=n_rows, freq="h").astype(str)
    people["note"] = [f"Customer asked about number {n} and was told to wait" for n in range(n_rows)]
    people["income"] = rng.choice(10_000_000, n_rows, replace=False)
    people["num_followers"] = rng.choice(10_000_000, n_rows, replace=False)
    people["epoch_seconds"] = 1_700_000_000 + np.arange(n_rows)
    people["world_rank"] = rng.permutation(n_rows) + 1
    people["amount_paid_before"] = rng.choice(10_000_000, n_rows, replace=False)

    assert look(people).columns("TD003") == set()


def test_few_rows_are_all_different_by_chance(look: Callable[..., Any]) -> None:
    few = pd.DataFrame({"town": [f"t{n}" for n in range(12)], "score": range(12), "churn": ["Yes", "No"] * 6})

    assert look(few).columns("TD003") == set()


@pytest.mark.parametrize("target", ["churn", None])
def test_ids_are_found_without_a_target(
    people: pd.DataFrame, look: Callable[..., Any], target: str | None
) -> None:
    people["id"] = np.arange(len(people))

    assert look(people, target).columns("TD003") == {"id"}
