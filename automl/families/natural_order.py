"""The natural order of labels: months, weekdays, grades by meaning, ranges by their numbers, others by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"\d+(?:\.\d+)?")

# Scales of words that most tables use in this order; a column is ordered by one of them if it holds all its labels.
_SCALES: tuple[tuple[str, ...], ...] = (
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ("none", "very low", "low", "medium", "moderate", "high", "very high"),
    ("tiny", "small", "medium", "large", "huge"),
    ("xs", "s", "m", "l", "xl", "xxl"),
    ("very poor", "poor", "fair", "average", "good", "very good", "premium", "excellent", "ideal"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("primary", "secondary", "bachelor", "master", "doctor"),
)


def natural_order(labels: Iterable[str]) -> list[str]:
    """Sort distinct labels.

    >>> natural_order(["10-20", "5-10", "< 5"])
    ['< 5', '5-10', '10-20']
    >>> natural_order(["high", "low", "medium"])
    ['low', 'medium', 'high']
    """
    found = list(labels)
    plain = {label: " ".join(label.lower().replace("_", " ").split()) for label in found}
    for scale in _SCALES:
        rank = {word: i for i, word in enumerate(scale)}
        if all(word in rank for word in plain.values()):
            return sorted(found, key=lambda label: (rank[plain[label]], label))
    if all(_NUMBER.search(label) for label in found):
        return sorted(found, key=_by_numbers)
    return sorted(found)


def _by_numbers(label: str) -> tuple[float, bool, str]:
    """By the first number; "< 5" before "5 to 10"."""
    first = _NUMBER.search(label)
    assert first is not None
    return float(first.group()), "<" not in label[: first.start()], label
