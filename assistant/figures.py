"""Figures in prose: every number a sentence states, in digits or in words, with how precisely it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

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


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
)
_UNITS += "seventeen eighteen nineteen"
_SMALL = {word: float(n) for n, word in enumerate(_UNITS.split())}
_TENS = {
    w: 10.0 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_SHARES = {
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
}
_TIMES = {
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "tenfold": 10.0,
    "threefold": 3.0,
}
_ORDINALS = {
    w: float(n) for n, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), 2)
}
_ABBREVIATIONS = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    **{name: scale for name, scale in _SCALES.items()},
}
_SECONDS = {
    "ms": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "h": 3600.0,
    "hour": 3600.0,
}
_SECONDS |= {"millisecond": 1e-3, "day": 86400.0, "week": 604800.0}
_MONTHS = "january february march april may june july august september october november december".split()
# Words of the conversation itself are not facts about the data: "two questions", "three options".
_META = "|".join(
    f"{word}s?"
    for word in "question choice option way thing step point sentence framing answer message kind".split()
)

_WORD = "|".join((*_SMALL, *_TENS, *_SCALES))
_GAP = r"[\s\u00a0\u202f]"
_MONTH = "|".join(f"{m}|{m[:3]}" for m in _MONTHS)
_DATES = re.compile(
    rf"""(?P<iso>\b\d{{4}}-\d{{2}}(?:-\d{{2}})?\b)
    | \b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}+(?:of{_GAP}+)?(?P<month>{_MONTH})\b\.?,?{_GAP}+(?P<year>\d{{4}})\b
    | \b(?P<month2>{_MONTH})\b\.?{_GAP}+(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?{_GAP}+)?(?P<year2>\d{{4}})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK = re.compile(
    rf"\b(\d+){_GAP}*min(?:utes?)?{_GAP}*(?:and{_GAP}+)?(\d+){_GAP}*s(?:ec(?:onds?)?)?\b", re.IGNORECASE
)
_ODDS = re.compile(
    rf"\b(?P<part>\d+|{_WORD}){_GAP}+(?:in|out of){_GAP}+(?:every{_GAP}+)?(?P<whole>\d+|{_WORD})\b(?!{_GAP}*(?:%|per))",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    rf"""(?<![\w.])(?P<money>[$€£¥])?{_GAP}?
    (?P<number>\d{{1,3}}(?:[,'\u202f\u00a0]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?:(?P<exponent>[eE][+-]?\d+)|(?:(?P<ordinal>st|nd|rd|th)\b))?
    (?:{_GAP}?(?P<scale>(?:k|K|M|mn|bn|hundred|thousand|million|billion)\b))?
    (?:{_GAP}?(?P<percent>%|per{_GAP}?cent\b|percent\b))?
    (?:{_GAP}?-?(?P<unit>(?:ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hours?|days?|weeks?)\b))?""",
    re.VERBOSE,
)
_WORDS = re.compile(
    rf"""\b(?P<words>(?:half{_GAP}+a{_GAP}+(?:million|billion|thousand))|(?:(?:a{_GAP}+)?(?:{_WORD})
    (?:(?:{_GAP}+and{_GAP}+|{_GAP}+|-)(?:{_WORD}))*))\b
    (?:{_GAP}+(?P<percent>per{_GAP}?cent|percent)\b)?
    (?:{_GAP}+(?P<unit>(?:seconds?|minutes?|hours?|days?|weeks?)\b))?(?!{_GAP}+(?:{_META})\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_FRACTIONS = re.compile(
    r"\bhalf an (?P<hour>hour)\b|\b(?P<times>twice|doubled?|tripled?|tenfold|threefold)\b|"
    r"\b(?:(?P<several>two|three|four|one|a)[\s-]+)?(?P<part>half(?!-|\s+an?\b)|(?:thirds?|quarters?|fifths?)(?=\s+of\b))",
    re.IGNORECASE,
)
_RANKS = re.compile(
    rf"\b(?:ranks?|ranked|comes?|came|in|the)\s+(?P<rank>{'|'.join(_ORDINALS)})(?=\s*(?:[.,;:!]|$|best|most|place|of\b|on\b))",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?:about|around|roughly|nearly|almost|approximately|some|over|more than|less than|under|close to|circa|ca\.|~|≈)"
    r"\s*(?:the\s+)?$",
    re.IGNORECASE,
)
# The number of an entry in a list: "2. Ask for …".
_LIST_NUMBER = re.compile(r"^[ \t]*\d{1,2}[.)](?=\s)", re.MULTILINE)


def figures(text: str) -> list[Figure]:
    """Return every figure of a text, in the order in which they stand."""
    found: list[Figure] = []
    left = _LIST_NUMBER.sub(lambda match: " " * len(match.group()), text)
    for reader in (_dates, _durations, _odds, _fractions, _ranks, _digits, _words):
        for figure in reader(left):
            found.append(figure)
            # What was read once is not read again in another way.
            end = figure.start + len(figure.text)
            left = left[: figure.start] + " " * (end - figure.start) + left[end:]
    return sorted(found, key=lambda figure: figure.start)


def _dates(text: str) -> Iterator[Figure]:
    for match in _DATES.finditer(text):
        key = match["iso"] or _iso(
            match["year"] or match["year2"], match["month"] or match["month2"], match["day"] or match["day2"]
        )
        yield Figure(match.group(), "date", 0.0, 0.0, match.start(), key)


def _iso(year: str, month: str, day: str | None) -> str:
    number = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]))
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def _durations(text: str) -> Iterator[Figure]:
    for match in _CLOCK.finditer(text):
        yield Figure(match.group(), "duration", 60.0 * int(match[1]) + int(match[2]), 0.5, match.start())


def _odds(text: str) -> Iterator[Figure]:
    for match in _ODDS.finditer(text):
        part, whole = (_value(match[name]) for name in ("part", "whole"))
        if whole > part > 0:
            # "One in four" lies halfway to one in three and one in five, "nine out of ten" to eight and ten of ten.
            slack = 1 / whole - 1 / (whole + 0.5) if part == 1 else 0.5 / whole
            yield Figure(match.group(), "ratio", part / whole, slack, match.start())


def _value(word: str) -> float:
    return float(word) if word.isdigit() else _spoken(word)


def _digits(text: str) -> Iterator[Figure]:
    for match in _DIGITS.finditer(text):
        digits = re.sub("[,'\u202f\u00a0]", "", match["number"])
        power = 10.0 ** int(match["exponent"][1:]) if match["exponent"] else 1.0
        scale = power * _ABBREVIATIONS.get((match["scale"] or "").lower(), 1.0)
        value, last = float(digits) * scale, 10.0 ** -len(digits.partition(".")[2]) * scale
        if last == 1 and _HEDGE.search(text[: match.start()]):
            # "About 7,000" is rounded to its zeros, "about 7,043" to nothing.
            last = 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.rstrip("0") else 1.0
        yield _figure(match, value, last)


def _words(text: str) -> Iterator[Figure]:
    for match in _WORDS.finditer(text):
        words = match["words"].lower()
        if words in ("one", "a hundred percent") and not (match["percent"] or match["unit"]):
            continue  # "one of them" counts nothing
        value = _spoken(words)
        last = max((_SCALES[w] for w in re.findall(r"[a-z]+", words)[-1:] if w in _SCALES), default=1.0)
        yield _figure(match, value, last if _HEDGE.search(text[: match.start()]) else 1.0)


def _figure(match: re.Match[str], value: float, last: float) -> Figure:
    unit = (match["unit"] or "").lower()
    if unit:
        seconds = _SECONDS[unit if unit in _SECONDS else unit.removesuffix("s")]
        return Figure(match.group(), "duration", value * seconds, last * seconds / 2, match.start())
    return Figure(match.group(), "percent" if match["percent"] else "number", value, last / 2, match.start())


def _spoken(words: str) -> float:
    if words.startswith("half"):
        return 0.5 * _SCALES[words.split()[-1]]
    total = group = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            group = (group or 1.0) * 100
        elif word in _SCALES:
            total, group = total + (group or 1.0) * _SCALES[word], 0.0
        else:
            group += _SMALL.get(word, 0.0) + _TENS.get(word, 0.0)
    return total + group


def _fractions(text: str) -> Iterator[Figure]:
    for match in _FRACTIONS.finditer(text):
        if match["hour"]:
            yield Figure(match.group(), "duration", 1800.0, 30.0, match.start())
        elif match["times"]:
            yield Figure(match.group(), "number", _TIMES[match["times"].lower()], 0.25, match.start())
        else:
            share = _SHARES[match["part"].lower()] * _SMALL.get((match["several"] or "").lower(), 1.0)
            yield Figure(match.group(), "ratio", share, 0.025, match.start())


def _ranks(text: str) -> Iterator[Figure]:
    for match in _RANKS.finditer(text):
        yield Figure(match.group(), "number", _ORDINALS[match["rank"].lower()], 0.0, match.start())
