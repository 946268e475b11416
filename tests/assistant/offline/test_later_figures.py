"""Costs of classes in more words, places and what they are out of, and later messages that correct or drop a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.offline.context import ColumnFacts, Context
from assistant.offline.understand import understand

Made = Callable[[str], Context]


def _labels(name: str, *labels: str, number: bool = False) -> ColumnFacts:
    top = tuple((label, 100 - place) for place, label in enumerate(labels))
    return ColumnFacts(name, "number" if number else "category", len(labels), top=top)


LETTERS = Context(
    (
        ColumnFacts("weight_g", "number", 300, 0, 5.0, 2000.0),
        ColumnFacts("postage", "number", 40, 0, 0.5, 20.0),
        _labels("sorting_bin", "Local", "Abroad", "Express"),
        _labels("soil", "none", "light", "heavy"),
        _labels("insured", "yes", "no"),
    ),
    900,
)


def _said(context: Context, *words: str) -> dict[str, Any]:
    """The specification after the last message, nested as in the document."""
    spec: dict[str, Any] = {}
    for place, text in enumerate(words):
        patches = understand(text, replace(context, spec=spec, history=tuple(words[:place]))).patches
        for path, value in patches.items():
            *above, last = path.split(".")
            part = spec
            for name in above:
                part = part.setdefault(name, {})
            part[last] = value
            if value is None:
                del part[last]
    return spec


def _metric(context: Context, *words: str) -> dict[str, Any]:
    metric: dict[str, Any] = _said(context, *words).get("metric", {})
    return metric


OTHERS = {
    "Local": {"Abroad": -2, "Express": -2},
    "Abroad": {"Local": -2, "Express": -2},
    "Express": {"Local": -2, "Abroad": -2},
}


def _but(**rows: dict[str, float]) -> dict[str, dict[str, float]]:
    return {label: row | rows.get(label, {}) for label, row in OTHERS.items()}


@pytest.mark.parametrize(
    ("words", "costs"),
    [
        (
            "sorting_bin: offering Abroad to a Local customer costs 4, offering Local to an Abroad customer 9.",
            {"Local": {"Abroad": -4}, "Abroad": {"Local": -9}},
        ),
        (
            "sorting_bin: an Express printed on a Local letter costs 4, a Local printed on an Express letter 9.",
            {"Local": {"Express": -4}, "Express": {"Local": -9}},
        ),
        (
            "sorting_bin: if a Local letter gets labelled Abroad we lose €4, an Abroad one labelled Local costs €9.",
            {"Local": {"Abroad": -4}, "Abroad": {"Local": -9}},
        ),
        (
            "Predict the sorting bin. Entering Abroad where the letter is really Local costs 4 euros.",
            {"Local": {"Abroad": -4}},
        ),
        (
            "Predict the sorting bin. One we expect to be Abroad but that really goes to Local costs 4 euros.",
            {"Local": {"Abroad": -4}},
        ),
        (
            "sorting_bin: Local→Abroad 4, Abroad→Local 9, Express→anything 3",
            {"Local": {"Abroad": -4}, "Abroad": {"Local": -9}, "Express": {"Local": -3, "Abroad": -3}},
        ),
        (
            "Predict the sorting bin. Errors: Local/Abroad 4 €, Local/Express 1 €, no matter in which direction.",
            {"Local": {"Abroad": -4, "Express": -1}, "Abroad": {"Local": -4}, "Express": {"Local": -1}},
        ),
        (
            "Predict the sorting bin. Local taken for Abroad costs 4, any confusion with Express costs 6.",
            {
                "Local": {"Abroad": -4, "Express": -6},
                "Abroad": {"Express": -6},
                "Express": {"Local": -6, "Abroad": -6},
            },
        ),
        (
            "Which sorting bin? An Express letter lying in some wrong bin costs 8 euros, a Local 3.",
            {"Express": {"Local": -8, "Abroad": -8}, "Local": {"Abroad": -3, "Express": -3}},
        ),
        (
            "Predict the sorting bin (Local, Abroad, Express): taking Local for Abroad costs 7, everything else 2.",
            _but(Local={"Abroad": -7}),
        ),
        (
            "Predict the sorting bin. A wrong one costs 2 €, except that a Local taken for an Express costs 7 €.",
            _but(Local={"Express": -7}),
        ),
        (
            "Predict the sorting bin. Mixing up Local and Abroad does no harm, every other mistake costs 2 euros.",
            {"Local": {"Express": -2}, "Abroad": {"Express": -2}, "Express": {"Local": -2, "Abroad": -2}},
        ),
        (
            "Predict the sorting bin. Local taken for Abroad costs 3 % of the postage, the reverse 1 % of it.",
            {"Local": {"Abroad": "-0.03 * postage"}, "Abroad": {"Local": "-0.01 * postage"}},
        ),
        (
            "Predict the soil. One level off costs 2 euros, two levels off 9 euros.",
            {
                "none": {"light": -2, "heavy": -9},
                "light": {"none": -2, "heavy": -2},
                "heavy": {"none": -9, "light": -2},
            },
        ),
    ],
)
def test_costs_of_classes(words: str, costs: dict[str, Any]) -> None:
    assert _metric(LETTERS, words).get("costs") == costs


@pytest.mark.parametrize(
    ("words", "costs"),
    [
        (
            ("Predict the sorting bin, 2 € for each wrong one.", "Make that 5 €."),
            {"Local": {"Abroad": -5, "Express": -5}},
        ),
        (
            ("Predict the sorting bin, 2 € for each wrong one.", "Local sent to Abroad is 9 € though."),
            {"Local": {"Abroad": -9, "Express": -2}},
        ),
        (
            (
                "Predict the sorting bin. Local put to Abroad costs 4, Abroad put to Local 9.",
                "The 4 should be a 6.",
            ),
            {"Local": {"Abroad": -6}},
        ),
        (
            (
                "Predict the sorting bin. Local put to Abroad costs 4, Abroad put to Local 9.",
                "Swap the two, please.",
            ),
            {"Local": {"Abroad": -9}},
        ),
    ],
)
def test_costs_changed_later(words: tuple[str, ...], costs: dict[str, Any]) -> None:
    assert _metric(LETTERS, *words)["costs"]["Local"] == costs["Local"]


CALLS = "Predict churn, we can call the 200 riskiest."
FLOOR = "Predict churn; find at least 80 % of the churners with the best precision."
MONEY = "Predict churn. Missing a churner costs 300 dollars, a needless call 10."


@pytest.mark.parametrize(
    ("words", "metric"),
    [
        ((CALLS, "one of us is on leave, so only 120"), {"kind": "top_k", "k": 120}),
        (
            (CALLS, "200 a month, that is, and 900 come in each month"),
            {"kind": "top_k", "k": 200, "out_of": 900},
        ),
        ((CALLS, "Let's double it."), {"kind": "top_k", "k": 400}),
        (
            (CALLS, "with the new colleague it's 260, of the 900 on file"),
            {"kind": "top_k", "k": 260, "out_of": 900},
        ),
        (
            (FLOOR, "And never flag more than a third of the customers."),
            {
                "kind": "floor",
                "maximise": "precision",
                "subject_to": "recall",
                "at_least": 0.8,
                "constraints": [{"measure": "flagged_share", "at_most": 0.3333333333}],
            },
        ),
        (
            (FLOOR, "I meant it differently: the 80 % are for precision, maximise recall."),
            {"kind": "floor", "maximise": "recall", "subject_to": "precision", "at_least": 0.8},
        ),
        ((MONEY, "Leave the money out of it and use F1."), {"kind": "standard", "name": "f1"}),
        (
            (MONEY, "I got those two the wrong way round."),
            {"kind": "payoff", "fn": -10, "fp": -300, "currency": "USD"},
        ),
        (
            (MONEY + " Precision of at least 20 %.", "Take the precision condition away again."),
            {"kind": "payoff", "fn": -300, "fp": -10, "currency": "USD"},
        ),
        (
            (
                MONEY + " No more than 90 customers flagged, fewer is fine.",
                "Scrap the limit of 90. Recall 60 % or better.",
            ),
            {
                "kind": "payoff",
                "fn": -300,
                "fp": -10,
                "currency": "USD",
                "constraints": [{"measure": "recall", "at_least": 0.6}],
            },
        ),
    ],
)
def test_figures_told_anew(words: tuple[str, ...], metric: dict[str, Any], made_up: Made) -> None:
    assert _metric(made_up("customers"), *words) == metric


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Of our 4,000 customers the shop can ring 250. Predict churn.", (250, 4000)),
        ("Out of every 600 customers our desk calls 40, always 40. Predict churn.", (40, 600)),
        ("Predict churn; hands for 12 visits a day, about 90 customers to choose from.", (12, 90)),
        (
            "Predict churn. 3 clerks, 40 calls each a day; about 900 customers are up for renewal each day.",
            (120, 900),
        ),
        ("Predict churn. We can phone 5 of the 45 people who leave the shop each week.", (5, 45)),
    ],
)
def test_places_and_what_they_are_out_of(words: str, places: tuple[int, int], made_up: Made) -> None:
    metric = _metric(made_up("customers"), words)
    assert (metric.get("k"), metric.get("out_of")) == places


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("Churn. A precision below 40 % is unacceptable.", ("precision", "at_least", 0.4)),
        ("Churn. Precision must not sink below 40 %.", ("precision", "at_least", 0.4)),
        (
            "Churn. Of the people we recommend, 70 in 100 or more have to churn.",
            ("precision", "at_least", 0.7),
        ),
        ("Churn. At least three in ten contacted must really churn.", ("precision", "at_least", 0.3)),
        (
            "Churn. I can live with 10 % of the loyal customers being called.",
            ("false_positive_rate", "at_most", 0.1),
        ),
        (
            "Loyal customers are dear to us: at least 90 % of them must be left in peace. Churn.",
            ("specificity", "at_least", 0.9),
        ),
        ("Churn. No more than one needless call for every three real ones.", ("precision", "at_least", 0.75)),
    ],
)
def test_bounds_in_more_words(words: str, bound: tuple[str, str, float], made_up: Made) -> None:
    metric = _metric(made_up("customers"), words)
    assert (metric.get("subject_to"), metric.get(bound[1])) == (bound[0], bound[2])


@pytest.mark.parametrize(
    ("words", "metric"),
    [
        ("price; an estimate less than 7 percent from the real one is good enough", {"relative": 0.07}),
        (
            "Predict price. 500 too much or too little makes no difference, 2,000 off is useless.",
            {"absolute": 500},
        ),
        ("Predict price. The share of estimates that are at most 900 dollars out counts.", {"absolute": 900}),
        (
            "price within 5 % is fine, every one that isn't costs us €40",
            {"relative": 0.05, "cost_outside": 40, "currency": "EUR"},
        ),
    ],
)
def test_widths(words: str, metric: dict[str, Any], made_up: Made) -> None:
    assert _metric(made_up("houses"), words) == {"kind": "tolerance", **metric}


def test_a_score_above_a_figure_is_expected_and_no_width(made_up: Made) -> None:
    spec = _said(
        made_up("houses"), "Predict price. I'd be disappointed with a mean absolute error above 9,000."
    )
    assert spec["expectation"] == {"metric": "mae", "at_most": 9000}
    assert "metric" not in spec
