"""API keys: kept outside the projects, and taken out of everything that is written down.

A key lives in memory until the process ends, or in `keys.json` of the home folder, which only its owner can read.
`redact` knows each key that was loaded or typed in this process, those in the environment, and the usual forms.
"""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from automl.errors import FolderError
from automl.project.folders import cannot

REDACTED = "[key removed]"
# A shorter text is no key, and taking each "test" out of a transcript would spoil it.
_SHORTEST_KEY = 8
_ENVIRONMENT_NAME = re.compile(r"(API_?KEY|_TOKEN|_SECRET)$", re.IGNORECASE)
# The documented prefixes of the common providers, then what follows a word that announces a key.
_KEY_FORMS = re.compile(
    r"""
      \bsk-[A-Za-z0-9_-]{16,}              # OpenAI, Anthropic, OpenRouter, DeepSeek
    | \b(?:gsk|xai|hf|pplx|nvapi|r8)[_-][A-Za-z0-9_-]{20,}
    | \bgh[pousr]_[A-Za-z0-9]{30,}  | \bgithub_pat_[A-Za-z0-9_]{30,}
    | \bAIza[A-Za-z0-9_-]{30,}      | \bAKIA[A-Z0-9]{16}\b
    | \bxox[abprs]-[A-Za-z0-9-]{10,}
    | (?i:(?<=bearer\s)) [A-Za-z0-9._~+/-]{16,}=*
    | (?i:(?<=api_key=)|(?<=api-key=)|(?<=apikey=)) [^\s&"']{8,}
    """,
    re.VERBOSE,
)
_known: set[str] = set()


def redact(text: str) -> str:
    """Return the text with every known key, and whatever has the form of one, replaced.

    Parameters
    ----------
    text : str
        Anything about to be written to a transcript, a database or a log.

    Returns
    -------
    str
        The same text where it holds no key.
    """
    return _without(text, _secrets())


def redact_json(value: Any) -> Any:
    """Return plain JSON data with `redact` applied to every text in it, keys of objects included."""
    return _without_json(value, _secrets())


def _without_json(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, str):
        return _without(value, secrets)
    if isinstance(value, dict):
        return {_without(key, secrets): _without_json(item, secrets) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_json(item, secrets) for item in value]
    return value


def _without(text: str, secrets: list[str]) -> str:
    for key in secrets:
        text = text.replace(key, REDACTED)
    return _KEY_FORMS.sub(REDACTED, text)


def _secrets() -> list[str]:
    found = {value for name, value in os.environ.items() if _ENVIRONMENT_NAME.search(name)} | _known
    # Longest first: a key that contains another must go as a whole.
    return sorted((key for key in found if len(key) >= _SHORTEST_KEY), key=len, reverse=True)


class RedactKeys(logging.Filter):
    """A logging filter that takes keys out of every record; add it to each handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the record's message by its redacted text and let it pass."""
        record.msg, record.args = redact(record.getMessage()), ()
        return True


class Keys:
    """The API keys of one home folder.

    Parameters
    ----------
    folder : Path
        The home folder; `keys.json` in it is made when the first key is saved.

    Raises
    ------
    FolderError
        If `keys.json` is there and cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "keys.json"
        self._in_memory: dict[str, str] = {}
        _known.update(self._saved().values())

    def get(self, name: str) -> str | None:
        """Return the key of that name, such as ``"OPENAI_API_KEY"``: from memory, else the file, else None."""
        return self._in_memory.get(name) or self._saved().get(name)

    def remember(self, name: str, key: str) -> None:
        """Keep a key until this process ends, and nowhere else."""
        _known.add(key)
        self._in_memory[name] = key

    def save(self, name: str, key: str) -> None:
        """Keep a key in `keys.json`, readable by its owner alone (0600)."""
        _known.add(key)
        self._write({**self._saved(), name: key})

    def forget(self, name: str) -> None:
        """Drop a key from memory and file; `redact` goes on removing it until the process ends."""
        self._in_memory.pop(name, None)
        saved = self._saved()
        if saved.pop(name, None) is not None:
            self._write(saved)

    def _saved(self) -> dict[str, str]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise cannot("read", self.path, error) from error
        except ValueError as error:
            raise FolderError(
                f"{str(self.path)!r} is not JSON; delete it and enter the keys again."
            ) from error
        return {str(name): str(key) for name, key in found.items()} if isinstance(found, dict) else {}

    def _write(self, saved: dict[str, str]) -> None:
        try:
            # mkstemp makes the file 0600 from the first moment on; the rename puts it there whole or not at all.
            descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=".keys-")
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(saved, file)
            Path(name).replace(self.path)
        except OSError as error:
            raise cannot("write", self.path, error) from error
