"""TD008: what looks as if it was only known afterwards is asked about, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest


@pytest.mark.parametrize(
    "name",
    ["loan_status", "reservation_status_date", "outcome", "PaidTotal", "cancellation_date", "refund amount",
     "duration", "call_duration", "resolution", "closed.at", "churn_reason", "reason", "exit_reason",
     "date_of_churn", "ChurnScore"],
)  # fmt: skip
def test_names_that_speak_of_an_end(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any], name: str
) -> None:
    people[name] = rng.normal(size=len(people))

    assert look(people).columns("TD008", action="ask") == {name}


@pytest.mark.parametrize(
    "name",
    ["Marital_Status", "employment status", "previous_outcome", "poutcome", "PaymentMethod", "months_loan_duration",
     "planned_closing", "credit_history", "balance", "last_contact", "previous_churn", "reason_for_loan", "statusquo"],
)  # fmt: skip
def test_names_that_do_not(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any], name: str
) -> None:
    people[name] = rng.normal(size=len(people))

    assert look(people).disturbed == set()


def test_a_noisy_stand_in_is_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    leaves = (people["churn"] == "Yes").to_numpy()
    people["letter_sent"] = np.where(rng.random(len(people)) < 0.06, ~leaves, leaves).astype(int)

    seen = look(people)
    assert seen.columns("TD008", action="ask") == {"letter_sent"}
    assert "tells 'churn'" in seen.reason("TD008")


def test_a_handful_of_rows_of_a_label_prove_nothing(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["fraud"] = "no"
    people.loc[:7, "fraud"] = "yes"
    people["torque"] = rng.normal(size=len(people)) + 2.5 * (people["fraud"] == "yes")

    assert look(people, "fraud").disturbed == set()


def test_a_part_of_the_sum_is_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["card_part"] = people["spending"] * rng.normal(0.9, 0.03, len(people))

    assert look(people, "spending").columns("TD008", action="ask") == {"card_part"}


def test_missing_cells_that_tell_the_target_are_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    leaves = people["churn"] == "Yes"
    people["interview"] = np.where(
        leaves & (rng.random(len(people)) < 0.6), rng.normal(size=len(people)), np.nan
    )
    people["owed"] = np.where(~leaves & (rng.random(len(people)) < 0.8), rng.gamma(2, 9, len(people)), np.nan)
    people["often_empty"] = np.where(rng.random(len(people)) < 0.3, rng.normal(size=len(people)), np.nan)

    seen = look(people)
    assert seen.columns("TD008", action="ask") == {"interview", "owed"}
    assert "in which it has a value at all have the same 'churn'" in seen.reason("TD008")


def test_a_value_that_only_comes_with_one_label_is_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    leaves = (people["churn"] == "Yes").to_numpy()
    channel = rng.choice(["web", "shop", "phone"], len(people))
    people["channel"] = np.where(leaves & (rng.random(len(people)) < 0.1), "farewell", channel)

    seen = look(people)
    assert seen.columns("TD008", action="ask") == {"channel"}
    assert "have the same 'churn'" in seen.reason("TD008")


def test_where_many_columns_have_such_values_that_is_the_nature_of_the_data(
    rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    poisonous = rng.random(2_000) < 0.5
    mushrooms = pd.DataFrame({"class": np.where(poisonous, "p", "e")})
    for n in range(12):
        trait = rng.choice(["a", "b", "c"], 2_000)
        mushrooms[f"trait_{n}"] = np.where(poisonous & (rng.random(2_000) < 0.15), "z", trait)

    assert look(mushrooms, "class").columns("TD008") == set()


def test_what_is_computed_from_a_suspect_is_asked_about(
    people: pd.DataFrame, rng: np.random.Generator, look: Callable[..., Any]
) -> None:
    people["loan_amount"] = rng.integers(10, 400, len(people)) * 100
    people["paid_principal"] = (people["loan_amount"] * rng.uniform(0, 1, len(people))).round(2)
    people["open_rest"] = people["loan_amount"] - people["paid_principal"]

    seen = look(people)
    assert seen.columns("TD008", action="ask") == {"paid_principal", "open_rest"}


def test_the_petals_of_iris_are_honest(look: Callable[..., Any]) -> None:
    from sklearn.datasets import load_iris

    iris = load_iris(as_frame=True).frame
    assert look(iris, "target", task="multiclass").disturbed == set()
