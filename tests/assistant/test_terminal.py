"""The conversation in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.terminal import chat
from automl.project.store import Home


def typed(*lines: str | type[BaseException]) -> Callable[[str], str]:
    """A keyboard on which these lines are typed, then the end of input."""
    left: Iterator[str | type[BaseException]] = iter(lines)

    def read(prompt: str) -> str:
        line = next(left, EOFError)
        if isinstance(line, str):
            return line
        raise line

    return read


@pytest.fixture(autouse=True)
def _own_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(home.path))


def test_a_table_is_loaded_and_a_plan_read_back(churn_csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chat(str(churn_csv), read=typed("Predict churn, missing one costs $60, a needless call $20")) == 0

    shown = capsys.readouterr().out
    assert "400 rows and 5 columns" in shown
    assert "… change spec" in shown
    assert "say “go ahead”" in shown


def test_a_file_that_is_named_is_loaded(churn_csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat(read=typed(f"load {churn_csv}", "quit", "never reached"))

    assert "400 rows and 5 columns" in capsys.readouterr().out


def test_ctrl_c_once_goes_on_and_twice_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        chat(read=typed(KeyboardInterrupt, "hello", KeyboardInterrupt, KeyboardInterrupt, "never reached"))
        == 0
    )

    shown = capsys.readouterr().out
    assert shown.count("Ctrl-C again leaves.") == 2
    assert "Hello." in shown


def test_a_missing_file_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat(str(tmp_path / "missing.csv"), read=typed())

    assert "there is no such file or folder" in capsys.readouterr().out
