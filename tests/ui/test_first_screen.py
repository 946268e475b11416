"""The first screen: samples, uploads, projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.messages import AIMessage
from streamlit.testing.v1 import AppTest

from automl.data.samples import SAMPLES
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import calls
from tests.ui.conftest import Open, answers, wait, words
from ui import turns


def address(page: AppTest) -> str:
    """The project that the page's address names."""
    found = page.query_params["project"]
    return found if isinstance(found, str) else str(found[0])


def test_each_sample_is_offered_with_its_story(home: Home, open_page: Open) -> None:
    page = open_page()

    assert [button.key for button in page.button if str(button.key).startswith("sample-")] == [
        f"sample-{sample.name}" for sample in SAMPLES
    ]
    assert SAMPLES[0].story.title in words(page)


def test_a_sample_opens_a_project_and_its_conversation(home: Home, open_page: Open) -> None:
    page = open_page()

    page.button(key=f"sample-{SAMPLES[0].name}").click().run()
    with home.open(address(page)) as project:
        wait(lambda: not turns.is_running(project))
        page = open_page(project)

        assert project.name == SAMPLES[0].story.title
        assert project.current_data() is not None
    assert page.chat_message[0].markdown[0].value.startswith("Use the sample table")
    assert any(SAMPLES[0].story.goal.startswith(button.label[:20]) for button in page.button)


def test_an_uploaded_table_opens_a_project_of_its_name(home: Home, open_page: Open, churn_csv: Path) -> None:
    page = open_page()

    page.file_uploader[0].upload("churn.csv", churn_csv.read_bytes(), "text/csv").run()
    with home.open(address(page)) as project:
        wait(lambda: not turns.is_running(project))
        data = project.current_data()

    assert data is not None
    assert data.name == "churn.csv"


def test_a_project_that_is_gone_leads_to_the_first_screen(
    home: Home, open_page: Open, project: Project
) -> None:
    home.delete(project.folder.name)

    page = open_page(project)

    assert page.error[0].value == f"There is no project {project.folder.name!r}; choose one of the list."
    assert page.title[0].value == "What would you like to predict?"


def test_a_project_is_deleted_after_asking(home: Home, open_page: Open, project: Project) -> None:
    page = open_page(project)

    page.button(key="delete-project").click().run()

    assert home.projects() == []
    assert page.title[0].value == "What would you like to predict?"


@pytest.mark.parametrize("name", ["**bold** $1 and $2", "😀 Zahlen & <b>Größen</b>", "x" * 300])
def test_any_name_of_a_project_is_shown_as_it_is_written(home: Home, open_page: Open, name: str) -> None:
    with home.create(name) as project:
        page = open_page(project)

    label = next(button.label for button in page.button if str(button.key).startswith("open-"))
    assert "**bold**" not in label
    assert len(label) < 80


def test_a_bad_file_gets_one_sentence_in_the_conversation(
    project: Project, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, calls("load_table", file="broken.xlsx"), AIMessage("That file cannot be read."))
    page = open_page(project)

    page.chat_input[0].upload("broken.xlsx", b"not a workbook", "application/octet-stream")
    page.chat_input[0].set_value("").run()
    wait(lambda: not turns.is_running(project))
    page = open_page(project)

    assert "That file cannot be read." in page.chat_message[-1].markdown[-1].value
    current = project.current_data()
    assert current is not None
    assert current.name == "churn.csv"
