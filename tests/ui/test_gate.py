"""The password in front of the page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from automl.project.store import Home
from tests.ui.conftest import APP
from ui import gate


@pytest.fixture
def page(home: Home, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("TANDEM_PASSWORD", "correct horse")
    monkeypatch.setattr(gate, "WAIT_S", 0.0)
    return AppTest.from_file(str(APP), default_timeout=60).run()


def test_nothing_is_shown_before_the_password(page: AppTest) -> None:
    assert page.title[0].value == "Tandem"
    assert not page.sidebar.button
    assert not page.chat_input


def test_a_wrong_password_stays_out_and_the_right_one_gets_in(page: AppTest) -> None:
    page.text_input[0].set_value("wrong")
    page.button[0].click().run()
    assert page.error[0].value == "That is not the password."

    page.text_input[0].set_value("correct horse")
    page.button[0].click().run()
    assert page.title[0].value == "What would you like to predict?"
