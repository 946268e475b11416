"""What a clause about money says: who bears it, which case it speaks of, which label is taken for which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand
from tests.assistant.offline.goals import (
    CHURN,
    DEFAULTS,
    FAILS,
    FRAUD,
    GIVES,
    PRIORITY,
    REPAID,
    SOLD,
    metric_of,
    pursuing,
)

PAYOFFS: tuple[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]], ...] = (
    (
        "A stop without warning sets us back 9k euros. A service costs 350 "
        "euros, no matter if something was wrong.",
        FAILS,
        {"fn": -9000, "tp": -350, "fp": -350, "currency": "EUR"},
        (),
    ),
    (
        "A crash is 7,000 dollars. Checking a machine is 80 dollars, needed or "
        "not, and it prevents the crash every time.",
        FAILS,
        {"fn": -7000, "tp": -80, "fp": -80, "currency": "USD"},
        (),
    ),
    (
        "If nobody talks to a leaver we lose £280; a talk with somebody who'd "
        "have stayed is £9 out of the window.",
        CHURN,
        {"fn": -280, "fp": -9, "currency": "GBP"},
        (),
    ),
    ("TP +120, FP -15, FN -90", CHURN, {"tp": 120, "fp": -15, "fn": -90}, ()),
    ("Each leaver spotted = +70, each needless call = -6.", CHURN, {"tp": 70, "fp": -6}, ()),
    (
        "A missed leaver costs us a fortune, a pointless call $12.",
        CHURN,
        {"fp": -12, "currency": "USD"},
        ("metric.fn",),
    ),
    (
        "A fraud we never notice costs us what was claimed; each claim we check by hand costs 60 euros.",
        FRAUD,
        {"fn": "-claim_amount", "tp": -60, "fp": -60, "currency": "EUR"},
        (),
    ),
    (
        "With each fraud that we uncover we save the claim amount minus 200 "
        "euros; bothering an honest one costs 200 plus 50 euros.",
        FRAUD,
        {"tp": "claim_amount - 200", "fp": -250, "currency": "EUR"},
        (),
    ),
    (
        "Lending to somebody who does not pay back loses 55 % of the amount, "
        "turning away somebody who would have paid costs 8 % of it.",
        DEFAULTS,
        {"fn": "-0.55 * amount", "fp": "-0.08 * amount"},
        (),
    ),
    (
        "A repaid loan earns 300 marks, a defaulted one loses 2000 marks.",
        REPAID,
        {"tp": 300, "fp": -2000},
        (),
    ),
    (
        "Every letter costs 2 pounds. Whoever gives, gives 25 pounds on average.",
        GIVES,
        {"tp": 23, "fp": -2, "currency": "GBP"},
        (),
    ),
    (
        "A visit costs $70. After a visit one leaver in four still leaves. "
        "Each one that leaves costs us $800.",
        CHURN,
        {"fn": -800, "tp": -270, "fp": -70, "currency": "USD"},
        (),
    ),
    (
        "The box costs €20, of which the maker pays half of every box, so we "
        "bear €10. It keeps 30 % of the leavers, and one kept is worth €200.",
        CHURN,
        {"tp": 50, "fp": -10, "currency": "EUR"},
        (),
    ),
    ("Sixty needless calls are as bad as three missed leavers.", CHURN, {"fn": -20, "fp": -1}, ()),
    ("I'd rather phone eight happy customers than lose a single leaver.", CHURN, {"fn": -8, "fp": -1}, ()),
    ("A false alarm is a quarter as bad as a miss.", FAILS, {"fn": -4, "fp": -1}, ()),
)


@pytest.mark.parametrize(("words", "goal", "metric", "asked"), PAYOFFS)
def test_a_clause_tells_the_outcome_and_the_sign(
    words: str,
    goal: dict[str, Any],
    metric: dict[str, Any],
    asked: tuple[str, ...],
    made_up: Callable[[str], Context],
) -> None:
    understood = understand(words, pursuing(made_up, goal))

    assert metric_of(understood.patches) == {"kind": "payoff", **metric}
    assert tuple(sorted(field for field, _ in understood.questions if field.startswith("metric"))) == asked


@pytest.mark.parametrize(
    ("words", "spec", "goal"),
    [
        ("A defaulted loan of 5,000 to 20,000 dollars is what we look at.", {}, DEFAULTS),
        ("Customers called more than 10 times should be looked at with care.", {}, CHURN),
    ],
)
def test_figures_of_rows_are_no_money(
    words: str, spec: dict[str, Any], goal: dict[str, Any], made_up: Callable[[str], Context]
) -> None:
    assert metric_of(understand(words, pursuing(made_up, goal)).patches) == spec


def test_a_price_is_corrected_by_a_bare_figure(made_up: Callable[[str], Context]) -> None:
    before = {**CHURN, "metric": {"kind": "payoff", "fn": -300, "fp": -10, "currency": "USD"}}
    blank = pursuing(made_up, before)
    context = Context(
        columns=blank.columns,
        n_rows=blank.n_rows,
        table_name=blank.table_name,
        spec=before,
        history=("A missed leaver costs 300 dollars, a needless call 10.",),
    )

    patches = understand("The call is in fact 12.", context).patches

    assert patches["metric.fp"] == -12
    assert "metric.tp" not in patches


CONFUSIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "If we say low and it really is urgent that costs 300, saying high when it is medium 5.",
        {"urgent": {"low": -300}, "medium": {"high": -5}},
    ),
    (
        "An urgent one filed under low costs 90, and if a high one is, 40.",
        {"urgent": {"low": -90}, "high": {"low": -40}},
    ),
    (
        "Taking high for low costs 30, low for high 4, and an urgent one taken for either of those two 200.",
        {"high": {"low": -30}, "low": {"high": -4}, "urgent": {"high": -200, "low": -200}},
    ),
    (
        "When an urgent ticket is put with the low ones we lose 80; the "
        "reverse, a low ticket put with the urgent ones, costs 2.",
        {"urgent": {"low": -80}, "low": {"urgent": -2}},
    ),
    (
        "Calling an urgent ticket low is five times as bad as the other way round.",
        {"urgent": {"low": -5}, "low": {"urgent": -1}},
    ),
    (
        "Mixing up urgent and low costs 70.",
        {"urgent": {"low": -70}, "low": {"urgent": -70}},
    ),
)


@pytest.mark.parametrize(("words", "costs"), CONFUSIONS)
def test_a_clause_tells_the_truth_and_what_it_was_taken_for(
    words: str, costs: dict[str, Any], made_up: Callable[[str], Context]
) -> None:
    patches = understand(words, pursuing(made_up, PRIORITY)).patches

    assert metric_of(patches) == {"kind": "cost_matrix", "costs": costs}


@pytest.mark.parametrize(
    ("words", "under", "over"),
    [
        ("A unit missing costs 3 euros, a unit left over 1 euro.", 3, 1),
        ("Announcing fewer units than are really sold is twice as bad as announcing too many.", 2, 1),
        ("A guess beneath the truth hurts us four times as much as one above it.", 4, 1),
    ],
)
def test_too_low_and_too_high_are_told_by_what_happens(
    words: str, under: float, over: float, made_up: Callable[[str], Context]
) -> None:
    metric = metric_of(understand(words, pursuing(made_up, SOLD)).patches)

    assert (metric["under"], metric["over"]) == (under, over)
