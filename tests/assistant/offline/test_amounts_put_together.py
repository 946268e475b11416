"""Work that is paid by the hour, and what comes on top of the cost of acting where acting was in vain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from tests.assistant.offline.goals import CHURN, FAILS, FRAUD, metric_of, pursuing

MISSED = {"fn": -2000, "fp": -48, "tp": -48, "currency": "EUR"}


@pytest.mark.parametrize(
    ("words", "goal", "metric"),
    [
        (
            "A visit takes the fitter 45 minutes at 64 euros an hour. A breakdown that nobody saw coming costs 2,000.",
            FAILS,
            MISSED,
        ),
        (
            "A visit takes the fitter 45 minutes, and an hour of his comes to 64 euros. A breakdown that nobody saw "
            "coming costs 2,000 euros.",
            FAILS,
            MISSED,
        ),
        (
            "The fitter spends 90 min on any machine ($40/hr). A breakdown missed costs $700.",
            FAILS,
            {"fn": -700, "fp": -60, "tp": -60, "currency": "USD"},
        ),
        (
            "Search for 20 minutes at most. A fitter is 60 euros an hour and needs two hours; a missed breakdown is "
            "900 euros.",
            FAILS,
            {"fn": -900, "fp": -120, "tp": -120, "currency": "EUR"},
        ),
        (
            "Every call costs 8 euros. A leaver we keep brings 200 euros. Somebody who'd have stayed gets annoyed, "
            "another 15 euros.",
            CHURN,
            {"tp": 192, "fp": -23, "currency": "EUR"},
        ),
        (
            "Every call costs 8 euros. A leaver we keep brings 200 euros. Somebody who'd have stayed asks for a "
            "discount of 15 euros, and the call is still paid.",
            CHURN,
            {"tp": 192, "fp": -23, "currency": "EUR"},
        ),
        (
            "Looking into a claim costs 80 euros. A fraud that we stop saves 2,600 euros. An honest customer gets a "
            "voucher of 30 euros on top.",
            FRAUD,
            {"tp": 2520, "fp": -110, "currency": "EUR"},
        ),
        # The whole of it, and nothing on top.
        (
            "Looking into a claim costs 80 euros. A fraud that we stop saves 2,600 euros. A needless look costs 110 "
            "euros.",
            FRAUD,
            {"tp": 2520, "fp": -110, "currency": "EUR"},
        ),
    ],
)
def test_amounts_are_put_together(
    made_up: Callable[[str], Context], words: str, goal: dict[str, Any], metric: dict[str, Any]
) -> None:
    understood = understand(words, pursuing(made_up, goal))

    assert metric_of(understood.patches) == {"kind": "payoff"} | metric


def test_time_that_is_paid_is_no_budget(made_up: Callable[[str], Context]) -> None:
    paid = "The fitter spends 15 minutes on any machine ($60/hr). A breakdown missed costs $700."
    understood = understand(paid, pursuing(made_up, FAILS))

    assert not any(path.startswith("budget") for path in understood.patches)
