"""Shares of the budget: which families have one together, how much, and what is left for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from automl.spec.model import Budget

#: Joins families that have one share together, which the search divides among them by their scores.
TOGETHER: Final = "+"

#: Part of every budget that goes to families nobody spoke for: whoever names families may be wrong about them. Ten
#: trials in a hundred are enough to fit each of the twelve families that learn with nearly one set of its settings.
LEAST_ELSEWHERE: Final = 0.1

Unit = Literal["time", "trials"]
Why = Literal["stated", "believed", "others"]


@dataclass(frozen=True)
class Part:
    """Families that have a share of the budget together.

    Attributes
    ----------
    share : float
        Above 0; those of all parts add up to 1.
    why : str
        ``"stated"`` by the user, ``"believed"`` in by them, or the ``"others"``.
    """

    families: tuple[str, ...]
    share: float
    why: Why


def shares_are_of(budget: Budget | None) -> Unit:
    """What is divided: the number of trials where that is what ends the search, else its time."""
    return "trials" if budget is not None and budget.trials is not None else "time"


def families_of(key: str) -> tuple[str, ...]:
    """Families that a key of the specification's `shares` names."""
    return tuple(name.strip() for name in key.split(TOGETHER))


def parts_of(
    families: Iterable[str], *, shares: Mapping[str, float], priors: Mapping[str, float]
) -> tuple[Part, ...]:
    """Divide a budget.

    A belief of 0.7 in a family gives it that share; those of several families are the chance that one of them wins, so
    together they have the largest. What was stated goes before what is believed, and the others always have
    `LEAST_ELSEWHERE`.

    Parameters
    ----------
    families : iterable of str
        Those that may be used; a share of others is left to the rest.
    shares, priors : mapping
        As in the specification.

    Returns
    -------
    tuple of Part
        One part where nothing steers.

    Examples
    --------
    >>> for part in parts_of(["linear", "knn", "svm"], shares={"knn": 0.5}, priors={"svm": 0.7}):
    ...     print(part.why, part.families, round(part.share, 2))
    stated ('knn',) 0.5
    believed ('svm',) 0.35
    others ('linear',) 0.15
    """
    left = list(dict.fromkeys(families))
    parts: list[Part] = []
    for key, share in shares.items():
        named = tuple(name for name in families_of(key) if name in left)
        if named:
            parts.append(Part(named, share, "stated"))
            left = [name for name in left if name not in named]
    believed = tuple(name for name in left if priors.get(name, 0.5) > 0.5)
    if believed:
        free = 1.0 - sum(part.share for part in parts)
        parts.append(Part(believed, free * max(priors[name] for name in believed), "believed"))
        left = [name for name in left if name not in believed]
    named_share = sum(part.share for part in parts)
    most = 1.0 - LEAST_ELSEWHERE if left else 1.0
    if parts and (named_share > most or not left):
        parts = [Part(part.families, part.share * most / named_share, part.why) for part in parts]
    if left:
        parts.append(Part(tuple(left), 1.0 - sum(part.share for part in parts), "others"))
    return tuple(parts)
