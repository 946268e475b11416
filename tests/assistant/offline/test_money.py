"""What acting or not acting is worth, and how many rows can be acted on, in many people's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.text.line import read_line
from assistant.offline.understand import understand
from tests.assistant.offline.goals import (
    CHURN,
    FAILS,
    FRAUD,
    GIVES,
    LATE,
    REPAID,
    RETURNED,
    metric_of,
    pursuing,
)

# Words, what is predicted, the metric, the fields that are asked about.
PAYOFFS: tuple[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]], ...] = (
    (
        "A leaver nobody had on the list costs us 1.250 €, ringing somebody who'd have stayed anyway 7,50 €.",
        CHURN,
        {"fn": -1250, "fp": -7.5, "currency": "EUR"},
        (),
    ),
    (
        "A swindle that slips past us: 3'400 francs. A letter to somebody honest: 12 francs.",
        FRAUD,
        {"fn": -3400, "fp": -12, "currency": "CHF"},
        (),
    ),
    (
        "Looking into a claim costs £85 whether we find anything or not, and a fraud that nobody noticed £2,600.",
        FRAUD,
        {"fn": -2600, "tp": -85, "fp": -85, "currency": "GBP"},
        (),
    ),
    (
        "Servicing a machine is $140 a time, needed or not. A breakdown it prevents would have cost $1,900.",
        FAILS,
        {"tp": 1760, "fp": -140, "currency": "USD"},
        (),
    ),
    (
        "A stop that we did not foresee lasts 6 hours, at 450 euros an hour; a needless service is 120 euros.",
        FAILS,
        {"fn": -2700, "fp": -120, "currency": "EUR"},
        (),
    ),
    (
        "Losing one we hadn't spotted costs us $30 a month for the next two years, a wasted call costs $5.",
        CHURN,
        {"fn": -720, "fp": -5, "currency": "USD"},
        (),
    ),
    (
        "If a customer quits unnoticed, seven of their MonthlyCharges are gone. A pointless voucher is 15 dollars.",
        CHURN,
        {"fn": "-7 * MonthlyCharges", "fp": -15, "currency": "USD"},
        (),
    ),
    (
        "Our coupon costs $9 per customer and wins back one in five of the leavers; a stayer is worth $240.",
        CHURN,
        {"tp": 39, "fp": -9, "currency": "USD"},
        (),
    ),
    (
        "A gift is 10 euros apiece. Of ten who want to leave it keeps three, and a kept one is worth 200 euros.",
        CHURN,
        {"tp": 50, "fp": -10, "currency": "EUR"},
        (),
    ),
    (
        "An undetected fraud eats the claim amount plus 80 dollars; questioning an honest customer costs 45 dollars.",
        FRAUD,
        {"fn": "-claim_amount - 80", "fp": -45, "currency": "USD"},
        (),
    ),
    (
        "We lend and they repay: we pocket 8 % of the amount. We lend and they don't: half of the amount is gone.",
        REPAID,
        {"tp": "0.08 * amount", "fp": "-0.5 * amount"},
        (),
    ),
    (
        "Letting a bad one in is six times as bad as sending a good one away.",
        REPAID,
        {"fp": -6, "fn": -1},
        (),
    ),
    (
        "One parcel that is late without warning is as bad as a dozen needless messages.",
        LATE,
        {"fn": -12, "fp": -1},
        (),
    ),
    (
        "Writing to one person costs 80 cents. Whoever gives brings in 35 dollars.",
        GIVES,
        {"tp": 34.2, "fp": -0.8, "currency": "USD"},
        (),
    ),
    (
        "Each return we fail to see coming costs 9 €; holding back an order that would have been kept is 2 € wasted.",
        RETURNED,
        {"fn": -9, "fp": -2, "currency": "EUR"},
        (),
    ),
    (
        "Every fraud we overlook costs us 4.000 €, a needless check something between 50 and 90 euros.",
        FRAUD,
        {"fn": -4000, "currency": "EUR"},
        ("metric.fp",),
    ),
    (
        "A missed breakdown costs a fortune, a false alarm is a nuisance.",
        FAILS,
        {},
        ("metric.fn", "metric.fp"),
    ),
    ("Our competitor saves £2 million a year with that.", FRAUD, {}, ()),
    ("Last year we lost $40,000 to people who left.", CHURN, {}, ()),
)


@pytest.mark.parametrize(("words", "goal", "metric", "asked"), PAYOFFS)
def test_money_goes_to_the_outcomes_it_was_said_of(
    words: str,
    goal: dict[str, Any],
    metric: dict[str, Any],
    asked: tuple[str, ...],
    made_up: Callable[[str], Context],
) -> None:
    understood = understand(words, pursuing(made_up, goal))

    expected = {"kind": "payoff", **metric} if metric else {}
    assert metric_of(understood.patches) == expected
    assert tuple(sorted(field for field, _ in understood.questions if field.startswith("metric"))) == asked


PLACES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("Thirty visits, that's all our drivers have time for.", LATE, {"k": 30}),
    (
        "The team gets through 25 files a week, and about 300 claims land here in that time.",
        FRAUD,
        {"k": 25, "out_of": 300},
    ),
    (
        "Our only crew gets round to four machines a day, and we run sixty of them.",
        FAILS,
        {"k": 4, "out_of": 60},
    ),
    ("Postage only stretches to one donor in twenty.", GIVES, {"fraction": 0.05}),
    ("Exactly 400 letters will go out.", GIVES, {"k": 400}),
    ("Forty of the customers will be invited.", CHURN, {"k": 40}),
    ("Seventy-five get a second look from the committee.", FRAUD, {"k": 75}),
    ("We have 3 call centres and 9 advisers.", CHURN, {}),
    ("People of 30 and older matter most to us.", CHURN, {}),
    ("We have hands for 30 follow-up calls.", CHURN, {"k": 30}),
    ("We've got stamps for 80 of them.", GIVES, {"k": 80}),
    ("Our budget lets us write to one tenth of the list.", GIVES, {"fraction": 0.1}),
    ("A clerk can read 60 files per 900 claims.", FRAUD, {"k": 60, "out_of": 900}),
    ("Only 500 of our 4,000 donors can be phoned.", GIVES, {"k": 500, "out_of": 4000}),
    ("Three inspectors, eight machines each.", FAILS, {"k": 24}),
    ("There are 12 spare sensors. Which machines, close to failing, should get one?", FAILS, {"k": 12}),
    ("We have 4,800 customers and 12 branches.", CHURN, {}),
    ("We mailed 3 letters each last year.", GIVES, {}),
    ("Put the best 3 models together.", CHURN, {}),
)


@pytest.mark.parametrize(("words", "goal", "metric"), PLACES)
def test_places_are_told_by_what_is_done_and_by_words_for_a_limit(
    words: str, goal: dict[str, Any], metric: dict[str, Any], made_up: Callable[[str], Context]
) -> None:
    understood = understand(words, pursuing(made_up, goal))

    assert metric_of(understood.patches) == ({"kind": "top_k", **metric} if metric else {})


def test_where_fewer_will_do_a_number_of_places_is_a_bound(made_up: Callable[[str], Context]) -> None:
    words = "A talk costs $40 either way, one with a leaver saves $300. At most 60 talks; fewer is fine if that pays."

    metric = metric_of(understand(words, pursuing(made_up, CHURN)).patches)

    assert metric["kind"] == "payoff"
    assert metric["constraints"] == [{"measure": "flagged", "at_most": 60}]


def test_places_said_before_take_another_number(made_up: Callable[[str], Context]) -> None:
    before = {**CHURN, "metric": {"kind": "top_k", "k": 200}}

    understood = understand("Good news: 350 calls instead of 200.", pursuing(made_up, before))

    assert understood.patches == {"metric.k": 350}


def test_a_figure_that_is_taken_back_is_asked_for(made_up: Callable[[str], Context]) -> None:
    before = {**FAILS, "metric": {"kind": "payoff", "fn": -4000, "fp": -150, "currency": "EUR"}}

    understood = understand("Scrap the 4,000, finance says it is wrong.", pursuing(made_up, before))

    assert understood.patches == {"metric": {"kind": "payoff", "fp": -150, "currency": "EUR"}}
    assert [field for field, _ in understood.questions] == ["metric.fn"]


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("1.200 €", 1200, "EUR"),
        ("€1.234,50", 1234.5, "EUR"),
        ("2.500.000 €", 2_500_000, "EUR"),
        ("1'850 francs", 1850, "CHF"),
        ("CHF 3'200.50", 3200.5, "CHF"),
        ("35 k€", 35_000, "EUR"),
        ("75p", 0.75, "GBP"),
        ("half a lakh rupees", 50_000, "INR"),
        ("$1.5", 1.5, "USD"),
        ("1,80 €", 1.8, "EUR"),
    ],
)
def test_money_is_read_in_every_spelling(words: str, value: float, currency: str) -> None:
    (item,) = read_line(words).items

    assert (item.payload.kind, item.payload.value, item.payload.currency) == ("money", value, currency)


@pytest.mark.parametrize("words", ["a second look", "a second survey", "0.250", "12.345"])
def test_ordinals_and_decimals_stay_what_they_are(words: str) -> None:
    assert [item.payload.value for item in read_line(words).items if item.payload] in ([], [0.25], [12.345])
