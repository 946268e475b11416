"""The order of classes, for metrics in which the distance between them counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Words that grade, from the lowest on. Labels that all stand in one line are ordered by it, whatever their case.
SCALES: tuple[tuple[str, ...], ...] = (
    ("none", "very low", "low", "medium low", "medium", "medium high", "high", "very high", "extreme"),
    ("very low", "low", "moderate", "high", "very high", "critical"),
    ("low", "mid", "high"),
    ("low", "normal", "high"),
    ("low", "average", "high"),
    ("minor", "moderate", "major", "severe", "critical", "fatal"),
    ("mild", "moderate", "severe"),
    ("very poor", "poor", "fair", "average", "good", "very good", "excellent", "ideal"),
    ("very bad", "bad", "neutral", "good", "very good"),
    ("fair", "good", "very good", "premium", "ideal"),
    ("extra small", "small", "medium", "large", "extra large"),
    ("xs", "s", "m", "l", "xl", "xxl"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("bronze", "silver", "gold", "platinum", "diamond"),
    ("first", "second", "third", "fourth", "fifth"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("beginner", "intermediate", "advanced", "expert"),
)

_LEADING_NUMBER = re.compile(r"\s*[<>≤≥]?\s*(-?\d+(?:\.\d+)?)")


def class_order(classes: Sequence[str]) -> tuple[int, ...]:
    """Positions of the classes from the lowest on.

    Labels that begin with numbers go by them ("1 - low", "10+"), words of a known scale by the scale ("low", "medium",
    "high"), all others by the alphabet ("A" to "G").
    """
    positions = range(len(classes))
    numbers = [_LEADING_NUMBER.match(label) for label in classes]
    if all(numbers):
        return tuple(sorted(positions, key=lambda i: (float(numbers[i].group(1)), classes[i])))  # type: ignore[union-attr]  # all matched
    words = [" ".join(re.split(r"[\W_]+", label.casefold().strip())) for label in classes]
    for scale in SCALES:
        if set(words) <= set(scale) and len(set(words)) == len(words):
            return tuple(sorted(positions, key=lambda i: scale.index(words[i])))
    return tuple(sorted(positions, key=lambda i: classes[i]))
