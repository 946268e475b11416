"""Which rows count, told by figures without a column's name, by stretches of time, and by what is moved later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from tests.assistant.offline.test_filters import filter_of

Made = Callable[[str], Context]


@pytest.mark.parametrize(
    ("table", "said", "rows"),
    [
        ("patients", "Predict treatment_cost. Juniors under 25 don't go in.", "age >= 25"),
        ("patients", "Predict treatment_cost for people of 65 and over.", "age >= 65"),
        ("patients", "Predict treatment_cost for stays of at least a week.", "length_of_stay >= 7"),
        (
            "customers",
            "Who will churn? Only those who've been with us for over 2 years.",
            "tenure_months > 24",
        ),
        ("customers", "Churn among people who joined less than a year ago.", "tenure_months < 12"),
        (
            "deliveries",
            "Predict delivery_minutes. Parcels over 10 kilos go by truck, so leave them out.",
            "weight_kg <= 10",
        ),
        (
            "deliveries",
            "Predict delivery_minutes for trips of no more than 5 kilometres.",
            "distance_km <= 5",
        ),
        (
            "claims",
            "Find fraud. Only claims from calendar year 2022.",
            "claim_date >= '2022-01-01' AND claim_date < '2023-01-01'",
        ),
        (
            "claims",
            "Find fraud in claims made between March and June 2023.",
            "claim_date >= '2023-03-01' AND claim_date < '2023-07-01'",
        ),
        (
            "claims",
            "Find fraud, claims of the second quarter of 2022 only.",
            "claim_date >= '2022-04-01' AND claim_date < '2022-07-01'",
        ),
    ],
)
def test_a_figure_finds_the_column_that_it_measures(made_up: Made, table: str, said: str, rows: str) -> None:
    assert filter_of(made_up(table), said) == rows


@pytest.mark.parametrize(
    ("table", "before", "said", "rows"),
    [
        ("patients", "age BETWEEN 20 AND 50", "raise the upper limit to 60", "age >= 20 AND age <= 60"),
        ("patients", "age BETWEEN 20 AND 50", "forget the upper limit", "age >= 20"),
        (
            "patients",
            "age >= 30 AND age <= 60",
            "from 25 on instead, the top stays",
            "age >= 25 AND age <= 60",
        ),
        ("claims", "claim_amount > 1000", "2,000, not 1,000", "claim_amount > 2000"),
        (
            "claims",
            "claim_date >= '2022-01-01' AND claim_date < '2023-01-01'",
            "extend it to April 2023",
            "claim_date >= '2022-01-01' AND claim_date < '2023-05-01'",
        ),
        ("claims", "channel IN ('phone', 'web')", "agent instead of web", "channel IN ('phone', 'agent')"),
        ("claims", "channel = 'web'", "no no, exactly the other way round", "channel <> 'web'"),
    ],
)
def test_a_later_message_moves_what_was_said(
    made_up: Made, table: str, before: str, said: str, rows: str
) -> None:
    context = replace(made_up(table), spec={"filter": before})

    assert understand(said, context).patches.get("filter") == rows
