"""The plan as a card: read, answered, corrected by form, approved."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from automl.project.messages import Message
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import customers
from tests.ui.conftest import PLAN, Open, wait, words
from tools.context import ToolContext
from tools.documents import Patch, change
from ui import next_words, plan_form
from ui.plan_card import fields
from ui.run_panel import bar, compared_by


@pytest.fixture
def planned(project: Project) -> Project:
    """A project with a plan that nobody has approved."""
    change(
        ToolContext(project), Patch(values=PLAN, quotes={"metric.fn": "500 each"}), via="words", why="a test"
    )
    return project


def test_the_plan_is_read_back_with_its_fields(planned: Project, open_page: Open) -> None:
    page = open_page(planned)

    assert "You want to find the rows whose 'Churn' is 'Yes'" in words(page)
    rows = {row["Field"]: row for row in fields(ToolContext(planned).document())}
    assert rows["metric.fn"] == {
        "Field": "metric.fn",
        "Value": "-500",
        "Where from": "you said",
        "Your words": "500 each",
    }
    assert rows["validation.kind"]["Where from"] == "default"


def test_an_open_question_stands_in_the_way_and_is_answered_by_a_click(
    project: Project, open_page: Open
) -> None:
    change(ToolContext(project), Patch(values={"task": "binary"}), via="form", why="a test")
    page = open_page(project)
    assert page.button(key="approve").disabled

    page.selectbox(key="answer-target").select("Churn").run()

    assert ToolContext(project).document().spec.target == "Churn"
    assert not page.button(key="approve").disabled


def show_form() -> None:
    """The form alone: Streamlit's test bed closes a dialog with each click in it."""
    from automl.project.store import Home
    from tools.context import ToolContext
    from ui import plan_form

    home = Home()
    project = home.open(home.projects()[0].id)
    plan_form.draw(project, ToolContext(project).document())


def test_the_form_changes_what_was_changed_in_it(planned: Project) -> None:
    page = AppTest.from_function(show_form, default_timeout=60).run()
    page.text_input(key="outcome-fn").set_value("-700")
    page.button(key="save-plan").click().run()

    document = ToolContext(planned).document()
    assert document.spec.to_json()["metric"]["fn"] == -700
    assert document.provenance["metric.fn"].via == "form"


def test_the_form_shows_and_sets_what_part_of_the_search_a_family_gets(planned: Project) -> None:
    plan = {"models.include": ["linear", "lightgbm", "catboost"], "shares": {"lightgbm+catboost": 0.6667}}
    change(ToolContext(planned), Patch(values=plan), via="form", why="a test")

    page = AppTest.from_function(show_form, default_timeout=60).run()
    assert any("66.7\u00a0%" in caption.value for caption in page.caption)
    page.number_input(key="share-linear").set_value(20)
    page.button(key="save-plan").click().run()

    document = ToolContext(planned).document()
    assert document.spec.shares == {"lightgbm+catboost": 0.6667, "linear": 0.2}


def test_the_form_asks_for_further_rows_and_takes_them_back(planned: Project) -> None:
    page = AppTest.from_function(show_form, default_timeout=60).run()
    page.multiselect(key="extra-rows").select("pseudo_labels")
    page.button(key="save-plan").click().run()
    assert ToolContext(planned).document().spec.extra_rows == ("pseudo_labels",)

    page = AppTest.from_function(show_form, default_timeout=60).run()
    page.multiselect(key="extra-rows").unselect("pseudo_labels")
    page.button(key="save-plan").click().run()
    assert ToolContext(planned).document().spec.extra_rows is None


def test_rows_without_a_target_are_offered_as_words_to_say(home: Home, tmp_path: Path) -> None:
    table = customers()
    table.loc[table.index[:100], "Churn"] = None
    table.to_csv(tmp_path / "churn.csv", index=False)
    with home.create("Customers") as project:
        project.add_data(tmp_path / "churn.csv")
        change(ToolContext(project), Patch(values=PLAN), via="form", why="a test")
        said = [Message(seq=1, time="", role="user", content="Find those who leave.", events=[])]

        assert next_words.offers(project, said)[1] == "Use the unlabelled rows too"
        change(ToolContext(project), Patch(values={"extra_rows": []}), via="form", why="a test")
        assert len(next_words.offers(project, said)) == 2


