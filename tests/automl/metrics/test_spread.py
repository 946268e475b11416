"""`asymmetric` and `tolerance` on data whose spread is planted: the rows' own spread beats any one shift."""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from automl.data.problem import Problem
from automl.errors import SpecError
from automl.metrics import Decisions, Predictions, Rule
from automl.metrics.spread import SpreadModel, cross_fitted_scale
from automl.metrics.spread_values import within
from tests.automl.metrics.problems import calibrated, objective_of, problem_of, value_predictions

ASYMMETRIC = {"kind": "asymmetric", "under": 3, "over": 1, "currency": "EUR"}
N_PAST = 3_000


@cache
def uneven(seed: int, *, even: bool = False) -> tuple[Problem, Predictions, Predictions]:
    """Past and future rows whose truth spreads by 1 or by 30 around a mean that is predicted exactly.

    The spread hangs on a number, a category with a blank and a date; `even` gives all rows the same.
    """
    rng = np.random.default_rng(seed)
    n_rows = N_PAST + 4_000
    kind = rng.choice(["calm", "wild", "odd"], n_rows)
    size = rng.uniform(1, 10, n_rows)
    joined = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1_000, n_rows), unit="D")
    rows = pd.DataFrame({"kind": pd.Series(kind, dtype="str"), "size": size, "joined": joined})
    rows.loc[rng.random(n_rows) < 0.05, "kind"] = np.nan
    spread = np.where(kind == "wild", 6.0, 1.0) * np.where(size > 6, 5.0, 1.0)
    spread = np.full(n_rows, spread.mean()) if even else spread
    mean = 100 + 10 * size
    problem = problem_of(mean + spread * rng.normal(size=n_rows), (), rows)
    found = value_predictions(problem, mean)
    past, future = found.take(np.arange(N_PAST)), found.take(np.arange(N_PAST, n_rows))
    X = rows[["kind", "size", "joined"]]
    scale = cross_fitted_scale(X.iloc[:N_PAST], past.truth, past.values, features=problem.features, seed=seed)
    model = SpreadModel(features=problem.features, seed=seed).fit(X.iloc[:N_PAST], past.truth, past.values)
    ahead = model.predict(X.iloc[N_PAST:], future.values)
    return problem, past.with_scale(scale), future.with_scale(ahead)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_quantiles_of_each_row_cost_less_than_the_best_shift_in_hindsight(seed: int) -> None:
    problem, past, future = uneven(seed)
    objective = objective_of(ASYMMETRIC, problem)
    rule = objective.fit_rule(past)
    ours = objective.score(future, rule)
    shifts = np.quantile(future.truth - future.values, np.linspace(0.5, 0.95, 46))
    best = min(objective.score_of(future, Decisions(value=future.values + shift)) for shift in shifts)
    assert ours < 0.9 * best  # knowing each spread exactly would cost about 0.8 of it
    constant = objective.fit_rule(past.with_scale(None))
    assert ours < 0.9 * objective.score(future, constant)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("width", [{"absolute": 5.0}, {"relative": 0.05}])
def test_skewed_spread_per_row_hits_more_often_than_the_best_shift_in_hindsight(
    seed: int, width: dict[str, float]
) -> None:
    rng = np.random.default_rng(seed)
    n_rows = 8_000
    size = rng.uniform(0, 1, n_rows)
    spread = np.where(size > 0.5, 20.0, 2.0)
    skewed = rng.exponential(size=n_rows) - 1  # the mean is 0, the most likely value is -1
    problem = problem_of(100 + spread * skewed, (), pd.DataFrame({"size": size}))
    found = value_predictions(problem, np.full(n_rows, 100.0))
    past, future = found.take(np.arange(4_000)), found.take(np.arange(4_000, n_rows))
    X = problem.X
    past = past.with_scale(
        cross_fitted_scale(X.iloc[:4_000], past.truth, past.values, features=problem.features, seed=seed)
    )
    model = SpreadModel(features=problem.features, seed=seed).fit(X.iloc[:4_000], past.truth, past.values)
    future = future.with_scale(model.predict(X.iloc[4_000:], future.values))
    objective = objective_of({"kind": "tolerance", **width, "cost_outside": 500}, problem)
    rule = objective.fit_rule(past)
    best = max(
        objective.score_of(future, Decisions(value=future.values + shift))
        for shift in np.linspace(-25, 5, 61)
    )
    assert rule.state["adjusted"]
    assert objective.score(future, rule) > best + 0.03
    money = objective.money(future, rule)
    assert money is not None
    assert money.total == pytest.approx(-500 * 4_000 * (1 - objective.score(future, rule)))
    assert money.plain is not None and money.total > money.plain
    assert money.total > money.nothing and money.perfect == 0 and money.everyone is None


