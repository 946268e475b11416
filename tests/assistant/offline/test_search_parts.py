"""Settings, limits, splits and families put together from their parts, and what a message denies or only tells."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.offline.aside.denied import is_denied
from assistant.offline.aside.in_passing import in_passing
from assistant.offline.context import ColumnFacts, Context
from assistant.offline.search.figures_said import figures_said
from assistant.offline.text.line import read_line
from assistant.offline.understand import understand

TRIPS = Context(
    n_rows=1100,
    columns=(
        ColumnFacts("trip_id", "category", 1100),
        ColumnFacts("shipped_on", "datetime", 300, 0, "2024-01-01", "2024-12-31"),
        ColumnFacts("courier", "category", 40),
        ColumnFacts("weight_kg", "number", 300, 0, 0.5, 30.0),
        ColumnFacts("arrived_late", "category", 2, 0, None, None, (("no", 900), ("yes", 200))),
    ),
)
PARTS = ("budget", "limits", "validation", "models", "priors", "hyperparameters")


def _search(text: str, spec: dict[str, Any] | None = None, recent: tuple[str, ...] = ()) -> dict[str, Any]:
    context = Context(n_rows=1100, columns=TRIPS.columns, spec=spec or {}, recent=recent)
    said = text if spec else f"Predict arrived_late. {text}"
    heard = understand(said, context).patches
    return {path: value for path, value in heard.items() if path.partition(".")[0] in PARTS}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("no deeper than twelve", {"max": 12}),
        ("never fewer than 300", {"min": 300}),
        ("anything between 0.005 and 0.2, 10", {"min": 0.005, "max": 0.2}),
        ("one of 0.1, 1, 10 and 100", {"choices": [0.1, 1, 10, 100]}),
        ("in [15, 63]", {"min": 15, "max": 63}),
        ("from {3,5,7}", {"choices": [3, 5, 7]}),
        ("30 or more", {"min": 30}),
        ("capped at 8", {"max": 8}),
    ],
)
def test_what_is_said_of_figures(text: str, bounds: dict[str, Any]) -> None:
    line = read_line(text)

    assert figures_said(line, 0, len(line.items))[0].bounds == bounds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Random forests may grow 200 to 600 trees each, and no tree deeper than nine levels.",
            {"random_forest.n_estimators": {"min": 200, "max": 600}, "random_forest.max_depth": {"max": 9}},
        ),
        (
            "In the decision tree no leaf with fewer than 25 trips.",
            {"decision_tree.min_samples_leaf": {"min": 25}},
        ),
        ("LightGBM should not use more than 63 leaves.", {"lightgbm.num_leaves": {"max": 63}}),
        ("The XGBoost trees mustn't be deeper than seven.", {"xgboost.max_depth": {"max": 7}}),
        ("kNN should ask its 9 nearest neighbours.", {"knn.n_neighbors": {"value": 9}}),
        ("num_leaves between 31 and 127", {"lightgbm.num_leaves": {"min": 31, "max": 127}}),
        (
            "For the MLP: alpha 1e-4..1e-1, activation tanh.",
            {"mlp.alpha": {"min": 0.0001, "max": 0.1}, "mlp.activation": {"choices": ["tanh"]}},
        ),
        ("The vendor's XGBoost ran with a depth of 12.", {}),
        ("I don't care how many trees the random forest has, 300 or 500.", {}),
    ],
)
def test_settings(text: str, said: dict[str, Any]) -> None:
    found = {
        path.removeprefix("hyperparameters."): value
        for path, value in _search(text).items()
        if path.startswith("hyperparameters.")
    }

    assert found == said


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("the leaves may go up to 90", {"min": 15, "max": 90}),
        ("make that 20 at least", {"min": 20, "max": 60}),
        ("fix num_leaves at 31", {"value": 31}),
    ],
)
def test_a_setting_in_a_later_message(text: str, bounds: dict[str, Any]) -> None:
    key = "hyperparameters.lightgbm.num_leaves"
    spec = {"target": "arrived_late", "hyperparameters": {"lightgbm.num_leaves": {"min": 15, "max": 60}}}

    assert _search(text, spec, (key,))[key] == bounds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Anything over 20 MB won't deploy.", {"limits.model_mb": 20}),
        ("The answer must be there in half a millisecond.", {"limits.predict_ms": 0.5}),
        ("It is put in words a layman understands, that's a must.", {"limits.interpretable": True}),
        ("Whether it's explainable is of no importance.", {}),
        ("Run four jobs in parallel.", {"budget.workers": 4}),
        ("25 goes at it, on two of my cores.", {"budget.trials": 25, "budget.workers": 2}),
        ("Don't keep me waiting longer than 8 minutes.", {"budget.time_s": 480}),
        (
            "Deal the trips into ten piles. Each pile is the exam once.",
            {"validation.kind": "kfold", "validation.folds": 10},
        ),
        (
            "A random quarter of the trips is set aside for testing.",
            {"validation.kind": "holdout", "validation.test_fraction": 0.25},
        ),
        (
            "In the split, trips of a courier must not be torn apart.",
            {"validation.kind": "group", "validation.column": "courier"},
        ),
        ("A courier is late, 5-fold cross-validation.", {"validation.kind": "kfold", "validation.folds": 5}),
    ],
)  # fmt: skip
def test_limits_budget_and_splits(text: str, said: dict[str, Any]) -> None:
    assert _search(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Don't split by time.",
        "There is no need to keep the trips of a courier together in the split.",
        "It need not be done in ten minutes.",
        "We aren't limited to 20 trials any more.",
        "5 MB isn't a limit any more.",
        "A recruiter told me that neural networks with 5 layers can do it in 10 minutes.",
    ],
)
def test_what_is_denied_sets_nothing(text: str) -> None:
    assert _search(text) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Boosting of every kind stays at home.",
            {"exclude": ["lightgbm", "xgboost", "catboost", "hist_gradient_boosting"]},
        ),
        (
            "No boosting, with the one exception of CatBoost.",
            {"exclude": ["lightgbm", "xgboost", "hist_gradient_boosting"]},
        ),
        ("Without kNN, without SVM, but not without trees.", {"exclude": ["knn", "svm"]}),
        ("Ridge only, no lasso.", {"include": ["linear"]}),
        ("Nobody is against XGBoost.", {}),
        ("Gradient boosting by CatBoost, nothing else.", {"include": ["catboost"]}),
        ("Include CatBoost and LightGBM, exclude everything else.", {"include": ["catboost", "lightgbm"]}),
    ],
)  # fmt: skip
def test_families(text: str, said: dict[str, list[str]]) -> None:
    found = {p.removeprefix("models."): v for p, v in _search(text).items() if p.startswith("models.")}

    assert found == said


def test_a_bound_is_no_denial() -> None:
    line = read_line("It must not take more than ten minutes, and we do not need five folds.")
    minutes, folds = (at for at, item in enumerate(line.items) if item.payload is not None)

    assert not is_denied(line, minutes)
    assert is_denied(line, folds)


def test_scenery_of_a_long_letter_is_left_out() -> None:
    text = (
        "Dear all, I have good news and some bad news for you and the whole team today. "
        "My grandfather opened the shop in 1931 with two ovens and a van. "
        "The list has four thousand rows in it. Please predict who will leave us, and do that with care and love. "
        "Missing one costs us 40 euros each time. Take ten minutes for it at most, no more than that, thank you all."
    )
    line = read_line(text)

    left_out = [line.words(start, end) for start, end in in_passing(line)]

    assert len(left_out) == 2
    assert left_out[0].startswith("My grandfather")
