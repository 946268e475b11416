"""Keys: where they are kept, and that they are taken out of everything written down."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest

from automl.errors import FolderError
from automl.project.keys import REDACTED, Keys, RedactKeys, redact, redact_json


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-Ab12Cd34Ef56Gh78Ij90_-x",
        "sk-ant-api03-Ab12Cd34Ef56Gh78",
        "sk-or-v1-0123456789abcdef0123456789abcdef",
        "gsk_abcdefghijklmnopqrstuvwx",
        "hf_abcdefghijklmnopqrstuvwxyz",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "AIzaSyA-0123456789abcdefghijklmnopqrstu",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-123456789012-abcdef",
    ],
)
def test_the_usual_forms_are_found_in_any_surrounding(key: str) -> None:
    assert redact(key) == REDACTED
    assert redact(f"use '{key}', please") == f"use '{REDACTED}', please"
    assert key not in redact(f'{{"key":"{key}"}}')


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Authorization: Bearer abcDEF0123456789xyz==", f"Authorization: Bearer {REDACTED}"),
        ("https://x.test/v1?api_key=verysecret99&n=1", f"https://x.test/v1?api_key={REDACTED}&n=1"),
        ("API_KEY=verysecret99", f"API_KEY={REDACTED}"),
    ],
)
def test_what_follows_a_word_for_keys_is_found(text: str, clean: str) -> None:
    assert redact(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "risk-weighted score over task-specific thresholds",
        "7590-VHVEG",
        "0a41a58a32c4272bfab58138df4c9d28f56131303101528fe6d9b94c12e097a4",
        "The bearer of this letter owes EUR 500",
        "api_key is missing",
        "churn-2026-0c7d05",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert redact(text) == text


def test_known_keys_of_any_form_are_removed(tmp_path: Path) -> None:
    Keys(tmp_path).remember("OPENAI_API_KEY", "quite-ordinary-words")

    assert redact("say quite-ordinary-words here") == f"say {REDACTED} here"
    assert redact_json({"quite-ordinary-words": ["quite-ordinary-words!", 1, None]}) == {
        REDACTED: [f"{REDACTED}!", 1, None]
    }


def test_keys_in_the_environment_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_LOCAL_API_KEY", "local-server-key")
    monkeypatch.setenv("OTHER_API_KEY", "test")

    assert redact("local-server-key is a test") == f"{REDACTED} is a test"


def test_a_saved_key_is_in_a_private_file_and_known_after_a_restart(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.save("OPENAI_API_KEY", "saved-for-later")
    keys.save("OTHER", "another-for-later")

    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]
    assert Keys(tmp_path).get("OPENAI_API_KEY") == "saved-for-later"
    assert redact("saved-for-later") == REDACTED
    keys.forget("OPENAI_API_KEY")
    assert json.loads((tmp_path / "keys.json").read_text()) == {"OTHER": "another-for-later"}


def test_a_remembered_key_goes_to_no_file(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.remember("OPENAI_API_KEY", "only-for-now")

    assert keys.get("OPENAI_API_KEY") == "only-for-now"
    assert Keys(tmp_path).get("OPENAI_API_KEY") is None
    assert list(tmp_path.iterdir()) == []
    keys.forget("OPENAI_API_KEY")
    assert keys.get("OPENAI_API_KEY") is None


def test_a_broken_key_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{")
    with pytest.raises(FolderError, match="is not JSON; delete it"):
        Keys(tmp_path)


def test_the_logging_filter_takes_keys_out() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactKeys())
    logger = logging.Logger("test")
    logger.addHandler(handler)

    logger.warning("called with %s and %d", "sk-abcdefghijklmnop0123", 5)

    assert stream.getvalue() == f"called with {REDACTED} and 5\n"
