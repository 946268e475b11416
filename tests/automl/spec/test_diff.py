"""Changes between two versions, in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from automl.spec.diff import diff
from automl.spec.parse import parse_spec


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (
            {"budget": {"time_s": 180}},
            {"budget": {"time_s": 600}},
            ["The time budget goes from 3 minutes to 10 minutes."],
        ),
        ({"budget": {"time_s": 90}}, {}, ["The time budget is gone; it was 90 seconds."]),
        ({}, {"target": "Churn"}, ["The column to predict is set to 'Churn'."]),
        (
            {"metric": {"kind": "payoff", "fn": -500, "currency": "EUR"}},
            {"metric": {"kind": "payoff", "fn": -600, "fp": -20, "currency": "EUR"}},
            [
                "The value of acting in vain is set to −€20.",
                "The value of a missed case goes from −€500 to −€600.",
            ],
        ),
        (
            {"models": {"exclude": ["mlp"]}},
            {"models": {"exclude": ["mlp", "svm"]}},
            ["The list of families to leave out now also holds support vector machines."],
        ),
        (
            {"extra_rows": ["augmentation"]},
            {"extra_rows": ["augmentation", "pseudo_labels"]},
            ["The list of further rows to try now also holds rows without a target."],
        ),
        ({}, {"extra_rows": []}, ["The list of further rows to try is set to none."]),
        (
            {"metric": {"kind": "payoff", "fn": -5}},
            {"metric": {"kind": "payoff", "fn": -5, "constraints": [{"measure": "recall", "at_least": 0.8}]}},
            ["The list of constraints is set to recall at least 0.8."],
        ),
        ({}, {"priors": {"catboost": 0.7}}, ["The belief in CatBoost is set to 0.7."]),
        (
            {},
            {"monotone": {"odd.name": "increasing"}},
            ["The direction of 'odd.name' is set to 'increasing'."],
        ),
        (
            {"hyperparameters": {"lightgbm.num_leaves": {"min": 8, "max": 31}}},
            {"hyperparameters": {"lightgbm.num_leaves": {"value": 20}}},
            ["The setting 'num_leaves' of LightGBM goes from min 8, max 31 to value 20."],
        ),
        (
            {"metric": {"kind": "cost_matrix", "costs": {"a": {"b": -5}}}},
            {"limits": {"interpretable": True}},
            [
                "The wish for a readable model is set to yes.",
                "The kind of metric is gone; it was 'cost_matrix'.",
                "The field 'metric.costs' is gone; it was a b −5.",
            ],
        ),
        ({"target": "x"}, {"target": "x"}, []),
    ],
)
def test_each_change_is_a_sentence(
    before: dict[str, Any], after: dict[str, Any], sentences: list[str]
) -> None:
    assert [change.sentence for change in diff(parse_spec(before), parse_spec(after))] == sentences


def test_a_change_holds_path_and_values() -> None:
    (change,) = diff(parse_spec({"budget": {"time_s": 180}}), parse_spec({"budget": {"time_s": 600}}))

    assert (change.path, change.before, change.after) == ("budget.time_s", 180, 600)
