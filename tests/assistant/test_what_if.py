"""Hypotheticals about one row become other values of its columns."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.looking import column_facts
from assistant.what_if import changes_of
from automl.data.load import load_table
from tests.fakes import customers


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("What if the contract of row 1 was two years?", {"Contract": "Two year"}),
        ("suppose tenure were 24", {"tenure": 24}),
        ("what if monthly charges were 10 lower?", {"MonthlyCharges": {"add": -10}}),
        ("what if the monthly charges were 10,000 higher", {"MonthlyCharges": {"add": 10_000}}),
        (
            "if tenure doubled and she had a one year contract",
            {"tenure": {"times": 2}, "Contract": "One year"},
        ),
        ("what if MonthlyCharges was 10% higher?", {"MonthlyCharges": {"times": 1.1}}),
        ("what if it rained?", {}),
        ("why row 17?", {}),
    ],
)
def test_a_hypothetical_is_read(words: str, changes: dict[str, Any]) -> None:
    columns = column_facts(load_table(customers(), name="churn"))

    found = changes_of(words, columns)
    assert found.keys() == changes.keys()
    for name, value in changes.items():
        assert found[name] == (pytest.approx(value) if not isinstance(value, str) else value)
