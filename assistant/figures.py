"""Figures in prose: every number a sentence states, in digits or in words, with how precisely it is stated."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant import figure_forms as forms

FigureKind = Literal[
    "number", "percent", "points", "ratio", "times", "rank", "date", "clock", "duration", "size", "name"
]


@dataclass(frozen=True)
class Figure:
    """One stated figure.

    Attributes:
        text: As it stands in the sentence.
        value: Its value: seconds for a duration, bytes for a size, per hundred for a percent, a share for a ratio.
        slack: How far the truth may lie from it and still be rounded to it.
        key: For a date: its ISO form, as far as it is said; for a time of day and a name: the text.
        sign: -1 or 1 where one is written.
        currency: Code, where one is written.
        noun: What it counts, where that is one of `forms.NOUNS`; "#trial" where it is the number of a trial.
        above, below: How much further the truth may lie above or below: "over 400", "nearly 400".
        also: Other ways to read it; that one of them is known suffices.
    """

    text: str
    kind: FigureKind
    value: float
    slack: float
    start: int
    key: str = ""
    sign: int = 0
    currency: str = ""
    noun: str = ""
    above: float = 0.0
    below: float = 0.0
    also: tuple[Figure, ...] = ()

    @property
    def end(self) -> int:
        """Where it ends in the sentence."""
        return self.start + len(self.text)


def figures(text: str) -> list[Figure]:
    """Return every figure of a text, in the order in which they stand."""
    found: list[Figure] = []
    left = text
    for pattern in (forms.LIST_NUMBER, forms.META_NUMBER, forms.THESE):
        left = pattern.sub(lambda match: " " * len(match.group()), left)
    readers = (
        _dates,
        _versions,
        _times_of_day,
        _durations,
        _odds,
        _proportions,
        _fractions,
        _ranks,
        _digits,
        _words,
    )
    for reader in readers:
        for figure in reader(left):
            found.append(figure)
            # What was read once is not read again in another way.
            left = left[: figure.start] + " " * len(figure.text) + left[figure.end :]
    found.sort(key=lambda figure: figure.start)
    whole = [_in_range(figure, after, text) for figure, after in pairwise([*found, None]) if figure]
    for i, (first, second) in enumerate(pairwise(whole)):
        if _is_range(first, second, text):
            # "Between 15 and 31 %" is what lies from 15.4 to 30.6: its ends are rounded outwards.
            whole[i] = _wider(first, above=True)
            whole[i + 1] = _wider(second, above=False)
    return [_counted(figure, text) for figure in whole]


def _is_range(first: Figure, second: Figure, text: str) -> bool:
    if not _BETWEEN.match(text[first.end : second.start]) or first.value >= second.value:
        return False
    return forms.BETWEEN.search(text[max(0, first.start - 20) : first.start]) is not None


def _wider(figure: Figure, *, above: bool) -> Figure:
    also = tuple(_wider(other, above=above) for other in figure.also)
    if above:
        return replace(figure, above=max(figure.above, figure.slack), also=also)
    return replace(figure, below=max(figure.below, figure.slack), also=also)


_BETWEEN = re.compile(r"\s*(?:to|and|or|through|until|[-–—])\s*[$€£]?\s*\Z")


def _in_range(figure: Figure, after: Figure | None, text: str) -> Figure:
    """The first figure of a range shares the unit of the second: "5 to 10 minutes"."""
    if after is None or figure.kind != "number" or not _BETWEEN.match(text[figure.end : after.start]):
        return figure
    if after.kind == "percent":
        return replace(figure, also=(*figure.also, replace(figure, kind="percent", also=())))
    scale = _scale_of(after)
    if after.kind in ("duration", "size") or scale != 1:
        unit = replace(
            figure, kind=after.kind, value=figure.value * scale, slack=figure.slack * scale, also=()
        )
        return replace(figure, also=(*figure.also, unit))
    return figure


def _scale_of(figure: Figure) -> float:
    match = re.search(rf"(?:{forms.NUMBER})", figure.text)
    plain = _plain(match.group())[0] if match else 0.0
    return figure.value / plain if plain else 1.0


def _counted(figure: Figure, text: str) -> Figure:
    """The figure with what it counts or names."""
    if figure.kind != "number":
        return figure
    before = forms.NUMBERED.search(text[max(0, figure.start - 10) : figure.start])
    if before:
        return replace(figure, noun=f"#{before['what'].lower()}")
    if figure.currency:
        return figure
    after = forms.NOUN.match(text, figure.end)
    return replace(figure, noun=after.lastgroup or "") if after else figure


def _dates(text: str) -> Iterator[Figure]:
    for match in forms.DATES.finditer(text):
        if (
            not match["iso"]
            and (match["month2"] or "").lower() == "may"
            and not match["day2"]
            and not match["year5"]
        ):
            continue
        keys = list(_keys(match))
        if keys:
            first, *others = (Figure(match.group(), "date", 0.0, 0.0, match.start(), key) for key in keys)
            yield replace(first, also=tuple(others))


def _keys(match: re.Match[str]) -> Iterator[str]:
    """ISO forms of a date; "--03-05" where no year is said. A weekday that is not that of the date makes none true."""
    if match["iso"]:
        yield match["iso"]
        return
    if match["year4"]:
        yield _iso(match["year4"], int(match["month4"]), match["day4"])
        return
    if match["year3"]:
        day, month = match["day3"], match["month3"]
        # 05/03/2023 is 5 March or 3 May, depending on who writes it.
        pairs = [(day, month)] if match["sep"] == "." else [(day, month), (month, day)]
        yield from (_iso(match["year3"], int(m), d) for d, m in pairs if 1 <= int(m) <= 12)
        return
    name = (match["month"] or match["month2"]).lower()[:3]
    month_number = next(n for n, month in enumerate(forms.MONTHS, 1) if month.startswith(name))
    key = _iso(match["year"] or match["year2"] or match["year5"], month_number, match["day"] or match["day2"])
    weekday = (match["weekday"] or match["weekday2"] or "").lower()
    yield key if not weekday or _falls_on(key, weekday) else f"{key} is no {weekday}"


def _iso(year: str | None, month: int, day: str | None) -> str:
    return f"{year or '-'}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _falls_on(key: str, weekday: str) -> bool:
    try:
        return forms.WEEKDAYS[datetime.date.fromisoformat(key).weekday()] == weekday
    except ValueError:
        return True  # without a year nobody can tell


def _versions(text: str) -> Iterator[Figure]:
    for match in forms.VERSION.finditer(text):
        if not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", match.group()):
            yield Figure(match.group(), "name", 0.0, 0.0, match.start(), match.group())


def _times_of_day(text: str) -> Iterator[Figure]:
    for match in forms.TIME_OF_DAY.finditer(text):
        yield Figure(match.group(), "clock", 0.0, 0.0, match.start(), match.group())


def _durations(text: str) -> Iterator[Figure]:
    for match in forms.CLOCK.finditer(text):
        hours, minutes, seconds = (match[unit] for unit in ("hours", "minutes", "seconds"))
        if hours or seconds:
            total = 3600.0 * int(hours or 0) + 60.0 * int(minutes) + int(seconds or 0)
            yield Figure(match.group(), "duration", total, 0.5 if seconds else 30.0, match.start())


def _odds(text: str) -> Iterator[Figure]:
    for match in forms.ODDS.finditer(text):
        part, whole = (_value(match[name]) for name in ("part", "whole"))
        joined = forms.ODDS_JOIN.search(text[match.end("part") : match.start("whole")])
        if joined and whole > part > 0 and whole <= 100:
            # "One in four" lies halfway to one in three and one in five, "nine out of ten" to eight and ten of ten.
            slack = min(0.05, 1 / whole - 1 / (whole + 0.5) if part == 1 else 0.5 / whole)
            yield Figure(match.group(), "ratio", part / whole, slack, match.start())


def _value(word: str) -> float:
    return float(word) if word.isdigit() else _spoken(word)


def _proportions(text: str) -> Iterator[Figure]:
    for match in forms.PROPORTION.finditer(text):
        if match["word"]:
            yield Figure(match.group(), "times", _spoken(match["word"]), 0.5, match.start(), "odds")
        elif float(match["whole"]):
            value = float(match["part"]) / float(match["whole"])
            slack = 0.5 * 10.0 ** -len(match["part"].partition(".")[2])
            slack = slack if match["whole"] == "1" else min(slack / float(match["whole"]), 0.02 * value)
            yield Figure(match.group(), "times", value, slack, match.start(), "odds")


def _hedge(text: str, start: int, end: int) -> re.Match[str] | None:
    # "only a fraction more than the" is the longest; looking further back would make long texts slow.
    before = forms.HEDGE.search(text[max(0, start - 32) : start])
    if before or not forms.HEDGE_AFTER.match(text, end):
        return before
    return forms.HEDGE.search("about ")


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def _plain(number: str) -> tuple[float, int, float | None]:
    """Value of digits as written, how many decimals they have, and the other value they may stand for."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", number):
        number = number.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", number):
        number = number.replace(".", "")
    elif re.fullmatch(r"\d+,\d{1,2}|0,\d+", number):
        number = number.replace(",", ".")
    digits = re.sub("[,'’\u202f\u00a0\u2009 ]", "", number)
    if re.fullmatch(r"(?:[2-9]|[1-9]\d{1,2})\.000", digits):
        return float(digits.replace(".", "")), 0, None
    other = float(digits.replace(".", "")) if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits) else None
    return float(digits), len(digits.partition(".")[2]), other


