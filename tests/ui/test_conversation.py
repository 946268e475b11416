"""The conversation on the page: turns outlive the script, answers are drawn from what tools returned."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time

import pytest
from langchain_core.messages import AIMessage

from automl.project.projects import Project
from tests.fakes import calls
from tests.ui.conftest import APP, Open, answers, wait, words
from ui import next_words, turns


def test_what_was_said_is_there_after_a_reload(
    project: Project, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, AIMessage("Good morning."))
    page = open_page(project)

    page.chat_input[0].set_value("Hello, $5 & <b>you</b>").run()
    wait(lambda: not turns.is_running(project))
    page = open_page(project)

    assert [message.name for message in page.chat_message] == ["user", "assistant"]
    assert page.chat_message[0].markdown[0].value == r"Hello, \$5 \& \<b\>you\</b\>"
    assert page.chat_message[1].markdown[0].value == "Good morning."


def test_the_page_shows_a_turn_that_is_going_on_and_takes_the_next_message(
    project: Project, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slowly(messages: object) -> AIMessage:
        assert go_on.wait(30)
        return AIMessage("First answer.")

    answers(monkeypatch, slowly, AIMessage("Second answer."))
    page = open_page(project)
    page.chat_input[0].set_value("one").run()
    page.chat_input[0].set_value("two").run()

    assert [message.name for message in page.chat_message] == ["user", "assistant", "user"]
    assert "Thinking …" in words(page)

    go_on.set()
    wait(lambda: not turns.is_running(project))
    said = [message.content for message in project.messages()]
    assert said == ["one", "First answer.", "two", "Second answer."]


def test_a_turn_can_be_stopped(project: Project, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slowly(messages: object) -> AIMessage:
        assert go_on.wait(30)
        return calls("describe_table")

    answers(monkeypatch, slowly, AIMessage("Never said."))
    page = open_page(project)
    page.chat_input[0].set_value("describe it").run()
    monkeypatch.setattr("ui.chat.PATIENCE_S", 0.0)
    page.run()
    assert "s so far" in words(page)

    page.button(key="stop-turn").click().run()
    page.run()
    assert "Stopping as soon as the step that is going on has ended …" in words(page)
    assert not [button for button in page.button if button.key == "stop-turn"]

    go_on.set()
    wait(lambda: not turns.is_running(project))

    assert project.messages()[-1].content.endswith("You stopped this turn. What was done so far is kept.")


def test_a_message_whose_answer_was_cut_short_says_so(project: Project, open_page: Open) -> None:
    project.append_message("user", "What matters?")

    page = open_page(project)

    assert "This answer was cut short" in words(page)


def test_a_picture_in_an_answer_is_not_fetched(project: Project, open_page: Open) -> None:
    project.append_message("assistant", "Look: ![x](https://example.org/x.png) and `a[1]`")

    page = open_page(project)

    assert page.chat_message[0].markdown[0].value == r"Look: !\[x\](https://example.org/x.png) and `a[1]`"


def test_files_outside_of_the_project_are_not_handed_out(project: Project, open_page: Open) -> None:
    event = {"kind": "tool_done", "name": "score_rows", "artifact": {"files": ["../../home.sqlite"]}}
    project.append_message("assistant", "Here.", [event])

    page = open_page(project)

    assert r"home.sqlite is no longer there." in words(page)
    assert not page.get("download_button")


def test_scored_rows_come_with_their_files(project: Project, open_page: Open) -> None:
    (project.folder / "list.csv").write_text("a\n1\n", "utf-8")
    artifact = {"files": ["list.csv"], "preview": [{"decision": 1, "expected_value": 12.5}], "n_rows": 400}
    project.append_message(
        "assistant", "Here.", [{"kind": "tool_done", "name": "score_rows", "artifact": artifact}]
    )

    page = open_page(project)

    assert page.chat_message[0].dataframe[0].value["expected_value"].tolist() == [12.5]
    assert "The first 1 of 400 rows" in words(page)
    assert len(page.get("download_button")) == 1


def test_at_most_three_things_to_say_are_offered(project: Project, finished: Project) -> None:
    finished.append_message("user", "Go ahead")
    for one in (project, finished):
        assert len(next_words.offers(one, one.messages())) <= 3
    assert next_words.offers(finished, finished.messages())[0] == "What came out?"


def test_loaded_modules_stay_out_of_the_collection_after_each_poll() -> None:
    code = "import gc; from ui import turns; turns._get_ready(); print(gc.get_freeze_count())"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=APP.parent
    )
    assert int(told.stdout) > 100_000


def test_what_is_imported_in_the_background_is_not_gone_through_at_each_poll(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone_through: list[int] = []

    def grow(name: str) -> None:
        time.sleep(5 * turns.FREEZE_EVERY_S)
        gone_through.append(len(gc.get_objects()))

    monkeypatch.setattr(turns, "WARM_UP_AFTER_S", 0.0)
    monkeypatch.setattr(turns, "_HEAVY", ("one",))
    monkeypatch.setattr("importlib.import_module", grow)
    before = len(gc.get_objects())
    try:
        turns._get_ready()
        assert gone_through[0] < before / 10
    finally:
        gc.unfreeze()
