"""Whose word a value is: the user's where the quote is theirs, else a suggestion; a figure is never suggested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from automl.errors import SpecError
from automl.spec.document import Source
from tools.context import ToolContext


def sources_of(context: ToolContext, changes: Mapping[str, tuple[Any, str]]) -> dict[str, Source]:
    """Return the source of each change.

    Args:
        changes: Path → the value, and the words it is said to come from.

    Raises:
        SpecError: A figure comes with words that the user did not say.
    """
    found: dict[str, Source] = {}
    for path, (value, quote) in changes.items():
        quoted = is_said(context, quote)
        if not quoted and _holds_figure(value):
            words = f"the user did not say {quote!r}" if quote else "no words of the user were quoted for it"
            raise SpecError(
                f"The figure {value!r} for {path!r} must come from the user, and {words}; quote them exactly, or ask.",
                field=path,
            )
        found[path] = "user" if quoted else "assistant"
    return found


def is_said(context: ToolContext, quote: str) -> bool:
    """Return whether the user said these words, letter case and signs aside; half a word is none."""
    return stands_in(quote, context.words)


def stands_in(quote: str, words: Iterable[str]) -> bool:
    """Return whether a quote stands in the words, letter case and signs aside."""
    plain = _plain(quote)
    return bool(plain) and f" {plain} " in f" {_plain(chr(10).join(words))} "


def is_asked(context: ToolContext, quote: str, asks: re.Pattern[str]) -> bool:
    """Return whether the user said these words, and they ask for what is about to be done."""
    return is_said(context, quote) and asks.search(quote) is not None


def _holds_figure(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_figure(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return any(_holds_figure(inner) for inner in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