def _digits(text: str) -> Iterator[Figure]:
    for match in forms.DIGITS.finditer(text):
        value, n_decimals, other = _plain(match["number"])
        if match["percent"] and n_decimals == 0 and match["number"].endswith(".000"):
            value, n_decimals = float(match["number"]), 3
        power = (match["exponent"] or "e0")[1:] if match["exponent"] else (match["power"] or "0")
        exponent = int(power.translate(_SUPERSCRIPTS))
        if abs(exponent) > 300:
            continue
        scale = 10.0**exponent * forms.ABBREVIATIONS.get((match["scale"] or "").lower().rstrip("."), 1.0)
        last = 10.0**-n_decimals
        hedge = _hedge(text, match.start(), match.end())
        if scale == 1 and last == 1 and hedge and value:
            # "About 7,000" is rounded to its zeros, "about 7,043" to nothing.
            shown = f"{value:.0f}"
            last = 10.0 ** (len(shown) - len(shown.rstrip("0")))
        figure = _figure(match, value * scale, last * scale, hedge)
        if other is not None:
            figure = replace(figure, also=(_figure(match, other * scale, scale, hedge),))
        yield figure


def _words(text: str) -> Iterator[Figure]:
    for match in forms.WORDS.finditer(text):
        words = match["words"].lower()
        if words == "one" and not (match["percent"] or match["unit"] or match["decimals"]):
            continue  # "one of them" counts nothing
        if match["decimals"]:
            digits = [f"{_spoken(word):.0f}" for word in re.findall(r"[a-z]+", match["decimals"].lower())[1:]]
            yield _figure(
                match, float(f"{_spoken(words):.0f}.{''.join(digits)}"), 10.0 ** -len("".join(digits)), None
            )
            continue
        hedge = _hedge(text, match.start(), match.end())
        last = max(
            (forms.SCALES[w] for w in re.findall(r"[a-z]+", words)[-1:] if w in forms.SCALES), default=1.0
        )
        value = _spoken(words)
        if value >= 20 and value % 10 == 0:
            last = max(last, 10.0)
        yield _figure(match, value, last if hedge else 1.0, hedge)


