"""Standard scores as objectives: what candidates are compared by, and the labels that are best for them."""

from __future__ import annotations

import time

import numpy as np
import pytest
import sklearn.metrics as sk

from automl.errors import SpecError
from automl.metrics import Predictions
from automl.metrics.cuts import BestCut, make_cuts
from automl.metrics.scores import score_value
from tests.automl.metrics.problems import calibrated, objective_of, problem_of, value_predictions


def several(
    n_rows: int, seed: int, shares: tuple[float, ...] = (0.85, 0.1, 0.05)
) -> tuple[object, Predictions]:
    """Calibrated probabilities of three classes, the first of them frequent."""
    rng = np.random.default_rng(seed)
    probability = rng.dirichlet(np.array(shares) * 2, size=n_rows)
    y = np.array([rng.choice(3, p=p) for p in probability])
    problem = problem_of(y, ("A", "B", "C"))
    return problem, Predictions(y, probability, None, None, problem.rows)


@pytest.mark.parametrize(
    "name", ["f1", "accuracy", "balanced_accuracy", "mcc", "f1_macro", "quadratic_kappa"]
)
def test_threshold_is_the_best_of_all_on_the_rows_it_is_chosen_on(name: str) -> None:
    problem, found = calibrated(120, 0)
    objective = objective_of({"kind": "standard", "name": name}, problem)
    rule = objective.fit_rule(found)
    functions = {
        "f1": sk.f1_score,
        "accuracy": sk.accuracy_score,
        "balanced_accuracy": sk.balanced_accuracy_score,
        "mcc": sk.matthews_corrcoef,
        "f1_macro": lambda y, h: sk.f1_score(y, h, average="macro"),
        "quadratic_kappa": lambda y, h: sk.cohen_kappa_score(y, h, weights="quadratic"),
    }
    best = max(functions[name](problem.y, found.positive >= cut) for cut in found.positive)
    assert objective.score(found, rule) == pytest.approx(best)
    assert objective.learning_score(found) == pytest.approx(best)
    assert rule.threshold is not None and 0 < rule.threshold < 1


@pytest.mark.parametrize("name", ["precision", "recall", "roc_auc", "log_loss", "brier", "average_precision"])
def test_other_scores_keep_the_middle(name: str) -> None:
    problem, found = calibrated(400, 1)
    objective = objective_of({"kind": "standard", "name": name}, problem)
    rule = objective.fit_rule(found)
    assert rule.threshold == 0.5
    assert objective.score(found, rule) == score_value(name, found, task="binary")
    assert not objective.has_action


def test_a_bound_moves_the_middle_just_far_enough() -> None:
    problem, found = calibrated(2_000, 2)
    bounds = [{"measure": "recall", "at_least": 0.95}]
    objective = objective_of({"kind": "standard", "name": "roc_auc", "constraints": bounds}, problem)
    rule = objective.fit_rule(found)
    (check,) = objective.check_constraints(found, rule)
    assert check.met and check.measured.value < 0.955


@pytest.mark.parametrize("name", ["f1_macro", "balanced_accuracy", "mcc"])
def test_rare_classes_are_stated_where_that_is_better(name: str) -> None:
    problem, found = several(4_000, 0)
    objective = objective_of({"kind": "standard", "name": name}, problem)  # type: ignore[arg-type]  # a Problem
    past, future = found.take(np.arange(2_000)), found.take(np.arange(2_000, 4_000))
    rule = objective.fit_rule(past)
    plain = score_value(name, future, task="multiclass")
    assert objective.score(future, rule) >= plain - 0.005
    assert objective.learning_score(past) == pytest.approx(objective.score(past, rule))
    if name == "balanced_accuracy":
        assert objective.score(future, rule) > plain + 0.05


def test_the_expected_rank_decides_where_distance_counts() -> None:
    rng = np.random.default_rng(1)
    probability = rng.dirichlet(np.ones(5) * 0.6, size=4_000)
    y = np.array([rng.choice(5, p=p) for p in probability])
    problem = problem_of(y, ("1", "2", "3", "4", "5"))
    found = Predictions(y, probability, None, None, problem.rows)
    objective = objective_of({"kind": "standard", "name": "quadratic_kappa"}, problem)
    past, future = found.take(np.arange(2_000)), found.take(np.arange(2_000, 4_000))
    rule = objective.fit_rule(past)
    assert rule.state["cuts"]
    assert objective.score(future, rule) > score_value("quadratic_kappa", future, task="multiclass") + 0.02


