"""The built-in model answers where the one elsewhere is gone, says so, and never does anything twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from assistant.events import Answered, PlanProposed, TextDelta, ToolDone, TurnEnded
from assistant.models import ModelSettings
from assistant.privacy import read_sent
from assistant.standing_in import READS
from assistant.turn import run_turn
from automl.project.projects import Project
from automl.project.transcript import read
from tests.fakes import OpenAIServer, Reply, customers, openai_server
from tools.registry import TOOLS

GOAL = "Predict churn. A miss costs us $500, a needless call $20."
INSTEAD = ", so the built-in model answers instead; it sends nothing."
NOWHERE = ModelSettings("openai:test", "http://127.0.0.1:9/v1", "key")


GONE = {
    "overloaded": Reply(status=503),
    "overloaded later": Reply("Cut.", fails_after=1),
    "cut": Reply("Cut.", dies_after=1),
}


def settings(server: OpenAIServer, **more: Any) -> ModelSettings:
    return ModelSettings("openai:test", server.url, "key", **more)


@contextmanager
def gone(how: str) -> Iterator[ModelSettings]:
    """The settings of a model that is gone."""
    if how == "nobody":
        yield NOWHERE
    elif how == "slow":
        with openai_server(Reply("Too late.", delay_s=1.0)) as server:
            yield settings(server, timeout_s=0.2)
    else:
        with openai_server(GONE[how]) as server:
            yield settings(server)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("nobody", "The connection to the model 'openai:test' broke off or could not be made"),
        ("slow", "The model 'openai:test' did not answer within 0 seconds"),
        ("overloaded", "The model 'openai:test' failed on its server: "),
        ("overloaded later", "The model 'openai:test' failed on its server: overloaded in the test"),
        ("cut", "The connection to the model 'openai:test' broke off or could not be made"),
    ],
)
def test_a_model_that_is_gone_is_stood_in_for_in_the_same_turn(project: Project, how: str, why: str) -> None:
    with gone(how) as chosen:
        events = list(run_turn(project, GOAL, settings=chosen))

    told, *_ = (event.text for event in events if isinstance(event, TextDelta))
    assert told.startswith(why)
    assert told.endswith(f"{INSTEAD}\n\n")
    (proposed,) = (event for event in events if isinstance(event, PlanProposed))
    assert proposed.document["spec"]["metric"]["fn"] == -500
    answered, ended = events[-2:]
    assert isinstance(answered, Answered)
    assert isinstance(ended, TurnEnded)
    assert (answered.model, answered.instead_of, answered.why) == ("offline", "openai:test", told.strip())
    assert ended.state == "done"
    assert ended.text.startswith(told)
    assert [message.role for message in project.messages()] == ["user", "assistant"]
    last = read(project.folder / "transcript.jsonl", head=project.transcript_head)[-1]
    assert last.body["body"]["instead_of"] == "openai:test"


def test_what_was_only_looked_at_is_looked_at_again(project: Project) -> None:
    with openai_server(Reply(tools=(("describe_table", {}),)), Reply(status=503)) as server:
        events = list(run_turn(project, "describe the table", settings=settings(server)))

    assert INSTEAD in events[-1].text  # type: ignore[union-attr]  # the last one is how the turn ended
    done = [event.name for event in events if isinstance(event, ToolDone)]
    assert done == ["describe_table", "describe_table"]
    assert [event["kind"] for event in project.messages()[-1].events] == ["tool_started", "tool_done"]


@pytest.mark.parametrize(
    "replies",
    [
        (
            Reply(tools=(("change_spec", {"changes": [{"path": "target", "value": "Churn"}]}),)),
            Reply(status=503),
        ),
        (Reply("I begin. ", tools=(("list_runs", {}),)), Reply(status=503)),
        (Reply("Here is one. And half of an answer.", dies_after=7),),
    ],
    ids=["done", "shown", "half shown"],
)
def test_where_something_was_done_or_shown_the_user_decides(
    project: Project, replies: tuple[Reply, ...]
) -> None:
    with openai_server(*replies) as server:
        *_, answered, ended = run_turn(project, GOAL, settings=settings(server))
        n_asked = len(server.requests)
        again = list(run_turn(project, "hello", settings=ModelSettings()))[-1]

    assert isinstance(ended, TurnEnded)
    assert isinstance(answered, Answered)
    assert ended.state == "failed"
    assert "What you said is kept; send it again" in ended.problem
    assert (answered.model, answered.why) == ("openai:test", "")
    assert len(server.requests) == n_asked
    assert isinstance(again, TurnEnded)
    assert again.state == "done"


@pytest.mark.parametrize("status", [400, 401, 404, 429])
def test_a_refusal_is_left_to_the_user(project: Project, status: int) -> None:
    with openai_server(Reply(status=status)) as server:
        *_, ended = run_turn(project, GOAL, settings=settings(server))

    assert isinstance(ended, TurnEnded)
    assert ended.state == "failed"
    assert ended.text == ended.problem
    assert "go on with the built-in model: choose 'offline' in the settings" in ended.problem


def test_no_cell_leaves_by_way_of_the_stand_in(project: Project) -> None:
    highest = str(customers()["MonthlyCharges"].max())
    with openai_server(*[Reply(status=503)] * 3, Reply("Fine.")) as server:
        first = list(run_turn(project, "what is the highest MonthlyCharges?", settings=settings(server)))
        n_recorded = len(read_sent(project))
        list(run_turn(project, "and now?", settings=settings(server)))

    assert any(highest in event.text for event in first if isinstance(event, ToolDone))
    assert len(server.requests) == 4
    assert n_recorded == 1
    assert highest not in json.dumps(server.requests)


def test_what_the_built_in_model_said_before_does_not_leave_either(project: Project) -> None:
    highest = str(customers()["MonthlyCharges"].max())
    list(run_turn(project, "what is the highest MonthlyCharges?", settings=ModelSettings()))
    with openai_server(Reply("Fine.")) as server:
        list(run_turn(project, "and now?", settings=settings(server)))
        list(run_turn(project, "and then?", settings=settings(server, share_cells=True)))

    withheld, shared = (json.dumps(request) for request in server.requests)
    assert highest not in withheld
    assert highest in shared


def test_every_tool_that_only_reads_is_one() -> None:
    assert not READS - {tool.name for tool in TOOLS}
