"""What the defaults of several families share."""

from __future__ import annotations

from typing import Any

from automl.families.shape import Shape


def with_pairs(found: list[dict[str, Any]], shape: Shape, *, of: int | None = None) -> list[dict[str, Any]]:
    """The same defaults with the choice about columns made of two others, where there are two.

    Parameters
    ----------
    of : int, optional
        The default that is tried with such columns as well, at the end.
    """
    if not shape.has_pairs:
        return found
    plain = [params | {"prep.combine": "none"} for params in found]
    return plain if of is None else [*plain, found[of] | {"prep.combine": "both"}]


def in_plain_form(found: list[dict[str, Any]], shape: Shape) -> list[dict[str, Any]]:
    """The same defaults with the form of a skewed target said: as it is, until another one has shown to be better."""
    skewed = shape.task == "regression" and shape.skewed
    return [params | {"prep.target": "none"} for params in found] if skewed else found
