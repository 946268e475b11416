"""Who had how much of the search, and whether that is what was meant."""

from __future__ import annotations

from made_trials import made_trial

from automl.search.shared import shared
from automl.search.words import shares_words
from automl.spec.shares import parts_of

TRIALS = [
    made_trial(0, "dummy", 0.5, seconds=100.0),
    made_trial(1, "catboost", 0.8, seconds=6.0),
    made_trial(2, "linear", 0.7, seconds=1.0),
    made_trial(3, "linear", 0.7, seconds=1.0),
]


def test_shares_are_measured_without_the_baseline() -> None:
    parts = parts_of(["catboost", "linear", "svm"], shares={"catboost": 0.7}, priors={})
    found = shared(TRIALS, parts, unit="time")

    assert [(one.family, one.trials, one.share_of_time) for one in found.families] == [
        ("catboost", 1, 0.75),
        ("linear", 2, 0.25),
    ]
    stated, others = found.parts
    assert (stated.planned, stated.share_of_time, stated.share_of_trials) == (0.7, 0.75, 0.3333)
    assert (others.families, others.planned, others.share_of_time) == (("linear", "svm"), 0.3, 0.25)
    assert shares_words(found) == [
        "You gave CatBoost 70 % of the time; it came to 75 %.",
        "30 % of the time was left for families that you did not name; it came to 25 %.",
    ]


def test_where_nobody_steered_families_are_told() -> None:
    found = shared(TRIALS, parts_of(["catboost", "linear"], shares={}, priors={}), unit="time")

    assert found.parts == ()
    assert shares_words(found) == [
        "Nobody steered; of the time, these had: CatBoost 75 % (1 model) and Linear model 25 % (2 models)."
    ]


def test_a_belief_never_takes_all() -> None:
    parts = parts_of(["catboost", "linear"], shares={}, priors={"catboost": 1.0})

    assert [(part.why, round(part.share, 2)) for part in parts] == [("believed", 0.9), ("others", 0.1)]


def test_shares_of_all_families_leave_nothing_to_others() -> None:
    parts = parts_of(["catboost", "linear"], shares={"catboost": 0.3, "linear": 0.3}, priors={})

    assert [(part.families, part.share) for part in parts] == [(("catboost",), 0.5), (("linear",), 0.5)]


def test_a_family_that_may_not_be_used_gets_nothing() -> None:
    (part,) = parts_of(["linear"], shares={"catboost": 0.6}, priors={"svm": 0.9})

    assert (part.families, part.why, part.share) == (("linear",), "others", 1.0)
