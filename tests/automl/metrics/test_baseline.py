"""Today's way, measured like ours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from automl.data.problem import Problem
from automl.errors import SpecError, SqlExpressionError
from automl.metrics import Predictions
from automl.metrics.baseline import Today, score_of_today, today_of
from automl.spec.model import Baseline
from tests.automl.metrics.problems import calibrated, objective_of, problem_of, value_predictions

CHURN = {"kind": "payoff", "tp": 180, "fp": -20, "currency": "EUR"}


def customers(**columns: Any) -> tuple[Problem, Predictions]:
    rows = pd.DataFrame({"contract": ["monthly", "yearly"] * 200, **columns})
    return calibrated(400, 0, rows=rows)


def found(today: Today | None) -> Today:
    assert today is not None
    return today


def test_a_rule_acts_on_the_rows_it_names() -> None:
    problem, predictions = customers()
    objective = objective_of(CHURN, problem)
    today = found(today_of(Baseline(rule="contract = 'monthly'"), predictions, objective))
    assert today.decisions.action is not None
    assert today.decisions.action.tolist() == [True, False] * 200
    money = objective.money(predictions, objective.fit_rule(predictions), today=today.decisions)
    assert money is not None
    assert money.today == pytest.approx(np.where(problem.y[::2] == 1, 180, -20).sum())
    f1 = objective_of({"kind": "standard", "name": "f1"}, problem)
    assert 0 < f1.score_of(predictions, today.decisions) < 1


def test_a_rule_is_scored_by_what_it_says_not_by_what_the_model_says() -> None:
    problem, predictions = customers()
    auc = objective_of({"kind": "standard", "name": "roc_auc"}, problem)
    perfect = predictions.with_predicted(np.eye(2)[problem.y.astype(int)])

    today = found(today_of(Baseline(rule="contract = 'monthly'"), perfect, auc))

    monthly = np.arange(400) % 2 == 0
    hits = monthly[problem.y == 1].mean(), (~monthly)[problem.y == 0].mean()
    assert score_of_today(today, auc) == pytest.approx(np.mean(hits))  # of two answers the area is this mean
    log_loss = objective_of({"kind": "standard", "name": "log_loss"}, problem)
    assert np.isnan(score_of_today(today, log_loss))


def test_a_wrong_rule_is_refused() -> None:
    problem, predictions = customers()
    with pytest.raises(SqlExpressionError, match="contrct"):
        today_of(Baseline(rule="contrct = 'monthly'"), predictions, objective_of(CHURN, problem))
    numbers = problem_of(np.arange(40.0))
    with pytest.raises(SpecError, match="acts on rows"):
        today_of(
            Baseline(rule="true"),
            value_predictions(numbers, numbers.y),
            objective_of({"kind": "standard", "name": "mae"}, numbers),
        )


@pytest.mark.parametrize("said", [[1.0, 0.0] * 200, ["yes", "no"] * 200])
def test_decisions_in_a_column_are_taken_as_they_are(said: list[Any]) -> None:
    problem, predictions = customers(old=said)
    today = found(today_of(Baseline(predictions_column="old"), predictions, objective_of(CHURN, problem)))
    assert today.decisions.action is not None
    assert today.decisions.action.tolist() == [True, False] * 200


def test_old_probabilities_are_decided_on_with_the_payoffs() -> None:
    problem, predictions = customers()
    rows = problem.rows.assign(old=np.clip(predictions.positive + 0.01, 0, 1))
    seen = Predictions(problem.y, predictions.probability, None, None, rows)
    today = found(today_of(Baseline(predictions_column="old"), seen, objective_of(CHURN, problem)))
    assert today.decisions.action is not None
    assert np.array_equal(today.decisions.action, rows["old"] > 0.1)
    assert today.score is not None and 0 < today.score < 1


def test_other_scores_are_read_as_probabilities_whichever_way_they_run() -> None:
    problem, predictions = customers()
    rows = problem.rows.assign(old=850 - 500 * predictions.positive)
    seen = Predictions(problem.y, predictions.probability, None, None, rows)
    objective = objective_of({"kind": "standard", "name": "roc_auc"}, problem)
    today = found(today_of(Baseline(predictions_column="old"), seen, objective))
    assert today.score is not None
    assert today.score >= objective.learning_score(predictions) - 0.03


def test_old_labels_and_values() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(3, size=90)
    old = pd.Series(np.array(["a", "b", "c"], dtype=object)[rng.integers(3, size=90)], dtype="str")
    problem = problem_of(y, ("a", "b", "c"), pd.DataFrame({"old": old, "bad": ["x"] * 90}))
    predictions = Predictions(y, np.eye(3)[y], None, None, problem.rows)
    objective = objective_of({"kind": "cost_matrix", "per_step": -1}, problem)
    today = found(today_of(Baseline(predictions_column="old"), predictions, objective))
    assert today.decisions.label is not None
    assert today.decisions.label.tolist() == [("a", "b", "c").index(label) for label in old]
    with pytest.raises(SpecError, match="needs the labels of 'target'"):
        today_of(Baseline(predictions_column="bad"), predictions, objective)
    with pytest.raises(SpecError, match="Did you mean 'old'"):
        today_of(Baseline(predictions_column="olde"), predictions, objective)

    numbers = problem_of(rng.normal(size=60), (), pd.DataFrame({"old": np.r_[[np.nan], np.ones(59)]}))
    value = value_predictions(numbers, numbers.y)
    today = found(
        today_of(
            Baseline(predictions_column="old"),
            value,
            objective_of({"kind": "standard", "name": "rmse"}, numbers),
        )
    )
    assert today.decisions.value is not None and (today.decisions.value == 1).all()
    assert today.score == pytest.approx(np.sqrt(((numbers.y - 1) ** 2).mean()))


def test_a_score_to_beat_has_no_decisions() -> None:
    problem, predictions = customers()
    baseline = Baseline(score=0.8, metric="roc_auc")
    assert today_of(baseline, predictions, objective_of(CHURN, problem)) is None