def _figure(match: re.Match[str], value: float, last: float, hedge: re.Match[str] | None) -> Figure:
    named = match.groupdict()
    unit = _stem(named.get("unit"), forms.SECONDS)
    size = _stem(named.get("bytes"), forms.BYTES)
    factor = forms.SECONDS[unit] if unit else forms.BYTES[size] if size else 1.0
    money = _stem(named.get("money") or named.get("code") or named.get("currency"), forms.CURRENCIES)
    written = named.get("sign") or named.get("sign2") or named.get("minus") or ""
    value, last = value * factor * (0.1 if named.get("permille") else 1.0), last * factor
    slack, below, above = _room(value, last, hedge)
    return Figure(
        match.group(),
        _kind(named, unit, size),
        value,
        slack,
        match.start(),
        sign=0 if written in ("", "±", "–") else 1 if written == "+" else -1,
        currency=forms.CURRENCIES[money] if money else "",
        above=above,
        below=below,
    )


def _room(value: float, last: float, hedge: re.Match[str] | None) -> tuple[float, float, float]:
    """How far the truth may lie from a figure on both sides, and how much further below and above it."""
    if hedge is None or not value:
        return last / 2, 0.0, 0.0
    if not (hedge["over"] or hedge["under"]):
        # "About 7,000" is rounded to its zeros, but nobody calls 1,400 "about 1,000".
        return min(last / 2, max(0.1 * value, 0.5 if last == 1 else 0.0)), 0.0, 0.0
    room = min(last / 2, 0.1 * value) if hedge["just"] else min(last, 0.25 * value)
    room = max(room, min(last, 1.0) / 2)
    return min(last / 2, 0.5), 0.0 if hedge["over"] else room, room if hedge["over"] else 0.0


def _stem(word: str | None, known: dict[str, float] | dict[str, str]) -> str:
    word = (word or "").lower()
    return word if word in known else word.removesuffix("s")


def _kind(named: dict[str, str | None], unit: str, size: str) -> FigureKind:
    if unit or size:
        return "duration" if unit else "size"
    if named.get("points") and (named.get("points") or "").strip(" -").lower() not in ("point", "points"):
        return "points"
    if named.get("percent") or named.get("permille"):
        return "percent"
    if named.get("times"):
        return "times"
    return "rank" if named.get("ordinal") else "number"


def _spoken(words: str) -> float:
    if words.startswith("half"):
        return 0.5 * forms.SCALES[words.split()[-1]]
    total = group = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in ("hundred", "dozen"):
            group = (group or 1.0) * forms.SCALES[word]
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
            yield Figure(match.group(), "times", forms.TIMES[match["times"].lower()], 0.25, match.start())
        else:
            several = (match["several"] or "one").lower()
            n = float(several) if several.isdigit() else forms.SMALL.get(several, 1.0)
            share = forms.SHARES[(match["part"] or match["half"]).lower()]
            hedge, slack = _hedge(text, match.start(), match.end()), min(0.025, share / 8)
            if hedge:
                slack = 0.005 if hedge["over"] or hedge["under"] else 0.04
            yield Figure(
                match.group(),
                "ratio",
                n * share,
                slack,
                match.start(),
                above=0.05 if hedge and hedge["over"] else 0.0,
                below=0.05 if hedge and hedge["under"] else 0.0,
            )


def _ranks(text: str) -> Iterator[Figure]:
    for match in forms.RANKS.finditer(text):
        word = match["rank"] or match["rank2"] or match["rank3"]
        yield Figure(match.group(), "rank", forms.ORDINALS[word.lower()], 0.0, match.start())
