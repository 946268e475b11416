"""Scores that somebody describes without their name: by what is measured, what is done with it, and of whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.offline.context import Context
from assistant.offline.understand import understand

Tables = Callable[[str], Context]


def _metric(context: Context, text: str) -> dict[str, Any]:
    patches = understand(text, context).patches
    return {path: value for path, value in patches.items() if path.startswith("metric")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Judge it by how many euros we are off on average.", "mae"),
        ("The yardstick is the mean distance between your figure and the real one.", "mae"),
        (
            "Add up all misses without their sign and divide by the number of houses; the smaller the better.",
            "mae",
        ),
        ("Being out a lot once is worse than a little often, so square the misses and average them.", "rmse"),
        ("Score: the root of the mean of the squared differences.", "rmse"),
        ("Big blunders should count much more than small ones in the score.", "rmse"),
        ("Line up all misses by size and take the one in the middle.", "median_ae"),
        (
            "A few palaces would spoil any average: what counts is the median of how far off you are.",
            "median_ae",
        ),
        (
            "I think in percentages: on average, by how many percent of the true price are we wrong? Go by that.",
            "mape",
        ),
        ("What matters is the average miss divided by the real price.", "mape"),
        ("Judge by the percentage error, but relative to the mean of prediction and actual price.", "smape"),
        ("Compare the logarithms of both and take the root of the mean squared difference.", "rmsle"),
        ("Rate it by the part of the variance that the model explains.", "r2"),
        ("How much of the ups and downs in price can it account for? That's the measure.", "r2"),
    ],
)
def test_a_score_of_numbers(made_up: Tables, text: str, name: str) -> None:
    said = _metric(made_up("houses"), f"Predict the price. {text}")

    assert said == {"metric.kind": "standard", "metric.name": name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Take a random churner and a random loyal customer: how often is the churner ranked higher? That decides.",
            "roc_auc",
        ),
        ("Whatever the threshold, judge how well it sorts the leavers above the stayers.", "roc_auc"),
        ("Draw precision against recall and take the area below the curve.", "average_precision"),
        (
            "Score it by the average of the squared gap between the stated probability and what then happened.",
            "brier",
        ),
        ("Average the negative logarithm of the probability given to what happened.", "log_loss"),
        ("Whoever is confident and wrong should be punished hard.", "log_loss"),
        ("Judge by the harmonic mean of purity and completeness.", "f1"),
        ("Combine precision and recall into their harmonic mean.", "f1"),
        ("Score by the correlation between predicted and actual labels.", "mcc"),
        (
            "Take the share of leavers recognised and the share of stayers recognised and average the two.",
            "balanced_accuracy",
        ),
        ("The average of sensitivity and specificity decides.", "balanced_accuracy"),
        ("Just count how many customers you get right.", "accuracy"),
        ("Right or wrong, every customer counts the same; the more right the better.", "accuracy"),
        ("Judge it by the share of the churners that it finds.", "recall"),
        (
            "Of all the customers who leave, what portion do we catch? That is the only thing that counts.",
            "recall",
        ),
        ("Miss as few of the churners as possible, nothing else matters.", "recall"),
        ("The yardstick is what share of those it flags really churn.", "precision"),
        ("Out of everybody you name, how many truly leave? I judge you by that.", "precision"),
    ],
)
def test_a_score_of_yes_and_no(made_up: Tables, text: str, name: str) -> None:
    said = _metric(made_up("customers"), f"Predict Churn. {text}")

    assert said == {"metric.kind": "standard", "metric.name": name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "For each status take the share of its students that was recognised, then average the shares.",
            "balanced_accuracy",
        ),
        ("Per class the hit rate, then the plain mean over the classes.", "balanced_accuracy"),
        ("Compute F1 for every status separately and then take the unweighted mean.", "f1_macro"),
        ("Measure the agreement with the truth beyond chance.", "quadratic_kappa"),
        ("The share put in the right class is what counts.", "accuracy"),
    ],
)
def test_a_score_of_several_labels(made_up: Tables, text: str, name: str) -> None:
    said = _metric(made_up("students"), f"Predict the status of a student. {text}")

    assert said == {"metric.kind": "standard", "metric.name": name}


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("houses", "Predict the price. Our last tool was off by 12 percent on average."),
        ("houses", "Predict the price. The variance between districts is large and explains much."),
        ("houses", "Predict the price. On average a house here has five rooms."),
        ("customers", "Predict Churn. A quarter of the customers leave every year."),
        ("customers", "Predict Churn, we have tried a number of things and want to call at the right time."),
        ("customers", "Predict Churn. I need a probability for each customer."),
        ("customers", "Rank the customers by how likely they are to churn."),
        ("students", "Predict the status. Each class has its own average, and most teachers are right."),
    ],
)
def test_what_is_only_told_is_no_score(made_up: Tables, table: str, text: str) -> None:
    assert _metric(made_up(table), text) == {}


def test_a_score_by_its_name_wins_over_a_description(made_up: Tables) -> None:
    said = _metric(
        made_up("houses"), "Predict the price by MAPE, since the average euro we are off says little."
    )

    assert said["metric.name"] == "mape"


def test_a_quoted_question_that_is_gone_by_is_a_wish(made_up: Tables) -> None:
    text = 'Predict the price. The bank only asks "how many euros are you off on average?", so go by that.'

    assert _metric(made_up("houses"), text)["metric.name"] == "mae"


def test_of_several_names_the_deciding_one_is_taken(made_up: Tables) -> None:
    text = "Predict Churn. AUC and Brier go into the report; the choice is made on log loss alone."

    assert _metric(made_up("customers"), text)["metric.name"] == "log_loss"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Judge by MAE, each house weighing as much as its area.", "area"),
        ("Judge by MAE, with every house weighted by the number of rooms plus one.", "rooms + 1"),
        (
            "Judge by MAE; rows with has_garden = yes at weight 3, all other rows at weight 2.",
            "CASE WHEN has_garden = 'yes' THEN 3 ELSE 2 END",
        ),
        (
            "Judge by MAE. Houses built after 2000 are what we sell, so each of them should count double.",
            "CASE WHEN year_built > 2000 THEN 2 ELSE 1 END",
        ),
    ],
)
def test_weights_are_told_in_many_ways(made_up: Tables, text: str, weight: str) -> None:
    said = _metric(made_up("houses"), f"Predict the price. {text}")

    assert said == {"metric.kind": "weighted", "metric.name": "mae", "metric.weight": weight}


@pytest.mark.parametrize(
    ("table", "text", "metric", "bound", "value"),
    [
        (
            "houses",
            "Predict the price. I hope we are off by 9,000 on average at most.",
            "mae",
            "at_most",
            9000,
        ),
        (
            "houses",
            "Predict the price. On average we should be 8 % off or less, I'd expect.",
            "mape",
            "at_most",
            0.08,
        ),
        (
            "students",
            "Predict the status. I'd be glad to see 70 % of them right.",
            "accuracy",
            "at_least",
            0.7,
        ),
    ],
)
def test_a_hope_needs_no_name_of_a_score(
    made_up: Tables, table: str, text: str, metric: str, bound: str, value: float
) -> None:
    patches = understand(text, made_up(table)).patches

    assert patches["expectation.metric"] == metric
    assert patches[f"expectation.{bound}"] == value
    assert "metric.name" not in patches


def test_a_result_is_to_be_beaten_in_a_question(made_up: Tables) -> None:
    text = "Predict outcome. The bureau's card finds the defaults with an AUC of 0.71. Can anything beat it?"
    patches = understand(text, made_up("loans")).patches

    assert (patches["baseline.metric"], patches["baseline.score"]) == ("roc_auc", 0.71)
