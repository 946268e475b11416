"""Aggregates in SQL, and standard scores with weights in SQL."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
import sklearn.metrics as sk

from automl.errors import SpecError, SqlExpressionError
from automl.metrics import Predictions
from tests.automl.metrics.problems import calibrated, objective_of, problem_of, value_predictions

EARNED = "sum(case when predicted = 1 and actual = 1 then amount when predicted = 1 then -50 else 0 end)"


def with_amounts(n_rows: int, seed: int) -> tuple[object, Predictions]:
    rows = pd.DataFrame({"amount": np.random.default_rng(seed).gamma(2, 60, n_rows), "actual": 7.0})
    return calibrated(n_rows, seed, rows=rows)


def test_threshold_is_near_the_best_for_the_expression() -> None:
    problem, found = with_amounts(1_500, 0)
    objective = objective_of({"kind": "expression", "sql": EARNED, "direction": "maximise"}, problem)  # type: ignore[arg-type]  # a Problem
    rule = objective.fit_rule(found)
    amount = found.rows["amount"].to_numpy()
    gain = np.where(found.truth == 1, amount, -50)
    assert objective.score(found, rule) == pytest.approx(gain[rule.decide(found).action].sum())
    best = np.cumsum(gain[np.argsort(-found.positive)]).max()
    assert objective.score(found, rule) > 0.97 * best
    assert objective.has_action and objective.greater_is_better
    assert objective.learning_name == "log_loss"


def test_minimise_turns_the_choice_round() -> None:
    problem, found = calibrated(800, 1)
    cost = "sum(case when predicted < actual then 10 when predicted > actual then 1 else 0 end)"
    low = objective_of({"kind": "expression", "sql": cost, "direction": "minimise"}, problem)
    rule = low.fit_rule(found)
    assert rule.threshold == pytest.approx(1 / 11, abs=0.08)
    assert not low.greater_is_better


def test_a_column_called_actual_is_reached_through_data() -> None:
    problem, found = with_amounts(100, 2)
    objective = objective_of(
        {"kind": "expression", "sql": 'avg(data."actual" + 0 * actual)', "direction": "maximise"},
        problem,  # type: ignore[arg-type]  # a Problem
    )
    assert objective.score(found, objective.fit_rule(found)) == 7


def test_without_decisions_in_it_the_middle_stays() -> None:
    problem, found = calibrated(500, 3)
    brier = {"kind": "expression", "sql": "avg((probability - actual) ** 2)", "direction": "minimise"}
    objective = objective_of(brier, problem)
    rule = objective.fit_rule(found)
    assert rule.threshold == 0.5 and not objective.has_action
    assert objective.score(found, rule) == pytest.approx(sk.brier_score_loss(problem.y, found.positive))


def test_labels_and_numbers_have_their_own_predicted() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(3, size=200)
    problem = problem_of(y, ("a", "b", "c"))
    probability = rng.dirichlet(np.ones(3), size=200)
    found = Predictions(y, probability, None, None, problem.rows)
    hits = "avg(case when actual = predicted and actual <> 'c' then probability else 0 end)"
    objective = objective_of({"kind": "expression", "sql": hits, "direction": "maximise"}, problem)
    said = np.argmax(probability, axis=1)
    expected = np.where((said == y) & (y != 2), probability.max(axis=1), 0).mean()
    assert objective.score(found, objective.fit_rule(found)) == pytest.approx(expected)

    numbers = problem_of(rng.gamma(2, 10, 200))
    value = value_predictions(numbers, numbers.y + 3)
    gap = {"kind": "expression", "sql": "max(abs(actual - predicted))", "direction": "minimise"}
    objective = objective_of(gap, numbers)
    assert objective.score(value, objective.fit_rule(value)) == pytest.approx(3)


def test_a_bound_holds_beside_the_expression() -> None:
    problem, found = with_amounts(1_000, 4)
    metric = {"kind": "expression", "sql": EARNED, "direction": "maximise"}
    bounds = [{"measure": "flagged_share", "at_most": 0.05}]
    objective = objective_of({**metric, "constraints": bounds}, problem)  # type: ignore[arg-type]  # a Problem
    rule = objective.fit_rule(found)
    (check,) = objective.check_constraints(found, rule)
    assert check.met and check.measured.value <= 0.05


def test_interval_is_around_the_figure_and_in_time() -> None:
    problem, found = with_amounts(5_000, 5)
    metric = {"kind": "expression", "sql": EARNED, "direction": "maximise"}
    objective = objective_of(metric, problem)  # type: ignore[arg-type]  # a Problem
    start = time.process_time()
    rule = objective.fit_rule(found)
    interval = objective.interval(found, rule, seed=0)
    assert time.process_time() - start < 8
    assert interval.low is not None and interval.high is not None
    gain = np.where(found.truth == 1, found.rows["amount"], -50) * rule.decide(found).action  # type: ignore[operator]  # it acts
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * gain.std() * np.sqrt(5_000), rel=0.3)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("sum(amonut * predicted * actual)", "amonut"),
        ("amount * actual", "needs one figure for all rows"),
        ("sum(predicted", "is not"),
        ("sum(actual = predicted", "is not"),
        ("avg(predicted * amount)", "does not look at the truth"),
        ("(select count(*) from read_csv('/etc/passwd'))", "a query inside the expression"),
        ("sum(actual); drop table data", "metric.sql"),
    ],
)
def test_a_wrong_expression_is_refused_before_anything_is_fitted(sql: str, words: str) -> None:
    problem, _ = with_amounts(60, 0)
    with pytest.raises(SqlExpressionError, match=words) as caught:
        objective_of({"kind": "expression", "sql": sql, "direction": "maximise"}, problem)  # type: ignore[arg-type]  # a Problem
    assert caught.value.field == "metric.sql"


def test_numbers_have_no_probability() -> None:
    with pytest.raises(SqlExpressionError, match="probability"):
        objective_of(
            {"kind": "expression", "sql": "avg(probability * actual)", "direction": "maximise"},
            problem_of(np.arange(30.0)),
        )


@pytest.mark.parametrize("name", ["accuracy", "f1", "roc_auc", "log_loss"])
def test_weights_count_in_the_score_the_choice_and_the_fit(name: str) -> None:
    problem, found = with_amounts(600, 6)
    objective = objective_of({"kind": "weighted", "name": name, "weight": "amount"}, problem)  # type: ignore[arg-type]  # a Problem
    rule = objective.fit_rule(found)
    amount = found.rows["amount"].to_numpy()
    assert objective.sample_weight(found.rows) == pytest.approx(amount)
    functions = {
        "accuracy": lambda: sk.accuracy_score(found.truth, rule.decide(found).action, sample_weight=amount),
        "f1": lambda: sk.f1_score(found.truth, rule.decide(found).action, sample_weight=amount),
        "roc_auc": lambda: sk.roc_auc_score(found.truth, found.positive, sample_weight=amount),
        "log_loss": lambda: sk.log_loss(found.truth, found.positive, sample_weight=amount),
    }
    assert objective.score(found, rule) == pytest.approx(functions[name]())
    assert objective.learning_score(found) == pytest.approx(objective.score(found, rule))
    assert objective.learning_score(found, weight=amount) == pytest.approx(objective.learning_score(found))
    interval = objective.interval(found, rule, seed=0, n_draws=100)
    assert interval.low is not None and interval.high is not None
    assert interval.low < interval.value < interval.high


def test_rows_without_a_weight_do_not_count() -> None:
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"w": np.where(np.arange(100) < 50, np.nan, 2.0)})
    problem = problem_of(rng.normal(size=100), (), rows)
    found = value_predictions(problem, np.zeros(100))
    objective = objective_of({"kind": "weighted", "name": "mae", "weight": "w"}, problem)
    expected = np.abs(problem.y[50:]).mean()
    assert objective.score(found, objective.fit_rule(found)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        ("amount - 1000000", "must be 0 or more in every row"),
        ("0 * amount", "0 or missing in every row"),
        ("sum(amount)", "one value per row"),
        ("amuont", "Did you mean 'amount'"),
    ],
)
def test_wrong_weights_are_refused(weight: str, words: str) -> None:
    problem, _ = with_amounts(60, 0)
    with pytest.raises(SqlExpressionError, match=words) as caught:
        objective_of({"kind": "weighted", "name": "accuracy", "weight": weight}, problem)  # type: ignore[arg-type]  # a Problem
    assert caught.value.field == "metric.weight"


def test_a_weighted_score_has_to_fit_the_task() -> None:
    problem, _ = with_amounts(60, 0)
    with pytest.raises(SpecError, match="does not fit"):
        objective_of({"kind": "weighted", "name": "rmse", "weight": "amount"}, problem)  # type: ignore[arg-type]  # a Problem
