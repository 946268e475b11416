"""The agent with a scripted model: real tools, a real project, a real table."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.agent import build_agent
from assistant.middleware import HELD_BACK
from automl.project.projects import Project
from tests.fakes import ScriptedModel, calls
from tools.context import ToolContext


def turn(project: Project, *script: Any, words: str = "Predict churn") -> list[Any]:
    """Return the messages of a turn with a scripted model."""
    model = ScriptedModel(script=list(script))
    found = build_agent(model).invoke(
        {"messages": [HumanMessage(words)]}, context=ToolContext(project, words=(words,))
    )
    return list(found["messages"])


def tool_messages(messages: list[Any]) -> list[ToolMessage]:
    return [message for message in messages if isinstance(message, ToolMessage)]


def test_misspelt_column_is_answered_with_the_closest_name(project: Project) -> None:
    messages = turn(
        project,
        calls("profile_column", column="tenur"),
        calls("profile_column", column="tenure"),
        AIMessage("That is the tenure."),
    )

    wrong, right = tool_messages(messages)
    assert wrong.status == "error"
    assert wrong.text == "There is no column 'tenur' in 'churn'. Did you mean 'tenure'?"
    assert right.artifact["name"] == "tenure"
    assert right.artifact["kind"] == "number"


def test_unknown_tool_and_wrong_arguments_go_back_to_the_model(project: Project) -> None:
    messages = turn(
        project,
        calls("delete_everything"),
        calls("profile_column", col="tenure"),
        AIMessage("I cannot do that."),
    )

    unknown, wrong = tool_messages(messages)
    assert "delete_everything is not a valid tool" in unknown.text
    assert "column" in wrong.text
    assert messages[-1].text == "I cannot do that."


def test_a_search_that_nobody_approved_is_refused(project: Project) -> None:
    messages = turn(
        project,
        calls("change_spec", changes=[{"path": "target", "value": "Churn", "quote": "Predict churn"}]),
        calls("start_search"),
        AIMessage("It needs your approval."),
    )

    refused = tool_messages(messages)[-1]
    assert refused.status == "error"
    assert "has not been approved. Only the user can do that" in refused.text
    assert project.runs() == []


def test_a_figure_that_the_user_did_not_say_is_not_written_down(project: Project) -> None:
    change = {"path": "metric.fn", "value": -500, "quote": "a miss costs 500"}
    messages = turn(
        project,
        calls("change_spec", changes=[{"path": "metric.kind", "value": "payoff", "quote": "churn"}, change]),
        AIMessage("What does a miss cost?"),
    )

    assert tool_messages(messages)[0].text == (
        "The figure -500 for 'metric.fn' must come from the user, and the user did not say 'a miss costs 500'; "
        "quote them exactly, or ask."
    )


def test_a_figure_that_no_tool_returned_is_asked_for_again(project: Project) -> None:
    messages = turn(
        project,
        calls("describe_table"),
        AIMessage("The table has 400 rows. Of them 37.3 % leave."),
        AIMessage("How many leave I would have to compute."),
    )

    assert messages[-1].text == "The table has 400 rows. How many leave I would have to compute."


def test_a_model_that_insists_is_replaced_by_the_words_of_the_tool(project: Project) -> None:
    messages = turn(
        project,
        calls("profile_column", column="tenure"),
        AIMessage("Mean tenure is 99.5."),
        AIMessage("I am sure that it is 99.5."),
    )

    assert messages[-1].text.startswith(f"{HELD_BACK} The tool's own words: 'tenure': number")
    assert "99.5" not in messages[-1].text


def test_the_model_reads_in_its_prompt_how_things_stand(project: Project) -> None:
    model = ScriptedModel(script=[AIMessage("Good.")])
    build_agent(model).invoke(
        {"messages": [HumanMessage("hello")]}, context=ToolContext(project, words=("hello",))
    )

    prompt = model.heard[0][0].text
    assert prompt.startswith("You are Tandem")
    assert "'churn': 400 rows, 5 columns." in prompt
