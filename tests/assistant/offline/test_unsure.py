"""When a message cannot be taken as it stands: said twice, naming what is not there, beyond what can be, in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import apply, understand

Made = Callable[[str], Context]

ASKED = [
    # A figure that two sentences give differently.
    ("customers", "Predict Churn. Use 4 folds. No SVM. Use 8 folds.", "validation.folds"),
    (
        "loans",
        "Who will default? Hold out 10 % for testing. Hold out a third for testing.",
        "validation.test_fraction",
    ),
    ("donors", "Sort the donors into exactly 3 groups. I want exactly 7 groups.", "clusters.count"),
    ("machines", "Warn of failures. Run 60 trials. Age is fine. Run 90 trials.", "budget.trials"),
    ("patients", "Readmissions. Use 2 GB of memory at most. Memory is limited to 6 GB.", "budget.memory_gb"),
    (
        "claims",
        "Find fraud. Catch at least 70 % with the best precision. Catch at least 90 % of it.",
        "metric.at_least",
    ),
    # Labels that no column has.
    ("orders", "Predict payment: find those that pay by Bitcoin.", "positive_label"),
    ("students", "Spot the students whose status is 'expelled'.", "positive_label"),
    ("deliveries", "Minutes of a delivery, only where the weather is 'hail'.", "filter"),
    ("claims", "How high is a claim? Just the Overseas region.", "filter"),
    ("subscriptions", 'Who renews? Only customers on the "Premium" plan.', "filter"),
    # Columns that are not there.
    ("loans", "Which loans default? Drop the column employer.", "ignore_columns"),
    ("houses", "Price of a house. Leave out the house_id and the colour column.", "ignore_columns"),
    ("houses", "Predict price. The more bathrooms, the higher the price.", "monotone"),
    ("students", "Predict the status. No teacher may be in both training and test.", "validation.column"),
    ("houses", "Predict the number of bathrooms in each house.", "target"),
    ("machines", "Predict the blade angle for every machine.", "target"),
    # What is to be predicted, twice or not at all.
    ("patients", "Predict two things: length_of_stay and treatment_cost.", "target"),
    ("deliveries", "predict both delivery_minutes and distance_km at once", "target"),
    # Shares beyond the whole, and amounts that nobody vouches for.
    ("loans", "Predict defaults. Hold out 140 % of the rows.", "validation.test_fraction"),
    ("claims", "Detect fraud, recall at least 1.3, best precision", "metric.at_least"),
    (
        "claims",
        "Find fraud. A needless check costs $50. A fraud that we miss costs $4,000, but that's a wild guess.",
        "metric.fn",
    ),
]
NOT_ASKED = [
    ("customers", "Churn. Use 5 folds, 100 trials and 10 minutes. A model of 5 MB at most. Answer in 20 ms."),
    ("donors", "Sort donors into 4 groups. We have 3 people who will each look after some of them."),
    (
        "claims",
        "Find fraud. A missed one costs $3000. I checked with finance, it is 3000. Needless checks are $100 each.",
    ),
    ("loans", "Which loans default? We call a loan 'dead' when it does. Purpose is out."),
    ("claims", 'My boss says "Monday" is the deadline. Find fraud, only in the north region.'),
    ("customers", "Who churns? Catch at least 80 % with the best precision. At most 20 minutes."),
    ("houses", "Predict the worth of a house, 4 folds."),
    ("machines", "Failures please. No machine may be in both training and test. 4 folds."),
    ("houses", "House price, and district is to be left out."),
    ("donors", "One day each donor might be worth $40 to us. For now, sort them into 4 groups."),
]


@pytest.mark.parametrize(("table", "words", "field"), ASKED)
def test_what_cannot_be_taken_as_it_stands_is_asked(
    made_up: Made, table: str, words: str, field: str
) -> None:
    found = understand(words, made_up(table))
    assert field in [asked for asked, _ in found.questions]
    assert field not in found.patches


@pytest.mark.parametrize(("table", "words"), NOT_ASKED)
def test_what_is_plain_is_not_asked(made_up: Made, table: str, words: str) -> None:
    assert understand(words, made_up(table)).questions == ()


def test_rows_that_are_kept_are_no_target(made_up: Made) -> None:
    found = understand("Just the rows where it rains (weather rain), 5 folds.", made_up("deliveries"))
    assert "target" not in found.patches
    found = understand("Only the north region. No neural nets.", made_up("claims"))
    assert "target" not in found.patches
    assert found.patches["filter"] == "region = 'north'"


@pytest.mark.parametrize(
    "story",
    [
        "In 2021 we threw away 600 euros in one night, cost us about 1900 euros in the end.",
        "The agency we fired charged 3 dollars a letter.",
        "At my old bank they lost 60 cents with each bad loan.",
        "We had a line standing still in March, 80 thousand euros gone.",
    ],
)
def test_what_was_once_is_no_money_of_today(made_up: Made, story: str) -> None:
    found = understand(f"{story} Predict Churn with 5 folds.", made_up("customers"))
    assert not [path for path in found.patches if path.startswith("metric")]
    assert found.questions == ()


def _after(context: Context, *messages: str) -> dict[str, object]:
    recent: tuple[str, ...] = ()
    for text in messages:
        found = understand(text, replace(context, recent=recent))
        context = replace(context, spec=apply(dict(context.spec), found))
        recent = (*reversed(tuple(found.patches)), *recent)
    return dict(context.spec)


def test_a_bare_figure_corrects_the_horizon_or_the_groups(made_up: Made) -> None:
    spec = _after(made_up("energy"), "Forecast consumption_kwh for the next 24 hours", "36 hours, sorry")
    assert spec["forecast"] == {**spec["forecast"], "horizon": 36}  # type: ignore[dict-item]
    assert "budget" not in spec
    spec = _after(made_up("donors"), "Make groups of donors, 3 to 5 of them", "hmm, exactly 4 please")
    assert spec["clusters"] == {"count": 4}
