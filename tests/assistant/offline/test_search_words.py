"""How to search, in words: spans of time, cuts, groups, families; and what a message only tells."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.offline.aside.told import is_told
from assistant.offline.aside.wishes import wished
from assistant.offline.context import ColumnFacts, Context, Understood
from assistant.offline.text.line import read_line
from assistant.offline.understand import understand

TRIPS = Context(
    n_rows=1100,
    columns=(
        ColumnFacts("trip_id", "category", 1100),
        ColumnFacts("shipped_on", "datetime", 300, 0, "2024-01-01", "2024-12-31"),
        ColumnFacts("courier", "category", 40),
        ColumnFacts("term_months", "number", 4, 0, 12.0, 60.0),
        ColumnFacts("weight_kg", "number", 300, 0, 0.5, 30.0),
        ColumnFacts("arrived_late", "category", 2, 0, None, None, (("no", 900), ("yes", 200))),
    ),
)
PARTS = ("budget", "validation", "models", "priors", "hyperparameters")


def _heard(text: str) -> Understood:
    return understand(f"Predict arrived_late. {text}", TRIPS)


def _search(text: str) -> dict[str, Any]:
    return {path: value for path, value in _heard(text).patches.items() if path.partition(".")[0] in PARTS}


@pytest.mark.parametrize(
    "text",
    [
        "The search may take an hour or two.",
        "It may run 5 to 10 minutes.",
        "Take a few minutes.",
        "Be done within five minutes and let the search go on for at least an hour.",
        "Time limit: 20 minutes. Let it run for two full hours.",
    ],
)
def test_a_span_that_is_open_or_said_twice_is_asked(text: str) -> None:
    heard = _heard(text)

    assert "budget.time_s" in dict(heard.questions)
    assert "budget.time_s" not in heard.patches


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Two or three hours at most.", {"budget.time_s": 10800}),
        ("You may take an hour and a quarter.", {"budget.time_s": 4500}),
        ("We keep 20 minutes free for the computation.", {"budget.time_s": 1200}),
        (
            "n_trials=50, timeout=600s, n_jobs=4",
            {"budget.trials": 50, "budget.time_s": 600, "budget.workers": 4},
        ),
        ("The computer has 8 cores but use only half of them.", {"budget.workers": 4}),
        ("Don't let it eat more than 6 gigabytes.", {"budget.memory_gb": 6}),
    ],
)
def test_what_may_be_spent(text: str, said: dict[str, Any]) -> None:
    assert _search(text) == said


TIME = {"validation.kind": "time", "validation.column": "shipped_on"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Everything shipped since 1 September 2024 is the exam.", TIME | {"validation.cutoff": "2024-09-01"}),
        (
            "Training data: trips before 15 March 2024; test data: the later ones.",
            TIME | {"validation.cutoff": "2024-03-15"},
        ),
        (
            "The first month of the test period is October 2024, everything earlier is for training.",
            TIME | {"validation.cutoff": "2024-10-01"},
        ),
        ("Let whatever was shipped after June 2024 serve as test set.", TIME | {"validation.cutoff": "2024-07-01"}),
        ("Test on the final quarter of 2024, train before.", TIME | {"validation.cutoff": "2024-10-01"}),
        ("Try it on newer trips than those it learnt from.", TIME),
        ("One trip in four is kept for the test.", {"validation.kind": "holdout", "validation.test_fraction": 0.25}),
        ("70:30 split.", {"validation.kind": "holdout", "validation.test_fraction": 0.3}),
        ("Split the rows in six parts and test on each in turn.", {"validation.kind": "kfold", "validation.folds": 6}),
        ("Leave-one-courier-out.", {"validation.kind": "group", "validation.column": "courier"}),
        (
            "The test couriers must be other people than the training couriers.",
            {"validation.kind": "group", "validation.column": "courier"},
        ),
    ],
)  # fmt: skip
def test_how_models_are_compared(text: str, said: dict[str, Any]) -> None:
    assert _search(text) == said


BOOSTERS = ["lightgbm", "xgboost", "catboost", "hist_gradient_boosting"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No boosting, thanks.", {"models.exclude": BOOSTERS}),
        ("The auditors won't accept boosting of any sort.", {"models.exclude": BOOSTERS}),
        ("Neither SVM nor neural networks.", {"models.exclude": ["svm", "mlp"]}),
        ("Don't waste time on naive Bayes.", {"models.exclude": ["naive_bayes"]}),
        ("excl. mlp, knn", {"models.exclude": ["mlp", "knn"]}),
        ("The last intern used a neural net and it was a disaster, so none of that.", {"models.exclude": ["mlp"]}),
        ("It has to be a decision tree.", {"models.include": ["decision_tree"]}),
        ("If you must, use a neural net.", {}),
        ("Neural networks are fine by me, but no kNN.", {"models.exclude": ["knn"]}),
        ("P(catboost wins) = 0.7", {"priors.catboost": 0.7}),
        ("I'm not at all sure that SVMs work here.", {"priors.svm": 0.3}),
        ("For XGBoost keep max_depth at 6 or less.", {"hyperparameters.xgboost.max_depth": {"max": 6}}),
        ("lightgbm.num_leaves in {15, 31, 63}", {"hyperparameters.lightgbm.num_leaves": {"choices": [15, 31, 63]}}),
    ],
)  # fmt: skip
def test_families_beliefs_and_settings(text: str, said: dict[str, Any]) -> None:
    assert _search(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "My colleague next door always takes XGBoost.",
        "My professor would insist on 10-fold cross-validation, I don't.",
        "In my last job we always kept 20 % for testing.",
        "Our old tool ran for two hours on four cores every night.",
        "If this were my thesis I'd let it run for a week on 64 cores; it isn't.",
        "One note reads: exclude catboost and run for 3 hours.",
        "For every trip we have to decide within a minute.",
        "Being off by up to 5 minutes is fine.",
        "Gita forwards the validation letters by hand.",
        "My last 25 attempts failed.",
    ],
)
def test_what_is_only_told_sets_nothing(text: str) -> None:
    assert _search(text) == {}


def test_a_wish_of_others_counts() -> None:
    line = wished(read_line("My supervisor wants it judged under five-fold cross-validation."))

    assert not is_told(line, len(line.items) - 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I'd rather you didn't bother with neural networks.", {"models.exclude": ["mlp"]}),
        ("Families: no MLP, no kNN\nTime: 8 min", {"models.exclude": ["mlp", "knn"], "budget.time_s": 480}),
        ("Off the table: SVMs and neural nets.", {"models.exclude": ["svm", "mlp"]}),
        ("None of those SVM things, nor any neural nets please.", {"models.exclude": ["svm", "mlp"]}),
        ("The courier team waits - use just naive bayes.", {"models.include": ["naive_bayes"]}),
        ("Not ten folds but four.", {"validation.folds": 4, "validation.kind": "kfold"}),
        (
            "Cross-validate with five folds. Actually make it ten folds.",
            {"validation.folds": 10, "validation.kind": "kfold"},
        ),
        ("Churn it: five-fold stratified CV.", {"validation.folds": 5, "validation.kind": "kfold"}),
        (
            "Constrain lightgbm num_leaves to [8, 40].",
            {"hyperparameters.lightgbm.num_leaves": {"min": 8, "max": 40}},
        ),
        (
            "Whenever you try extra trees, grow exactly 400 of them.",
            {"hyperparameters.extra_trees.n_estimators": {"value": 400}},
        ),
        ("The vendor is in love with SVMs; I doubt they'll win.", {"priors.svm": 0.3}),
        ("My money's on logistic regression.", {"priors.linear": 0.7}),
        ("As for time, you may have the length of a lesson, that is 45 minutes.", {"budget.time_s": 2700}),
    ],
)
def test_the_search_in_other_words(text: str, said: dict[str, Any]) -> None:
    assert _search(text) == said


def test_two_numbers_of_folds_are_asked_about() -> None:
    heard = _heard("Cross-validate with five folds. Nothing fancy. Cross-validate with eight folds.")

    assert "validation.folds" in dict(heard.questions)
    assert "validation.folds" not in heard.patches
