"""Versions of the specification, approvals and decisions."""

from __future__ import annotations

import pytest

from automl.errors import FolderError
from automl.project.store import Project
from automl.spec.model import ProblemSpec


def test_each_change_is_a_version(project: Project) -> None:
    assert project.current_document() is None
    assert project.save_document({"spec": {"target": "Churn"}}, "Predict churn") == 1
    assert project.save_document({"spec": {"target": "Tenure"}}, "No, tenure", actor="assistant") == 2

    found = project.documents()
    assert [(version.version, version.why) for version in found] == [(1, "Predict churn"), (2, "No, tenure")]
    assert project.current_document() == found[1]
    assert found[0].document == {"spec": {"target": "Churn"}}


def test_what_did_not_change_is_no_new_version(project: Project) -> None:
    project.save_document({"a": 1, "b": 2}, "first")

    assert project.save_document({"b": 2, "a": 1}, "again") == 1
    assert len(project.documents()) == 1


def test_a_specification_of_the_core_can_be_kept(project: Project) -> None:
    spec = ProblemSpec(task="binary", target="Churn")
    project.save_document({"spec": spec}, "words")

    current = project.current_document()
    assert current is not None
    assert current.document["spec"]["target"] == "Churn"


def test_an_approval_names_person_and_version(project: Project) -> None:
    version = project.save_document({"spec": {}}, "words")
    project.record_approval(version, "Ann", note="Seen with the board")

    (found,) = project.approvals()
    assert (found.version, found.name, found.note) == (1, "Ann", "Seen with the board")
    with pytest.raises(FolderError, match="Version 7 of the specification cannot be approved: there is none"):
        project.record_approval(7, "Ann")


def test_decisions_are_kept_with_their_reasons(project: Project) -> None:
    project.record_decision("set customerID aside", "unique in each row")

    (found,) = project.decisions()
    assert (found.actor, found.what, found.why) == ("tandem", "set customerID aside", "unique in each row")