def test_where_all_rows_spread_alike_nothing_is_lost() -> None:
    problem, past, future = uneven(3, even=True)
    objective = objective_of(ASYMMETRIC, problem)
    ours = objective.score(future, objective.fit_rule(past))
    constant = objective.score(future, objective.fit_rule(past.with_scale(None)))
    assert ours <= 1.02 * constant


def test_scale_tells_calm_from_wild_rows() -> None:
    _, past, future = uneven(0)
    for found in (past, future):
        wild = (found.rows["kind"] == "wild").to_numpy() & (found.rows["size"] > 6).to_numpy()
        calm = (found.rows["kind"] == "calm").to_numpy() & (found.rows["size"] < 6).to_numpy()
        assert found.scale is not None
        assert np.median(found.scale[wild]) > 10 * np.median(found.scale[calm])


def test_spread_of_alike_rows_is_one_for_all() -> None:
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=2_000), "b": rng.normal(size=2_000)})
    problem = problem_of(rng.normal(size=2_000), (), X)
    model = SpreadModel(features=problem.features, seed=0).fit(X, problem.y, np.zeros(2_000))
    scale = model.predict(X, np.zeros(2_000))
    assert scale.std() < 0.1 * scale.mean()


def test_spread_model_repeats_from_json_on_rows_with_blanks_and_unseen_levels() -> None:
    problem, past, _ = uneven(0)
    X = problem.X.iloc[:N_PAST]
    model = SpreadModel(features=problem.features, seed=0).fit(X, past.truth, past.values)
    again = SpreadModel.from_json(json.loads(json.dumps(model.to_json())))
    new = X.head(4).assign(kind=pd.Series(["never seen", np.nan, "wild", "calm"], dtype="str"))
    new.loc[0, "size"] = np.nan
    found = again.predict(new, np.array([100.0] * 4))
    assert np.array_equal(found, model.predict(new, np.array([100.0] * 4)))
    assert np.isfinite(found).all() and (found > 0).all()


def test_same_seed_same_spread() -> None:
    problem, past, _ = uneven(1)
    X = problem.X.iloc[:500]
    one, two = (
        cross_fitted_scale(X, past.truth[:500], past.values[:500], features=problem.features, seed=4)
        for _ in range(2)
    )
    assert np.array_equal(one, two)


@pytest.mark.parametrize("n_rows", [20, 60])
def test_few_rows_and_perfect_predictions_have_a_spread_too(n_rows: int) -> None:
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=n_rows)})
    y = rng.normal(size=n_rows)
    problem = problem_of(y, (), X)
    for predicted in (y, y + rng.normal(size=n_rows)):
        scale = cross_fitted_scale(X, y, predicted, features=problem.features, seed=0)
        assert (scale > 0).all() and np.isfinite(scale).all()
        for metric in (ASYMMETRIC, {"kind": "tolerance", "relative": 0.1}):
            objective = objective_of(metric, problem)
            found = value_predictions(problem, predicted, scale)
            rule = objective.fit_rule(found)
            assert np.isfinite(objective.score(found, rule))


def test_many_columns_and_texts_take_seconds_not_minutes() -> None:
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(400, 600)), columns=[f"c{i}" for i in range(600)])
    y = rng.normal(size=400) * np.where(X["c7"] > 0, 10, 1)
    problem = problem_of(y, (), X)
    start = time.process_time()
    model = SpreadModel(features=problem.features, seed=0).fit(X, problem.y, np.zeros(400))
    assert time.process_time() - start < 20
    assert "c7" in model.used and len(model.used) == 200


