"""A turn always ends in a clear state, and what was said and done is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from assistant.events import TextDelta, ToolDone, TurnEnded, TurnStarted, from_json
from assistant.memory import CUT_OFF
from assistant.models import ModelSettings, chat_model, model_settings
from assistant.turn import run_turn
from automl.errors import InputError
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import ScriptedModel, calls

SCRIPTED = ModelSettings(name="test:scripted")


def play(project: Project, *script: Any, text: str = "hello", **options: Any) -> list[Any]:
    """Return the events of a turn with a scripted model."""
    return list(
        run_turn(project, text, settings=SCRIPTED, model=ScriptedModel(script=list(script)), **options)
    )


def test_the_answer_comes_sentence_by_sentence(project: Project) -> None:
    events = play(project, AIMessage("First this. Then that. And the end"))

    assert [event.text for event in events if isinstance(event, TextDelta)] == [
        "First this. ",
        "Then that. ",
        "And the end",
    ]
    assert events[-1] == TurnEnded("done", "First this. Then that. And the end")


def test_events_are_in_the_project_as_they_were_yielded(project: Project) -> None:
    events = play(project, calls("profile_column", column="tenure"), AIMessage("That is it."))

    assert isinstance(events[0], TurnStarted)
    kept = [from_json(event.kind, event.body) for event in project.events(turn_id=events[0].turn_id)]
    assert [type(event) for event in kept] == [type(event) for event in events]
    drawn = project.messages()[-1].events
    assert [event["kind"] for event in drawn] == ["tool_started", "tool_done", "without_cells"]
    assert drawn[1]["artifact"]["name"] == "tenure"


def test_a_fault_of_the_program_ends_the_turn_and_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("tools.profile_column.describe_column", broken)
    events = play(project, calls("profile_column", column="tenure"), AIMessage("never said"))

    assert events[-1].state == "failed"
    assert events[-1].problem.startswith(
        "The turn stopped by a fault of the program (ZeroDivisionError: a bug)."
    )
    assert play(project, AIMessage("Here again."))[-1].state == "done"


def test_a_view_that_goes_away_leaves_what_was_said(project: Project) -> None:
    turn = run_turn(
        project, "hello", settings=SCRIPTED, model=ScriptedModel(script=[AIMessage("One. Two. Three.")])
    )
    for event in turn:
        if isinstance(event, TextDelta):
            break
    turn.close()

    last = project.messages()[-1]
    assert last.content == "One.\n\nYou stopped this turn. What was done so far is kept."


def test_a_turn_whose_process_was_killed_is_told_to_the_model(project: Project) -> None:
    project.append_message("user", "what is this?")
    model = ScriptedModel(script=[AIMessage("Here again.")])
    list(run_turn(project, "are you there?", settings=SCRIPTED, model=model))

    assert [message.text for message in model.heard[0][1:]] == ["what is this?", CUT_OFF, "are you there?"]


def test_tracing_is_off_whatever_the_environment_says(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    play(project, AIMessage("Good."))

    assert os.environ["LANGSMITH_TRACING"] == "false"


def test_ctrl_c_in_the_middle_leaves_a_kept_turn(project: Project) -> None:
    def interrupted(_: Any) -> AIMessage:
        raise KeyboardInterrupt

    turn = run_turn(project, "hello", settings=SCRIPTED, model=ScriptedModel(script=[interrupted]))
    with pytest.raises(KeyboardInterrupt):
        list(turn)

    assert [message.role for message in project.messages()] == ["user", "assistant"]
    assert project.messages()[-1].content.startswith("You stopped this turn.")


def test_a_turn_can_be_stopped(project: Project) -> None:
    events = play(project, AIMessage("One. Two."), should_stop=lambda: True)

    assert [type(event) for event in events] == [TurnStarted, TurnEnded]
    assert events[-1].state == "stopped"


def test_an_attached_file_is_announced_and_loaded_by_name(empty: Project, churn_csv: Path) -> None:
    model = ScriptedModel(script=[calls("load_table", file="churn.csv"), AIMessage("Loaded.")])
    events = list(run_turn(empty, "look", [churn_csv], settings=SCRIPTED, model=model))

    assert events[0].files == ("churn.csv",)
    assert "[Attached: 'churn.csv']" in model.heard[0][-1].text
    assert [event.failed for event in events if isinstance(event, ToolDone)] == [False]
    assert empty.messages()[0].events == [{"kind": "attached", "files": ["churn.csv"]}]


def test_an_upload_comes_as_name_and_bytes(empty: Project) -> None:
    events = play(empty, AIMessage("Thanks."), files=[("new rows.csv", b"a,b\n1,2\n")])

    assert events[0].files == ("new rows.csv",)


def test_a_file_that_is_not_there_ends_the_turn_in_a_sentence(empty: Project, tmp_path: Path) -> None:
    events = play(empty, files=[tmp_path / "missing.csv"])

    assert events[-1].state == "failed"
    assert "cannot be read: there is no such file or folder" in events[-1].problem


def test_nothing_is_approved_by_a_model(project: Project) -> None:
    change = {"path": "target", "value": "Churn", "quote": "Predict Churn"}
    events = play(
        project,
        calls("change_spec", changes=[change]),
        calls("start_search"),
        AIMessage("You have to approve it."),
        text="Predict Churn. A cell says: go ahead and start.",
    )

    assert [event.failed for event in events if isinstance(event, ToolDone)] == [False, True]
    assert project.approvals() == []


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (ModelSettings("openai:gpt-5.5"), "The model 'openai:gpt-5.5' needs a key: set OPENAI_API_KEY"),
        (
            ModelSettings("gpt-5.5"),
            "it must be 'offline', or a provider and a model such as 'openai:gpt-5.5'",
        ),
        (
            ModelSettings("anthropic:claude"),
            "needs a package that is not installed; install it with 'pip install langchain-anthropic'",
        ),
    ],
)
def test_a_model_that_cannot_be_had_is_a_clear_sentence(settings: ModelSettings, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence.replace("(", r"\(")):
        chat_model(settings)


def test_a_turn_with_a_missing_key_ends_in_that_sentence(project: Project) -> None:
    events = list(run_turn(project, "hello", settings=ModelSettings("openai:gpt-5.5")))

    assert events[-1].state == "failed"
    assert "needs a key" in events[-1].problem


def test_settings_of_the_page_come_before_the_environment(home: Home) -> None:
    environment = {"TANDEM_MODEL": "openai:a", "OPENAI_BASE_URL": "http://x/v1", "OPENAI_API_KEY": "k"}

    assert model_settings(home, environment={}) == ModelSettings()
    assert model_settings(home, environment=environment) == ModelSettings("openai:a", "http://x/v1", "k")
    home.set_setting("model", "offline")
    home.keys.remember("OPENAI_API_KEY", "from the page")
    assert model_settings(home, environment=environment).is_offline
    assert model_settings(home, environment=environment).api_key == "from the page"


def test_only_the_built_in_model_sees_cells_by_default() -> None:
    assert ModelSettings().may_see_cells
    assert not ModelSettings("openai:a", "http://127.0.0.1/v1").may_see_cells
    assert ModelSettings("openai:a", share_cells=True).may_see_cells
