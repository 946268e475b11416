"""Holds back prose with a figure that nobody can vouch for.

A figure may be said when a tool returned it, the user said it, or it stands in what the model was told about the
project; rounding, percent, thousands and units are understood. `check` works on whole texts, `Gate` sentence by
sentence while a text arrives.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from assistant.figures import Figure, figures

# A sentence ends at its mark before a blank, or with its line: a table row and a list entry are sentences too.
_SENTENCE = re.compile(r".*?(?:[.!?…:;](?=\s)|\n|\Z)\s*", re.DOTALL)
_NAME = re.compile(r"`[^`\n]+`|'[^'\n]+'|\"[^\"\n]+\"|“[^”\n]+”|\b[A-Za-z_][\w.]*(?:[-_][\w.]+)*\d[\w-]*\b")
# Longer lists in an artifact are curves and samples for pictures; among so many numbers anything would be found.
_MAX_LIST = 40
# Fingerprints and hashes are made of digits and say nothing.
_DIGEST = re.compile(r"[0-9a-f]{24,}\Z")
_TIME_KEY = re.compile(r"(?:_ms|_s|seconds)$")


@dataclass(frozen=True)
class Evidence:
    """What may be said: figures and names from tool results, the user's words, and the state of the project."""

    values: tuple[float, ...] = ()
    percents: tuple[float, ...] = ()
    seconds: tuple[float, ...] = ()
    dates: tuple[str, ...] = ()
    text: str = ""

    def supports(self, figure: Figure) -> bool:
        """Return whether something known rounds to the figure."""
        if figure.kind == "date":
            return any(date.startswith(figure.key) for date in self.dates)
        slack = figure.slack + 1e-9 * max(1.0, abs(figure.value))
        return any(abs(abs(value) - abs(figure.value)) <= slack for value in self._comparable(figure))

    def _comparable(self, figure: Figure) -> Iterator[float]:
        if figure.kind == "duration":
            yield from self.seconds
            return
        yield from self.values
        if figure.kind == "percent":
            yield from self.percents
            yield from (100 * value for value in self.values if abs(value) <= 1)
        else:
            yield from (value / 100 for value in self.percents)
            if figure.kind == "number":
                yield from self.percents  # "26.5" in a column headed by a percent sign


def evidence(texts: Iterable[str], artifacts: Iterable[Mapping[str, Any]] = ()) -> Evidence:
    """Collect what may be said.

    Args:
        texts: Tool texts, the user's messages, what the system prompt says of the project.
        artifacts: Tool artifacts, where the model reads them too.
    """
    texts = list(texts)
    numbers: list[float] = []
    seconds: list[float] = []
    for artifact in artifacts:
        _walk(artifact, numbers, texts, seconds)
    whole = "\n".join(texts)
    known = [figure for text in texts for figure in _figures_of(text)]
    return Evidence(
        values=tuple({*numbers, *(figure.value for figure in known if figure.kind in ("number", "ratio"))}),
        percents=tuple({figure.value for figure in known if figure.kind == "percent"}),
        seconds=tuple({*seconds, *(figure.value for figure in known if figure.kind == "duration")}),
        dates=tuple({figure.key for figure in known if figure.kind == "date"}),
        text=whole,
    )


@lru_cache(maxsize=4096)
def _figures_of(text: str) -> tuple[Figure, ...]:
    # A conversation vouches with the same texts at every step.
    return tuple(figures(text))


def _walk(value: Any, numbers: list[float], texts: list[str], seconds: list[float], *, key: str = "") -> None:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        if math.isfinite(value):
            unit = _TIME_KEY.search(key)
            (seconds if unit else numbers).append(float(value) / (1000 if unit and unit[0] == "_ms" else 1))
    elif isinstance(value, str):
        if not _DIGEST.match(value):
            texts.append(value)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            texts.append(str(name))
            _walk(inner, numbers, texts, seconds, key=str(name))
    elif isinstance(value, list | tuple) and len(value) <= _MAX_LIST:
        for inner in value:
            _walk(inner, numbers, texts, seconds, key=key)


def unsupported(text: str, known: Evidence) -> list[Figure]:
    """Return the figures of a text that nothing known supports; digits inside names that are known are none."""
    return [figure for figure in figures(_without_names(text, known)) if not known.supports(figure)]


def _without_names(text: str, known: Evidence) -> str:
    def blank(match: re.Match[str]) -> str:
        inner = match.group().strip("`'\"“”")
        return " " * len(match.group()) if inner in known.text else match.group()

    return _NAME.sub(blank, text)


def sentences(text: str) -> list[str]:
    """Return a text cut into sentences; together they are the text again."""
    return [match.group() for match in _SENTENCE.finditer(text) if match.group()]


@dataclass(frozen=True)
class Checked:
    """A text up to its first sentence with an unsupported figure: what was kept, and which figures were at fault."""

    kept: str
    at_fault: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was held back."""
        return not self.at_fault


def check(text: str, known: Evidence) -> Checked:
    """Return the text up to the first sentence that states something nobody vouches for."""
    kept = ""
    for sentence in sentences(text):
        wrong = unsupported(sentence, known)
        if wrong:
            return Checked(kept, tuple(figure.text.strip() for figure in wrong))
        kept += sentence
    return Checked(kept)


@dataclass
class Gate:
    """Lets a text through sentence by sentence as it arrives, and closes at the first unsupported figure."""

    known: Evidence
    passed: str = ""
    closed: bool = False
    _waiting: str = field(default="", repr=False)

    def feed(self, piece: str) -> str:
        """Take a further piece and return what may be shown now."""
        self._waiting += piece
        # The last sentence is never complete before the next one begins: "0." may become "0.87".
        *whole, self._waiting = sentences(self._waiting) or [""]
        return self._let("".join(whole))

    def finish(self) -> str:
        """Return what may be shown of the rest, once no more will come."""
        rest, self._waiting = self._waiting, ""
        return self._let(rest)

    def _let(self, text: str) -> str:
        if self.closed or not text:
            return ""
        checked = check(text, self.known)
        self.closed = not checked.is_whole
        self.passed += checked.kept
        return checked.kept
