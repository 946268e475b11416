"""The specification through its tools: patches, questions, versions, approval."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from automl.errors import FolderError, QuestionError, SpecError
from automl.project.projects import Project
from tests.fakes import use
from tools.change_spec import Change
from tools.context import ToolContext
from tools.documents import Patch, approve, change
from tools.searching import start


@pytest.fixture
def context(project: Project) -> ToolContext:
    return ToolContext(project, words=("Predict Churn; a needless call costs $20", "missing one costs 500"))


def changes(**values: Any) -> list[Change]:
    """Changes that quote the user."""
    quotes = {"metric.fn": "missing one costs 500"}
    names = {path.replace("__", "."): value for path, value in values.items()}
    return [
        Change(path=path, value=v, quote=quotes.get(path, "a needless call costs $20"))
        for path, v in names.items()
    ]


def test_a_change_is_read_back_with_what_follows_and_what_is_open(context: ToolContext) -> None:
    text, artifact = use(
        "change_spec", context, changes=changes(target="Churn", metric__kind="payoff", metric__fp=-20)
    )

    document = artifact["document"]
    assert artifact["version"] == document["version"] == 1
    assert document["spec"]["positive_label"] == "Yes"
    assert document["provenance"]["positive_label"]["source"] == "data"
    assert document["provenance"]["metric.fp"] == {
        "source": "user", "via": "words", "quote": "a needless call costs $20",
    }  # fmt: skip
    assert [question["field"] for question in document["questions"]] == ["metric.fn"]
    assert artifact["blocking"] == ["metric.fn"]
    assert "Open question on metric.fn (must be answered)" in text
    assert "The value of acting in vain is set to −20." in artifact["changes"]


def test_an_answer_closes_its_question(context: ToolContext) -> None:
    use("change_spec", context, changes=changes(target="Churn", metric__kind="payoff", metric__fp=-20))
    _, artifact = use(
        "answer_question", context, field="metric.fn", value=-500, quote="missing one costs 500"
    )

    assert artifact["document"]["questions"] == []
    assert artifact["document"]["spec"]["metric"]["fn"] == -500


def test_another_answer_than_the_one_asked_for_closes_the_question_too(context: ToolContext) -> None:
    use("change_spec", context, changes=changes(target="Churn", metric__kind="payoff", metric__fp=-20))
    _, artifact = use("change_spec", context, changes=changes(metric__tp=480))

    assert artifact["document"]["questions"] == []


def test_a_question_of_the_words_stays_until_it_is_answered(context: ToolContext) -> None:
    asked = SimpleNamespace(field="budget.time_s", text="Three minutes or three hours?")
    use("change_spec", context, changes=changes(target="Churn"), questions=[asked])
    _, artifact = use("change_spec", context, changes=changes(models__exclude=["mlp"]))
    assert [question["field"] for question in artifact["document"]["questions"]] == ["budget.time_s"]

    _, artifact = use("change_spec", context, changes=changes(budget__time_s=180))
    assert artifact["document"]["questions"] == []


def test_a_refused_change_keeps_nothing(context: ToolContext) -> None:
    with pytest.raises(SpecError, match="Did you mean 'Churn'"):
        use("change_spec", context, changes=changes(target="Chrun"))

    assert context.project.current_document() is None


def test_back_to_the_version_before(context: ToolContext) -> None:
    use("change_spec", context, changes=changes(target="Churn"))
    use("change_spec", context, changes=changes(models__exclude=["mlp"]))
    _, artifact = use("restore_spec", context)

    assert "models" not in artifact["document"]["spec"]
    assert artifact["version"] == 3
    with pytest.raises(SpecError, match="There is no version 9 of the plan"):
        use("restore_spec", context, version=9)


def test_only_the_version_that_was_read_can_be_approved(context: ToolContext) -> None:
    use("change_spec", context, changes=changes(target="Churn"))
    use("change_spec", context, changes=changes(models__exclude=["mlp"]))

    with pytest.raises(FolderError, match="Version 1 of the plan was read, and version 2 is the newest"):
        approve(context, version=1)
    approve(context, version=2)
    assert context.is_approved()
    use("change_spec", context, changes=changes(models__exclude=["mlp", "svm"]))
    assert not context.is_approved()
    with pytest.raises(SpecError, match="Version 3 of the plan has not been approved"):
        start(context)


def test_a_plan_with_an_open_question_on_money_can_not_be_approved(context: ToolContext) -> None:
    change(context, Patch(values={"target": "Churn", "metric.kind": "payoff", "metric.fp": -20}))

    with pytest.raises(QuestionError, match="Before the plan can be approved: What does it cost"):
        approve(context, version=1)


def test_a_form_and_words_change_the_same_document(context: ToolContext) -> None:
    change(context, Patch(values={"target": "Churn"}), via="form")
    document = change(context, Patch(values={"budget.time_s": 60}))

    assert document.provenance["target"].via == "form"
    assert document.spec.budget is not None
    assert document.spec.budget.time_s == 60
    assert document.version == 2
