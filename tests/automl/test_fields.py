"""Every field of the specification changes what runs or what is reported: two runs that differ only there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tables import customers, houses

from automl.errors import BudgetError, NotYetError, SpecError
from automl.search.result import RunResult

CHURN = {"target": "left", "task": "binary", "positive_label": "Yes"}
PRICE = {"target": "price", "task": "regression"}
PAYOFF = {"kind": "payoff", "tp": 180, "fp": -20, "currency": "EUR"}


@pytest.fixture
def churn(run_cheaply: Any) -> Any:
    def run(**fields: Any) -> RunResult:
        return run_cheaply(customers(), {**CHURN, **fields})

    return run


@pytest.fixture
def price(run_cheaply: Any) -> Any:
    def run(**fields: Any) -> RunResult:
        return run_cheaply(houses(), {**PRICE, **fields})

    return run


def families(result: RunResult) -> set[str]:
    return {row.family for row in result.leaderboard}


def test_target_and_task(churn: Any, run_cheaply: Any) -> None:
    other = run_cheaply(customers(), {"target": "amount", "task": "regression"})

    assert churn().score_name == "roc_auc"
    assert other.score_name == "rmse"
    assert other.target == "amount"


def test_positive_label(churn: Any, run_cheaply: Any) -> None:
    stays = run_cheaply(customers(), {**CHURN, "positive_label": "No"})

    assert churn().positive_label == "Yes"
    assert stays.positive_label == "No"
    assert stays.data.positive_share == pytest.approx(1 - churn().data.positive_share)


def test_ignore_columns(churn: Any) -> None:
    without = churn(ignore_columns=["complaints"])

    assert "complaints" in churn().data.features
    assert "complaints" not in without.data.features
    assert {"column": "complaints", "reason": "you asked to leave it out"} in without.data.set_aside


def test_filter(churn: Any) -> None:
    part = churn(filter="contract = 'monthly'")

    assert part.data.n_rows_used < churn().data.n_rows_used
    assert part.data.left_out["outside the filter"] == part.data.n_rows - part.data.n_rows_used


def test_metric(churn: Any) -> None:
    named = churn(metric={"kind": "standard", "name": "average_precision"})
    money = churn(metric=PAYOFF)

    assert named.score_name == "average_precision"
    assert money.score_name == "log_loss"
    assert money.money is not None
    assert money.money.currency == "EUR"
    assert churn().money is None


@pytest.mark.parametrize(
    ("metric", "kind"),
    [
        ({"kind": "top_k", "k": 40}, "top_k"),
        ({"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 0.7}, "threshold"),
        ({"kind": "weighted", "name": "log_loss", "weight": "amount"}, None),
        (
            {"kind": "expression", "sql": "avg(amount * (actual = predicted)::INT)", "direction": "maximise"},
            None,
        ),
    ],
)
def test_each_kind_of_binary_metric_runs(churn: Any, metric: dict[str, Any], kind: str | None) -> None:
    result = churn(metric=metric)

    assert result.metric_held_out.value is not None
    assert result.held_out.low is not None
    if kind == "top_k":
        assert result.decision.share_flagged == pytest.approx(0.1, abs=0.02)
    assert result.metric["kind"] == metric["kind"]


@pytest.mark.parametrize(
    "metric",
    [
        {"kind": "asymmetric", "under": 3, "over": 1},
        {"kind": "tolerance", "relative": 0.1, "cost_outside": 500, "currency": "USD"},
    ],
)
def test_each_kind_of_regression_metric_runs(price: Any, metric: dict[str, Any]) -> None:
    result = price(metric=metric)

    assert result.metric_held_out.value is not None
    assert result.decision.kind in ("quantile", "tolerance")


def test_cost_matrix(run_cheaply: Any) -> None:
    grades = {"No-yearly": "low", "No-monthly": "medium", "Yes-yearly": "high", "Yes-monthly": "very high"}
    frame = customers().assign(left=lambda d: (d["left"] + "-" + d["contract"]).map(grades))
    spec = {
        "target": "left",
        "task": "multiclass",
        "metric": {"kind": "cost_matrix", "per_step": "-0.1 * amount"},
    }

    result = run_cheaply(frame, spec, key="classes")

    assert result.decision.kind == "cost_matrix"
    assert result.money is not None


def test_metric_constraints(churn: Any) -> None:
    free = churn(metric=PAYOFF)
    bound = churn(metric={**PAYOFF, "constraints": [{"measure": "flagged_share", "at_most": 0.15}]})

    assert bound.decision.share_flagged <= 0.2 < free.decision.share_flagged
    assert bound.constraints[0].bound == "at most 0.15"


def test_models_include_and_exclude(churn: Any) -> None:
    only = churn(models={"include": ["linear"]})
    without = churn(models={"include": ["linear", "decision_tree", "lightgbm"], "exclude": ["ensemble"]})

    assert families(only) == {"dummy", "linear"}
    assert "ensemble" not in families(without)
    assert any(item.what == "lightgbm" for item in only.not_tried)


def test_hyperparameters(churn: Any) -> None:
    bound = churn(
        models={"include": ["decision_tree"]},
        hyperparameters={
            "decision_tree.max_depth": {"min": 2, "max": 3},
            "decision_tree.min_samples_leaf": {"value": 17},
        },
    )

    trees = [row.params for row in bound.leaderboard if row.family == "decision_tree"]
    assert trees
    assert all(2 <= params["max_depth"] <= 3 and params["min_samples_leaf"] == 17 for params in trees)


def test_priors(churn: Any) -> None:
    budget = {"trials": 12, "workers": 1}
    believed = churn(priors={"decision_tree": 0.95}, budget=budget)
    doubted = churn(priors={"decision_tree": 0.05}, budget=budget)

    def n_trees(result: RunResult) -> int:
        return sum(row.family == "decision_tree" for row in result.leaderboard)

    assert n_trees(believed) > n_trees(doubted) >= 1


def test_monotone(price: Any) -> None:
    result = price(monotone={"area": "increasing"})

    assert "linear" not in families(result)
    assert any(item.what == "linear" for item in result.not_tried)
    (check,) = result.monotone
    assert check.met, check.sentence


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        ({"model_mb": 0.02}, "model_mb"),
        ({"predict_ms": 1000}, "predict_ms"),
        ({"interpretable": True}, "interpretable"),
    ],
)
def test_limits(churn: Any, limits: dict[str, Any], what: str) -> None:
    result = churn(limits=limits)

    (check,) = result.limits
    assert check.what == what
    assert check.met, check.sentence
    assert not churn().limits


def test_an_interpretable_model_is_a_single_readable_one(churn: Any) -> None:
    result = churn(limits={"interpretable": True})

    assert families(result) <= {"dummy", "linear", "decision_tree", "naive_bayes"}


def test_fairness(churn: Any) -> None:
    bound = {"column": "region", "measure": "demographic_parity_difference", "at_most": 0.9}
    result = churn(metric=PAYOFF, fairness=bound)

    assert result.fairness
    assert all(check.met for check in result.fairness)
    assert not churn(metric=PAYOFF).fairness


def test_a_fairness_bound_that_only_doing_nothing_keeps_is_kept(churn: Any) -> None:
    bound = {"column": "contract", "measure": "demographic_parity_difference", "at_most": 0.001}
    result = churn(metric=PAYOFF, fairness=bound)

    assert result.fairness[-1].met or result.warnings


def test_budget_of_trials_is_exact(churn: Any) -> None:
    assert churn().spent.trials == 5
    assert churn(budget={"trials": 3, "workers": 1}).spent.trials == 3


@pytest.mark.parametrize(
    "budget",
    [{"time_s": 2}, {"trials": 1}, {"memory_gb": 0.1, "trials": 3}],
    ids=["time", "trials", "memory"],
)
def test_an_impossible_budget_is_refused(churn: Any, budget: dict[str, Any]) -> None:
    with pytest.raises(BudgetError, match=r"llow at least"):
        churn(budget=budget)


def test_more_workers_than_fit_into_memory_are_refused(churn: Any) -> None:
    with pytest.raises(BudgetError, match="Ask for at most 4"):
        churn(budget={"trials": 3, "memory_gb": 1, "workers": 500})


@pytest.mark.parametrize(
    ("validation", "words"),
    [
        ({"kind": "kfold", "folds": 3}, "3-fold"),
        ({"kind": "holdout", "test_fraction": 0.3}, "compared on"),
        ({"kind": "time", "column": "joined", "folds": 2}, "learn on the past"),
        ({"kind": "group", "column": "household", "folds": 3}, "keeps each group on one side"),
    ],
)
def test_validation(churn: Any, validation: dict[str, Any], words: str) -> None:
    result = churn(validation=validation)

    assert result.split.kind == validation["kind"]
    assert words in result.split.sentence
    assert result.split.sentence != churn().split.sentence


@pytest.mark.parametrize(
    ("baseline", "words"),
    [
        ({"rule": "contract = 'monthly'"}, "today's rule"),
        ({"score": 0.55, "metric": "roc_auc"}, "score you named"),
        ({"predictions_column": "old_score"}, "column 'old_score'"),
    ],
)
def test_baseline(churn: Any, baseline: dict[str, Any], words: str) -> None:
    result = churn(metric=PAYOFF, baseline=baseline)

    assert result.baseline is not None
    assert words in result.baseline.sentence.lower()
    assert result.baseline.today is not None
    assert churn(metric=PAYOFF).baseline is None
    if "predictions_column" in baseline:
        assert "old_score" not in result.data.features


def test_expectation(churn: Any) -> None:
    dreamt = churn(expectation={"metric": "roc_auc", "at_least": 0.999})

    assert dreamt.expectation is not None
    assert dreamt.expectation.met is False
    assert "against the expectation" in dreamt.expectation.sentence
    assert churn().expectation is None


@pytest.mark.parametrize(
    "spec",
    [
        {"task": "forecast", "target": "amount", "forecast": {"time_column": "joined", "horizon": 7}},
        {"task": "clustering", "clusters": {"count": 3}},
        {"task": "anomaly"},
    ],
)
def test_what_cannot_run_yet_says_so(run_cheaply: Any, spec: dict[str, Any]) -> None:
    with pytest.raises(NotYetError, match="not there yet"):
        run_cheaply(customers(), spec)


def test_audience_reaches_the_record(churn: Any) -> None:
    assert churn(audience="expert").spec["audience"] == "expert"


def test_a_wrong_expression_is_refused_before_anything_is_fitted(run_cheaply: Any, tmp_path: Path) -> None:
    metric = {"kind": "expression", "sql": "avg(no_such_column)", "direction": "maximise"}
    with pytest.raises(SpecError, match="no_such_column"):
        run_cheaply(customers(), {**CHURN, "metric": metric})