def test_accuracy_states_the_most_probable_label() -> None:
    problem, found = several(500, 2)
    objective = objective_of({"kind": "standard", "name": "accuracy"}, problem)  # type: ignore[arg-type]  # a Problem
    rule = objective.fit_rule(found)
    assert found.probability is not None
    assert np.array_equal(rule.decide(found).label, np.argmax(found.probability, axis=1))  # type: ignore[arg-type]  # labels


def test_a_fold_of_one_class_scores_as_if_nothing_were_known() -> None:
    problem, found = calibrated(200, 3)
    part = found.take(np.flatnonzero(problem.y == 0))
    assert objective_of({"kind": "standard", "name": "roc_auc"}, problem).learning_score(part) == 0.5
    for name in ("f1", "mcc", "average_precision", "log_loss"):
        assert np.isfinite(objective_of({"kind": "standard", "name": name}, problem).learning_score(part))


def test_comparing_10_000_rows_takes_milliseconds() -> None:
    problem, found = calibrated(10_000, 4)
    for name in ("f1", "roc_auc", "log_loss"):
        objective = objective_of({"kind": "standard", "name": name}, problem)
        start = time.process_time()
        for _ in range(20):
            objective.learning_score(found)
        assert time.process_time() - start < 0.5, name


def test_numbers_are_stated_as_predicted() -> None:
    rng = np.random.default_rng(0)
    problem = problem_of(rng.gamma(2, 10, 100))
    found = value_predictions(problem, problem.y + rng.normal(0, 1, 100))
    objective = objective_of({"kind": "standard", "name": "mae"}, problem)
    rule = objective.fit_rule(found)
    assert rule.kind == "none" and not objective.greater_is_better
    assert objective.score(found, rule) == pytest.approx(np.abs(found.values - problem.y).mean())


@pytest.mark.parametrize(
    ("name", "y", "classes", "words"),
    [
        ("rmse", [0, 1] * 20, ("no", "yes"), "'rmse' does not fit a binary target; choose one of roc_auc"),
        ("roc_auc", [0.5, 1.5] * 20, (), "does not fit a regression target; choose one of"),
        ("silhouette", [0, 1] * 20, ("no", "yes"), "scores clusters"),
        ("rmsle", [-1.0, 3.0] * 20, (), "goes down to -1; choose rmse"),
        ("quadratic_kappa", [0.5, 3.0] * 20, (), "needs whole grades"),
        ("mape", [0.0] * 40, (), "is 0 in every row"),
    ],
)
def test_a_score_that_does_not_fit_is_refused_with_those_that_do(
    name: str, y: list[float], classes: tuple[str, ...], words: str
) -> None:
    problem = problem_of(np.array(y), classes)
    with pytest.raises(SpecError, match=words) as caught:
        objective_of({"kind": "standard", "name": name}, problem)
    assert caught.value.field == "metric.name"


def test_any_kind_may_bound_any_score_of_its_task() -> None:
    rng = np.random.default_rng(0)
    problem = problem_of(rng.gamma(2, 10, 200))
    found = value_predictions(problem, problem.y + rng.normal(0, 5, 200))
    bounds = [{"measure": "mae", "at_most": 1.0}, {"measure": "r2", "at_least": 0.1}]
    objective = objective_of({"kind": "standard", "name": "rmse", "constraints": bounds}, problem)
    mae, r2 = objective.check_constraints(found, objective.fit_rule(found))
    assert mae.met is False and r2.met is True
    assert mae.sentence.startswith(
        "The mean absolute error was to be at most 1, which is not reached: it is "
    )


@pytest.mark.parametrize("name", ["accuracy", "f1", "balanced_accuracy", "mcc"])
def test_the_best_cut_of_weighted_rows_is_the_best_of_all_their_cuts(name: str) -> None:
    rng = np.random.default_rng(0)
    for n_rows in (5, 50, 400):
        score, positive = np.round(rng.random(n_rows), 2), rng.random(n_rows) < 0.3
        weight = rng.integers(0, 3, n_rows).astype(np.float64)
        used = weight > 0
        cuts = make_cuts(score[used], positive[used], weight=weight[used])

        assert BestCut(score, positive, name).value(weight) == pytest.approx(
            float(np.nan_to_num(cuts.rate(name)).max())
        )
