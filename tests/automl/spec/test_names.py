"""Nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.spec.names import did_you_mean, listed, nearest, words_of

COLUMNS = ["customerID", "TotalCharges", "MonthlyCharges", "Churn", "PaymentMethod", "tenure"]


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
    ],
)
def test_a_column_is_found_however_it_is_written(name: str, meant: str) -> None:
    assert nearest(name, COLUMNS)[0] == meant


def test_nothing_is_offered_for_a_name_that_is_like_no_other() -> None:
    assert nearest("zzz", COLUMNS) == []
    assert did_you_mean("zzz", ["a", "b"], noun="columns") == "The columns are 'a' and 'b'."


def test_a_start_of_a_name_is_enough() -> None:
    assert nearest("acc", ["mcc", "accuracy"])[0] == "accuracy"


def test_long_lists_are_cut_with_a_count() -> None:
    assert listed([str(i) for i in range(1000)], limit=2) == "'0', '1' and 998 more"


def test_words_are_split_at_case_signs_and_digits() -> None:
    assert words_of("TotalCharges_2") == "total charges 2"


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_text_gets_an_answer(name: str, names: list[str]) -> None:
    assert set(nearest(name, names)) <= set(names)
    assert did_you_mean(name, names).endswith((".", "?"))
