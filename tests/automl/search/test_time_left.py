"""The time left: what will be asked for next, and how far estimates were off here."""

from __future__ import annotations

import pytest

from automl.families import FAMILIES, Shape
from automl.search.candidate import Candidate
from automl.search.column_trials import ORIGIN, ColumnTrials
from automl.search.schedule import Schedule
from automl.search.time_left import (
    USUALLY_OFF,
    UnderWay,
    coming,
    fitted_share,
    fold_seconds,
    pace,
    trials_left_s,
)
from tests.made_trials import made_trial

SHAPE = Shape(n_rows=2_000, n_numbers=8, n_categories=2, max_levels=5, n_texts=0, n_classes=2, task="binary")


def schedule(priors: dict[str, float] | None = None) -> Schedule:
    return Schedule(FAMILIES, SHAPE, bounds={}, priors=priors or {}, seed=0, greater_is_better=True)


def usual_s(ahead: Schedule, candidate: Candidate) -> float:
    return USUALLY_OFF[candidate.family] * ahead.cost_s(candidate)


@pytest.mark.parametrize("priors", [{}, {"catboost": 0.7}])
def test_what_is_coming_is_what_the_schedule_then_asks_for(priors: dict[str, float]) -> None:
    asked = schedule(priors)
    asked.ask()
    foretold = list(coming(asked, 12))
    then = [asked.ask() for _ in range(12)]

    assert [one.family for one in foretold if isinstance(one, Candidate)] == [
        one.family for one in then if one is not None and one.origin == "default"
    ]


def test_trials_of_derived_columns_are_foretold_after_the_usual_settings() -> None:
    columns = ColumnTrials(lambda _: ("dates", "labels"), greater_is_better=True)
    ahead = Schedule(FAMILIES, SHAPE, bounds={}, priors={}, seed=0, greater_is_better=True, columns=columns)
    n_usual = len(ahead.queue)
    for _ in range(4):
        one = ahead.ask()
        assert one is not None
        ahead.tell(one, 0.8 if one.family == "xgboost" else 0.7, fold_scores=(0.7, 0.7))

    few, many = list(coming(ahead, 6)), list(coming(ahead, 40))

    assert not [one for one in few if isinstance(one, Candidate) and one.origin == ORIGIN]
    foretold = [(k, one) for k, one in enumerate(many) if isinstance(one, Candidate) and one.origin == ORIGIN]
    assert [(k, one.family) for k, one in foretold] == [(n_usual - 3, "xgboost"), (n_usual - 2, "xgboost")]


def test_looking_ahead_changes_nothing() -> None:
    looked, other = schedule(), schedule()
    looked.ask(), other.ask()
    list(coming(looked, 40))

    assert [looked.ask() for _ in range(5)] == [other.ask() for _ in range(5)]


def test_a_machine_on_which_fits_take_four_times_as_long_is_learned_from_the_trials() -> None:
    ahead = schedule()
    ahead.ask()
    candidates = [one for one in (ahead.ask() for _ in range(3)) if one is not None]
    trials = [
        made_trial(one.trial, one.family, 0.8, params=dict(one.params), seconds=4 * usual_s(ahead, one))
        for one in candidates
    ]
    known = candidates[0]

    assert fold_seconds(ahead, trials)(known) == pytest.approx(4 * usual_s(ahead, known))
    before = trials_left_s(ahead, [], [], n_left=10, n_folds=5)
    after = trials_left_s(ahead, trials, [], n_left=10, n_folds=5)
    assert after / before == pytest.approx(4, rel=0.01)


def test_of_a_trial_under_way_only_the_rest_is_still_to_come() -> None:
    ahead = schedule()
    ahead.ask()
    candidate = ahead.ask()
    assert candidate is not None
    half_done = UnderWay(candidate, took=[2.0, 2.0], since=[1.5])

    assert trials_left_s(ahead, [], [half_done], n_left=0, n_folds=5) == pytest.approx(0.5 + 2 * 2.0)


def test_the_pace_of_a_long_search_is_its_own() -> None:
    assert pace(1_000.0, 1_000.0, workers=2) == pytest.approx(2.0, rel=0.01)
    assert 1.0 < pace(0.0, 0.0, workers=2) < 1.5


def test_trials_given_up_early_shorten_what_is_expected_of_those_to_come() -> None:
    given_up = [made_trial(n, "lightgbm", 0.8, origin="search", status="rejected") for n in range(1, 30)]

    assert fitted_share([], n_folds=5) == 0.6
    assert fitted_share(given_up, n_folds=5) == pytest.approx(0.2, abs=0.06)


def test_after_the_usual_settings_families_are_searched_by_their_shares() -> None:
    ahead = schedule()
    foretold = list(coming(ahead, 5_000))

    n_usual = sum(isinstance(one, Candidate) for one in foretold)
    assert n_usual == len(ahead.queue)
    assert len(foretold) == 5_000
    assert set(foretold[-1]) == set(ahead.shares())
