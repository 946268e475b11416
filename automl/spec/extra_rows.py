"""Rows to try learning from beside those there are: what they are called, and where they cannot be tried."""

from __future__ import annotations

from typing import Final

from automl.spec.model import ExtraRows

#: What each kind is called within a sentence.
EXTRA_ROWS_WORDS: Final[dict[ExtraRows, str]] = {
    "augmentation": "made-up rows",
    "pseudo_labels": "rows without a target",
}

#: What to say to have each kind tried; the offline model understands these words.
TO_ASK: Final[dict[ExtraRows, str]] = {
    "augmentation": "try made-up rows",
    "pseudo_labels": "use the unlabelled rows too",
}

#: Offered from so many rows without a target on, as a share of those with one: fewer could hardly change a model.
OFFERED_FROM: Final = 0.1  # chosen, not measured


def extra_rows_words(name: str) -> str:
    """A kind of extra rows within a sentence; one that nobody knows by its name."""
    return next((words for kind, words in EXTRA_ROWS_WORDS.items() if kind == name), name)


def why_no_guesses(split: str) -> str:
    """Why rows without a target cannot be tried under a kind of validation; empty where they can.

    Examples
    --------
    >>> why_no_guesses("kfold")
    ''
    """
    held_apart = {"time": "earlier rows", "group": "other groups"}.get(split)
    if held_apart is None:
        return ""
    return (
        "Rows without a target cannot be put on one side of a split that has models learn from "
        f"{held_apart} only; the figures would be too good."
    )
