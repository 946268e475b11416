"""A question about a column that is not named as it is written says which one was understood."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("What is the effect of contrat lenght?", "I took 'contrat lenght' for Contract."),
        ("effect of montly charges on churn", "I took 'montly charges' for MonthlyCharges."),
        ("How does tenur affect it?", "I took 'tenur' for tenure_months."),
    ],
)
def test_a_misspelt_column_is_named(made_up: Callable[[str], Context], words: str, remark: str) -> None:
    assert remark in understand(words, made_up("customers")).remarks


@pytest.mark.parametrize("words", ["What is the effect of contract?", "Effect of monthly charges"])
def test_a_column_named_as_it_is_written_needs_no_word(made_up: Callable[[str], Context], words: str) -> None:
    assert understand(words, made_up("customers")).remarks == ()
