"""Whether two specifications mean the same is told by value, not by spelling."""

from __future__ import annotations

from typing import Any

import pytest

from automl.data.load import load_table
from automl.data.table import Table
from evals.compare import differing, leaves, same_value
from evals.tables import table_path


@pytest.fixture(scope="module")
def loans(tmp_path_factory: pytest.TempPathFactory) -> Table:
    path = table_path("small_loans", tmp_path_factory.mktemp("tables"))
    assert path is not None
    return load_table(path)


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("metric.tp", 180, 0.4 * 500 - 20),
        ("metric.tp", "0.12 * amount", "amount * 12 / 100"),
        ("metric.fp", "-(0.6 * amount)", '-0.6*"amount"'),
        ("filter", "amount > 5000 AND term_months = 12", "term_months = 12 and not amount <= 5000"),
        ("baseline.rule", "purpose = 'car'", "\"purpose\" IN ('car')"),
        ("metric.sql", "sum(amount * predicted) / count(*)", "avg(predicted * amount)"),
        ("models.exclude", ["mlp", "svm"], ["svm", "mlp"]),
        ("positive_label", "yes", ["yes"]),
        ("validation.gap", "24h", "1D"),
        ("validation.cutoff", "2024-05-01", "2024-05-01T00:00:00"),
        ("forecast.frequency", "W", "W-FRI"),
        ("hyperparameters.svm.kernel", {"choices": ["rbf"]}, {"value": "rbf"}),
        ("metric.costs", {"a": {"b": -5, "c": 0}}, {"a": {"b": -5.0}}),
        (
            "metric.constraints",
            [{"measure": "recall", "at_least": 0.8}],
            [{"at_least": 0.8, "measure": "recall"}],
        ),
    ],
)
def test_the_same_in_other_words(loans: Table, path: str, one: Any, other: Any) -> None:
    assert same_value(path, one, other, loans)


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("metric.tp", 180, 200),
        ("metric.tp", "0.12 * amount", "0.12 * annual_income"),
        ("metric.tp", "0.12 * amount", 0.12),
        ("filter", "amount > 5000", "amount >= 5500"),
        ("filter", "amount > 5000", "amoun > 5000"),
        ("metric.sql", "avg(predicted * amount)", "avg(actual * amount)"),
        ("models.exclude", ["mlp"], ["mlp", "svm"]),
        ("metric.costs", {"a": {"b": -5}}, {"b": {"a": -5}}),
        ("limits.interpretable", True, 1),
        ("validation.gap", "2D", "1D"),
        ("validation.cutoff", "2024-05-01", "2024-06-01"),
        ("forecast.frequency", "W", "D"),
        ("target", "amount", "purpose"),
    ],
)
def test_another_meaning(loans: Table, path: str, one: Any, other: Any) -> None:
    assert not same_value(path, one, other, loans)


def test_missing_and_extra_fields_differ_and_unsaid_outcomes_do_not(loans: Table) -> None:
    expected = leaves(
        {"target": "loan_status", "metric": {"kind": "payoff", "fn": -5, "tn": 0}, "audience": "expert"}
    )
    found = leaves({"metric": {"kind": "payoff", "fn": -5, "tp": 0.0, "currency": "USD"}})
    assert differing(expected, found, loans) == ("target", "metric.currency")


def test_the_bounds_of_a_floor_may_be_said_in_any_order(loans: Table) -> None:
    one = {
        "kind": "floor",
        "maximise": "precision",
        "subject_to": "recall",
        "at_least": 0.8,
        "constraints": [{"measure": "false_positive_rate", "at_most": 0.1}],
    }
    other = {
        "kind": "floor",
        "maximise": "precision",
        "subject_to": "specificity",
        "at_least": 0.9,
        "constraints": [{"measure": "recall", "at_least": 0.8}],
    }
    assert differing(leaves({"metric": one}), leaves({"metric": other}), loans) == ()
    third = other | {"at_least": 0.95}
    assert "metric.at_least" in differing(leaves({"metric": one}), leaves({"metric": third}), loans)
