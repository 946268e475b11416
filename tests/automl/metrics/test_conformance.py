"""What every kind of metric promises; a new kind is one more case."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from functools import cache
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

from automl.metrics import METRICS, SCORES, Decisions, Objective, Predictions, Rule
from automl.spec.model import Metric
from tests.automl.metrics.problems import calibrated, objective_of, problem_of, value_predictions

RECALL = [{"measure": "recall", "at_least": 0.8}]
CASES: dict[str, dict[str, Any]] = {
    "standard, a rate": {"kind": "standard", "name": "f1"},
    "standard, ranks": {"kind": "standard", "name": "roc_auc", "constraints": RECALL},
    "standard, classes": {"kind": "standard", "name": "f1_macro"},
    "standard, ordered classes": {"kind": "standard", "name": "quadratic_kappa"},
    "standard, numbers": {"kind": "standard", "name": "mae"},
    "payoff": {"kind": "payoff", "tp": 180, "fp": -20, "currency": "EUR"},
    "payoff per row": {"kind": "payoff", "tp": "0.3 * amount", "fp": -5, "fn": "-amount", "tn": 1},
    "payoff, bounded": {
        "kind": "payoff",
        "tp": 1,
        "fp": -3,
        "constraints": [*RECALL, {"measure": "flagged", "at_most": 900}],
    },
    "top_k": {"kind": "top_k", "k": 50},
    "top_k with money": {"kind": "top_k", "fraction": 0.1, "tp": "amount", "fp": -20, "currency": "USD"},
    "floor": {"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 0.9},
    "cost_matrix": {"kind": "cost_matrix", "costs": {"b": {"a": -5}, "c": {"a": "-amount", "b": -1}}},
    "cost_matrix, steps": {"kind": "cost_matrix", "per_step": -100, "currency": "USD"},
    "cost_matrix, two classes": {"kind": "cost_matrix", "costs": {"yes": {"no": -5}, "no": {"yes": -1}}},
    "asymmetric": {"kind": "asymmetric", "under": 3, "over": 1, "currency": "EUR"},
    "tolerance": {"kind": "tolerance", "relative": 0.1},
    "tolerance with money": {"kind": "tolerance", "absolute": 10, "cost_outside": 500},
    "weighted": {"kind": "weighted", "name": "accuracy", "weight": "amount"},
    "expression": {"kind": "expression", "sql": "sum(predicted * (actual * amount - 9))", "direction": "maximise"},
    "expression, classes": {"kind": "expression", "sql": "avg((actual = predicted)::int)", "direction": "maximise"},
    "expression, numbers": {"kind": "expression", "sql": "max(abs(actual - predicted))", "direction": "minimise"},
}  # fmt: skip
SEVERAL = (
    "standard, classes",
    "standard, ordered classes",
    "cost_matrix",
    "cost_matrix, steps",
    "expression, classes",
)
NUMBERS = ("standard, numbers", "asymmetric", "tolerance", "tolerance with money", "expression, numbers")


@cache
def case(name: str) -> tuple[Objective, Predictions]:
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"amount": rng.gamma(2, 50, 600), "region": rng.choice(["n", "s"], 600)})
    rows.loc[:9, "amount"] = np.nan
    if name in NUMBERS:
        problem = problem_of(200 + rng.normal(0, 30, 600) * np.where(rows["region"] == "n", 3, 1), (), rows)
        scale = np.where(rows["region"] == "n", 72.0, 24.0)
        return objective_of(CASES[name], problem), value_predictions(problem, np.full(600, 200.0), scale)
    if name in SEVERAL:
        probability = rng.dirichlet(np.ones(3), size=600)
        y = np.array([rng.choice(3, p=p) for p in probability])
        problem = problem_of(y, ("a", "b", "c"), rows)
        return objective_of(CASES[name], problem), Predictions(y, probability, None, None, problem.rows)
    problem, found = calibrated(600, 0, rows=rows)
    return objective_of(CASES[name], problem), found


def same(one: Decisions, two: Decisions) -> bool:
    pairs = [(getattr(one, name), getattr(two, name)) for name in ("action", "label", "value", "priority")]
    return all((a is None and b is None) or np.array_equal(a, b, equal_nan=True) for a, b in pairs)


def test_every_kind_of_the_contract_is_there_and_tried() -> None:
    kinds = {part.model_fields["kind"].default for part in get_args(get_args(Metric)[0])}
    assert set(METRICS) == kinds == {metric["kind"] for metric in CASES.values()}
    assert all(METRICS[kind].kind == kind for kind in METRICS)


@pytest.mark.parametrize("name", CASES)
def test_rule_is_json_and_decides_the_same_after_it(name: str) -> None:
    objective, found = case(name)
    rule = objective.fit_rule(found)
    text = json.dumps(rule.to_json(), allow_nan=False)
    again = Rule.from_json(json.loads(text))
    new = Predictions(None, found.probability, found.value, found.scale, found.rows.drop(columns="target"))
    for batch in ("sample", "file", "row"):
        decided = rule.decide(found, batch=batch)  # type: ignore[arg-type]  # literals
        assert same(decided, again.decide(new, batch=batch))  # type: ignore[arg-type]  # literals
        for part in (decided.action, decided.label, decided.value):
            assert part is None or len(part) == 600
    assert objective.fit_rule(found) == rule


@pytest.mark.parametrize("name", CASES)
def test_score_is_a_number_with_an_interval_around_it(name: str) -> None:
    objective, found = case(name)
    rule = objective.fit_rule(found)
    score = objective.score(found, rule)
    assert np.isfinite(score)
    interval = objective.interval(found, rule, seed=1, n_draws=100)
    assert interval.value == pytest.approx(score)
    assert interval.low is not None and interval.high is not None
    assert interval.low <= score <= interval.high
    assert interval == objective.interval(found, rule, seed=1, n_draws=100)


@pytest.mark.parametrize("name", CASES)
def test_candidates_are_compared_by_a_score_of_the_task(name: str) -> None:
    objective, found = case(name)
    assert objective.setting.task in SCORES[objective.learning_name].tasks
    assert np.isfinite(objective.learning_score(found))
    if CASES[name]["kind"] in ("standard", "weighted"):
        assert objective.learning_name == CASES[name]["name"]
    else:
        assert objective.learning_name in ("log_loss", "rmse")


@pytest.mark.parametrize("name", CASES)
def test_money_is_there_where_it_is_said_to_be_and_hindsight_beats_all(name: str) -> None:
    objective, found = case(name)
    money = objective.money(found, objective.fit_rule(found))
    assert (money is not None) == objective.has_money
    if money is None:
        return
    assert money.currency == CASES[name].get("currency")
    assert money.total <= money.perfect + 1e-9
    assert money.nothing <= money.perfect + 1e-9
    if not objective.constraints:  # which may cost more than doing nothing
        assert money.total >= (money.nothing if money.plain is None else money.plain) - 1e-9
    assert (money.everyone is not None) == objective.has_action
    assert money.nothing_name
    for found_interval in vars(money.intervals(seed=0, n_draws=100)).values():
        assert found_interval is None or found_interval.low <= found_interval.value <= found_interval.high


@pytest.mark.parametrize("name", CASES)
def test_it_says_what_it_does(name: str) -> None:
    objective, found = case(name)
    sentence = objective.describe(objective.fit_rule(found))
    assert sentence[0].isupper() and sentence.endswith(".")
    assert objective.name
    for check in objective.check_constraints(found, objective.fit_rule(found)):
        assert check.sentence.endswith(".") and check.met is not None


@pytest.mark.parametrize("name", CASES)
def test_it_travels_to_a_worker(name: str) -> None:
    objective, found = case(name)
    packed = pickle.dumps(objective)
    assert len(packed) < 4_000
    assert pickle.loads(packed).learning_score(found) == objective.learning_score(found)


@pytest.mark.parametrize("name", CASES)
def test_no_rows_are_decided_on_without_a_fuss(name: str) -> None:
    objective, found = case(name)
    rule = objective.fit_rule(found)
    none = found.take(np.zeros(0, dtype=np.int64))
    decided = rule.decide(none, batch="file")
    for part in (decided.action, decided.label, decided.value):
        assert part is None or len(part) == 0


@pytest.mark.parametrize(
    "name", ["payoff per row", "top_k with money", "cost_matrix", "asymmetric", "tolerance"]
)
def test_100_000_rows_are_decided_on_within_seconds(name: str) -> None:
    objective, found = case(name)
    rule = objective.fit_rule(found)
    many = found.take(np.arange(100_000) % 600)
    start = time.process_time()
    rule.decide(many, batch="file")
    assert time.process_time() - start < 4


@pytest.mark.parametrize("name", CASES)
def test_curve_is_for_two_classes(name: str) -> None:
    objective, found = case(name)
    points = objective.curve(found, n_points=20)
    assert bool(points) == (objective.setting.task == "binary")
    if points:
        shares = [point.share_flagged for point in points]
        assert len(points) <= 20 and shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0, 1)
        assert all((point.value is None) == (objective.curve_gain(found) is None) for point in points)


def test_importing_metrics_brings_no_learning_library() -> None:
    code = (
        "import sys, automl.metrics, automl.metrics.spread, automl.metrics.fairness, automl.metrics.baseline;"
        "print([m for m in ('sklearn', 'lightgbm', 'scipy', 'fairlearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
