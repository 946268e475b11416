"""A specification against a table: each wrong field is answered with what fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from automl.data.sql import check_expression, evaluate_rows
from automl.data.table import Table
from automl.errors import SpecError
from automl.spec.parse import parse_spec
from automl.spec.validate import validate

CHURN = {"task": "binary", "target": "Churn", "positive_label": "Yes"}
TENURE = {"task": "regression", "target": "MonthlyCharges"}
PLAN = {"task": "multiclass", "target": "plan"}
MakeTable = Callable[..., Table]


def names(family: str, task: str) -> tuple[str, ...]:
    """Settings of every family, for these tests."""
    return ("num_leaves", "learning_rate", "C")


def found(spec: dict[str, Any], table: Table) -> list[SpecError]:
    return list(
        validate(
            parse_spec(spec), table, check_sql=check_expression, evaluate=evaluate_rows, setting_names=names
        )
    )


def floor(maximise: str, subject_to: str, **bound: float) -> dict[str, Any]:
    return CHURN | {"metric": {"kind": "floor", "maximise": maximise, "subject_to": subject_to} | bound}


def bounded(measure: str, **bound: float) -> dict[str, Any]:
    constraints = [{"measure": measure} | bound]
    return CHURN | {"metric": {"kind": "standard", "name": "roc_auc", "constraints": constraints}}


GOOD: list[dict[str, Any]] = [
    {},
    CHURN,
    CHURN | {"ignore_columns": ["customerID"], "filter": "tenure > 5", "audience": "expert"},
    CHURN | {"metric": {"kind": "payoff", "tp": "0.3 * MonthlyCharges", "fp": -5}},
    CHURN | {"metric": {"kind": "top_k", "k": 40, "out_of": 2000}},
    CHURN | {"metric": {"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 0.9}},
    floor("precision", "flagged", at_most=40),
    floor("specificity", "recall", at_least=0.9),
    PLAN | {"metric": {"kind": "cost_matrix", "costs": {"A": {"A": -1, "B": -5, "C": -5, "D": -5}}}},
    CHURN
    | {"metric": {"kind": "expression", "sql": "sum(MonthlyCharges * predicted)", "direction": "maximise"}},
    CHURN | {"metric": {"kind": "weighted", "name": "f1", "weight": "MonthlyCharges"}},
    CHURN | {"fairness": {"column": "sex", "measure": "demographic_parity_difference", "at_most": 0.1}},
    CHURN
    | {
        "fairness": {"column": "sex", "measure": "demographic_parity_ratio", "at_least": 0.8},
        "ignore_columns": ["sex"],
    },
    CHURN
    | {
        "validation": {
            "kind": "time",
            "column": "joined",
            "cutoff": "2024-03-01",
            "gap": "1D",
            "group": "plan",
        }
    },
    CHURN | {"validation": {"kind": "time", "column": "tenure", "cutoff": "50"}},
    CHURN | {"validation": {"kind": "group", "column": "plan"}},
    CHURN
    | {
        "baseline": {"rule": "Contract = 'Month-to-month'"},
        "expectation": {"metric": "accuracy", "at_least": 0.8},
    },
    CHURN | {"baseline": {"predictions_column": "old_score"}},
    CHURN
    | {"monotone": {"tenure": "decreasing"}, "priors": {"catboost": 0.7}, "models": {"exclude": ["mlp"]}},
    CHURN | {"hyperparameters": {"lightgbm.num_leaves": {"max": 31}}, "limits": {"model_mb": 5}},
    TENURE
    | {
        "metric": {"kind": "asymmetric", "under": 3, "over": 1},
        "expectation": {"metric": "rmse", "at_most": 5},
    },
    TENURE | {"metric": {"kind": "tolerance", "relative": 0.1}, "monotone": {"tenure": "increasing"}},
    PLAN | {"metric": {"kind": "cost_matrix", "costs": {"A": {"B": -5, "C": "-tenure"}}}},
    PLAN | {"metric": {"kind": "cost_matrix", "per_step": "-0.1 * MonthlyCharges"}},
    PLAN | {"metric": {"kind": "cost_matrix", "costs": {"A": {"A": 10, "B": 4}}}},
    {"task": "binary", "target": "plan", "positive_label": ["A", "B"]},
    {"task": "multiclass", "target": "stars"},
    {"task": "regression", "target": "stars"},
    {
        "task": "forecast",
        "target": "MonthlyCharges",
        "forecast": {"time_column": "joined", "horizon": 7, "frequency": "D", "series_column": ["plan"]},
    },
    {"task": "forecast", "target": "tenure", "forecast": {"time_column": "make_date(2024, 1, tenure)"}},
    {"task": "clustering", "clusters": {"count": 4}, "metric": {"kind": "standard", "name": "silhouette"}},
    {"task": "anomaly"},
]


@pytest.mark.parametrize("spec", GOOD)
def test_nothing_is_said_against_a_specification_that_fits(spec: dict[str, Any], customers: Table) -> None:
    assert found(spec, customers) == []


WRONG: list[tuple[dict[str, Any], str, str]] = [
    (
        TENURE | {"metric": {"kind": "standard", "name": "quadratic_kappa"}},
        "metric.name",
        "needs a few whole grades, and 'MonthlyCharges' holds 100 different numbers. Scores that fit are 'rmse'",
    ),
    (
        TENURE | {"expectation": {"metric": "quadratic_kappa", "at_least": 0.5}},
        "expectation.metric",
        "grades",
    ),
    (
        floor("specificity", "false_positive_rate", at_most=0.1),
        "metric.subject_to",
        "acting on (nearly) nobody",
    ),
    (floor("precision", "specificity", at_least=0.9), "metric.subject_to", "maximise 'recall'"),
    (floor("precision", "recall", at_most=0.5), "metric.at_least", "Of 'recall' more is better"),
    (floor("recall", "false_positive_rate", at_least=0.1), "metric.at_most", "less is better"),
    (floor("recall", "flagged", at_most=0), "metric.at_most", "nobody could be acted on"),
    (floor("recall", "precision", at_least=0), "metric.at_least", "which every 'precision' keeps"),
    (bounded("log_loss", at_least=0.5), "metric.constraints.0.at_most", "Of 'log_loss' less is better"),
    (bounded("mcc", at_least=5), "metric.constraints.0.at_least", "must be between -1 and 1"),
    (bounded("flagged", at_least=500), "metric.constraints.0.at_least", "more than the 100 rows"),
    (
        TENURE | {"expectation": {"metric": "r2", "at_least": 1.5}},
        "expectation.at_least",
        "must be at most 1",
    ),
    (TENURE | {"baseline": {"score": 2, "metric": "r2"}}, "baseline.score", "must be at most 1"),
    (TENURE | {"metric": {"kind": "tolerance", "relative": 5}}, "metric.relative", "Did you mean 0.05?"),
    (TENURE | {"metric": {"kind": "tolerance", "absolute": 99}}, "metric.absolute", "goes from 20 to 119"),
    (
        TENURE | {"metric": {"kind": "asymmetric", "under": 1e-300, "over": 1e300}},
        "metric.under",
        "closer to each other",
    ),
    (
        PLAN | {"metric": {"kind": "cost_matrix", "costs": {"A": {"A": -1}}}},
        "metric.costs",
        "worse to say 'A' rightly (-1)",
    ),
    (CHURN | {"baseline": {"rule": "Churn = 'Yes'"}}, "baseline.rule", "looks at the target 'Churn'"),
    (
        CHURN | {"metric": {"kind": "payoff", "tp": "length(Churn)", "fp": -1}},
        "metric.tp",
        "looks at the target",
    ),
    ({"target": "churned"}, "target", "There is no column 'churned' ('target'). Did you mean 'Churn'?"),
    ({"task": "clustering", "target": "Churn"}, "target", "A clustering task has no target"),
    (
        CHURN | {"positive_label": "yes"},
        "positive_label",
        "'yes' does not occur in 'Churn'. Written exactly as in the data it is 'Yes'.",
    ),
    (
        {"target": "income", "positive_label": ">50K"},
        "positive_label",
        "'>50K' does not occur in 'income'. Written exactly as in the data it is ' >50K'.",
    ),
    (
        CHURN | {"positive_label": "maybe?"},
        "positive_label",
        "'maybe?' does not occur in 'Churn'. Its labels are 'No' and 'Yes'.",
    ),
    (
        CHURN | {"positive_label": ["Yes", "No"]},
        "positive_label",
        "Every label of 'Churn' is named as positive.",
    ),
    (CHURN | {"positive_label": []}, "positive_label", "'positive_label' is an empty list."),
    (
        TENURE | {"positive_label": "20"},
        "positive_label",
        "A positive label belongs to a binary task, not to regression.",
    ),
    (
        {"task": "regression", "target": "Churn"},
        "task",
        "'regression' predicts a number, and 'Churn' holds labels such as 'No' and 'Yes'. Use the task 'binary'",
    ),
    (
        {"task": "binary", "target": "MonthlyCharges"},
        "task",
        "'binary' tells labels apart, and 'MonthlyCharges' holds 100 different numbers. Use the task 'regression'",
    ),
    (
        {"task": "multiclass", "target": "Churn"},
        "task",
        "'Churn' holds two labels, 'No' and 'Yes': that is the task 'binary'.",
    ),
    ({"task": "multiclass", "target": "joined"}, "target", "'joined' holds dates, which are not labels."),
    (
        CHURN | {"metric": {"kind": "standard", "name": "rmse"}},
        "metric.name",
        "The score 'rmse' does not fit a binary task. Those that do are 'roc_auc', 'average_precision', 'accuracy'",
    ),
    (
        TENURE | {"metric": {"kind": "payoff", "fn": -5, "fp": -1}},
        "metric.kind",
        "A metric of kind 'payoff' judges binary tasks, and this one is regression. "
        "Kinds that fit are 'asymmetric', 'tolerance', 'expression' and 'standard'.",
    ),
    (
        CHURN | {"metric": {"kind": "asymmetric", "under": 3, "over": 1}},
        "metric.kind",
        "judges regression or forecast tasks",
    ),
    (
        CHURN | {"metric": {"kind": "top_k", "k": 500}},
        "metric.k",
        "'metric.k' is 500, more than the 100 rows of the table. Say out of how many it is ('metric.out_of')",
    ),
    (
        CHURN | {"metric": {"kind": "floor", "maximise": "recall", "subject_to": "recall", "at_least": 0.9}},
        "metric.subject_to",
        "both are 'recall'",
    ),
    (
        CHURN
        | {"metric": {"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 90}},
        "metric.at_least",
        "'metric.at_least' must be between 0 and 1 for 'recall'; found 90. Did you mean 0.9?",
    ),
    (CHURN | {"metric": {"kind": "payoff", "fp": "-amount", "fn": -5}}, "metric.fp", "amount"),
    (CHURN | {"metric": {"kind": "payoff", "fp": "Contract", "fn": -5}}, "metric.fp", "number"),
    (
        CHURN
        | {"metric": {"kind": "payoff", "fn": -5, "constraints": [{"measure": "recal", "at_least": 0.8}]}},
        "metric.constraints.0.measure",
        "There is no measure 'recal'. Did you mean 'recall'",
    ),
    (
        TENURE
        | {
            "metric": {
                "kind": "tolerance",
                "relative": 0.1,
                "constraints": [{"measure": "recall", "at_least": 0.8}],
            }
        },
        "metric.constraints.0.measure",
        "'recall' cannot be measured for a regression task.",
    ),
    (
        CHURN
        | {
            "metric": {
                "kind": "floor",
                "maximise": "precision",
                "subject_to": "recall",
                "at_least": 0.9,
                "constraints": [{"measure": "flagged", "at_most": 10}],
            }
        },
        "metric",
        "Finding that share of the 20 positive rows means acting on at least 18, and only 10 may be acted on.",
    ),
    (
        CHURN
        | {
            "metric": {
                "kind": "floor",
                "maximise": "precision",
                "subject_to": "recall",
                "at_least": 0.9,
                "constraints": [{"measure": "recall", "at_most": 0.5}],
            }
        },
        "metric.constraints",
        "'recall' is to be at least 0.9 and at most 0.5; it cannot be both.",
    ),
    (
        CHURN
        | {
            "metric": {
                "kind": "payoff",
                "fn": -5,
                "fp": -1,
                "constraints": [{"measure": "flagged", "at_most": 0.5}],
            }
        },
        "metric.constraints.0.at_most",
        "counts rows and cannot be 0.5; a share is bounded as 'flagged_share'.",
    ),
    (
        TENURE | {"expectation": {"metric": "rmse", "at_most": -3}},
        "expectation.at_most",
        "'expectation.at_most' must be 0 or more for 'rmse'; found -3.",
    ),
    (
        PLAN | {"metric": {"kind": "cost_matrix", "costs": {}}},
        "metric.costs",
        "'metric.costs' gives no confusion a value",
    ),
    (
        PLAN | {"metric": {"kind": "cost_matrix", "costs": {"A": {"B": 5}, "B": {"A": 1}}}},
        "metric.costs",
        "these would pay for being wrong. Write costs with a minus.",
    ),
    (
        PLAN | {"metric": {"kind": "cost_matrix", "costs": {"a": {"B": -5}}}},
        "metric.costs",
        "'a' does not occur in 'plan'. Written exactly as in the data it is 'A'.",
    ),
    (
        CHURN | {"metric": {"kind": "expression", "sql": "sum(nope)", "direction": "maximise"}},
        "metric.sql",
        "nope",
    ),
    (
        CHURN | {"metric": {"kind": "weighted", "name": "rmse", "weight": "tenure"}},
        "metric.name",
        "does not fit a binary task",
    ),
    (
        CHURN | {"metric": {"kind": "weighted", "name": "f1", "weight": "sum(tenure)"}},
        "metric.weight",
        "one value per row",
    ),
    (CHURN | {"filter": "tenur > 5"}, "filter", "tenur"),
    (
        CHURN | {"filter": "tenure > 5000"},
        "filter",
        "No rows pass the filter 'tenure > 5000', of 100; at least 20",
    ),
    (CHURN | {"filter": "tenure = 1"}, "filter", "the filter 'tenure = 1', of 100"),
    (CHURN | {"filter": "tenure + 5"}, "filter", "true or false"),
    (CHURN | {"baseline": {"rule": "SELECT 1; DROP TABLE x"}}, "baseline.rule", "baseline.rule"),
    (TENURE | {"baseline": {"rule": "tenure > 5"}}, "baseline.rule", "fits a binary task, not regression"),
    (
        CHURN | {"baseline": {"predictions_column": "old"}},
        "baseline.predictions_column",
        "Did you mean 'old_score'?",
    ),
    (
        CHURN | {"baseline": {"predictions_column": "Churn"}},
        "baseline.predictions_column",
        "cannot be the target",
    ),
    (
        CHURN | {"baseline": {"score": 5, "metric": "rmse"}},
        "baseline.metric",
        "The score 'rmse' does not fit a binary task.",
    ),
    (CHURN | {"baseline": {"score": 81, "metric": "roc_auc"}}, "baseline.score", "Did you mean 0.81?"),
    (
        CHURN | {"expectation": {"metric": "mae", "at_most": 5}},
        "expectation.metric",
        "does not fit a binary task",
    ),
    (
        CHURN | {"expectation": {"metric": "accuracy", "at_most": 0.9}},
        "expectation.at_least",
        "Of 'accuracy' more is better, so it is bounded by 'at_least', not by 'at_most'.",
    ),
    (
        TENURE | {"expectation": {"metric": "rmse", "at_least": 5}},
        "expectation.at_most",
        "Of 'rmse' less is better",
    ),
    (
        CHURN | {"expectation": {"metric": "accuracy", "at_least": 85}},
        "expectation.at_least",
        "Did you mean 0.85?",
    ),
    (
        CHURN | {"ignore_columns": ["customer id", "plan"]},
        "ignore_columns",
        "There is no column 'customer id' ('ignore_columns'). Did you mean 'customerID'?",
    ),
    (
        CHURN | {"ignore_columns": ["Churn"]},
        "ignore_columns",
        "The target 'Churn' is also listed in 'ignore_columns'.",
    ),
    (CHURN | {"models": {"include": []}}, "models.include", "'models.include' is an empty list."),
    (
        CHURN | {"models": {"include": ["ensemble"]}},
        "models.include",
        "mixes other families, and none is among those",
    ),
    (
        TENURE | {"models": {"include": ["naive_bayes"]}},
        "models.include",
        "'naive_bayes' cannot be used for regression. Families that can are 'linear'",
    ),
    (
        CHURN | {"models": {"include": ["lightgbm"]}, "limits": {"interpretable": True}},
        "limits.interpretable",
        "The model is to be interpretable, and only 'lightgbm' may be used. "
        "Interpretable families are 'linear', 'decision_tree' and 'naive_bayes'.",
    ),
    (
        CHURN
        | {
            "models": {"exclude": ["linear", "decision_tree", "naive_bayes"]},
            "limits": {"interpretable": True},
        },
        "models.exclude",
        "No family is left that could learn",
    ),
    (
        CHURN | {"hyperparameters": {"lightgmb.num_leaves": {"max": 5}}},
        "hyperparameters.lightgmb.num_leaves",
        "There is no model family 'lightgmb' ('hyperparameters.lightgmb.num_leaves'). Did you mean 'lightgbm'?",
    ),
    (
        CHURN | {"hyperparameters": {"lightgbm.leaves": {"max": 5}}},
        "hyperparameters.lightgbm.leaves",
        "'lightgbm' has no setting 'leaves'. Did you mean 'num_leaves'?",
    ),
    (
        CHURN | {"hyperparameters": {"lightgbm": {"max": 5}}},
        "hyperparameters.lightgbm",
        "Write it like 'lightgbm.num_leaves'.",
    ),
    (
        CHURN | {"hyperparameters": {"svm.C": {"max": 5}}, "models": {"exclude": ["svm"]}},
        "hyperparameters.svm.C",
        "There is a setting for 'svm', which is excluded.",
    ),
    (
        CHURN | {"priors": {"cat": 0.7}},
        "priors.cat",
        "There is no model family 'cat' ('priors.cat'). Did you mean 'catboost'?",
    ),
    (TENURE | {"priors": {"naive_bayes": 0.7}}, "priors.naive_bayes", "which cannot be used for regression"),
    (
        CHURN | {"monotone": {"plan": "increasing"}},
        "monotone.plan",
        "A direction needs a column of numbers, and 'plan' holds labels.",
    ),
    (CHURN | {"monotone": {"tenur": "increasing"}}, "monotone", "Did you mean 'tenure'?"),
    (
        CHURN | {"monotone": {"tenure": "increasing"}, "ignore_columns": ["tenure"]},
        "monotone.tenure",
        "only be one of the two",
    ),
    (TENURE | {"monotone": {"MonthlyCharges": "increasing"}}, "monotone.MonthlyCharges", "is the target"),
    (PLAN | {"monotone": {"tenure": "increasing"}}, "monotone", "not multiclass"),
    (
        CHURN | {"fairness": {"column": "gender", "measure": "equalized_odds_ratio", "at_least": 0.8}},
        "fairness.column",
        "There is no column 'gender'",
    ),
    (
        CHURN | {"fairness": {"column": "sex", "measure": "equalized_odds_ratio", "at_most": 0.8}},
        "fairness.at_least",
        "is bounded by 'at_least'",
    ),
    (
        CHURN | {"fairness": {"column": "sex", "measure": "demographic_parity_difference", "at_most": 10}},
        "fairness.at_most",
        "must be between 0 and 1",
    ),
    (
        TENURE | {"fairness": {"column": "sex", "measure": "demographic_parity_ratio", "at_least": 0.8}},
        "fairness.measure",
        "needs a binary task, not regression",
    ),
    (
        CHURN | {"validation": {"kind": "time", "column": "plan"}},
        "validation.column",
        "A split by time needs dates, and 'plan' holds none. Dates are in 'joined'.",
    ),
    (
        CHURN | {"validation": {"kind": "time", "column": "joined", "cutoff": "2030-01-01"}},
        "validation.cutoff",
        "'joined' goes from 2024-01-01 to 2024-04-09.",
    ),
    (
        CHURN | {"validation": {"kind": "time", "column": "joined", "cutoff": "spring"}},
        "validation.cutoff",
        "must be a moment such as '2024-03-01'; found 'spring'.",
    ),
    (
        CHURN | {"validation": {"kind": "time", "column": "joined", "gap": "a while"}},
        "validation.gap",
        "'validation.gap' must be a pandas offset such as '1D' or '2h'; found 'a while'.",
    ),
    (
        CHURN | {"validation": {"kind": "time", "column": "joined", "gap": "-1D"}},
        "validation.gap",
        "pandas offset",
    ),
    (
        CHURN | {"validation": {"kind": "time", "column": "tenure", "gap": "1D"}},
        "validation.gap",
        "holds numbers",
    ),
    (
        CHURN | {"validation": {"kind": "time", "column": "Churn"}},
        "validation.column",
        "cannot be split by the target",
    ),
    (
        CHURN | {"validation": {"kind": "group", "column": "patient"}},
        "validation.column",
        "There is no column 'patient'",
    ),
    (
        CHURN | {"validation": {"kind": "group", "column": "sex", "folds": 5}},
        "validation.column",
        "'sex' holds 2 groups; 5 folds and a held-out part need 6.",
    ),
    (
        {"task": "forecast", "target": "tenure", "forecast": {"time_column": "joind"}},
        "forecast.time_column",
        "Did you mean 'joined'?",
    ),
    (
        {"task": "forecast", "target": "tenure", "forecast": {"frequency": "often"}},
        "forecast.frequency",
        "pandas offset",
    ),
    (CHURN | {"forecast": {"horizon": 5}}, "forecast", "belong to the task 'forecast'"),
    ({"task": "clustering", "clusters": {"min": 6, "max": 4}}, "clusters.min", "'clusters.min' is 6, above"),
    ({"task": "clustering", "clusters": {"count": 6, "max": 9}}, "clusters", "Keep one of the two."),
]


@pytest.mark.parametrize(
    ("spec", "field", "sentence"), WRONG, ids=[f"{field}-{i}" for i, (_, field, _) in enumerate(WRONG)]
)
def test_what_does_not_fit_is_answered_with_what_does(
    spec: dict[str, Any], field: str, sentence: str, customers: Table
) -> None:
    errors = found(spec, customers)

    assert errors, "nothing was said"
    assert errors[0].field == field
    assert sentence in str(errors[0])
    assert str(errors[0]).endswith((".", "?"))


def test_a_target_of_one_value_is_refused(make_table: MakeTable) -> None:
    same = make_table({"a": [1.0, 2.0], "b": ["x", "x"], "c": [None, None]}, c="category")

    assert "holds only 'x', so there is nothing to predict" in str(found({"target": "b"}, same)[0])
    assert "holds no value at all" in str(found({"target": "c"}, same)[0])


def test_everything_that_is_wrong_is_found(customers: Table) -> None:
    errors = found({"target": "nope", "ignore_columns": ["x"], "monotone": {"y": "increasing"}}, customers)

    assert [error.field for error in errors] == ["target", "ignore_columns", "monotone"]


def test_long_lists_of_labels_are_cut(make_table: MakeTable) -> None:
    table = make_table({"city": [f"town {i}" for i in range(500)], "x": [1.0] * 500})

    assert "and 492 more" in str(
        found({"task": "binary", "target": "city", "positive_label": "§§§"}, table)[0]
    )
