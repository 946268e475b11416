"""Whether the figures that a model writes into the plan are the user's: said, or worked out from several they said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.figures import Figure, figures
from automl.errors import SpecError
from tools.provenance import stands_in

# Ratios are written with a smaller side of 1, and what costs nothing is 0.
_FREE = (0.0, 1.0)
# "An offer of 20 keeps 40 % of customers worth 500" gives 180, which nobody said.
_ENOUGH_TO_COMPUTE = 2
_ARTICLE = re.compile(
    r"\b(?:an?|per|each) (?=(?:hour|minute|day|week|dozen|hundred|thousand|million)\b)", re.IGNORECASE
)
_IN_SQL = re.compile(r"(?<![\w.'\"-])\d+(?:\.\d+)?(?![\w.'\"-])")
_TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")


def refuse_figures(tool: str, arguments: Mapping[str, Any], words: Sequence[str]) -> None:
    """Refuse a call that would write down a figure which the user did not say.

    Raises:
        SpecError: There is one; the sentence names it.
    """
    said = [figure for text in words for figure in _read(text)]
    for path, value, quote in _written(tool, arguments):
        if not isinstance(value, str) and not stands_in(quote, words):
            continue  # the tool itself refuses words that nobody said
        n_quoted = len(_read(quote))
        for figure in _numbers(value):
            if n_quoted < _ENOUGH_TO_COMPUTE and not _is_said(figure, said):
                raise SpecError(
                    f"The figure {figure:g} for {path!r} must come from the user, and they did not say it; quote the "
                    "words with the figure, or ask.",
                    field=path,
                )


def _written(tool: str, arguments: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Path, value and quote of everything that a call writes into the plan."""
    if tool == "change_spec":
        changes = arguments.get("changes")
        for change in changes if isinstance(changes, list) else ():
            if isinstance(change, Mapping):
                yield str(change.get("path")), change.get("value"), str(change.get("quote") or "")
    elif tool == "answer_question":
        yield str(arguments.get("field")), arguments.get("value"), str(arguments.get("quote") or "")
    elif tool == "try_region":
        yield "budget.time_s", arguments.get("time_s"), str(arguments.get("quote") or "")


def _read(text: str) -> list[Figure]:
    return figures(_ARTICLE.sub("1 ", text))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, str):
        yield from (float(number) for number in _IN_SQL.findall(_TEXTS.sub("", value.lstrip("+-"))))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def _is_said(value: float, said: Iterable[Figure]) -> bool:
    size = abs(value)
    if size in _FREE:
        return True
    return any(
        abs(size - known) <= (0.01 if reading.kind in ("ratio", "times") else 1e-6) * max(size, known)
        for figure in said
        for reading in (figure, *figure.also)
        for known in _senses(reading)
    )


def _senses(figure: Figure) -> Iterator[float]:
    """The values that a spoken figure may have in the plan."""
    value = figure.value
    yield value
    if figure.kind in ("percent", "points"):
        yield from (value / 100, 1 - value / 100)
    elif figure.kind in ("ratio", "times"):
        yield from (1 - value, 1 + value, 1 / value if value else 0.0)
    elif figure.kind == "duration":
        yield from (value / 60, value / 3600, value / 86400, value * 1000)
    elif figure.kind == "size":
        yield value / 1e6
    elif figure.kind == "number" and value <= 1:
        yield 1 - value
