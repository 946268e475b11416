"""The OpenAI path over a real socket: streaming, tool calls, and everything that goes wrong on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.events import PlanProposed, TextDelta, ToolDone, ToolStarted, TurnEnded
from assistant.models import ModelSettings
from assistant.privacy import read_sent
from assistant.turn import run_turn
from automl.project.projects import Project
from automl.project.transcript import read
from tests.fakes import OpenAIServer, Reply, customers, openai_server

SAID = "Predict churn. A miss costs us $500, a needless call $20."
CHANGES = [
    {"path": "target", "value": "Churn", "quote": "Predict churn"},
    {"path": "metric.kind", "value": "payoff", "quote": "A miss costs us $500"},
    {"path": "metric.fn", "value": -500, "quote": "A miss costs us $500"},
    {"path": "metric.fp", "value": -20, "quote": "a needless call $20"},
    {"path": "metric.currency", "value": "USD", "quote": "$500"},
]


@pytest.fixture
def offer(request: pytest.FixtureRequest) -> Iterator[OpenAIServer]:
    """A server with the replies of the test's parameter."""
    with openai_server(*request.param) as server:
        yield server


def settings(server: OpenAIServer) -> ModelSettings:
    return ModelSettings("openai:test-model", server.url, "sk-test-0123456789abcdef", timeout_s=20.0)


def last(events: list[object]) -> TurnEnded:
    assert isinstance(events[-1], TurnEnded)
    return events[-1]


def test_words_become_a_plan_through_streamed_tool_calls(project: Project) -> None:
    answer = "A miss costs 500, a needless call 20. Is that right?"
    with openai_server(Reply(tools=(("change_spec", {"changes": CHANGES}),)), Reply(answer)) as server:
        events = list(run_turn(project, SAID, settings=settings(server)))

    kinds = [type(event) for event in events]
    assert kinds[1:4] == [ToolStarted, ToolDone, PlanProposed]
    assert "".join(event.text for event in events if isinstance(event, TextDelta)) == answer
    assert last(events).state == "done"
    spec = events[3].document["spec"]
    assert spec["target"] == "Churn"
    assert spec["metric"] == {"kind": "payoff", "fn": -500, "fp": -20, "currency": "USD"}
    assert server.requests[0]["stream"] is True
    assert {tool["function"]["name"] for tool in server.requests[0]["tools"]} >= {
        "change_spec",
        "start_search",
    }
    assert server.headers[0]["authorization"] == "Bearer sk-test-0123456789abcdef"


def test_the_conversation_goes_on_after_a_reload(project: Project) -> None:
    with openai_server(Reply(tools=(("describe_table", {}),)), Reply("Fine."), Reply("Again.")) as server:
        list(run_turn(project, "what is this?", settings=settings(server)))
        with type(project)(project.folder) as reopened:
            list(run_turn(reopened, "and now?", settings=settings(server)))

    roles = [message["role"] for message in server.requests[-1]["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "assistant", "user"]


def test_message_tool_calls_and_answer_are_in_the_transcript_and_the_key_is_not(project: Project) -> None:
    with openai_server(Reply(tools=(("profile_column", {"column": "tenure"}),)), Reply("Good.")) as server:
        list(run_turn(project, "what about tenure?", settings=settings(server)))

    entries = read(project.folder / "transcript.jsonl", head=project.transcript_head)
    kinds = [entry.kind for entry in entries]
    assert kinds[-5:] == ["message", "tool_started", "tool_done", "message", "answered"]
    assert entries[-4].body["body"]["arguments"] == {"column": "tenure"}
    assert "'tenure': number" in entries[-3].body["body"]["text"]
    for path in project.folder.rglob("*"):
        if path.is_file():
            assert b"sk-test-0123456789abcdef" not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=401), "The model 'openai:test-model' refused the key: check OPENAI_API_KEY"),
        (Reply(status=404), "The model 'openai:test-model' is not known at that address"),
        (Reply(status=400), "The model 'openai:test-model' did not accept the request: "),
        (
            Reply("Here is one. And half of an answer.", dies_after=7),
            "The connection to the model 'openai:test-model' broke off",
        ),
    ],
    ids=["401", "404", "400", "dies"],
)
def test_what_goes_wrong_ends_the_turn_in_a_sentence_and_the_next_one_works(
    project: Project, reply: Reply, sentence: str
) -> None:
    with openai_server(reply, Reply("Here I am again.")) as server:
        ended = last(list(run_turn(project, "hello", settings=settings(server))))
        again = last(list(run_turn(project, "hello?", settings=settings(server))))

    assert ended.state == "failed"
    assert ended.problem.startswith(sentence)
    assert "send it again, or go on with the built-in model" in ended.problem
    assert [message.role for message in project.messages()] == ["user", "assistant"] * 2
    assert again.state == "done"
    assert again.text == "Here I am again."


