"""The tools of the memory, whatever a model asks of them: nothing is erased or learned without the user's word."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from automl.errors import DataError, FolderError, InputError, SpecError
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import use
from tools.context import ToolContext
from tools.inbox import put


def remember(project: Project, *runs: str) -> None:
    """Have searches of a project remembered."""
    with closing(Home(project.folder.parent.parent)) as home:
        for run in runs:
            body = {
                "table": "churn",
                "n_rows": 400,
                "portrait": {"measures": {}, "columns": [], "target": "Churn", "score": "log_loss"},
                "score": "log_loss",
                "baseline": 0.6,
                "best": [{"family": "linear", "params": {}, "score": 0.4}],
                "chosen": "Linear model",
            }
            home.keep_lesson(project.folder / "runs" / run, key=run, task="binary", body=body)


def ids(project: Project) -> list[int]:
    with closing(Home(project.folder.parent.parent)) as home:
        return [lesson.id for lesson in home.lessons()]


def asked(project: Project, artifact: dict[str, Any]) -> None:
    """Keep an answer in which the tool asked, as a turn does."""
    project.append_message(
        "assistant", "Shall I?", [{"kind": "tool_done", "name": "forget_memory", "artifact": artifact}]
    )


def test_only_what_was_asked_about_is_erased_by_a_yes(project: Project) -> None:
    remember(project, "run-001", "run-002")
    context = ToolContext(project, words=("forget search 1",))
    yes = replace(context, words=("forget search 1", "yes"), agrees=True)

    text, artifact = use("forget_memory", yes, ids=[1])
    assert artifact == {"asked": [1], "forgotten": []}, "a yes to nothing is none"
    assert "run-001" in text
    asked(project, artifact)
    assert use("forget_memory", yes, everything=True)[1]["forgotten"] == []
    assert use("forget_memory", context, ids=[1])[1]["forgotten"] == []
    assert ids(project) == [1, 2]

    assert use("forget_memory", yes, ids=[1]) == (
        "Forgotten: what 1 search taught.",
        {"asked": [], "forgotten": [1]},
    )
    assert ids(project) == [2]


def test_what_is_not_remembered_cannot_be_forgotten(project: Project) -> None:
    context = ToolContext(project, words=("forget it",))
    assert use("forget_memory", context)[0] == "Nothing is remembered of earlier searches."
    remember(project, "run-001", "run-002")

    with pytest.raises(InputError, match="No search is remembered under 7; there are 1, 2"):
        use("forget_memory", context, ids=[7])
    with pytest.raises(InputError, match="Nothing is remembered of 'run-009'"):
        use("forget_memory", context, run_id="run-009")
    assert use("forget_memory", context, run_id="run-001")[1]["asked"] == [1]
    assert use("forget_memory", context)[1]["asked"] == [2], "the newest"


def test_a_long_list_ends_with_how_many_older_ones_there_are(project: Project) -> None:
    remember(project, *(f"run-{number:03d}" for number in range(40)))
    context = ToolContext(project, words=("what do you remember?",))

    text, artifact = use("list_memory", context)

    assert text.splitlines()[0].startswith("40: run-039")
    assert "… and 10 older ones." in text
    assert len(artifact["lessons"]) == 40


def test_nothing_is_left_unused_or_learned_anew_without_the_users_words(
    project: Project, churn_csv: Path
) -> None:
    context = ToolContext(project, words=("what next?",))

    with pytest.raises(SpecError, match="they did not say 'start afresh'"):
        use("use_memory", context, wanted=False, quote="start afresh")
    assert not project.starts_fresh
    with pytest.raises(SpecError, match="they did not say 'refit it'"):
        use("refit_model", context, quote="refit it")
    said = replace(context, words=("refit it",))
    with pytest.raises(FolderError, match="No search was started yet"):
        use("refit_model", said, quote="refit it", file=put(project, churn_csv))


def test_a_refit_without_a_file_asks_for_one(project: Project) -> None:
    run = project.create_run({"version": 1})
    project.set_status(run.id, "running")
    project.set_status(run.id, "finished")
    run.result_path.write_text("{}")

    with pytest.raises(DataError, match="Attach the file with more rows first"):
        use("refit_model", ToolContext(project, words=("refit it",)), quote="refit it")
