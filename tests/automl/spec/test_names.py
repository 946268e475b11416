"""Nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.spec.names import did_you_mean, listed, nearest, words_of

COLUMNS = ["customerID", "TotalCharges", "MonthlyCharges", "Churn", "PaymentMethod", "tenure", "is_canceled"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("total charges", "TotalCharges"),
        ("total_charges", "TotalCharges"),
        ("monthly charge", "MonthlyCharges"),
        ("churned", "Churn"),
        ("payment method", "PaymentMethod"),
        ("tenur", "tenure"),
        ("CUSTOMERID", "customerID"),
        ("customer id", "customerID"),
        ("IsCancelled", "is_canceled"),
    ],
)
def test_a_column_is_found_however_it_is_written(name: str, meant: str) -> None:
    assert nearest(name, COLUMNS)[0] == meant


def test_nothing_is_offered_for_a_name_that_is_like_no_other() -> None:
    assert nearest("zzz", COLUMNS) == nearest("zebra crossing", COLUMNS) == []
    assert did_you_mean("zzz", ["a", "b"], noun="columns") == "The columns are 'a' and 'b'."


def test_a_start_of_a_name_is_enough() -> None:
    assert nearest("acc", ["mcc", "accuracy"])[0] == "accuracy"


def test_long_lists_are_cut_with_a_count() -> None:
    assert listed([str(i) for i in range(1000)], limit=2) == "'0', '1' and 998 more"


def test_all_that_may_be_meant_is_offered_and_only_that() -> None:
    assert did_you_mean("churned", COLUMNS) == "Did you mean 'Churn'?"
    assert did_you_mean("Charges", COLUMNS) == "Did you mean 'TotalCharges' or 'MonthlyCharges'?"


def test_names_are_taken_apart_however_they_are_written() -> None:
    assert words_of("TotalCharges_2") == words_of("total-charges 2") == "total charges 2"
    assert words_of("HTTPServerID") == "http server id"
    assert words_of("t1") == "t1"  # a name of its own, no time


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_text_gets_an_answer(name: str, names: list[str]) -> None:
    assert set(nearest(name, names)) <= set(names)
    assert did_you_mean(name, names).endswith((".", "?"))
