"""The label of least expected cost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.data.problem import Problem
from automl.errors import SpecError, SqlExpressionError
from automl.metrics import Predictions, Rule
from tests.automl.metrics.problems import objective_of, problem_of

GRADES = ("A", "B", "C", "D")


def graded(
    n_rows: int, seed: int, rows: pd.DataFrame | None = None, classes: tuple[str, ...] = GRADES
) -> tuple[Problem, Predictions]:
    rng = np.random.default_rng(seed)
    probability = rng.dirichlet(np.ones(len(classes)), size=n_rows)
    y = np.array([rng.choice(len(classes), p=p) for p in probability])
    problem = problem_of(y, classes, rows)
    return problem, Predictions(y, probability, None, None, problem.rows)


@settings(max_examples=25)
@given(st.integers(0, 500), st.lists(st.floats(-100, 100), min_size=6, max_size=6))
def test_no_label_has_a_higher_expected_value(seed: int, values: list[float]) -> None:
    cells = {
        "A": {"B": values[0], "C": values[1]},
        "B": {"A": values[2], "C": values[3]},
        "C": {"A": values[4]},
    }
    problem, found = graded(60, seed, classes=("A", "B", "C"))
    objective = objective_of({"kind": "cost_matrix", "costs": cells}, problem)
    label = objective.fit_rule(found).decide(found).label
    assert found.probability is not None and label is not None
    table = np.array([[cells.get(a, {}).get(s, 0.0) for s in "ABC"] for a in "ABC"])
    expected = found.probability @ table
    assert expected[np.arange(60), label] == pytest.approx(expected.max(axis=1))


def test_a_step_off_costs_the_same_up_or_down() -> None:
    problem, found = graded(500, 0)
    objective = objective_of({"kind": "cost_matrix", "per_step": -100, "currency": "USD"}, problem)
    rule = objective.fit_rule(found)
    label = rule.decide(found).label
    assert label is not None
    money = objective.money(found, rule)
    assert money is not None
    assert money.total == pytest.approx(-100 * np.abs(label - problem.y).sum())
    assert objective.score(found, rule) == pytest.approx(money.total / 500)
    assert money.perfect == 0 and money.everyone is None
    assert money.total > money.nothing
    frequent = np.bincount(problem.y).argmax()
    assert money.nothing == pytest.approx(-100 * np.abs(frequent - problem.y).sum())
    assert money.nothing_name == f"always saying {GRADES[frequent]!r}"


def test_steps_follow_the_order_of_the_classes_not_that_of_the_alphabet() -> None:
    classes = ("high", "low", "medium")
    problem, found = graded(200, 1, classes=classes)
    objective = objective_of({"kind": "cost_matrix", "per_step": -1}, problem)
    label = objective.fit_rule(found).decide(found).label
    assert found.probability is not None and label is not None
    rank = np.array([2, 0, 1])
    steps = np.abs(rank[:, None] - rank[None, :])
    assert label.tolist() == np.argmin(found.probability @ steps, axis=1).tolist()


def test_costs_of_each_row_decide_for_that_row() -> None:
    rows = pd.DataFrame({"amount": np.r_[np.full(50, 1.0), np.full(50, 1_000.0)]})
    problem, found = graded(100, 2, rows, ("bad", "good"))
    objective = objective_of(
        {"kind": "cost_matrix", "costs": {"bad": {"good": "-amount"}, "good": {"bad": -10}}}, problem
    )
    label = objective.fit_rule(found).decide(found).label
    assert found.probability is not None and label is not None
    says_good = found.probability[:, 0] * rows["amount"] < 10 * found.probability[:, 1]
    assert np.array_equal(label == 1, says_good)


def test_a_row_whose_costs_are_unknown_gets_the_most_frequent_class_and_is_counted() -> None:
    rows = pd.DataFrame({"amount": [1.0, np.nan] * 50})
    problem, found = graded(100, 3, rows, ("bad", "good"))
    objective = objective_of({"kind": "cost_matrix", "costs": {"bad": {"good": "-amount"}}}, problem)
    rule = objective.fit_rule(found)
    decided = rule.decide(found)
    assert decided.n_unvalued == 50
    assert decided.label is not None
    assert set(decided.label[1::2]) == {rule.state["most_frequent"]}
    assert np.isfinite(objective.score(found, rule))


def test_rule_repeats_from_json() -> None:
    problem, found = graded(100, 4)
    rule = objective_of({"kind": "cost_matrix", "per_step": -5}, problem).fit_rule(found)
    again = Rule.from_json(rule.to_json())
    assert np.array_equal(again.decide(found).label, rule.decide(found).label)  # type: ignore[arg-type]  # labels


def test_wrong_costs_are_refused() -> None:
    problem, _ = graded(60, 0, pd.DataFrame({"amount": np.ones(60)}))
    with pytest.raises(SpecError, match="label 'E', which does not occur"):
        objective_of({"kind": "cost_matrix", "costs": {"A": {"E": -1}}}, problem)
    with pytest.raises(SpecError, match=r"would pay for being wrong\. Write -100"):
        objective_of({"kind": "cost_matrix", "per_step": 100}, problem)
    with pytest.raises(SqlExpressionError, match="ammount"):
        objective_of({"kind": "cost_matrix", "per_step": "-ammount"}, problem)
    with pytest.raises(SpecError, match="is for predicting"):
        objective_of({"kind": "cost_matrix", "per_step": -1}, problem_of(np.arange(40.0)))
