"""Whole conversations about the memory across searches, and about a model that learns anew, with the built-in model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from automl.project.projects import Project
from automl.project.store import Home
from tests.assistant.test_conversation import answer, called, say, wait
from tests.fakes import customers

GOAL = "Predict Churn with linear models and decision trees, at most 5 trials."
N_OLD = 300


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project whose search is done: it is remembered in its home."""
    folder = tmp_path_factory.mktemp("seasons")
    table = customers(N_OLD + 100)
    table.iloc[:N_OLD].to_csv(folder / "spring.csv", index=False)
    with pytest.MonkeyPatch.context() as patch, closing(Home(folder / "home")) as home:
        for name in ("TANDEM_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
            patch.delenv(name, raising=False)
        with home.create("spring") as project:
            for words, files in (("", [folder / "spring.csv"]), (GOAL, []), ("Go ahead", [])):
                say(project, words, files)
            wait(project)
            yield project


@pytest.fixture
def autumn(spring: Project, tmp_path: Path) -> Iterator[Project]:
    """A second project of the same user, with the plan read back."""
    customers(N_OLD, seed=8).to_csv(tmp_path / "autumn.csv", index=False)
    with closing(Home(spring.folder.parent.parent)) as home, home.create("autumn") as project:
        say(project, "", [tmp_path / "autumn.csv"])
        say(project, GOAL)
        (taught,) = home.lessons()
        yield project
        home.forget_lessons()  # the next test is to know spring alone
        home.keep_lesson(spring.runs()[0].folder, key=taught.key, task=taught.task, body=taught.body)


def test_the_plan_says_what_a_search_will_recall_and_from_where(autumn: Project) -> None:
    told = answer(say(autumn, "Show me the plan."))

    assert (
        "Right after its first model, the search will try 1 setting that did best in 'run-001' on 'spring.csv'"
        in told
    )

    events = say(autumn, "Start afresh without what you learned earlier.")
    assert called(events) == ["use_memory"]
    assert "begins afresh, without what earlier ones found" in answer(events)
    assert autumn.approvals() == []
    assert "begins afresh" in answer(say(autumn, "Show me the plan."))

    say(autumn, "Go ahead")
    wait(autumn)
    assert autumn.runs()[-1].job == {"fresh": True}
    assert "as you wanted it" in answer(say(autumn, "Why did you start with these settings?"))
    assert "will try 1 setting" in answer(say(autumn, "Use what you remember again."))


def test_why_a_search_began_as_it_did_and_whether_that_helped(autumn: Project) -> None:
    say(autumn, "Go ahead")
    wait(autumn)

    events = say(autumn, "Why did you start with these settings?")

    assert called(events) == ["explain_start"]
    told = answer(events)
    assert "This search began with 1 setting that did best in 'run-001' on 'spring.csv'" in told
    assert "100% of the columns of both tables are the same" in told


def test_what_is_remembered_is_listed_and_erased_only_after_a_yes(autumn: Project) -> None:
    with closing(Home(autumn.folder.parent.parent)) as home:
        lessons = home.lessons()
        assert lessons
        events = say(autumn, "What do you remember?")
        assert called(events) == ["list_memory"]
        assert f"{lessons[0].id}: run-001, predicting 'Churn' on 'spring.csv' with 300 rows" in answer(events)

        asked = answer(say(autumn, f"Forget search {lessons[-1].id}"))
        assert "Shall I forget this?" in asked
        assert home.lessons() == lessons
        assert called(say(autumn, "No, keep it.")) == ["list_memory"]
        assert home.lessons() == lessons

        assert "Shall I forget this?" in answer(say(autumn, f"Forget number {lessons[-1].id}"))
        events = say(autumn, "Yes, please")
        assert called(events) == ["forget_memory"]
        assert answer(events) == "Forgotten: what 1 search taught."
        assert home.lessons() == lessons[:-1]


def test_a_yes_to_forgetting_approves_no_plan(autumn: Project) -> None:
    say(autumn, "Forget everything you learned.")

    say(autumn, "Go ahead")

    assert autumn.approvals() == []
    assert autumn.runs() == []


def test_the_model_learns_anew_from_new_rows_and_is_judged_beside_the_old_one(
    spring: Project, tmp_path: Path
) -> None:
    customers(N_OLD + 100).iloc[N_OLD:].to_csv(tmp_path / "more.csv", index=False)

    events = say(spring, "There are new rows in more.csv, refit the model.", [tmp_path / "more.csv"])

    assert called(events) == ["refit_model"]
    told = answer(events)
    assert "its 100 rows were put behind the 300 of the table that the model learned from" in told
    assert "from a table of 400 rows; 100 of them it has not seen" in told
    wait(spring)
    told = answer(say(spring, "What came out?"))
    assert "rows that neither has seen" in told
    table = pd.read_parquet(spring.current_data().path)  # type: ignore[union-attr]  # there is one by now
    assert len(table) == N_OLD + 100
    assert "is no search" in answer(say(spring, "Why did you start with these settings?"))
