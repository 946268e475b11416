"""Misspelt names are answered with what was meant; every column of a table has a name of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.data.names import did_you_mean, nearest, unique_names, words_of

TELCO = ("customerID", "tenure", "MonthlyCharges", "TotalCharges", "PaymentMethod", "Churn", "is_canceled")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("churn", "Churn"),
        ("churned", "Churn"),
        ("total charges", "TotalCharges"),
        ("monthly_charge", "MonthlyCharges"),
        ("paymentmethod", "PaymentMethod"),
        ("IsCancelled", "is_canceled"),
        ("customer id", "customerID"),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(typed: str, meant: str) -> None:
    assert nearest(typed, TELCO)[0] == meant


def test_nothing_is_suggested_where_nothing_is_alike() -> None:
    assert nearest("zebra crossing", TELCO) == []
    assert did_you_mean("zebra crossing", TELCO) == (
        "There are 'customerID', 'tenure', 'MonthlyCharges', 'TotalCharges', 'PaymentMethod', 'Churn', 'is_canceled'."
    )


def test_a_suggestion_reads_as_a_question() -> None:
    assert did_you_mean("churned", TELCO) == "Did you mean 'Churn'?"
    assert did_you_mean("Charges", TELCO) == "Did you mean 'MonthlyCharges' or 'TotalCharges'?"


def test_names_are_taken_apart_however_they_are_written() -> None:
    assert (
        words_of("TotalCharges") == words_of("total_charges") == words_of("total charges") == "total charges"
    )
    assert words_of("HTTPServerID") == "http server id"


def test_repeated_and_empty_names_are_changed_and_told() -> None:
    names, renamed = unique_names(["a", "b", "a", "", " ", "a_2", "a"])

    assert names == ["a", "b", "a_3", "column_4", "column_5", "a_2", "a_4"]
    assert renamed == [("a", "a_3"), ("", "column_4"), (" ", "column_5"), ("a", "a_4")]


@given(st.lists(st.sampled_from(["a", "A", "a_2", "", " ", "column_1", "b "]), max_size=12))
def test_names_become_unique_and_first_ones_stay(names: list[str]) -> None:
    unique, renamed = unique_names(names)

    assert len(set(unique)) == len(names)
    assert len(renamed) == sum(before != after for before, after in zip(names, unique, strict=True))
    for position, name in enumerate(names):
        if name.strip() and name not in names[:position]:
            assert unique[position] == name
