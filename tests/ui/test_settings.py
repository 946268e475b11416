"""The settings of the language model: the key is kept, and stands in nothing that is written down."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assistant.models import model_settings
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import Reply, openai_server
from tests.ui.conftest import Open, wait
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

    assert [field.value for field in page.text_input] == ["openai:test", "", ""]


def test_a_key_is_forgotten(home: Home, open_page: Open) -> None:
    page = open_page()
    fill(page, model="offline", key=KEY, keep=True)

    page.button(key="forget-key").click().run()

    assert home.keys.get("OPENAI_API_KEY") is None


@pytest.mark.parametrize("name", ["offline", "openai:gpt-5.5"])
def test_the_name_of_the_model_is_kept(home: Home, open_page: Open, name: str) -> None:
    fill(open_page(), model=name)

    assert model_settings(Home(home.path)).name == name
