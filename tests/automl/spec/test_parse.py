"""From JSON to a specification, and what a wrong one is answered with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.errors import SpecError
from automl.spec.model import ProblemSpec
from automl.spec.parse import parse_spec

#: Every field of the contract, in a form that is valid.
WHOLE: dict[str, Any] = {
    "task": "binary",
    "target": "salary",
    "positive_label": " >50K",
    "ignore_columns": ["id"],
    "filter": "age > 17",
    "metric": {
        "kind": "payoff",
        "tp": "0.3 * MonthlyCharges * 12",
        "fp": -20,
        "fn": -500.5,
        "tn": 0,
        "currency": "EUR",
        "constraints": [{"measure": "recall", "at_least": 0.8}, {"measure": "flagged", "at_most": 500}],
    },
    "models": {"include": ["linear", "lightgbm"], "exclude": ["mlp"]},
    "hyperparameters": {
        "lightgbm.num_leaves": {"min": 8, "max": 31},
        "random_forest.n_estimators": {"value": 300},
        "svm.kernel": {"choices": ["rbf"]},
        "mlp.early_stopping": {"value": True},
    },
    "priors": {"catboost": 0.7},
    "monotone": {"income": "increasing", "odd.name": "decreasing"},
    "limits": {"model_mb": 5, "predict_ms": 10, "interpretable": True},
    "fairness": {"column": "sex", "measure": "demographic_parity_difference", "at_most": 0.1},
    "budget": {"time_s": 180, "trials": 50, "memory_gb": 4, "workers": 2},
    "validation": {
        "kind": "time",
        "column": "date",
        "folds": 4,
        "cutoff": "2024-01-01",
        "gap": "1D",
        "group": "g",
    },
    "forecast": {"time_column": "date", "series_column": ["store", "item"], "horizon": 28, "frequency": "D"},
    "clusters": {"min": 4, "max": 6},
    "baseline": {"score": 0.81, "metric": "roc_auc"},
    "expectation": {"metric": "accuracy", "at_least": 0.85},
    "audience": "expert",
}
METRICS: list[dict[str, Any]] = [
    {"kind": "standard", "name": "roc_auc"},
    {"kind": "payoff", "fn": -500, "fp": -20},
    {"kind": "top_k", "k": 40, "out_of": 2000},
    {"kind": "top_k", "fraction": 0.05, "tp": 58, "fp": -12, "currency": "USD"},
    {"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 0.9},
    {"kind": "cost_matrix", "costs": {"a": {"b": -5, "c": "-0.1 * amount"}}},
    {"kind": "cost_matrix", "per_step": "-0.015 * loan_amount", "currency": "USD"},
    {"kind": "asymmetric", "under": 3, "over": 1},
    {"kind": "tolerance", "relative": 0.1, "cost_outside": 500, "currency": "USD"},
    {"kind": "tolerance", "absolute": 5000},
    {"kind": "weighted", "name": "f1", "weight": "amount"},
    {"kind": "expression", "sql": "sum(amount * predicted)", "direction": "maximise"},
]


def test_the_whole_contract_goes_through_json_unchanged() -> None:
    once = parse_spec(json.loads(json.dumps(WHOLE)))

    assert once.to_json() == WHOLE
    assert parse_spec(once.to_json()) == once


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: str(metric["kind"]))
def test_each_kind_of_metric_goes_through_json_unchanged(metric: dict[str, Any]) -> None:
    assert parse_spec({"metric": metric}).to_json() == {"metric": metric}


def test_absent_and_null_are_the_same() -> None:
    assert parse_spec({"target": None, "budget": {"time_s": None, "trials": 5}}) == parse_spec(
        {"budget": {"trials": 5}}
    )


def test_labels_in_numbers_are_text_as_in_the_data() -> None:
    assert parse_spec({"positive_label": 1}).positive_label == "1"
    assert parse_spec({"positive_label": [1, 2]}).positive_labels == ("1", "2")
    costs = {"kind": "cost_matrix", "costs": {0: {1: -5}}}
    assert parse_spec({"metric": costs}).to_json()["metric"]["costs"] == {"0": {"1": -5}}


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"metric": {"kind": "payof"}}, "metric", "There is no metric kind 'payof'. Did you mean 'payoff'?"),
        (
            {
                "metric": {
                    "kind": "floor",
                    "maximise": "false_positive_rate",
                    "subject_to": "recall",
                    "at_least": 0.9,
                }
            },
            "metric.maximise",
            "'metric.maximise' is what should be as large as possible, and 'false_positive_rate' should be small; "
            "choose 'specificity', which is 1 minus it, or 'precision'.",
        ),
        ({"metrc": {}}, "metrc", "A specification has no field 'metrc'. Did you mean 'metric'?"),
        ({"time_s": 5}, "time_s", "A specification has no field 'time_s'. Did you mean 'budget.time_s'?"),
        ({"task": "binery"}, "task", "There is no task 'binery'. Did you mean 'binary'?"),
        (
            {"models": {"include": ["lgbm"]}},
            "models.include.0",
            "There is no model family 'lgbm' ('models.include.0'). Did you mean 'lightgbm'?",
        ),
        (
            {"metric": {"kind": "standard", "name": "auc"}},
            "metric.name",
            "There is no score 'auc' ('metric.name'). Did you mean 'roc_auc'?",
        ),
        ({"budget": {"time_s": -5}}, "budget.time_s", "'budget.time_s' must be above 0; found -5."),
        ({"budget": {"time_s": "soon"}}, "budget.time_s", "'budget.time_s' must be a number; found 'soon'."),
        ({"budget": {"time_s": True}}, "budget.time_s", "'budget.time_s' must be a number; found true."),
        (
            {"metric": {"kind": "payoff", "tp": True}},
            "metric.tp",
            "'metric.tp' must be a number; found true.",
        ),
        (
            {"validation": {"kind": "kfold", "folds": False}},
            "validation.folds",
            "'validation.folds' must be a number; found false.",
        ),
        ({"budget": {"trials": 2.5}}, "budget.trials", "'budget.trials' must be a whole number; found 2.5."),
        ({"metric": {"kind": "top_k", "fn": 1}}, "metric", "'metric' needs either k or fraction."),
        (
            {"metric": {"kind": "top_k", "k": 9, "out_of": 3}},
            "metric",
            "'metric' has out_of=3, which goes with a k that is not larger.",
        ),
        (
            {"metric": {"kind": "floor"}},
            "metric.maximise",
            "'metric' of kind 'floor' needs 'maximise' and 'subject_to'.",
        ),
        (
            {"metric": {"kind": "asymmetric", "undr": 3, "over": 1}},
            "metric.undr",
            "A metric of kind 'asymmetric' has no field 'undr'. Did you mean 'under'?",
        ),
        (
            {"metric": {"kind": "payoff", "fn": [1]}},
            "metric.fn",
            "'metric.fn' must be an amount or a SQL expression over the columns; found a list.",
        ),
        (
            {"metric": {"kind": "payoff", "fp": -1, "currency": "€"}},
            "metric.currency",
            "'metric.currency' must be a currency code of three capital letters; found '€'. Did you mean 'EUR'?",
        ),
        (
            {"validation": {"kind": "time"}},
            "validation.column",
            "'validation' of kind 'time' needs 'column'.",
        ),
        (
            {"monotone": {"a": "up"}},
            "monotone.a",
            "'monotone.a' cannot be 'up'. The choices are 'increasing' and 'decreasing'.",
        ),
        (
            {"models": {"include": ["svm"], "exclude": ["svm"]}},
            "models",
            "'models' both includes and excludes svm.",
        ),
        ({"target": ""}, "target", "'target' must not be empty; leave the field out where nothing was said."),
        (
            [],
            "",
            "A specification must be an object with fields such as 'target' and 'metric'; found a list.",
        ),
    ],
)
def test_a_wrong_document_is_answered_with_what_to_do(wrong: Any, field: str, sentence: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec(wrong)

    assert str(caught.value) == sentence
    assert caught.value.field == field


def test_a_field_that_needs_a_kind_names_the_kinds() -> None:
    with pytest.raises(
        SpecError, match=r"'metric' needs a 'kind': one of 'standard', 'payoff'.* or 'expression'\."
    ):
        parse_spec({"metric": {"fn": -500}})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*ProblemSpec.model_fields, "nonsense"])
PARTS = st.sampled_from([value for value in WHOLE.values() if isinstance(value, dict)] + METRICS)


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """A document with garbage somewhere: at the top, in a part, or in place of a value of a part."""
    document = {field: draw(JSON) for field in draw(st.lists(FIELDS, max_size=2))}
    field = draw(st.sampled_from([field for field, value in WHOLE.items() if isinstance(value, dict)]))
    part = dict(WHOLE[field] if field != "metric" else draw(st.sampled_from(METRICS)))
    part[draw(st.sampled_from([*part, "nonsense"]))] = draw(JSON)
    return {**document, field: part}


@settings(max_examples=400)
@given(JSON | spoilt())
def test_garbage_gives_one_sentence_and_no_other_exception(garbage: Any) -> None:
    try:
        spec = parse_spec(garbage)
    except SpecError as error:
        said = str(error)
        assert said.endswith((".", "?")), said
        for jargon in (
            "pydantic",
            "Input should",
            "Extra inputs",
            "union",
            "valid dictionary",
            "constrained-str",
        ):
            assert jargon not in said.replace(repr(garbage), ""), said
    else:
        assert parse_spec(spec.to_json()) == spec


@pytest.mark.parametrize(
    "odd", [{1: 2}, {"metric": {1: 2, "kind": "payoff"}}, {"target": b"\xff"}, {"target": "\ud800"}]
)
def test_what_json_does_not_know_is_refused_too(odd: Any) -> None:
    with pytest.raises(SpecError):
        parse_spec(odd)


def test_a_document_without_end_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["metric"] = endless

    with pytest.raises(SpecError, match="at most 20 levels"):
        parse_spec(endless)
