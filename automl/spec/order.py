"""The order that labels have by their meaning: grades, sizes, months, numbers and ranges, letters.

Metrics that count the steps between classes, encodings of labels as whole numbers, and the read-back all take it from
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Words in the order that most people give them. Labels that all stand in one line are ordered by it, whatever their
#: case and whatever joins their words.
SCALES: tuple[tuple[str, ...], ...] = (
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
    ("none", "very low", "low", "medium low", "medium", "medium high", "high", "very high", "extreme"),
    ("none", "very low", "low", "moderate", "high", "very high", "critical"),
    ("none", "very low", "low", "medium", "moderate", "high", "very high"),
    ("low", "mid", "high"),
    ("none", "light", "medium", "heavy"),
    ("low", "normal", "high"),
    ("low", "average", "high"),
    ("minor", "moderate", "major", "severe", "critical", "fatal"),
    ("mild", "moderate", "severe"),
    (
        "needs renovation",
        "needs work",
        "poor",
        "fair",
        "average",
        "good",
        "very good",
        "excellent",
        "as new",
        "like new",
        "new",
    ),
    ("very poor", "poor", "fair", "average", "good", "very good", "premium", "excellent", "ideal"),
    ("very bad", "bad", "neutral", "good", "very good"),
    ("tiny", "extra small", "small", "medium", "large", "extra large", "huge"),
    ("xs", "s", "m", "l", "xl", "xxl"),
    ("l", "m", "h"),
    ("po", "fa", "ta", "gd", "ex"),
    ("month to month", "one year", "two year", "three year"),
    ("non travel", "travel rarely", "travel frequently"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("bronze", "silver", "gold", "platinum", "diamond"),
    ("first", "second", "third", "fourth", "fifth"),
    ("month to month", "one month", "one year", "two years", "three years"),
    ("none", "school", "bachelor", "master", "phd"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("beginner", "intermediate", "advanced", "expert"),
    ("primary", "secondary", "bachelor", "master", "doctor"),
)

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SIGNED = re.compile(r"(?:^|(?<=\s))-(?=\d)")
_LETTER_AND_NUMBER = re.compile(r"([A-Za-z])(\d+)")
_GRADE = re.compile(r"[A-Za-z][+-]?|[A-Za-z]?\d+")


def natural_order(labels: Iterable[str]) -> list[str]:
    """Sort distinct labels by their meaning, and by the alphabet where they have none that is known.

    >>> natural_order(["10-20", "5-10", "< 5"])
    ['< 5', '5-10', '10-20']
    >>> natural_order(["high", "low", "medium"])
    ['low', 'medium', 'high']
    """
    found = list(labels)
    scale = _scale_of(found)
    if scale is not None:
        apart = _apart(found)
        return sorted(found, key=lambda label: (scale.index(apart[label]), label))
    steps = [_LETTER_AND_NUMBER.fullmatch(label.strip()) for label in found]
    if all(steps):
        by_letter = {
            label: (step[1].casefold(), int(step[2]))
            for label, step in zip(found, steps, strict=True)
            if step
        }
        return sorted(found, key=lambda label: (by_letter[label], label))
    if all(_NUMBER.search(label) for label in found):
        return sorted(found, key=_by_numbers)
    nothing, counted = _with_nothing(found)
    if nothing:
        return [nothing, *sorted(counted, key=_by_numbers)]
    return sorted(found)


def has_order(labels: Iterable[str]) -> bool:
    """Whether the labels stand in an order that their meaning gives: not colours, not names.

    >>> has_order(["A", "B", "C"]), has_order(["red", "blue"])
    (True, False)
    """
    found = list(labels)
    known = _scale_of(found) is not None or all(_NUMBER.search(label) for label in found)
    known = known or bool(_with_nothing(found)[0])
    return known or all(_GRADE.fullmatch(label.strip()) for label in found)


_NOTHING = frozenset(("none", "no", "nil", "never", "unemployed"))


def _with_nothing(labels: list[str]) -> tuple[str, list[str]]:
    """The label for nothing at all beside labels with numbers: "unemployed", "1 - 4 yrs", "> 7 yrs"."""
    without = [label for label in labels if not _NUMBER.search(label)]
    if len(without) != 1 or _plain(without[0]) not in _NOTHING or len(labels) < 3:
        return "", []
    return without[0], [label for label in labels if label != without[0]]


def _scale_of(labels: list[str]) -> tuple[str, ...] | None:
    plain = set(_apart(labels).values())
    if len(plain) < len(labels):
        return None  # "Low" and "low" are two classes, and stand nowhere
    return next((scale for scale in SCALES if plain <= set(scale)), None)


def _apart(labels: list[str]) -> dict[str, str]:
    """Each label in plain words, without those that all share: "First Owner", "Second Owner" are first and second."""
    plain = {label: _plain(label) for label in labels}
    if any(text in scale for text in plain.values() for scale in SCALES):
        return plain
    shared = set.intersection(*(set(text.split()) for text in plain.values())) if len(labels) > 1 else set()
    return {
        label: " ".join(word for word in text.split() if word not in shared) for label, text in plain.items()
    }


def _plain(label: str) -> str:
    return " ".join(re.split(r"[\W_]+", label.casefold().strip()))


def _by_numbers(label: str) -> tuple[float, bool, str]:
    """By the first number; "< 5" before "5 to 10"."""
    first = _NUMBER.search(label)
    assert first is not None
    sign = -1.0 if _SIGNED.search(label[: first.end()]) else 1.0
    return sign * float(first.group()), "<" not in label[: first.start()], label
