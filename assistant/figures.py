"""Figures in prose: every number a sentence states, in digits or in words, with how precisely it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant import figure_forms as forms

FigureKind = Literal["number", "percent", "ratio", "date", "duration"]


@dataclass(frozen=True)
class Figure:
    """One stated figure.

    Attributes:
        text: As it stands in the sentence.
        value: Its value: seconds for a duration, per hundred for a percent, a share for a ratio.
        slack: How far the truth may lie from it and still be rounded to it.
        key: For a date: its ISO form, to the day or the month.
    """

    text: str
    kind: FigureKind
    value: float
    slack: float
    start: int
    key: str = ""


def figures(text: str) -> list[Figure]:
    """Return every figure of a text, in the order in which they stand."""
    found: list[Figure] = []
    left = forms.LIST_NUMBER.sub(lambda match: " " * len(match.group()), text)
    for reader in (_dates, _durations, _odds, _fractions, _ranks, _digits, _words):
        for figure in reader(left):
            found.append(figure)
            # What was read once is not read again in another way.
            end = figure.start + len(figure.text)
            left = left[: figure.start] + " " * (end - figure.start) + left[end:]
    return sorted(found, key=lambda figure: figure.start)


def _dates(text: str) -> Iterator[Figure]:
    for match in forms.DATES.finditer(text):
        key = match["iso"] or _iso(
            match["year"] or match["year2"], match["month"] or match["month2"], match["day"] or match["day2"]
        )
        yield Figure(match.group(), "date", 0.0, 0.0, match.start(), key)


def _iso(year: str, month: str, day: str | None) -> str:
    number = next(n for n, name in enumerate(forms.MONTHS, 1) if name.startswith(month.lower()[:3]))
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def _durations(text: str) -> Iterator[Figure]:
    for match in forms.CLOCK.finditer(text):
        yield Figure(match.group(), "duration", 60.0 * int(match[1]) + int(match[2]), 0.5, match.start())


def _odds(text: str) -> Iterator[Figure]:
    for match in forms.ODDS.finditer(text):
        part, whole = (_value(match[name]) for name in ("part", "whole"))
        if whole > part > 0:
            # "One in four" lies halfway to one in three and one in five, "nine out of ten" to eight and ten of ten.
            slack = 1 / whole - 1 / (whole + 0.5) if part == 1 else 0.5 / whole
            yield Figure(match.group(), "ratio", part / whole, slack, match.start())


def _value(word: str) -> float:
    return float(word) if word.isdigit() else _spoken(word)


def _is_hedged(text: str, at: int) -> bool:
    # "approximately the" is the longest; looking further back would make long texts slow.
    return forms.HEDGE.search(text[max(0, at - 24) : at]) is not None


def _digits(text: str) -> Iterator[Figure]:
    for match in forms.DIGITS.finditer(text):
        digits = re.sub("[,'\u202f\u00a0]", "", match["number"])
        power = 10.0 ** int(match["exponent"][1:]) if match["exponent"] else 1.0
        scale = power * forms.ABBREVIATIONS.get((match["scale"] or "").lower(), 1.0)
        value, last = float(digits) * scale, 10.0 ** -len(digits.partition(".")[2]) * scale
        if last == 1 and _is_hedged(text, match.start()):
            # "About 7,000" is rounded to its zeros, "about 7,043" to nothing.
            last = 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.rstrip("0") else 1.0
        yield _figure(match, value, last)


def _words(text: str) -> Iterator[Figure]:
    for match in forms.WORDS.finditer(text):
        words = match["words"].lower()
        if words in ("one", "a hundred percent") and not (match["percent"] or match["unit"]):
            continue  # "one of them" counts nothing
        value = _spoken(words)
        last = max(
            (forms.SCALES[w] for w in re.findall(r"[a-z]+", words)[-1:] if w in forms.SCALES), default=1.0
        )
        yield _figure(match, value, last if _is_hedged(text, match.start()) else 1.0)


def _figure(match: re.Match[str], value: float, last: float) -> Figure:
    unit = (match["unit"] or "").lower()
    if unit:
        seconds = forms.SECONDS[unit if unit in forms.SECONDS else unit.removesuffix("s")]
        return Figure(match.group(), "duration", value * seconds, last * seconds / 2, match.start())
    return Figure(match.group(), "percent" if match["percent"] else "number", value, last / 2, match.start())


def _spoken(words: str) -> float:
    if words.startswith("half"):
        return 0.5 * forms.SCALES[words.split()[-1]]
    total = group = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            group = (group or 1.0) * 100
        elif word in forms.SCALES:
            total, group = total + (group or 1.0) * forms.SCALES[word], 0.0
        else:
            group += forms.SMALL.get(word, 0.0) + forms.TENS.get(word, 0.0)
    return total + group


def _fractions(text: str) -> Iterator[Figure]:
    for match in forms.FRACTIONS.finditer(text):
        if match["hour"]:
            yield Figure(match.group(), "duration", 1800.0, 30.0, match.start())
        elif match["times"]:
            yield Figure(match.group(), "number", forms.TIMES[match["times"].lower()], 0.25, match.start())
        else:
            share = forms.SHARES[match["part"].lower()] * forms.SMALL.get(
                (match["several"] or "").lower(), 1.0
            )
            yield Figure(match.group(), "ratio", share, 0.025, match.start())


def _ranks(text: str) -> Iterator[Figure]:
    for match in forms.RANKS.finditer(text):
        yield Figure(match.group(), "number", forms.ORDINALS[match["rank"].lower()], 0.0, match.start())