def test_a_new_version_says_what_is_new_in_it(planned: Project, open_page: Open) -> None:
    assert "New in this version" not in words(open_page(planned))

    change(ToolContext(planned), Patch(values={"budget.time_s": 90}), via="form", why="a test")

    said = words(open_page(planned))
    assert "**New in this version:** The time budget is set to 90 seconds." in said


def test_what_is_no_json_is_said_so(planned: Project) -> None:
    page = AppTest.from_function(show_form, default_timeout=60).run()
    page.text_area[0].set_value('{"target": ')
    page.button(key="save-plan").click().run()

    assert page.error[0].value.startswith("This is not JSON yet")
    assert ToolContext(planned).version() == 1


def test_saving_without_a_change_makes_no_version(planned: Project) -> None:
    page = AppTest.from_function(show_form, default_timeout=60).run()
    page.button(key="save-plan").click().run()

    assert ToolContext(planned).version() == 1


def test_a_wrong_correction_is_answered_in_a_sentence_and_changes_nothing(planned: Project) -> None:
    page = AppTest.from_function(show_form, default_timeout=60).run()
    page.text_input(key="outcome-fn").set_value("MonthlyCharge * 2")
    page.button(key="save-plan").click().run()

    assert "MonthlyCharges" in page.error[0].value
    assert ToolContext(planned).version() == 1


@pytest.mark.parametrize(
    ("after", "patch"),
    [
        ({"target": "a"}, {"budget.time_s": None}),
        ({"target": "b", "budget": {"time_s": 5}}, {"target": "b"}),
        (
            {"target": "a", "budget": {"time_s": 5}, "metric": {"kind": "standard", "name": "f1"}},
            {"metric": {"kind": "standard", "name": "f1"}},
        ),
    ],
)
def test_changes_are_the_difference(after: dict[str, object], patch: dict[str, object]) -> None:
    assert plan_form.changes({"target": "a", "budget": {"time_s": 5}}, after) == patch


def test_approving_starts_the_search_and_its_progress_is_shown(planned: Project, open_page: Open) -> None:
    page = open_page(planned)

    page.button(key="approve").click().run()
    run = planned.latest_run()
    assert run is not None
    assert [approval.version for approval in planned.approvals()] == [1]
    assert any("Searching …" in heading.value for heading in page.subheader)

    page.button(key="stop-run").click().run()
    wait(lambda: planned.run(run.id).is_over, seconds=90)
    assert planned.run(run.id).status == "stopped"


def test_progress_never_says_done() -> None:
    assert bar({})[0] == 0.0
    share, text = bar({"elapsed_s": 30.0, "left_s": 0.0, "trials": 7, "stage": "search"})
    assert share < 1
    assert text == "7 models tried · 30 s so far · nearly done"


def test_a_search_that_was_stopped_does_not_count_down() -> None:
    progress = {"elapsed_s": 22.0, "left_s": 98.0, "trials": 5, "stage": "finish"}

    assert bar(progress, was_stopped=True)[1] == "5 models tried · 22 s so far"


def test_the_score_of_the_growing_list_is_that_of_the_result(finished: Project) -> None:
    run = finished.runs()[0]

    assert compared_by(run.document) == ToolContext(finished).result().score_name


def test_learning_anew_that_was_stopped_is_no_failure(planned: Project, open_page: Open) -> None:
    run = planned.create_run({}, job={"refit_of": "run-000"})
    planned.set_status(run.id, "stopped", message="It was stopped; the earlier one stays.")

    page = open_page(planned)

    assert not page.error
    assert any("the earlier one stays" in info.value for info in page.info)
