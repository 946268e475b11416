"""Documents: JSON in and out, patches, provenance, versions, questions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.errors import SpecError
from automl.spec.document import Provenance, Question, SetAside, SpecDocument
from automl.spec.model import ProblemSpec
from automl.spec.patch import apply_patch
from automl.spec.paths import leaf_paths


def said(document: SpecDocument, patch: dict[str, Any], quote: str = "") -> SpecDocument:
    return apply_patch(document, patch, source="user", via="words", quote=quote)


@pytest.fixture
def churn() -> SpecDocument:
    """A document with a payoff, a model left out, and a question."""
    document = said(
        SpecDocument(),
        {"target": "Churn", "metric.kind": "payoff", "metric.fn": -500, "models.exclude": ["mlp"]},
        "missing a churner costs $500",
    )
    return document.model_copy(
        update={"questions": (Question(field="metric.fp", text="And a needless call?"),)}
    )


def test_a_document_goes_through_json_unchanged(churn: SpecDocument) -> None:
    full = churn.model_copy(
        update={
            "set_aside": (SetAside(column="id", reason="an id"),),
            "defaults": {"budget": {"time_s": 120}},
            "readback": "You want …",
        }
    )
    data = json.loads(json.dumps(full.to_json()))

    assert SpecDocument.from_json(data) == full
    assert list(data) == ["version", "spec", "provenance", "questions", "set_aside", "defaults", "readback"]
    assert data["provenance"]["metric.fn"] == {
        "source": "user",
        "via": "words",
        "quote": "missing a churner costs $500",
    }


def test_a_specification_alone_is_taken_as_said_in_a_file() -> None:
    document = SpecDocument.from_json({"target": "Churn", "budget": {"time_s": 60}})

    assert document.spec.target == "Churn"
    assert document.provenance["budget.time_s"] == Provenance(source="user", via="file")


def test_fields_that_a_document_says_nothing_about_came_with_the_file(churn: SpecDocument) -> None:
    data = churn.to_json()
    data["spec"]["audience"] = "expert"

    document = SpecDocument.from_json(data)

    assert document.provenance["audience"].via == "file"
    assert document.provenance["target"].via == "words"


@pytest.mark.parametrize(
    "wrong", [5, {"spec": 5}, {"spec": {}, "questions": "?"}, {"spec": {}, "provenance": {"a": 1}}]
)
def test_a_document_that_is_none_is_refused_in_a_sentence(wrong: Any) -> None:
    with pytest.raises(SpecError):
        SpecDocument.from_json(wrong)


def test_a_change_makes_the_next_version_and_leaves_the_first_as_it_was(churn: SpecDocument) -> None:
    later = said(churn, {"metric.fp": -20}, "a call costs 20")

    assert later.version == churn.version + 1
    assert later.spec.to_json()["metric"] == {"kind": "payoff", "fp": -20, "fn": -500}
    assert later.provenance["metric.fp"].quote == "a call costs 20"
    assert later.provenance["metric.fn"].quote == "missing a churner costs $500"
    assert "fp" not in churn.spec.to_json()["metric"]


def test_what_is_repeated_makes_no_new_version_but_is_the_users_now(churn: SpecDocument) -> None:
    guessed = apply_patch(churn, {"task": "binary"}, source="data", via="words")
    repeated = said(guessed, {"task": "binary"}, "yes or no")

    assert repeated.version == guessed.version
    assert repeated.provenance["task"] == Provenance(source="user", via="words", quote="yes or no")


def test_an_answered_question_is_gone(churn: SpecDocument) -> None:
    assert said(churn, {"metric.fp": -20}).questions == ()
    assert said(churn, {"metric": {"kind": "standard", "name": "f1"}}).questions == ()
    assert said(churn, {"budget.trials": 5}).questions == churn.questions


def test_a_field_that_is_forgotten_is_gone_with_what_it_leaves_empty() -> None:
    timed = said(SpecDocument(), {"budget.time_s": 180})

    assert said(timed, {"budget.time_s": None}).spec == ProblemSpec()
    assert said(timed, {"budget.time_s": None}).provenance == {}
    assert said(timed, {"metric": None, "monotone.x": None, "models.exclude": None}).version == timed.version


def test_another_kind_of_metric_drops_what_it_does_not_have(churn: SpecDocument) -> None:
    metric = said(churn, {"metric.kind": "top_k", "metric.k": 50}).spec.to_json()["metric"]
    assert metric == {"kind": "top_k", "fn": -500, "k": 50}

    metric = said(churn, {"metric.name": "f1", "metric.kind": "standard"}).spec.to_json()["metric"]
    assert metric == {"kind": "standard", "name": "f1"}


def test_a_whole_part_replaces_the_part(churn: SpecDocument) -> None:
    whole = {"kind": "payoff", "tp": 5, "fp": -1, "constraints": [{"measure": "recall", "at_least": 0.8}]}

    assert said(churn, {"metric": whole}).spec.to_json()["metric"] == whole


@pytest.mark.parametrize(
    ("before", "patch", "after"),
    [
        (
            {"metric": {"kind": "top_k", "k": 5, "out_of": 9}},
            {"metric.fraction": 0.2},
            {"kind": "top_k", "fraction": 0.2},
        ),
        (
            {"metric": {"kind": "tolerance", "relative": 0.1}},
            {"metric.absolute": 5},
            {"kind": "tolerance", "absolute": 5},
        ),
        ({"baseline": {"rule": "a > 1"}}, {"baseline.score": 0.8}, {"score": 0.8}),
        (
            {"models": {"exclude": ["mlp", "svm"]}},
            {"models.include": ["mlp"]},
            {"include": ["mlp"], "exclude": ["svm"]},
        ),
    ],
)
def test_the_later_word_wins_over_what_it_excludes(before: Any, patch: Any, after: Any) -> None:
    document = said(SpecDocument.from_json(before), patch)

    assert next(iter(document.spec.to_json().values())) == after


def test_names_with_dots_are_keys() -> None:
    document = said(
        SpecDocument(), {"monotone.odd.name": "increasing", "hyperparameters.lightgbm.num_leaves.max": 31}
    )

    assert document.spec.monotone == {"odd.name": "increasing"}
    assert leaf_paths(document.spec)["hyperparameters.lightgbm.num_leaves"] == {"max": 31}
    again = said(document, {"hyperparameters.lightgbm.num_leaves.value": 20})
    assert leaf_paths(again.spec)["hyperparameters.lightgbm.num_leaves"] == {"value": 20}
    assert said(document, {"hyperparameters.lightgbm.num_leaves": None}).spec.hyperparameters is None


def test_words_of_single_paths_go_before_the_words_of_all() -> None:
    patch = {"budget.time_s": 60, "metric": {"kind": "standard", "name": "f1"}}
    document = apply_patch(
        SpecDocument(), patch, source="user", via="words", quote="all of it", quotes={"metric": "use F1"}
    )

    assert document.provenance["metric.name"].quote == "use F1"
    assert document.provenance["budget.time_s"].quote == "all of it"


@pytest.mark.parametrize(
    ("patch", "sentence"),
    [
        ({"budget.times": 5}, "A specification has no field 'budget.times'. Did you mean 'budget.time_s'"),
        ({"metric.fn": -5}, "'metric' needs a 'kind'"),
        ({"budget.time_s": "soon"}, "'budget.time_s' must be a number; found 'soon'."),
        ({"target.x": 1}, "has no field 'target.x'"),
    ],
)
def test_a_wrong_patch_is_refused_in_a_sentence(patch: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SpecError) as caught:
        said(SpecDocument(), patch)

    assert sentence in str(caught.value)


PATHS = st.sampled_from(
    [
        "target",
        "metric",
        "metric.kind",
        "metric.fn",
        "metric.k",
        "budget",
        "budget.time_s",
        "models.include",
        "monotone.a.b",
        "hyperparameters.svm.C.max",
        "hyperparameters.svm.C",
        "priors.svm",
        "validation.kind",
        "baseline.rule",
        "x.y",
        "",
    ]
)
VALUES = st.sampled_from(
    [
        None,
        5,
        -1,
        "payoff",
        "top_k",
        "time",
        "a",
        True,
        [],
        ["svm"],
        {},
        {"kind": "payoff"},
        {"min": 1},
        0.5,
        "increasing",
    ]
)


@settings(max_examples=300)
@given(st.lists(st.dictionaries(PATHS, VALUES, max_size=3), max_size=4))
def test_provenance_covers_exactly_what_is_set_whatever_is_patched(patches: list[dict[str, Any]]) -> None:
    document = SpecDocument()
    for patch in patches:
        try:
            later = said(document, patch)
        except SpecError:
            continue
        assert set(later.provenance) == set(leaf_paths(later.spec))
        assert later.version - document.version == (later.spec != document.spec)
        assert SpecDocument.from_json(later.to_json()) == later
        document = later


def test_another_target_takes_the_positive_label_back() -> None:
    before = said(SpecDocument(), {"target": "churn", "positive_label": "yes"})

    assert said(before, {"target": "price", "task": "regression"}).spec.positive_label is None
    assert said(before, {"target": "left", "positive_label": "1"}).spec.positive_label == "1"
    assert said(before, {"target": "churn"}).spec.positive_label == "yes"
