"""Acting on the best rows only."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl.metrics import Rule
from tests.automl.metrics.problems import binary_predictions, calibrated, objective_of, problem_of


def n_acted(rule: Rule, found: object, batch: str = "sample") -> int:
    action = rule.decide(found, batch=batch).action  # type: ignore[arg-type]  # literals
    assert action is not None
    return int(action.sum())


@pytest.mark.parametrize(
    ("size", "in_sample", "in_file"),
    [
        ({"k": 50}, 10, 50),
        ({"fraction": 0.05}, 50, 50),
        ({"k": 40, "out_of": 2_000}, 20, 20),
        ({"k": 9_000, "out_of": 9_000}, 1_000, 1_000),
    ],
)
def test_capacity_is_a_share_of_rows_held_back_and_a_number_of_new_ones(
    size: dict[str, float], in_sample: int, in_file: int
) -> None:
    problem, found = calibrated(1_000, 0, n_table_rows=5_000)
    rule = objective_of({"kind": "top_k", **size}, problem).fit_rule(found)
    assert n_acted(rule, found) == in_sample
    assert n_acted(rule, found, "file") == in_file


def test_without_money_the_most_probable_rows_are_acted_on_and_precision_among_them_counts() -> None:
    problem, found = calibrated(1_000, 1)
    objective = objective_of({"kind": "top_k", "fraction": 0.1}, problem)
    rule = objective.fit_rule(found)
    best = np.argsort(-found.positive)[:100]
    assert objective.score(found, rule) == pytest.approx(problem.y[best].mean())
    assert objective.name == "precision among the best 10 %"
    assert objective.money(found, rule) is None and not objective.has_money


def test_with_money_the_highest_gains_are_acted_on_and_never_at_an_expected_loss() -> None:
    rng = np.random.default_rng(2)
    rows = pd.DataFrame({"amount": rng.gamma(1, 1_000, 1_000)})
    problem, found = calibrated(1_000, 2, rows=rows)
    metric = {"kind": "top_k", "k": 400, "tp": "amount", "fp": -600}
    objective = objective_of(metric, problem)
    rule = objective.fit_rule(found)
    gain = found.positive * rows["amount"].to_numpy() - (1 - found.positive) * 600
    assert (gain > 0).sum() < 400
    assert np.array_equal(rule.decide(found).action, gain > 0)  # type: ignore[arg-type]  # it acts
    few = objective_of({**metric, "k": 50}, problem).fit_rule(found)
    chosen = np.flatnonzero(few.decide(found).action)  # type: ignore[arg-type]  # it acts
    assert set(chosen) == set(np.argsort(-gain)[:50])


def test_hindsight_keeps_to_the_capacity() -> None:
    problem, found = calibrated(1_000, 3)
    objective = objective_of({"kind": "top_k", "k": 30, "tp": 10, "fp": -1}, problem)
    money = objective.money(found, objective.fit_rule(found))
    assert money is not None
    assert money.perfect == 300
    assert money.total <= money.perfect


def test_a_row_by_itself_is_judged_by_the_cut_of_the_past() -> None:
    problem, found = calibrated(1_000, 4)
    rule = objective_of({"kind": "top_k", "fraction": 0.1}, problem).fit_rule(found)
    together = rule.decide(found).action
    alone = rule.decide(found, batch="row").action
    assert together is not None and alone is not None
    assert np.array_equal(together, alone)
    assert rule.threshold == pytest.approx(np.sort(found.positive)[-100], abs=0.01)


def test_equal_rows_at_the_border_are_taken_in_the_order_of_the_file() -> None:
    problem = problem_of(np.arange(100) % 2, ("no", "yes"))
    found = binary_predictions(problem, np.full(100, 0.5))
    rule = objective_of({"kind": "top_k", "k": 7}, problem).fit_rule(found)
    assert np.flatnonzero(rule.decide(found).action).tolist() == list(range(7))  # type: ignore[arg-type]  # it acts


def test_a_bound_on_precision_shortens_the_list() -> None:
    problem, found = calibrated(2_000, 5)
    bounds = [{"measure": "precision", "at_least": 0.9}]
    objective = objective_of({"kind": "top_k", "fraction": 0.5, "constraints": bounds}, problem)
    rule = objective.fit_rule(found)
    (check,) = objective.check_constraints(found, rule)
    assert check.met
    assert 0 < n_acted(rule, found) < 1_000


def test_a_capacity_beside_a_narrower_bound_keeps_to_the_bound() -> None:
    problem, found = calibrated(1_000, 6)
    bounds = [{"measure": "flagged", "at_most": 20}]
    objective = objective_of({"kind": "top_k", "k": 100, "constraints": bounds}, problem)
    assert n_acted(objective.fit_rule(found), found) == 20
