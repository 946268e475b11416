"""Rows to try learning from beside those there are: what is tried, and what could be."""

from __future__ import annotations

from collections.abc import Iterator

from automl.spec.extra_rows import OFFERED_FROM, TO_ASK, why_no_guesses
from automl.spec.telling.context import Context
from automl.spec.wording import plural

_LEARN = ("binary", "multiclass", "regression")


def tell_extra_rows(context: Context) -> Iterator[str]:
    """Rows that are made up or guessed to be learned from, or that none may be."""
    asked = context.spec.extra_rows
    if asked is None:
        return
    if not asked:
        yield "No row is made up, and none without a target is learned from."
        return
    if "augmentation" in asked:
        yield "Made-up rows, noisy copies and mixtures of like ones, are tried beside those there are."
    if "pseudo_labels" in asked:
        yield _guesses(context)
    yield "They are kept only where untouched rows come out better, and the result says by how much."


def offer_extra_rows(context: Context) -> Iterator[str]:
    """That rows without a target could be tried, where there are many and nobody said anything about them."""
    if context.spec.extra_rows is not None or context.task not in _LEARN:
        return
    n_open = context.n_open
    if n_open and n_open >= OFFERED_FROM * context.n_rows and not why_no_guesses(_split(context)):
        yield (
            f"{_counted(n_open)} no value in {context.spec.target!r} and would be left unused. Say "
            f"“{TO_ASK['pseudo_labels']}”, and learning from them as well is tried, and kept only where it helps."
        )


def _guesses(context: Context) -> str:
    n_open, why_not = context.n_open, why_no_guesses(_split(context))
    if not n_open:
        return (
            f"You wanted rows without a target tried, but every row has a value in {context.spec.target!r}."
        )
    if why_not:
        return f"You wanted rows without a target tried. {why_not}"
    are = "is" if n_open == 1 else "are"
    return f"{plural(n_open, 'row')} without a value in {context.spec.target!r} {are} tried too, with guessed values."


def _counted(n_rows: int) -> str:
    return f"{plural(n_rows, 'row')} {'has' if n_rows == 1 else 'have'}"


def _split(context: Context) -> str:
    said = context.spec.validation
    return said.kind if said is not None else str(context.document.defaults.get("validation", {}).get("kind"))
