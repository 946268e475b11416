"""What follows from the data, what is asked, and what is used otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from automl.data.sql import evaluate_rows
from automl.data.table import Table
from automl.spec.defaults import complete, effective, follow
from automl.spec.parse import parse_spec
from automl.spec.paths import leaf_paths, leaves_of
from automl.spec.questions import is_blocking, open_questions

MakeTable = Callable[..., Table]
CHURN = {"task": "binary", "target": "Churn", "positive_label": "Yes"}


def asked(spec: dict[str, Any], table: Table) -> dict[str, str]:
    questions = open_questions(parse_spec(spec), table, evaluate=evaluate_rows)
    return {question.field: question.text for question in questions}


@pytest.mark.parametrize(
    ("labels", "follows"),
    [
        (["Yes", "No"], "Yes"),
        (["no", "yes"], "yes"),
        ([" Y", " N"], " Y"),
        (["True", "False"], "True"),
        (["1", "0"], "1"),
        (["1", "2"], None),
        (["good", "bad"], None),
        ([" >50K", " <=50K"], None),
    ],
)
def test_the_positive_label_follows_only_where_it_is_beyond_doubt(
    labels: list[str], follows: str | None, make_table: MakeTable
) -> None:
    table = make_table({"x": [1.0] * 10, "left_us": labels[:1] * 3 + labels[1:] * 7})

    assert follow(parse_spec({"target": "left_us"}), table).get("positive_label") == follows
    question = asked({"target": "left_us", "task": "binary"}, table).get("positive_label")
    assert (question is None) == (follows is not None)


def test_a_number_of_two_values_is_told_apart_too(customers: Table) -> None:
    table = Table(customers.name, customers.frame.rename(columns={"paid": "bought"}), customers.columns)
    columns = tuple(c if c.name != "paid" else type(c)("bought", c.kind) for c in customers.columns)
    table = Table(customers.name, table.frame, columns)

    assert follow(parse_spec({"target": "bought"}), table) == {"task": "binary", "positive_label": "1"}


def test_of_a_column_that_names_the_uneventful_case_the_label_is_asked(customers: Table) -> None:
    assert follow(parse_spec({"target": "paid"}), customers) == {"task": "binary"}
    assert asked({"target": "paid", "task": "binary"}, customers)["positive_label"] == (
        "Which value of 'paid' do you want to find: '0' (80 rows) or '1' (20 rows)?"
    )


@pytest.mark.parametrize(
    ("spec", "task"),
    [
        ({"target": "Churn"}, "binary"),
        ({"target": "MonthlyCharges"}, "regression"),
        ({"target": "plan"}, "multiclass"),
        ({"target": "plan", "positive_label": "A"}, "binary"),
        ({"target": "stars"}, None),
        ({"target": "stars", "metric": {"kind": "standard", "name": "rmse"}}, "regression"),
        ({"target": "stars", "metric": {"kind": "standard", "name": "f1_macro"}}, "multiclass"),
        ({"target": "stars", "metric": {"kind": "cost_matrix", "per_step": -1}}, "multiclass"),
        ({"target": "stars", "metric": {"kind": "asymmetric", "under": 3, "over": 1}}, "regression"),
        ({"metric": {"kind": "payoff", "fn": -5, "fp": -1}}, "binary"),
        ({"target": "tenure", "forecast": {"horizon": 5}}, "forecast"),
        ({"clusters": {"count": 5}}, "clustering"),
        ({"target": "nope"}, None),
    ],
)
def test_the_task_follows_where_there_is_one_reading(
    spec: dict[str, Any], task: str | None, customers: Table
) -> None:
    assert follow(parse_spec(spec), customers).get("task") == task


def test_what_was_said_is_never_replaced(customers: Table) -> None:
    assert follow(parse_spec({"target": "Churn", "task": "binary", "positive_label": "No"}), customers) == {}


def test_few_whole_numbers_are_asked_about_and_classes_by_default(customers: Table) -> None:
    assert asked({"target": "stars"}, customers) == {
        "task": "'stars' holds 5 whole numbers from 1 to 5: are they classes (multiclass), or does it count how far "
        "off a prediction is (regression)?"
    }
    assert complete(parse_spec({"target": "stars"}), customers)["task"] == "multiclass"


def test_without_a_target_the_likeliest_are_named(customers: Table) -> None:
    question = asked({}, customers)["target"]

    assert question.startswith("Which column is to be predicted: 'Churn'")
    assert question.count("'") == 6
    assert "customerID" not in question
    assert asked({"task": "clustering"}, customers) == {}


@pytest.mark.parametrize(
    ("payoff", "field"),
    [
        ({"fp": -20}, "metric.fn"),
        ({"fn": -500}, "metric.fp"),
        ({"tp": 180}, "metric.fp"),
        ({"tp": 180, "fp": 5}, "metric.tn"),
        ({"fp": -20, "fn": 0}, "metric.tp"),
        ({}, "metric.fn"),
        ({"tp": 1, "fp": -1, "fn": 5, "tn": 0}, "metric"),
        ({"fp": "-0.12 * MonthlyCharges"}, "metric.fn"),
        ({"tp": "0.6 * MonthlyCharges"}, "metric.fp"),
        ({"tp": "-MonthlyCharges", "fp": -5}, "metric.fn"),
        ({"fp": -20, "fn": -500}, None),
        ({"tp": 180, "fp": -20, "fn": 0, "tn": 0}, None),
        ({"fn": -500, "tp": -320, "fp": -20}, None),
        ({"tp": "0.6 * MonthlyCharges", "fp": "-0.12 * MonthlyCharges"}, None),
        ({"tp": "MonthlyCharges - 50", "fp": -5}, None),
    ],
)
def test_where_acting_or_not_acting_could_never_pay_it_is_asked(
    payoff: dict[str, Any], field: str | None, customers: Table
) -> None:
    questions = asked(CHURN | {"metric": {"kind": "payoff", **payoff}}, customers)

    assert list(questions) == ([field] if field else [])
    if field and payoff:
        assert "could never pay" in questions[field]


def test_a_capacity_makes_a_bare_gain_enough(customers: Table) -> None:
    assert asked(CHURN | {"metric": {"kind": "top_k", "k": 10, "tp": 58}}, customers) == {}
    assert asked(CHURN | {"metric": {"kind": "top_k", "k": 10}}, customers) == {}
    assert list(asked(CHURN | {"metric": {"kind": "top_k", "k": 10, "fp": -5}}, customers)) == ["metric.fn"]


@dataclass(frozen=True)
class Doubt:
    """A finding of a check."""

    columns: tuple[str, ...]
    reason: str
    action: str


def test_columns_that_may_be_known_afterwards_are_asked_about_once(customers: Table) -> None:
    spec = parse_spec(CHURN | {"ignore_columns": ["plan"]})
    doubts = [
        Doubt(("paid",), "it tells the target almost alone", "ask"),
        Doubt(("plan",), "ignored already", "ask"),
        Doubt(("customerID",), "an id", "set_aside"),
    ]

    (question,) = open_questions(spec, customers, findings=doubts)

    assert question.field == "ignore_columns"
    assert question.text == (
        "Is 'paid' known at the time of the prediction? It tells the target almost alone. If not, it should be ignored."
    )
    assert not is_blocking(question)
    (both,) = open_questions(spec, customers, findings=[*doubts, Doubt(("stars",), "", "ask")])
    assert "'paid' and 'stars'" in both.text


def test_a_forecast_asks_how_far_ahead(customers: Table) -> None:
    spec = {"task": "forecast", "target": "tenure"}

    assert list(asked(spec, customers)) == ["forecast.horizon"]
    assert complete(parse_spec(spec), customers)["forecast"] == {"time_column": "joined", "frequency": "D"}


def test_questions_that_change_the_answer_have_to_wait(customers: Table) -> None:
    for spec in (
        {},
        {"target": "stars"},
        {"target": "income"},
        CHURN | {"metric": {"kind": "payoff", "fp": -1}},
    ):
        assert all(is_blocking(question) for question in open_questions(parse_spec(spec), customers))


@pytest.mark.parametrize(
    ("spec", "path", "value"),
    [
        (CHURN, "metric", {"kind": "standard", "name": "roc_auc"}),
        ({"target": "plan", "task": "multiclass"}, "metric", {"kind": "standard", "name": "log_loss"}),
        ({"target": "tenure", "task": "regression"}, "metric", {"kind": "standard", "name": "rmse"}),
        (CHURN | {"metric": {"kind": "payoff", "fn": -5, "fp": -1}}, "metric", {"tp": 0, "tn": 0}),
        (CHURN | {"metric": {"kind": "payoff", "fp": -1}}, "metric", None),
        (CHURN | {"metric": {"kind": "top_k", "k": 5}}, "metric", None),
        (CHURN, "budget", {"time_s": 120}),
        (CHURN | {"budget": {"trials": 5}}, "budget", None),
        (CHURN | {"budget": {"workers": 2}}, "budget", {"time_s": 120}),
        (CHURN, "validation", {"kind": "kfold", "folds": 5}),
        (CHURN | {"validation": {"kind": "holdout"}}, "validation", {"test_fraction": 0.2}),
        (CHURN | {"validation": {"kind": "time", "column": "joined"}}, "validation", {"folds": 3}),
        (CHURN | {"validation": {"kind": "group", "column": "plan"}}, "validation", {"folds": 3}),
        (CHURN | {"validation": {"kind": "kfold", "folds": 4}}, "validation", None),
        ({"target": "income"}, "positive_label", " >50K"),
        ({"task": "clustering"}, "validation", None),
        (CHURN | {"baseline": {"score": 0.8}}, "baseline", {"metric": "roc_auc"}),
        (CHURN, "audience", "novice"),
    ],
)
def test_defaults(spec: dict[str, Any], path: str, value: Any, customers: Table) -> None:
    assert complete(parse_spec(spec), customers).get(path) == value


def test_large_tables_take_fewer_folds(make_table: MakeTable) -> None:
    for n_rows, validation in (
        (20_001, {"kind": "kfold", "folds": 3}),
        (60_001, {"kind": "holdout", "test_fraction": 0.2}),
    ):
        table = make_table(
            {"x": [0.5, 1.5, 2.5] * (n_rows // 3 + 1), "y": [1.0, 2.0, 0.0] * (n_rows // 3 + 1)}
        )
        assert complete(parse_spec({"target": "y", "task": "regression"}), table)["validation"] == validation


@pytest.mark.parametrize(
    ("n_labels", "time_s", "folds"), [(2, 60, 5), (8, 60, 3), (8, 600, 5), (30, 30, 1), (30, 3_600, 5)]
)
def test_work_that_is_long_for_its_time_takes_fewer_folds(
    n_labels: int, time_s: int, folds: int, make_table: MakeTable
) -> None:
    n_rows = 6_000
    columns = {f"x{i}": [float((j * (i + 3)) % 101) for j in range(n_rows)] for i in range(10)}
    table = make_table({**columns, "y": [f"class {j % n_labels}" for j in range(n_rows)]})
    task = "binary" if n_labels == 2 else "multiclass"
    spec = parse_spec({"target": "y", "task": task, "budget": {"time_s": time_s}})

    chosen = complete(spec, table)["validation"]

    assert chosen == (
        {"kind": "kfold", "folds": folds} if folds > 1 else {"kind": "holdout", "test_fraction": 0.2}
    )


def test_defaults_never_overlap_with_what_was_said_and_fill_it_up(customers: Table) -> None:
    spec = parse_spec(CHURN | {"metric": {"kind": "payoff", "fn": -5, "fp": -1}, "budget": {"workers": 1}})
    defaults = complete(spec, customers)
    whole = effective(spec, defaults)

    assert not set(leaf_paths(spec)) & set(leaves_of(defaults))
    assert leaf_paths(whole) == leaf_paths(spec) | leaves_of(defaults)
    assert whole.budget is not None
    assert (whole.budget.time_s, whole.budget.workers) == (120, 1)
