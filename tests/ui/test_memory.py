"""What is remembered, on the page: listed, erased after a second click, and left unused by a switch at the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from automl.project.projects import Project
from automl.project.store import Home
from tests.ui.conftest import PLAN, Open, wait, words
from tools.context import ToolContext
from tools.documents import Patch, change

N_TRIALS = 5  # of which one goes to what is recalled


def show_list() -> None:
    """The list alone: Streamlit's test bed closes a dialog with each click in it."""
    from ui import memory_view

    memory_view.listed()


def lesson(home: Home, run: str, *, table: str = "customers") -> None:
    """Have the home remember a search."""
    home.keep_lesson(
        Path(run),
        key=f"{run} {table}",
        task="binary",
        body={
            "table": table,
            "n_rows": 1200,
            "portrait": {
                "measures": {},
                "columns": [["age", "number"], ["plan", "category"]],
                "target": "Churn",
                "score": "log_loss",
            },
            "score": "log_loss",
            "baseline": 0.6,
            "best": [{"family": "linear", "params": {}, "score": 0.4321}],
            "chosen": "Linear model",
        },
    )


def test_the_list_says_what_each_search_was(home: Home) -> None:
    lesson(home, "run-001")

    page = AppTest.from_function(show_list).run()

    assert not page.exception
    shown = page.dataframe[0].value.iloc[0].to_dict()
    assert shown.pop("When").startswith("20")
    assert shown == {
        "No.": 1,
        "Table": "customers",
        "Target": "Churn",
        "Rows × columns": "1,200 × 2",
        "Best score": "log loss 0.4321",
    }


def test_one_is_forgotten_after_a_second_click(home: Home) -> None:
    lesson(home, "run-001")
    lesson(home, "run-002", table="others")
    page = AppTest.from_function(show_list).run()

    page.selectbox(key="forget-which").select(1).run()
    assert len(home.lessons()) == 2
    page.button(key="forget-this").click().run()

    assert [one.body["table"] for one in home.lessons()] == ["others"]


def test_all_are_forgotten_and_the_memory_is_switched_off(home: Home) -> None:
    lesson(home, "run-001")
    lesson(home, "run-002", table="others")
    page = AppTest.from_function(show_list).run()

    page.button(key="forget-everything").click().run()
    assert home.lessons() == []
    assert "Nothing is remembered yet." in words(page)
    page.toggle(key="memory-on-True").set_value(False).run()
    assert not home.remembers


def test_the_list_opens_from_the_side(home: Home, open_page: Open) -> None:
    lesson(home, "run-001")
    page = open_page()

    page.button(key="memory").click().run()

    assert not page.exception
    assert page.dataframe[0].value.iloc[0]["Target"] == "Churn"


@pytest.fixture
def planned(finished: Project, churn_csv: Path) -> Iterator[Project]:
    """A second project in a home with a finished search: its plan would start from that one."""
    home = Home(finished.folder.parent.parent)
    with home.create("Again") as project:
        project.add_data(churn_csv)
        values = {**PLAN, "budget": {"trials": N_TRIALS}}
        change(ToolContext(project), Patch(values=values), via="form", why="a test")
        yield project
    home.delete(project.folder.name)  # the finished one is to be the only project again


def test_a_search_starts_afresh_where_the_switch_says_so(planned: Project, open_page: Open) -> None:
    page = open_page(planned)
    assert "that did best in 'run-001' on" in words(page)

    page.toggle(key="fresh-False").set_value(True).run()

    assert planned.starts_fresh
    assert "that did best in" not in words(page)
    page.button(key="approve").click().run()
    wait(lambda: planned.runs())
    assert planned.runs()[-1].job == {"fresh": True}
    wait(lambda: planned.runs()[-1].is_over, seconds=120)