def test_an_overloaded_server_is_asked_again(project: Project) -> None:
    with openai_server(Reply(status=503), Reply("Now it works.")) as server:
        ended = last(list(run_turn(project, "hello", settings=settings(server))))

    assert (ended.state, ended.text) == ("done", "Now it works.")


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (Reply(tools=(("profile_column", "column: tenure"),)), "were not valid JSON"),
        (Reply(tools=(("profile_column", '{"column": "ten'),), finish="length"), "were cut off"),
    ],
)
def test_arguments_that_are_no_json_go_back_to_the_model(project: Project, broken: Reply, fault: str) -> None:
    mended = Reply(tools=(("profile_column", {"column": "tenure"}),))
    with openai_server(broken, mended, Reply("Done.")) as server:
        events = list(run_turn(project, "tenure?", settings=settings(server)))

    done = [event for event in events if isinstance(event, ToolDone)]
    assert [event.failed for event in done] == [True, False]
    assert done[0].text.startswith(f"The arguments of 'profile_column' {fault}.")
    assert last(events).text == "Done."


def test_a_model_that_only_calls_tools_is_stopped(project: Project) -> None:
    with openai_server(Reply(tools=(("list_runs", {}),))) as server:
        ended = last(list(run_turn(project, "hello", settings=settings(server))))

    assert ended.state == "limit"
    assert "went in circles" in ended.problem


def test_no_cell_leaves_and_what_was_sent_can_be_read(project: Project) -> None:
    tools = [
        Reply(tools=(("describe_table", {}),)),
        Reply(tools=(("profile_column", {"column": "customerID"}),)),
        Reply(tools=(("run_query", {"measure": "max(MonthlyCharges)"}),)),
        Reply(tools=(("run_query", {"measure": "avg(MonthlyCharges)", "by": "customerID"}),)),
        Reply(
            tools=(
                ("run_query", {"measure": "avg(MonthlyCharges)", "where": "tenure > 70", "by": "Contract"}),
            )
        ),
        Reply(tools=(("change_spec", {"changes": [{"path": "target", "value": "customerId"}]}),)),
        Reply("Done."),
    ]
    with openai_server(*tools) as server:
        list(run_turn(project, "what is in here?", settings=settings(server)))

    sent = json.dumps(server.requests)
    table = customers()
    for cell in table["customerID"]:
        assert cell not in sent
    for cell in (table["MonthlyCharges"].max(), table["MonthlyCharges"].min()):
        assert str(cell) not in sent
    assert "Month-to-month" in sent  # a label of a column with three of them is part of the schema
    recorded = read_sent(project)
    assert len(recorded) == len(server.requests)
    told = json.dumps(recorded, ensure_ascii=False)
    for message in server.requests[-1]["messages"]:
        if message["role"] in ("system", "tool", "user"):
            assert json.dumps(message["content"], ensure_ascii=False)[1:-1] in told


def test_a_broken_file_sends_none_of_its_content(empty: Project) -> None:
    secret = b"name;age\n'Jane Roe';41;extra\n\"unclosed"
    calls = [Reply(tools=(("load_table", {"file": "people.csv"}),)), Reply("Hm.")]
    with openai_server(*calls) as server:
        list(run_turn(empty, "use this", [("people.csv", secret)], settings=settings(server)))

    assert "Jane Roe" not in json.dumps(server.requests)
    assert "people.csv" in json.dumps(server.requests)


@pytest.mark.parametrize("planted", ["0.873", "97 %", "forty-one", "€12,345", "3rd of 17", "2031-05-06"])
def test_a_planted_figure_is_never_shown(project: Project, planted: str) -> None:
    with openai_server(
        Reply(f"It is going well. The figure is {planted}. Go on."), Reply(f"Again {planted}.")
    ) as server:
        events = list(run_turn(project, "how is it?", settings=settings(server)))

    assert planted not in "".join(event.text for event in events if isinstance(event, TextDelta))
    assert planted not in last(events).text
    assert last(events).text.startswith("It is going well.")
