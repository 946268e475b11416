"""Acting where it pays: the payoff-optimal rule, its bounds, and what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.errors import SpecError, SqlExpressionError
from automl.metrics import Decisions, Rule
from tests.automl.metrics.problems import binary_predictions, calibrated, objective_of, problem_of

CHURN = {"kind": "payoff", "tp": 180, "fp": -20, "currency": "EUR"}
LOANS = {"kind": "payoff", "tp": "0.12 * amount", "fp": "-0.6 * amount", "currency": "USD"}


def test_acts_where_the_expected_gain_is_above_0() -> None:
    problem, found = calibrated(2_000, 0)
    objective = objective_of(CHURN, problem)
    rule = objective.fit_rule(found)
    assert rule.threshold == pytest.approx(20 / 200)
    assert np.array_equal(rule.decide(found).action, found.positive > 0.1)  # type: ignore[arg-type]  # it acts


def test_a_loss_gives_the_same_decisions_wherever_it_is_booked() -> None:
    problem, found = calibrated(1_000, 1)
    kept = objective_of(CHURN, problem)
    booked = objective_of({"kind": "payoff", "fn": -500, "tp": -320, "fp": -20}, problem)
    one, two = kept.fit_rule(found), booked.fit_rule(found)
    assert np.array_equal(one.decide(found).action, two.decide(found).action)  # type: ignore[arg-type]  # both act
    a, b = kept.money(found, one), booked.money(found, two)
    assert a is not None and b is not None
    assert a.gain.sum() == pytest.approx(b.gain.sum())


@settings(max_examples=40)
@given(
    st.tuples(*[st.floats(-100, 100) for _ in range(4)]),
    st.integers(0, 1_000),
    st.floats(0.05, 0.95),
)
def test_no_other_action_has_a_higher_expected_value_under_true_probabilities(
    payoffs: tuple[float, float, float, float], seed: int, other: float
) -> None:
    problem, found = calibrated(400, seed)
    tp, fp, fn, tn = payoffs
    objective = objective_of({"kind": "payoff", "tp": tp, "fp": fp, "fn": fn, "tn": tn}, problem)
    p = found.positive
    rule = Rule("payoff", state={**objective.fit_rule(found).state, "above": 0.0})

    def expected(action: np.ndarray) -> float:
        return float(np.where(action, p * tp + (1 - p) * fp, p * fn + (1 - p) * tn).sum())

    ours = rule.decide(found).action
    assert ours is not None
    for rival in (p > other, p < other, np.zeros(400, bool), np.ones(400, bool)):
        assert expected(ours) >= expected(rival) - 1e-9


def test_true_probabilities_keep_the_cut_at_0_in_nearly_all_samples() -> None:
    moved = 0
    for seed in range(60):
        problem, found = calibrated(600, seed)
        moved += objective_of(CHURN, problem).fit_rule(found).state["above"] != 0
    assert moved <= 1


def test_wrong_probabilities_move_the_cut_to_where_it_earns_more_on_rows_not_seen() -> None:
    gained = []
    for seed in range(5):
        problem, found = calibrated(6_000, seed)
        odds = 8 * found.positive / (1 - found.positive)  # as after weighting the rare class
        off = binary_predictions(problem, odds / (1 + odds))
        objective = objective_of({"kind": "payoff", "tp": 60, "fp": -60}, problem)
        past, future = off.take(np.arange(3_000)), off.take(np.arange(3_000, 6_000))
        rule = objective.fit_rule(past)
        assert rule.state["moved"] == "earns more"
        assert "because it earns more on past rows" in objective.describe(rule)
        plain = Rule("payoff", state={**rule.state, "above": 0.0})
        gained.append(objective.score(future, rule) - objective.score(future, plain))
    assert min(gained) > 0


def test_each_row_decides_by_its_own_payoffs() -> None:
    rng = np.random.default_rng(0)
    amount = rng.choice([100.0, 10_000.0], 500)
    repaid = np.full(500, 0.9)
    rows = pd.DataFrame({"amount": amount, "fee": rng.choice([-5.0, 500.0], 500)})
    problem = problem_of(np.ones(500, dtype=np.int64), ("bad", "good"), rows)
    found = binary_predictions(problem, repaid)
    objective = objective_of({"kind": "payoff", "tp": "0.12 * amount - fee", "fp": "-0.6 * amount"}, problem)
    rule = objective.fit_rule(found)
    assert rule.threshold is None
    gain = 0.9 * (0.12 * amount - rows["fee"]) - 0.1 * 0.6 * amount
    decided = rule.decide(found.without_truth())
    assert np.array_equal(decided.action, gain > 0)  # type: ignore[arg-type]  # it acts
    assert decided.priority == pytest.approx(gain.to_numpy())


def test_a_row_whose_payoffs_are_unknown_is_left_alone_and_counted() -> None:
    rows = pd.DataFrame({"amount": [100.0, np.nan, 100.0] * 20})
    problem = problem_of(np.ones(60, dtype=np.int64), ("bad", "good"), rows)
    found = binary_predictions(problem, np.full(60, 0.99))
    objective = objective_of(LOANS, problem)
    rule = objective.fit_rule(found)
    decided = rule.decide(found)
    assert decided.action is not None
    assert not decided.action[1::3].any() and decided.action[::3].all()
    assert decided.n_unvalued == 20
    money = objective.money(found, rule)
    assert money is not None
    assert money.n_unvalued == 20
    assert money.total == pytest.approx(40 * 12)


def test_new_rows_are_decided_on_without_their_truth() -> None:
    rows = pd.DataFrame({"amount": np.linspace(1, 1000, 300)})
    problem, found = calibrated(300, 4, rows=rows)
    rule = Rule.from_json(objective_of(LOANS, problem).fit_rule(found).to_json())
    new = found.without_truth()
    new = type(new)(None, new.probability, None, None, rows)  # no target column either
    assert np.array_equal(rule.decide(new).action, rule.decide(found).action)  # type: ignore[arg-type]  # both act


def test_money_stands_beside_nothing_everyone_today_and_hindsight() -> None:
    problem, found = calibrated(1_000, 5)
    objective = objective_of({"kind": "payoff", "tp": 180, "fp": -20, "fn": -30, "tn": 1}, problem)
    rule = objective.fit_rule(found)
    today = np.arange(1_000) % 3 == 0
    money = objective.money(found, rule, today=Decisions(action=today))
    assert money is not None
    positive = problem.y == 1
    assert money.nothing == pytest.approx(-30 * positive.sum() + (~positive).sum())
    assert money.everyone == pytest.approx(180 * positive.sum() - 20 * (~positive).sum())
    assert money.perfect == pytest.approx(180 * positive.sum() + (~positive).sum())
    assert money.today == pytest.approx(
        np.where(positive, np.where(today, 180, -30), np.where(today, -20, 1)).sum()
    )
    assert money.nothing < money.total <= money.perfect
    assert money.share_of_perfect is not None and 0 < money.share_of_perfect < 1
    spread = money.intervals(seed=0)
    assert spread.over_today is not None
    for found_interval, value in (
        (spread.total, money.total),
        (spread.per_row, money.total / 1_000),
        (spread.over_nothing, money.total - money.nothing),
        (spread.over_today, money.total - money.today),
    ):
        assert found_interval.value == pytest.approx(value)
        assert found_interval.low is not None and found_interval.high is not None
        assert found_interval.low < value < found_interval.high


def test_differences_are_of_the_same_rows() -> None:
    problem, found = calibrated(2_000, 6)
    objective = objective_of({"kind": "payoff", "tp": 100, "fp": -20, "fn": -1000}, problem)
    rule = objective.fit_rule(found)
    money = objective.money(found, rule, today=rule.decide(found))
    assert money is not None
    spread = money.intervals(seed=0)
    assert spread.over_today is not None
    assert (spread.over_today.low, spread.over_today.high) == (0, 0)


def test_a_floor_moves_the_cut_only_where_it_binds() -> None:
    problem, found = calibrated(3_000, 7)
    free = objective_of(CHURN, problem).fit_rule(found)
    loose = objective_of({**CHURN, "constraints": [{"measure": "recall", "at_least": 0.5}]}, problem)
    assert loose.fit_rule(found).state["above"] == free.state["above"] == 0
    tight = objective_of({**CHURN, "constraints": [{"measure": "recall", "at_least": 0.99}]}, problem)
    rule = tight.fit_rule(found)
    (check,) = tight.check_constraints(found, rule)
    assert rule.state["met"] and check.met
    assert 0.99 <= check.measured.value < 0.995
    assert tight.score(found, rule) < objective_of(CHURN, problem).score(found, free)


def test_of_all_cuts_that_keep_to_the_bounds_the_one_of_highest_value_is_taken() -> None:
    problem, found = calibrated(800, 8)
    bounds = [{"measure": "precision", "at_least": 0.7}, {"measure": "recall", "at_least": 0.1}]
    objective = objective_of({**CHURN, "constraints": bounds}, problem)
    rule = objective.fit_rule(found)
    best = -np.inf
    for cut in np.unique(found.positive):
        action = found.positive >= cut
        precision, recall = problem.y[action].mean(), problem.y[action].sum() / problem.y.sum()
        if precision >= 0.7 and recall >= 0.1:
            best = max(best, objective.score_of(found, Decisions(action=action)))
    assert objective.score(found, rule) == pytest.approx(best)


def test_a_number_of_rows_is_a_share_of_the_table_and_a_number_in_a_file() -> None:
    problem, found = calibrated(1_000, 9, n_table_rows=5_000)
    objective = objective_of({**CHURN, "constraints": [{"measure": "flagged", "at_most": 500}]}, problem)
    rule = objective.fit_rule(found)
    assert rule.decide(found).action.sum() == 100  # type: ignore[union-attr]  # it acts
    assert rule.decide(found, batch="file").action.sum() == 500  # type: ignore[union-attr]  # it acts
    (check,) = objective.check_constraints(found, rule)
    assert check.met and check.measured.value == pytest.approx(500)
    assert "at most 500, which holds" in check.sentence


def test_bounds_that_cannot_be_met_are_missed_by_as_little_as_possible_and_said() -> None:
    problem, found = calibrated(1_000, 10)
    bounds = [{"measure": "recall", "at_least": 0.9}, {"measure": "flagged_share", "at_most": 0.05}]
    objective = objective_of({**CHURN, "constraints": bounds}, problem)
    rule = objective.fit_rule(found)
    assert not rule.state["met"]
    assert "comes closest" in objective.describe(rule)
    recall, flagged = objective.check_constraints(found, rule)
    assert not recall.met and flagged.met


def test_the_rule_is_chosen_on_the_rows_it_is_given_and_no_others() -> None:
    problem, found = calibrated(2_000, 11)
    objective = objective_of({**CHURN, "constraints": [{"measure": "recall", "at_least": 0.9}]}, problem)
    past, future = found.take(np.arange(1_000)), found.take(np.arange(1_000, 2_000))
    rule = objective.fit_rule(past)
    swapped = type(future)(1 - future.truth, future.probability, None, None, future.rows)
    assert objective.fit_rule(past) == rule
    assert np.array_equal(rule.decide(future).action, rule.decide(swapped).action)  # type: ignore[arg-type]  # both act


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tp": "0.3 * MonthlyCharge"}, "MonthlyCharge"),
        ({"tp": "sum(amount)"}, "metric.tp needs one value per row"),
        ({"tp": "case when target = 'yes' then 1 else 0 end"}, "there is no column 'target'"),
    ],
)
def test_wrong_sql_is_refused_before_anything_is_fitted(change: dict[str, str], words: str) -> None:
    problem, _ = calibrated(50, 0, rows=pd.DataFrame({"amount": np.arange(50.0)}))
    with pytest.raises(SqlExpressionError, match=words) as caught:
        objective_of({**CHURN, **change}, problem)
    assert caught.value.field == "metric.tp"


def test_payoffs_are_for_two_classes() -> None:
    with pytest.raises(SpecError, match=r"'payoff' is for .*\(binary\), and this is .*\(regression\)"):
        objective_of(CHURN, problem_of(np.arange(30.0)))
    with pytest.raises(SpecError, match="at least one outcome"):
        objective_of({"kind": "payoff"}, calibrated(50, 0)[0])


def test_an_unknown_measure_is_answered_with_the_nearest() -> None:
    with pytest.raises(SpecError, match="Did you mean 'recall'"):
        objective_of({**CHURN, "constraints": [{"measure": "recal", "at_least": 0.5}]}, calibrated(50, 0)[0])
    with pytest.raises(SpecError, match="does not fit a binary problem"):
        objective_of({**CHURN, "constraints": [{"measure": "rmse", "at_most": 5}]}, calibrated(50, 0)[0])
