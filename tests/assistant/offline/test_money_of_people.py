"""Money as people tell it: customers lost, things handed out, rates on amounts, what was taken for what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from tests.assistant.offline.goals import CHURN, DEFAULTS, FAILS, FRAUD, SOLD, metric_of, pursuing

METRICS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    (
        "Every client we lose costs us 600 dollars. The come-back offer is $40 for everybody we send it to and wins "
        "round one in four of those who wanted out.",
        CHURN,
        {"kind": "payoff", "fn": -600, "tp": -490, "fp": -40, "currency": "USD"},
    ),
    (
        "A basket worth $30 goes to each customer we pick; 20 percent of the leavers who get one stay, and whoever "
        "stays is worth another ten times the MonthlyCharges.",
        CHURN,
        {"kind": "payoff", "tp": "2 * MonthlyCharges - 30", "fp": -30, "currency": "USD"},
    ),
    (
        "If we lose someone it is a $700 hole in the books. Sweetening the deal takes $60 a head, and it only works "
        "on 2 out of 5.",
        CHURN,
        {"kind": "payoff", "fn": -700, "tp": -480, "fp": -60, "currency": "USD"},
    ),
    (
        "Opening a machine costs €2,500 regardless of what we find. If it was about to fail, we are spared damage of "
        "€60,000, before those €2,500 come off.",
        FAILS,
        {"kind": "payoff", "tp": 57500, "fp": -2500, "currency": "EUR"},
    ),
    (
        "Every flagged claim is looked at for £200, crooked or honest. A fraud that slips through costs £5,000.",
        FRAUD,
        {"kind": "payoff", "fn": -5000, "tp": -200, "fp": -200, "currency": "GBP"},
    ),
    (
        "An honest customer accused of fraud costs us 500 pounds, a fraud passed as genuine 4000 pounds.",
        FRAUD,
        {"kind": "payoff", "fp": -500, "fn": -4000, "currency": "GBP"},
    ),
    (
        "A charged-off borrower taken for a good one loses 55 % of the amount; turning down one that would have paid "
        "forgoes 9 % of it.",
        DEFAULTS,
        {"kind": "payoff", "fn": "-0.55 * amount", "fp": "-0.09 * amount"},
    ),
    (
        "Missing a failure costs 4000 euros, a needless check 20 euros. No fewer than 85 percent of the failures "
        "must be found.",
        FAILS,
        {
            "kind": "payoff",
            "fn": -4000,
            "fp": -20,
            "currency": "EUR",
            "constraints": [{"measure": "recall", "at_least": 0.85}],
        },
    ),
    ("There are 150 coupons left and every one of them goes out.", CHURN, {"kind": "top_k", "k": 150}),
    (
        "Each unit we order and never sell costs 20 cents, each unit we're short 60 cents.",
        SOLD,
        {"kind": "asymmetric", "under": 0.6, "over": 0.2},
    ),
    (
        "A guess is good if it lies inside 5 percent of the truth.",
        SOLD,
        {"kind": "tolerance", "relative": 0.05},
    ),
    ("As few units off as possible on average, please.", SOLD, {"kind": "standard", "name": "mae"}),
)


@pytest.mark.parametrize(("words", "spec", "metric"), METRICS)
def test_money_as_people_tell_it(
    made_up: Callable[[str], Context], words: str, spec: dict[str, Any], metric: dict[str, Any]
) -> None:
    assert metric_of(understand(words, pursuing(made_up, spec)).patches) == metric


@pytest.mark.parametrize(
    ("words", "metric", "said"),
    [
        ("10 is too lax. Make it 5 %.", {"kind": "tolerance", "relative": 0.1}, {"relative": 0.05}),
        ("no, 10 is too strict", {"kind": "tolerance", "relative": 0.1}, {}),
        (
            "It's 620 for a missed one and 25 for a needless call.",
            {"kind": "payoff", "fn": -500, "fp": -20, "currency": "USD"},
            {"fn": -620, "fp": -25},
        ),
    ],
)
def test_a_later_message_replaces_the_figures_it_speaks_of(
    made_up: Callable[[str], Context], words: str, metric: dict[str, Any], said: dict[str, Any]
) -> None:
    goal = SOLD if metric["kind"] == "tolerance" else CHURN
    assert metric_of(understand(words, pursuing(made_up, {**goal, "metric": metric})).patches) == said
