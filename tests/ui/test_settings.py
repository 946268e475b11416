"""The settings of the language model: the key is kept, and stands in nothing that is written down."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.models import model_settings
from assistant.spending import MOST_ANSWERED
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import Reply, openai_server
from tests.ui.conftest import Open, wait, words
from ui import state, turns

KEY = "my-own-secret-key-123456"


def fill(page: object, *, model: str, address: str = "", key: str = "", keep: bool = False) -> None:
    page.text_input[0].set_value(model)  # type: ignore[attr-defined]  # AppTest finds its elements by name
    page.text_input[1].set_value(address)  # type: ignore[attr-defined]
    page.text_input[2].set_value(key)  # type: ignore[attr-defined]
    if keep:
        page.checkbox[0].check()  # type: ignore[attr-defined]
    next(b for b in page.button if b.label == "Save").click().run()  # type: ignore[attr-defined]


def everything_written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_key_is_used_and_written_nowhere(home: Home, project: Project, open_page: Open) -> None:
    with openai_server(Reply("Hello from the other model.")) as server:
        page = open_page(project)
        fill(page, model="openai:test", address=server.url, key=KEY)
        page.chat_input[0].set_value(f"hello, my key is {KEY}").run()
        wait(lambda: not turns.is_running(project))

        assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert project.messages()[-1].content == "Hello from the other model."
    assert KEY.encode() not in everything_written(home.path)
    assert model_settings(state.home()).api_key == KEY


def test_a_key_to_keep_is_in_a_file_of_its_owner(home: Home, open_page: Open) -> None:
    page = open_page()

    fill(page, model="offline", key=KEY, keep=True)

    assert Home(home.path).keys.get("OPENAI_API_KEY") == KEY
    assert stat.S_IMODE(home.keys.path.stat().st_mode) == 0o600


def test_a_key_does_not_stay_in_the_page(home: Home, open_page: Open) -> None:
    page = open_page()

    fill(page, model="openai:test", key=KEY)

    assert [field.value for field in page.text_input[:3]] == ["openai:test", "", ""]


def test_a_key_is_forgotten(home: Home, open_page: Open) -> None:
    page = open_page()
    fill(page, model="offline", key=KEY, keep=True)

    page.button(key="forget-key").click().run()

    assert home.keys.get("OPENAI_API_KEY") is None


def field(page: AppTest, label: str) -> Any:
    return next(one for one in page.text_input if one.label == label)


def save(page: AppTest, **spending: str) -> None:
    for label, text in spending.items():
        field(page, label.replace("_", " ")).set_value(text)
    next(b for b in page.button if b.label == "Save").click().run()


def test_prices_and_limit_are_kept_and_what_was_spent_is_told(
    home: Home, project: Project, open_page: Open
) -> None:
    with openai_server(Reply("Hello.")) as server:
        page = open_page(project)
        fill(page, model="openai:test", address=server.url)
        save(page, Price_in="1", Price_out="4", Currency="EUR", Most_tokens="500000")
        assert "18 tokens" not in words(page)
        page.chat_input[0].set_value("hello").run()
        wait(lambda: not turns.is_running(project))
        page.run()

    assert "1 call, 18 tokens, €0.000039; the limit is 500,000 tokens." in words(page)
    assert field(page, "Most tokens").value == "500000"
    assert server.requests[0]["max_tokens"] == MOST_ANSWERED


def test_a_limit_that_is_no_number_is_refused_and_not_kept(home: Home, open_page: Open) -> None:
    page = open_page()
    save(page, Most_tokens="-5")

    assert "must be a whole number from 0 on, such as 200000; found '-5'." in page.error[0].value.replace(
        "\\", ""
    )
    assert home.setting("max_tokens") is None


@pytest.mark.parametrize("name", ["offline", "openai:gpt-5.5"])
def test_the_name_of_the_model_is_kept(home: Home, open_page: Open, name: str) -> None:
    fill(open_page(), model=name)

    assert model_settings(Home(home.path)).name == name
