"""Which rows count, told by judging them, by what a word means, by exceptions, and by figures in other units."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from tests.assistant.offline.test_filters import filter_of

Made = Callable[[str], Context]


@pytest.mark.parametrize(
    ("table", "said", "rows"),
    [
        (
            "patients",
            "Predict treatment_cost. Leave out anyone aged 60 or older.",
            "age < 60",
        ),
        (
            "deliveries",
            "Predict delivery_minutes. Parcels over 30 kg are typing errors.",
            "weight_kg <= 30",
        ),
        (
            "deliveries",
            "Predict delivery_minutes. Snow is chaos and would only confuse things.",
            "weather <> 'snow'",
        ),
        (
            "deliveries",
            "Delivery minutes in rain or fog, nothing heavier than 10 kg.",
            "weather IN ('rain', 'fog') AND weight_kg <= 10",
        ),
        (
            "deliveries",
            "Predict delivery_minutes. Trips under 1 km are test drives; remove.",
            "distance_km >= 1",
        ),
        (
            "deliveries",
            "Predict delivery_minutes. Trips beyond 40 km are too long for my shop.",
            "distance_km <= 40",
        ),
        (
            "claims",
            "Find fraud. Agent claims belong to my colleague, and claims over 40,000 go to another team.",
            "channel <> 'agent' AND claim_amount <= 40000",
        ),
        (
            "claims",
            "Find fraud. Phone claims were typed in by students, so not those.",
            "channel <> 'phone'",
        ),
        (
            "claims",
            "Find fraud. The claims before 2023 were settled elsewhere and shouldn't go in.",
            "claim_date >= '2023-01-01'",
        ),
        ("claims", "Find fraud. Web claims fall outside this study.", "channel <> 'web'"),
        (
            "customers",
            "Who will churn? Whoever is past 70 is a different story, take them off the list.",
            "Age <= 70",
        ),
        (
            "customers",
            "Who will churn among the loyal ones, meaning those who have a tenure of over 24 months?",
            "tenure_months > 24",
        ),
        (
            "customers",
            "Predict Churn for everyone other than the two year contracts, with at least 2 support calls.",
            "Contract <> 'Two year' AND support_calls >= 2",
        ),
        (
            "customers",
            "Predict Churn. Women aren't part of this, nor is anyone under 30.",
            "Age >= 30 AND gender <> 'female'",
        ),
        ("loans", "Will a loan default? I'd rather you didn't look at car loans.", "purpose <> 'car'"),
        ("loans", "Which loans default? Business loans are none of our concern.", "purpose <> 'business'"),
        ("loans", "Which loans default, for people younger than 40?", "age < 40"),
        (
            "claims",
            "Find fraud, no phone and no web claims. // The web claims may stay in after all.",
            "channel <> 'phone'",
        ),
        ("claims", "Find fraud, leave the agents' claims out. // Fine, put agent back in.", None),
    ],
)
def test_rows_that_are_judged(made_up: Made, table: str, said: str, rows: str | None) -> None:
    assert filter_of(made_up(table), said) == rows


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("customers", "Who will churn? Customers over 60 are usually the loyal ones."),
        ("customers", "Predict Churn. If we call a woman who would stay, that costs us 10 dollars."),
        ("deliveries", "Predict delivery_minutes. Trips over 40 km are mostly late, the drivers say."),
        ("claims", "Find fraud. A clerk who rings an honest agent costs us 30 euros. Nothing else matters."),
    ],
)
def test_what_is_only_told_of_rows(made_up: Made, table: str, said: str) -> None:
    assert "filter" not in understand(said, made_up(table)).patches
