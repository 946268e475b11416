"""Figures that are told beside a request, who bears a cost, and scores that are written as an expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from tests.assistant.offline.goals import CHURN, FAILS, REPAID, pursuing

METRICS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("Our turnover was 4.2 million euros in 2024, and the last campaign cost 60,000.", CHURN, {}),
    ("Years ago one breakdown cost us €90,000, took a week and was 30 % of the budget.", FAILS, {}),
    (
        "The bank down the road mails for 40 cents. A leaver we overlook costs us $300, a needless call $9.",
        CHURN,
        {"kind": "payoff", "fn": -300, "fp": -9, "currency": "USD"},
    ),
    (
        "Whoever leaves without having had a call costs us 310 dollars. A call comes to nine dollars, needed or not.",
        CHURN,
        {"kind": "payoff", "fn": -310, "tp": -9, "fp": -9, "currency": "USD"},
    ),
    (
        "Every application we turn down costs $10; if that person would have repaid we lose another $50 on top.",
        REPAID,
        {"kind": "payoff", "fn": -60, "tn": -10, "currency": "USD"},
    ),
    (
        "A call costs 4 dollars, a leaver who stays because of it brings 60 net of that.",
        CHURN,
        {"kind": "payoff", "tp": 60, "fp": -4, "currency": "USD"},
    ),
    (
        "A check takes 20 minutes at 90 dollars an hour, needed or not; a failure we miss costs $4,000.",
        FAILS,
        {"kind": "payoff", "fn": -4000, "tp": -30, "fp": -30, "currency": "USD"},
    ),
    ("FN:FP cost ratio 8:1", CHURN, {"kind": "payoff", "fn": -8, "fp": -1}),
    ("Maximise F2.", CHURN, {"kind": "expression", "direction": "maximise"}),
    ("precision@60 please", CHURN, {"kind": "top_k", "k": 60}),
    (
        "A failure unnoticed costs €3000, a stop for nothing €200. The shift won't accept alarms on more than 3 %.",
        FAILS,
        {
            "kind": "payoff",
            "fn": -3000,
            "fp": -200,
            "currency": "EUR",
            "constraints": [{"measure": "flagged_share", "at_most": 0.03}],
        },
    ),
)


@pytest.mark.parametrize(("words", "spec", "metric"), METRICS)
def test_a_metric_holds_only_the_figures_that_are_to_count(
    made_up: Callable[[str], Context], words: str, spec: dict[str, Any], metric: dict[str, Any]
) -> None:
    patches = understand(words, pursuing(made_up, spec)).patches

    said = {
        path.removeprefix("metric."): value for path, value in patches.items() if path.startswith("metric.")
    }
    said.pop("sql", None)
    assert {key: value for key, value in said.items() if value != 0} == metric


@pytest.mark.parametrize(
    "text",
    [
        "Which loans default? The rate of alarms that cost us time must be 0.05 or below.",
        "Which loans default? For those charged off the gap, 0.05 or below, is the law.",
    ],
)
def test_a_bound_is_no_amount(made_up: Callable[[str], Context], text: str) -> None:
    patches = understand(text, made_up("loans")).patches
    assert not {"metric.fn", "metric.fp", "metric.tp", "metric.tn"} & set(patches)