def test_quantile_rule_is_the_share_of_costs() -> None:
    rng = np.random.default_rng(0)
    problem = problem_of(rng.normal(size=4_000))
    found = value_predictions(problem, np.zeros(4_000))
    objective = objective_of(ASYMMETRIC, problem)
    rule = objective.fit_rule(found)
    assert rule.kind == "quantile" and rule.state["share"] == 0.75
    assert (problem.y < rule.decide(found).value).mean() == pytest.approx(0.75, abs=0.001)
    assert "below in 75 % of such rows" in objective.describe(rule)
    assert "the prediction is raised by" in objective.describe(rule)


def test_costs_are_counted_on_the_side_they_fall_on() -> None:
    problem = problem_of(np.array([10.0, 10.0] * 20))
    found = value_predictions(problem, np.array([8.0, 13.0] * 20))
    objective = objective_of(ASYMMETRIC, problem)
    as_said = Rule("quantile", state={"scaled": False, "z": 0.0, "shift": 0.0, "share": 0.75, "single": 9.0})
    assert objective.score(found, as_said) == pytest.approx((3 * 2 + 1 * 3) / 2)
    assert not objective.greater_is_better
    today = Decisions(value=np.full(40, 10.0))
    money = objective.money(found, as_said, today=today)
    assert money is not None
    assert (money.total, money.today, money.perfect, money.everyone) == (-180, 0, 0, None)
    assert money.plain == -180
    assert money.nothing == -3 * 40 and money.nothing_name == "stating 9 for every row"


@pytest.mark.parametrize(
    "metric",
    [ASYMMETRIC, {"kind": "tolerance", "relative": 0.1, "cost_outside": 1}],
)
def test_doing_nothing_is_the_best_single_value_and_the_same_for_every_model(metric: dict[str, Any]) -> None:
    rng = np.random.default_rng(0)
    problem = problem_of(rng.gamma(3, 40, 800))
    objective = objective_of(metric, problem)
    totals = []
    for noise in (1.0, 60.0):
        found = value_predictions(problem, problem.y + rng.normal(0, noise, 800))
        money = objective.money(found, objective.fit_rule(found))
        assert money is not None
        totals.append((money.nothing, money.gain.mean()))
    assert totals[0][0] == totals[1][0]
    assert totals[0][1] > totals[1][1]
    singles = (Decisions(value=np.full(800, value)) for value in np.linspace(0, 400, 801))
    best = max(objective.row_values(found, single).sum() for single in singles)
    assert totals[0][0] >= best - 0.03 * abs(best)


def test_relative_tolerance_is_a_share_of_the_truth() -> None:
    actual = np.array([100.0, 100.0, 100.0, -100.0, 0.0, 0.0])
    value = np.array([110.0, 90.0, 110.1, -109.0, 0.0, 0.01])
    assert within(actual, value, relative=0.1, absolute=None).tolist() == [1, 1, 0, 1, 1, 0]
    assert within(actual, value, relative=None, absolute=10).tolist() == [1, 1, 0, 1, 1, 1]


def test_tolerance_without_cost_has_no_money() -> None:
    problem = problem_of(np.random.default_rng(0).normal(100, 10, 200))
    found = value_predictions(problem, np.full(200, 100.0))
    objective = objective_of({"kind": "tolerance", "absolute": 5}, problem)
    assert not objective.has_money and objective.money(found, objective.fit_rule(found)) is None
    assert objective.name == "share within 5 of the truth"


def test_where_no_other_value_hits_more_the_prediction_stands() -> None:
    rng = np.random.default_rng(0)
    problem = problem_of(100 + rng.normal(size=2_000))
    found = value_predictions(problem, np.full(2_000, 100.0))
    objective = objective_of({"kind": "tolerance", "absolute": 50}, problem)
    rule = objective.fit_rule(found)
    assert not rule.state["adjusted"]
    assert np.array_equal(rule.decide(found).value, found.values)  # type: ignore[arg-type]  # values


@pytest.mark.parametrize("metric", [ASYMMETRIC, {"kind": "tolerance", "relative": 0.1}])
def test_both_are_for_numbers_and_learn_by_squared_error(metric: dict[str, Any]) -> None:
    with pytest.raises(SpecError, match="is for predicting a number"):
        objective_of(metric, calibrated(50, 0)[0])
    objective = objective_of(metric, problem_of(np.arange(40.0)))
    assert objective.needs_spread
    assert (objective.learning_name, objective.learning_greater_is_better) == ("rmse", False)
