"""Trials with and without a kind of derived columns differ in that kind and in nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from automl.data.load import load_table
from automl.data.problem import Problem, build_problem
from automl.families import Derived, Shape, shape_of
from automl.search.candidate import Candidate
from automl.search.column_trials import ColumnTrials, column_trials, kinds_of, makes, toggled
from automl.spec.model import ProblemSpec

N_ROWS = 400


@pytest.fixture(scope="module")
def problem() -> Problem:
    rng = np.random.default_rng(2)
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, N_ROWS), unit="D")
    width, height = rng.uniform(1, 9, N_ROWS), rng.uniform(1, 9, N_ROWS)
    words = np.array(["lovely big room", "small and dark", "near the old station", "quiet at night but cold"])
    table = pd.DataFrame(
        {
            "day": day.strftime("%Y-%m-%d"),
            "width": width,
            "height": height,
            "street": rng.choice([f"s{k}" for k in range(40)], N_ROWS),
            "note": [f"{words[k % 4]} {k} {k * 7 % 91}" for k in range(N_ROWS)],
            "rent": width * height + rng.normal(0, 0.5, N_ROWS),
        }
    )
    return build_problem(ProblemSpec(task="regression", target="rent"), load_table(table))


def shape(problem: Problem) -> Shape:
    return shape_of(problem.X, problem.y, features=problem.features, task="regression", n_classes=0)


def base(**params: Any) -> Candidate:
    usual = {"n_estimators": 5, "prep.combine": "both"}
    return Candidate(3, "lightgbm", {**usual, **params}, seed=1)


def made(candidate: Candidate, problem: Problem) -> set[Derived]:
    model = candidate.build(problem, monotone={}).fit(problem.X, problem.y)
    return {kind for kind, _, _ in model.preparation.derived()}


def test_each_twin_lacks_its_kind_alone(problem: Problem) -> None:
    whole = made(base(), problem)
    kinds = kinds_of(base(), problem, shape(problem))

    assert {"dates", "texts", "native", "labels", "ratios"} <= whole <= set(kinds)
    for kind in kinds:
        twin = Candidate(4, "lightgbm", toggled(base().params, kind), seed=1)
        assert makes(base(), kind) and not makes(twin, kind)
        assert made(twin, problem) == whole - {kind}, kind


def test_a_kind_without_which_every_fold_is_better_is_left_out_from_then_on(problem: Problem) -> None:
    trials = column_trials(problem, shape(problem), greater_is_better=False, bounds={})
    trials.tell(base(), 2.0, (2.0, 2.1, 1.9))

    better = next_without("dates", trials)
    trials.tell(better, 1.5, (1.4, 1.6, 1.5))
    worse_once = next_without("texts", trials)
    trials.tell(worse_once, 1.0, (0.5, 2.2, 0.3))

    assert trials.with_carried("lightgbm", {"num_leaves": 7}) == {"num_leaves": 7, "prep.without": "dates"}
    assert trials.with_carried("xgboost", {}) == {}


def test_what_the_user_has_set_is_not_compared(problem: Problem) -> None:
    bounds = {"lightgbm.prep.combine": None}
    trials = column_trials(problem, shape(problem), greater_is_better=False, bounds=bounds)
    trials.tell(base(), 2.0, (2.0, 2.0, 2.0))
    assert trials.next(4) is None


def next_without(kind: str, trials: ColumnTrials) -> Candidate:
    """The next trial, which has to be the one without a kind."""
    found = trials.next(5)
    assert found is not None
    assert found.params["prep.without"] == kind
    assert found.seed == base().seed
    return found
