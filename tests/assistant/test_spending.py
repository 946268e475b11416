"""What models elsewhere take is written down, shown and kept within the limit, over a real socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from assistant.events import Answered, TextDelta, ToolDone, TurnEnded
from assistant.models import TRIES, ModelSettings, chat_model, model_settings
from assistant.spending import (
    FILE,
    MOST_ANSWERED,
    NO_PRICE,
    VARIABLES,
    Meter,
    Spent,
    Terms,
    calls,
    spent,
    summary,
    terms_of,
)
from assistant.terminal import chat
from assistant.turn import run_turn
from automl.errors import InputError
from automl.project.projects import Project
from automl.project.store import Home
from automl.project.transcript import read
from tests.fakes import OpenAIServer, Reply, ScriptedModel, openai_server

#: A euro for a million tokens sent, four for a million answered: 11 and 7 of them cost 39 millionths.
PRICES = {"price_in": "1", "price_out": "4", "currency": "EUR"}


def settings(server: OpenAIServer, spending: Mapping[str, str] | None = None, **more: Any) -> ModelSettings:
    return ModelSettings("openai:test", server.url, "key", spending=spending or {}, **more)


def play(project: Project, chosen: ModelSettings, text: str = "hello") -> tuple[TurnEnded, Answered | None]:
    """How a turn ended, and what it said that it took."""
    events = list(run_turn(project, text, settings=chosen))
    assert isinstance(events[-1], TurnEnded)
    return events[-1], next((event for event in events if isinstance(event, Answered)), None)


def written(project: Project) -> list[dict[str, Any]]:
    return calls(project.folder / FILE)


def spend(project: Project, n_tokens: int, terms: Terms | None = None) -> None:
    """Write down an earlier call."""
    meter = Meter(project.folder / FILE, "openai:test", "earlier", terms or Terms())
    meter.write("earlier", n_tokens, 0, estimated=False)


def test_every_call_is_written_down_and_told_at_the_end_of_the_turn(project: Project) -> None:
    with openai_server(Reply(tools=(("list_runs", {}),)), Reply("None yet.")) as server:
        ended, told = play(project, settings(server, PRICES))

    found = written(project)
    assert [(c["input_tokens"], c["output_tokens"], c["money_micro"]) for c in found] == [(11, 7, 39)] * 2
    assert not any(isinstance(value, float) for call in found for value in call.values())
    assert ended.state == "done"
    assert told is not None
    assert told.spent == asdict(Spent(2, 0, 22, 14, 78, "EUR"))
    assert Spent(**told.spent).line == "2 calls, 36 tokens, €0.000078"
    last = read(project.folder / "transcript.jsonl", head=project.transcript_head)[-1]
    assert (last.kind, last.body["body"]) == ("answered", told.to_json())
    assert last.body["body"]["model"] == "openai:test"


def test_a_server_that_counts_nothing_is_counted_by_letters_and_marked(project: Project) -> None:
    with openai_server(Reply("Well, here is an answer.", usage=None)) as server:
        _, told = play(project, settings(server))

    (call,) = written(project)
    letters = len(json.dumps([server.requests[0]["messages"], server.requests[0]["tools"]]))
    assert call["estimated"] is True
    assert letters / 3 < call["input_tokens"] < letters
    assert call["output_tokens"] == 12
    assert told is not None
    assert "1 call, about " in Spent(**told.spent).line


def test_without_prices_tokens_are_told_and_money_is_left_out_in_a_sentence(project: Project) -> None:
    with openai_server(Reply("Hello.")) as server:
        play(project, settings(server))

    path = project.folder / FILE
    assert summary(path, {}) == f"1 call, 18 tokens. {NO_PRICE}"
    assert summary(path, {**PRICES, "max_money": "2", "max_tokens": "5000"}) == (
        "1 call, 18 tokens, €0.000039; the limit is 5,000 tokens and €2."
    )


def test_a_price_that_changes_leaves_what_was_paid(project: Project) -> None:
    with openai_server(Reply("Hello.")) as server:
        play(project, settings(server, PRICES))
        play(project, settings(server, {**PRICES, "price_in": "2"}))

    assert [call["money_micro"] for call in written(project)] == [39, 50]


def test_the_built_in_model_is_not_counted(project: Project) -> None:
    _, told = play(project, ModelSettings(spending={"max_tokens": "0", "price_in": "nonsense"}))

    assert told is None
    assert not (project.folder / FILE).exists()
    assert summary(project.folder / FILE, {}) == ""


def test_a_call_that_the_limit_leaves_no_room_for_is_not_made(project: Project) -> None:
    with openai_server(Reply("Hello.", usage=(97_000, 100)), Reply("Never said.")) as server:
        limited = settings(server, {"max_tokens": "100000"})
        first, _ = play(project, limited)
        second, told = play(project, limited)

    assert first.state == "done"
    assert len(server.requests) == 1
    assert (second.state, told) == ("limit", None)
    assert second.problem.startswith(
        "The limit of 100,000 tokens for this project leaves no room for another call: 97,100 tokens spent so far, "
        "and the next call would send up to "
    )
    assert second.problem.endswith(
        "Raise it in the settings or by TANDEM_MAX_TOKENS; the built-in model, 'offline', goes on without cost."
    )
    assert play(project, ModelSettings())[0].state == "done"


def test_a_limit_that_is_reached_in_the_middle_keeps_what_was_done(project: Project) -> None:
    with openai_server(Reply(tools=(("list_runs", {}),), usage=(99_000, 500)), Reply("Never.")) as server:
        events = list(run_turn(project, "hello", settings=settings(server, {"max_tokens": "100000"})))

    assert len(server.requests) == 1
    assert [type(event) for event in events if not isinstance(event, TextDelta)][-3:] == [
        ToolDone,
        Answered,
        TurnEnded,
    ]
    assert isinstance(events[-1], TurnEnded)
    assert events[-1].state == "limit"


def test_a_limit_of_money_is_kept(project: Project) -> None:
    with openai_server(Reply("Hello.", usage=(900_000, 0)), Reply("Never said.")) as server:
        limited = settings(server, {**PRICES, "max_money": "0.9"})
        play(project, limited)
        ended, _ = play(project, limited)

    assert len(server.requests) == 1
    assert ended.problem.startswith(
        "The limit of €0.90 for this project leaves no room for another call: €0.90 spent so far, and the next call "
        "would cost €0.0"
    )
    assert "TANDEM_MAX_MONEY" in ended.problem


@pytest.mark.parametrize(
    ("spending", "cap"),
    [
        ({}, None),
        ({"max_tokens": "10000000"}, MOST_ANSWERED),
        ({"price_in": "0", "price_out": "1000", "max_money": "0.5"}, 500),
        ({"price_in": "0", "price_out": "0", "max_money": "0"}, MOST_ANSWERED),
    ],
)
def test_an_answer_is_capped_at_what_is_left(
    project: Project, spending: dict[str, str], cap: int | None
) -> None:
    with openai_server(Reply("Hello.")) as server:
        play(project, settings(server, spending))

    assert server.requests[0].get("max_tokens") == cap


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "max_completion_tokens"),
        ("https://api.openai.com/v1", "max_completion_tokens"),
        ("https://mine.openai.azure.com/openai/v1", "max_completion_tokens"),
        ("http://127.0.0.1:11434/v1", "max_tokens"),
    ],
)
def test_the_cap_has_the_name_that_its_server_reads(address: str, name: str) -> None:
    model: Any = chat_model(ModelSettings("openai:test", address, "key"))

    payload = model._get_request_payload("hello", max_tokens=500)
    assert {key: payload[key] for key in payload if key.startswith("max_")} == {name: 500}


def test_a_model_whose_answers_have_no_cap_is_asked_only_where_a_long_one_has_room(project: Project) -> None:
    model = ScriptedModel(script=[AIMessage("Hello."), AIMessage("Never said.")])
    chosen = ModelSettings("test:scripted", spending={"max_tokens": "1000000"})
    spend(project, 900_000)
    *_, first = run_turn(project, "hello", settings=chosen, model=model)
    spend(project, 990_000)
    *_, second = run_turn(project, "hello", settings=chosen, model=model)

    assert isinstance(first, TurnEnded)
    assert isinstance(second, TurnEnded)
    assert (first.state, second.state) == ("done", "limit")
    assert len(model.heard) == 1


def test_a_turn_that_dies_in_the_middle_counts_what_was_sent_and_had_arrived(project: Project) -> None:
    with openai_server(Reply("Here is one. And half of an answer.", dies_after=7)) as server:
        ended, told = play(project, settings(server))

    (call,) = written(project)
    assert ended.state == "failed"
    assert call["estimated"] is True
    assert call["input_tokens"] > 1000
    assert 15 <= call["output_tokens"] <= 20
    assert told is not None
    assert told.spent["input_tokens"] == call["input_tokens"]


def test_a_process_that_is_killed_during_a_call_leaves_it_counted(project: Project) -> None:
    def killed(_: Any) -> AIMessage:
        raise KeyboardInterrupt

    chosen = ModelSettings("test:scripted", spending={"max_tokens": "1000000"})
    with pytest.raises(KeyboardInterrupt):
        list(run_turn(project, "hello", settings=chosen, model=ScriptedModel(script=[killed])))

    (call,) = written(project)
    assert call["input_tokens"] > 1000
    assert call["output_tokens"] == MOST_ANSWERED


def test_a_call_that_was_refused_costs_nothing_and_one_in_vain_each_try(project: Project) -> None:
    with openai_server(Reply(status=401), Reply(status=503)) as server:
        play(project, settings(server))
        play(project, settings(server))
    play(project, ModelSettings("openai:test", "http://127.0.0.1:9/v1", "key"))

    refused, in_vain, never_made = (call["input_tokens"] for call in written(project))
    assert refused == never_made == 0
    assert in_vain > 1000
    assert in_vain % TRIES == 0


def test_a_line_that_was_cut_off_is_passed_over(project: Project) -> None:
    spend(project, 5)
    path = project.folder / FILE
    path.write_text(path.read_text("utf-8") + '{"call": "x", "inp\n', "utf-8")

    assert spent(calls(path), Terms()).tokens == 5


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"max_tokens": "-3"},
            "The limit of tokens (TANDEM_MAX_TOKENS) must be a whole number from 0 on, such as 200000; found '-3'.",
        ),
        ({"max_tokens": "1.5"}, "must be a whole number from 0 on, such as 200000; found '1.5'."),
        ({"max_tokens": "many"}, "must be a whole number from 0 on, such as 200000; found 'many'."),
        (
            {"price_in": "1,25", "price_out": "1"},
            "The price of a million tokens sent (TANDEM_PRICE_IN) must be a number from 0 on, such as 1.25; "
            "found '1,25'.",
        ),
        ({"price_in": "1", "price_out": "nan"}, "(TANDEM_PRICE_OUT) must be a number from 0 on"),
        ({**PRICES, "max_money": "1e999999"}, "(TANDEM_MAX_MONEY) must be a number from 0 on"),
        ({"price_in": "1"}, "set TANDEM_PRICE_OUT too, to 0 where they cost nothing."),
        (
            {"currency": "€"},
            "The currency (TANDEM_CURRENCY) must be a code of three letters, such as EUR; found '€'.",
        ),
        ({"max_money": "5"}, "The limit of money needs prices"),
    ],
)
def test_what_is_no_number_from_0_on_is_refused_in_a_sentence(
    project: Project, said: dict[str, str], sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        terms_of(said)
    with openai_server(Reply("Never said.")) as server:
        ended, _ = play(project, settings(server, said))

    assert sentence in str(refused.value)
    assert (ended.state, ended.problem) == ("failed", str(refused.value))
    assert server.requests == []


def test_settings_of_the_page_come_before_the_environment(home: Home) -> None:
    environment = {VARIABLES["max_tokens"]: "100", VARIABLES["price_in"]: "1", VARIABLES["price_out"]: "2"}
    home.set_setting("max_tokens", "200")

    said = model_settings(home, environment=environment).spending
    assert terms_of(said) == Terms(1_000_000, 2_000_000, max_tokens=200)


def test_the_terminal_tells_turn_and_total(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = iter(("hello", "again", "quit"))
    monkeypatch.setenv("TANDEM_HOME", str(home.path))
    with openai_server(Reply("Hello.")) as server:
        for name, value in (("TANDEM_MODEL", "openai:test"), ("OPENAI_BASE_URL", server.url)):
            monkeypatch.setenv(name, value)
        chat(read=lambda _: next(lines))

    shown = capsys.readouterr().out
    assert shown.count("(1 call, 18 tokens)") == 2
    assert f"Spent on models elsewhere: 2 calls, 36 tokens. {NO_PRICE}" in shown


def test_every_setting_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")

    assert all(f"`{variable}`" in text for variable in VARIABLES.values())
