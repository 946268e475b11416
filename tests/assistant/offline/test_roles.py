"""Amounts in trades that no pattern knows: what each belongs to, and which bare figures are money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.roles import NONE, ROLES, together
from assistant.offline.understand import understand
from tests.assistant.offline.goals import FAILS, FRAUD, GIVES, LATE, REPAID, RETURNED, metric_of, pursuing

TRADES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    (
        "Each late parcel that nobody rerouted is 45 euros in refunds, and rerouting "
        "one that would have come on time throws away 6 euros.",
        LATE,
        {"fn": -45, "fp": -6, "currency": "EUR"},
    ),
    (
        "We'd reroute the parcels in danger. Rerouting is £8 a parcel, in time or "
        "not; a late one left on its old route costs £60.",
        LATE,
        {"tp": -8, "fp": -8, "fn": -60, "currency": "GBP"},
    ),
    (
        "Ship what is kept, hold what comes back. A return that we shipped is 14 "
        "euros gone, an order held back that the customer would have kept is 25 "
        "euros of margin we never see.",
        RETURNED,
        {"fn": -14, "fp": -25, "currency": "EUR"},
    ),
    (
        "Grant what will be repaid. Granted and repaid leaves us 300 dollars, granted "
        "and defaulted is 4,000 dollars gone.",
        REPAID,
        {"tp": 300, "fp": -4000, "currency": "USD"},
    ),
    (
        "We interview suspicious claimants. An interview takes £90 of an adjuster's "
        "day whoever it is; a crooked claim that we pay out unseen is £2,500.",
        FRAUD,
        {"tp": -90, "fp": -90, "fn": -2500, "currency": "GBP"},
    ),
    (
        "A brochure is 3 dollars. One in five of those who'd give does so because of "
        "it and leaves us 80 dollars.",
        GIVES,
        {"tp": 13, "fp": -3, "currency": "USD"},
    ),
    (
        "Swapping the bearing ahead of a failure puts us 3,000 francs ahead, swapping "
        "a sound one puts us 400 francs behind.",
        FAILS,
        {"tp": 3000, "fp": -400, "currency": "CHF"},
    ),
    (
        "The crew is out for 700 euros on every machine they open. Each failure they "
        "head off saves 9,000 euros before that.",
        FAILS,
        {"tp": 8300, "fp": -700, "currency": "EUR"},
    ),
    (
        "Wave honest claims through! One waved through spares us 40 dollars, a fraud "
        "among them takes 1,900 dollars with it.",
        {**FRAUD, "positive_label": "0"},
        {"tp": 40, "fp": -1900, "currency": "USD"},
    ),
)


@pytest.mark.parametrize(("words", "goal", "metric"), TRADES)
def test_every_trade_has_words_of_its_own(
    words: str, goal: dict[str, Any], metric: dict[str, Any], made_up: Callable[[str], Context]
) -> None:
    understood = understand(words, pursuing(made_up, goal))

    assert metric_of(understood.patches) == {"kind": "payoff", **metric}
    assert not understood.questions


def test_figures_without_a_currency_are_money_by_their_words(made_up: Callable[[str], Context]) -> None:
    words = "Posting the appeal to a donor who gives brings in 45 net, posting it to one who doesn't throws away 2."

    understood = understand(words, pursuing(made_up, GIVES))

    assert metric_of(understood.patches) == {"kind": "payoff", "tp": 45, "fp": -2}


def test_two_different_amounts_never_have_the_same_part() -> None:
    sure, less_so = ({**dict.fromkeys(ROLES, 0.01), "fn": share, "fp": 0.2} for share in (0.7, 0.6))

    assert together([sure, less_so], [Amount(5.0), Amount(7.0)]) == ("fn", "fp")
    assert together([sure, less_so], [Amount(5.0, {}, "USD"), Amount(5.0)]) == ("fn", "fn")


def test_two_amounts_that_surely_mean_the_same_are_both_kept_and_asked_about() -> None:
    sure = {**dict.fromkeys(ROLES, 0.01), "fn": 0.9}

    assert together([sure, sure], [Amount(5.0), Amount(7.0)]) == ("fn", "fn")


def test_several_amounts_may_say_nothing() -> None:
    nothing = {**dict.fromkeys(ROLES, 0.01), NONE: 0.9}

    assert together([nothing, nothing], [Amount(5.0), Amount(7.0)]) == (NONE, NONE)


def test_a_figure_too_long_for_any_number_is_none(made_up: Callable[[str], Context]) -> None:
    words = f"A late parcel costs {'9' * 400} and a check 5 euros."

    understood = understand(words, pursuing(made_up, LATE))

    assert all(abs(value) < 1e9 for value in understood.patches.values() if isinstance(value, int | float))
