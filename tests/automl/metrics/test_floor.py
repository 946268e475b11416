"""One rate at its best while another keeps to a bound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.metrics.rates import rate_of
from tests.automl.metrics.problems import binary_predictions, calibrated, objective_of, problem_of

FRAUD = {"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 0.9}


def test_catches_what_was_asked_for_with_as_few_false_alarms_as_possible() -> None:
    problem, found = calibrated(2_000, 0)
    objective = objective_of(FRAUD, problem)
    rule = objective.fit_rule(found)
    (check,) = objective.check_constraints(found, rule)
    assert check.met and check.measured.value >= 0.9
    best = max(
        rate_of("precision", found.positive >= cut, problem.y == 1)
        for cut in found.positive
        if rate_of("recall", found.positive >= cut, problem.y == 1) >= 0.9
    )
    assert objective.score(found, rule) == pytest.approx(best)
    assert objective.name == "precision with recall at least 0.9"


@settings(max_examples=60)
@given(
    st.sampled_from(["precision", "recall", "specificity"]),
    st.sampled_from(["precision", "recall", "false_positive_rate", "specificity", "flagged_share"]),
    st.floats(0.05, 0.95),
    st.booleans(),
    st.integers(0, 500),
)
def test_threshold_is_the_best_of_those_that_keep_to_the_bound(
    maximise: str, subject_to: str, bound: float, least: bool, seed: int
) -> None:
    problem, found = calibrated(120, seed)
    side = "at_least" if least else "at_most"
    objective = objective_of(
        {"kind": "floor", "maximise": maximise, "subject_to": subject_to, side: bound}, problem
    )
    rule = objective.fit_rule(found)
    reached = []
    for cut in [*found.positive, 2.0]:
        action = found.positive >= cut
        held = rate_of(subject_to, action, problem.y == 1)
        aim = rate_of(maximise, action, problem.y == 1)
        if not np.isnan(held) and (held >= bound if least else held <= bound) and not np.isnan(aim):
            reached.append(aim)
    if reached:
        assert rule.state["met"]
        assert objective.score(found, rule) == pytest.approx(max(reached))
    else:
        assert not rule.state["met"] or np.isnan(rate_of(maximise, rule.decide(found).action, problem.y == 1))  # type: ignore[arg-type]  # it acts


def test_a_bound_out_of_reach_is_approached_and_said() -> None:
    rng = np.random.default_rng(1)
    problem = problem_of((rng.random(500) < 0.2).astype(np.int64), ("no", "yes"))
    found = binary_predictions(problem, rng.random(500))  # knows nothing
    objective = objective_of(
        {"kind": "floor", "maximise": "recall", "subject_to": "precision", "at_least": 0.9}, problem
    )
    rule = objective.fit_rule(found)
    (check,) = objective.check_constraints(found, rule)
    if check.met is False:
        assert not rule.state["met"]
        assert "which is not reached" in check.sentence


def test_two_floors_hold_together() -> None:
    problem, found = calibrated(3_000, 2)
    bounds = [{"measure": "specificity", "at_least": 0.5}]
    objective = objective_of({**FRAUD, "constraints": bounds}, problem)
    rule = objective.fit_rule(found)
    recall, specificity = objective.check_constraints(found, rule)
    assert recall.met and specificity.met


def test_a_floor_with_a_capacity_never_flags_more() -> None:
    problem, found = calibrated(1_000, 3)
    metric = {"kind": "floor", "maximise": "recall", "subject_to": "flagged", "at_most": 80}
    objective = objective_of(metric, problem)
    rule = objective.fit_rule(found)
    best = np.argsort(-found.positive)[:80]
    assert rule.decide(found).action.sum() <= 80  # type: ignore[union-attr]  # it acts
    assert objective.score(found, rule) == pytest.approx(problem.y[best].sum() / problem.y.sum())
    new = found.take(np.random.default_rng(0).integers(1_000, size=1_000))
    assert rule.decide(new, batch="file").action.sum() <= 80  # type: ignore[union-attr]  # it acts


def test_whether_the_bound_holds_on_rows_not_seen_is_measured_there() -> None:
    held = []
    for seed in range(30):
        problem, found = calibrated(1_000, seed)
        objective = objective_of(FRAUD, problem)
        rule = objective.fit_rule(found.take(np.arange(500)))
        (check,) = objective.check_constraints(found.take(np.arange(500, 1_000)), rule)
        held.append((check.met, check.measured.value))
    assert {met for met, _ in held} == {True, False}
    assert np.mean([value for _, value in held]) == pytest.approx(0.9, abs=0.02)
