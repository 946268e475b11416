"""Figures as they stand in a specification."""

from __future__ import annotations


def tidy(value: float) -> float | int:
    """A whole number as such, anything else without the noise of binary fractions."""
    rounded = round(value, 10)
    return int(rounded) if rounded == int(rounded) else rounded
