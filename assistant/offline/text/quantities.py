"""Quantities in a list of tokens: money, shares, spans of time, sizes, multiples, dates, plain numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.offline.text.dates import read_date
from assistant.offline.text.numbers import ORDINALS, SCALES, UNITS, Number, read_number
from assistant.offline.text.tokens import Token
from assistant.offline.text.units import (
    BEFORE_DOLLAR,
    CENT_WORDS,
    CURRENCY_WORDS,
    FRACTIONS,
    ISO_CODES,
    MILLISECONDS,
    NATIONAL,
    NATIONS,
    SIZE_BYTES,
    SYMBOLS,
    TIME_S,
    TIMES_WORDS,
)
from assistant.offline.text.wordlists import words

QuantityKind = Literal["money", "percent", "points", "number", "duration", "ms", "size", "times", "date"]


@dataclass(frozen=True)
class Quantity:
    """One quantity.

    Attributes:
        kind: What is measured.
        value: In the unit of its kind: money in whole currency units, shares and points as 0 to 1, time in seconds,
            answers in milliseconds, size in bytes.
        start: Index of the first token.
        end: Index behind the last token.
        currency: ISO code of money where it was said.
        unit: Lemma of the unit as said ("week"), with `count` of them.
        count: The number in front of the unit.
        iso: A date as ISO text.
        written: How the number was written, see `numbers.Number`.
    """

    kind: QuantityKind
    value: float
    start: int
    end: int
    currency: str = ""
    unit: str = ""
    count: float = 0.0
    iso: str = ""
    written: str = "digits"


def read_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """All quantities, none overlapping, in order."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity(tokens, at)
        if quantity is None or not math.isfinite(
            quantity.value
        ):  # a figure of 400 digits is none to reckon with
            at += 1
        else:
            found.append(quantity)
            at = quantity.end
    return found


def _quantity(tokens: Sequence[Token], at: int) -> Quantity | None:
    for reader in (
        _date,
        _money_in_front,
        _part_of_a_coin,
        _half_a,
        _share_in_words,
        _time_in_words,
        _times_in_words,
        _with_unit,
    ):
        quantity = reader(tokens, at)
        if quantity is not None:
            return quantity
    return None


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _lemma(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lemma if 0 <= at < len(tokens) else ""


def _date(tokens: Sequence[Token], at: int) -> Quantity | None:
    date = read_date(tokens, at)
    return Quantity("date", 0.0, at, date.end, iso=date.iso, unit=date.precision) if date else None


def _signed(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """1 or -1 and where the number begins: a minus is a sign only where nothing stands directly before it."""
    if _lower(tokens, at) in ("-", "+") and at + 1 < len(tokens) and tokens[at].end == tokens[at + 1].start:
        glued = at > 0 and tokens[at - 1].end == tokens[at].start and tokens[at - 1].text not in "(=:,"
        if not glued:
            return (-1.0 if tokens[at].text == "-" else 1.0), at + 1
    return 1.0, at


def _number(tokens: Sequence[Token], at: int) -> Number | None:
    """A number, with the decimal comma of "2,5" and the thousands of "1.200 €" understood."""
    found = _by_thousands(tokens, at) or read_number(tokens, at)
    if found is None or found.end != at + 1 or found.written != "digits":
        return found
    if _lower(tokens, at + 1) == "," and at + 2 < len(tokens) and tokens[at + 2].kind == "number":
        whole, comma, rest = tokens[at], tokens[at + 1], tokens[at + 2]
        if (
            whole.end == comma.start
            and comma.end == rest.start
            and len(rest.text) <= 2
            and "." not in whole.text
            and not _in_a_list(tokens, at)
        ):
            return Number(float(f"{whole.text}.{rest.text}".replace(",", "")), at + 3, "digits")
    return found


def _in_a_list(tokens: Sequence[Token], at: int) -> bool:
    """Whether "3,5" is part of "3,5,7", or of a set in braces: then its comma parts two numbers."""
    glued = list(range(max(0, at - 2), min(at + 5, len(tokens))))
    text = "".join(tokens[k].text for k in glued)
    apart = any(tokens[k].end != tokens[k + 1].start for k in glued[:-1] if at <= k < at + 4)
    return bool(re.search(r"\{\d+,\d+|\d,\d+,\d+", text)) and not (apart and "{" not in text)


def _by_thousands(tokens: Sequence[Token], at: int) -> Number | None:
    """ "1'850", "1.200.000", and "1.200" beside a currency: groups of three digits are thousands, as on the Continent."""
    if at >= len(tokens) or tokens[at].kind != "number":
        return None
    first, _, rest = tokens[at].text.partition(".")
    groups, end = [first], at + 1
    if rest:
        groups.append(rest)
    while (
        _lower(tokens, end) in ("'", ".")
        and end + 1 < len(tokens)
        and tokens[end + 1].kind == "number"
        and tokens[end - 1].end == tokens[end].start
        and tokens[end].end == tokens[end + 1].start
    ):
        groups.extend(tokens[end + 1].text.split("."))
        end += 2
    cents = groups.pop() if len(groups) > 2 and len(groups[-1]) == 2 and groups[-1].isdigit() else ""
    three = all(len(group) == 3 and group.isdigit() for group in groups[1:])
    if len(groups) == 1 or not three or not first.isdigit() or len(first) > 3 or first.startswith("0"):
        return None
    if len(groups) == 2 and rest and not _by_currency(tokens, at, end) and not rest.endswith("00"):
        return None
    value = float("".join(groups) + f".{cents or 0}")
    if not cents and _lower(tokens, end) == "," and end + 1 < len(tokens):
        behind = tokens[end + 1]
        glued = tokens[end].start == tokens[end - 1].end and behind.start == tokens[end].end
        if glued and behind.kind == "number" and len(behind.text) == 2:
            return Number(value + float(behind.text) / 100, end + 2, "digits")
    return Number(value, end, "digits")


def _by_currency(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a currency stands directly in front of a stretch or behind it."""
    before, behind = _lower(tokens, start - 1), _lower(tokens, end)
    return (
        before in SYMBOLS
        or behind in SYMBOLS
        or _lemma(tokens, end) in CURRENCY_WORDS
        or before.upper() in ISO_CODES
        or behind.upper() in ISO_CODES
    )


def _money_in_front(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "$500", "US$ 5k", "EUR 20", "-€3m"."""
    sign, first = _signed(tokens, at)
    currency, behind = _currency_in_front(tokens, first)
    if not currency:
        return None
    inner_sign, behind = _signed(tokens, behind)
    number = _number(tokens, behind)
    if number is None:
        return None
    value, end = _millions(tokens, number)
    if _lower(tokens, end) in ("k", "grand"):
        value, end = value * 1000, end + 1
    return Quantity("money", sign * inner_sign * value, at, end, currency=currency, written=number.written)


def _currency_in_front(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    word = _lower(tokens, at)
    if word in BEFORE_DOLLAR and _lower(tokens, at + 1) == "$" and tokens[at].end == tokens[at + 1].start:
        return BEFORE_DOLLAR[word], at + 2
    if word in SYMBOLS:
        return SYMBOLS[word], at + 1
    if (
        at < len(tokens)
        and tokens[at].text.upper() in ISO_CODES
        and (tokens[at].text.isupper() or word in ("usd", "eur", "gbp", "inr", "chf"))
    ):
        return tokens[at].text.upper(), at + 1
    if word in ("rs", "dm") and _number(tokens, at + (2 if _lower(tokens, at + 1) == "." else 1)):
        return CURRENCY_WORDS[word], at + (2 if _lower(tokens, at + 1) == "." else 1)
    return "", at


def _millions(tokens: Sequence[Token], number: Number) -> tuple[float, int]:
    """Money with a glued "m" is millions, with "b" billions."""
    end = number.end
    if _lower(tokens, end) == "k" and _lower(tokens, end + 1) in SYMBOLS:
        return number.value * 1e3, end + 1
    if (
        end < len(tokens)
        and tokens[end].lower in ("m", "b", "mm")
        and tokens[end].start == tokens[end - 1].end
    ):
        return number.value * (1e9 if tokens[end].lower == "b" else 1e6), end + 1
    return number.value, end


def _share_in_words(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "half of", "two thirds", "a quarter of", "one in ten", "9 out of 10", "every tenth", "best fifth"."""
    return _one_in_ten(tokens, at) or _fraction(tokens, at) or _every_tenth(tokens, at)


def _part_of_a_coin(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "Half a cent", "a quarter of a euro", "a quarter rupee", "three fifths of a cent"."""
    word = _lower(tokens, at)
    count = 1.0 if word in ("a", "one", "half") else float(UNITS.get(word, 0))
    name = at if word == "half" else at + 1
    whole = FRACTIONS.get(_lemma(tokens, name), 0)
    if not count or not whole:
        return None
    end = name + 1
    end += _lower(tokens, end) == "of"
    end += _lower(tokens, end) in ("a", "an", "one")
    unit = _lemma(tokens, end)
    if unit in CENT_WORDS:
        return Quantity("money", count / whole / 100, at, end + 1, currency=CENT_WORDS[unit], unit="cent")
    if unit in CURRENCY_WORDS and unit not in ("real", "won", "pound"):
        return Quantity("money", count / whole, at, end + 1, currency=CURRENCY_WORDS[unit], unit=unit)
    return None


def _half_a(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "half a point", "half a million", "half a dollar"; spans of time are read elsewhere."""
    if _lower(tokens, at) != "half" or _lower(tokens, at + 1) not in ("a", "an"):
        return None
    word, unit = _lower(tokens, at + 2), _lemma(tokens, at + 2)
    if unit in TIME_S or unit in ("way",):
        return None
    if word == "percentage" or word in ("percent", "point"):
        kind: QuantityKind = "percent" if word == "percent" else "points"
        return Quantity(kind, 0.005, at, at + (4 if word == "percentage" else 3))
    if word in SCALES and word != "hundred":
        behind = _lemma(tokens, at + 3)
        if behind in CURRENCY_WORDS:
            return Quantity("money", 0.5 * SCALES[word], at, at + 4, currency=CURRENCY_WORDS[behind])
        return Quantity("number", 0.5 * SCALES[word], at, at + 3)
    if unit in CURRENCY_WORDS:
        return Quantity("money", 0.5, at, at + 3, currency=CURRENCY_WORDS[unit])
    return Quantity("number", 0.5, at, at + 2)


def _one_in_ten(tokens: Sequence[Token], at: int) -> Quantity | None:
    number = read_number(tokens, at)
    if number is None:
        return None
    end, joint = number.end, ""
    if (
        _lower(tokens, end + 1) in ("in", "out")
        and end < len(tokens)
        and tokens[end].kind == "word"
        and number.value < 10
        and _lower(tokens, end) not in ("in", "out", "year", "month")
    ):
        end += 1  # "one call in four"
    if _lower(tokens, end) in ("in", "of"):
        joint, end = _lower(tokens, end), end + 1
    elif _lower(tokens, end) == "out" and _lower(tokens, end + 1) == "of":
        joint, end = "out of", end + 2
    if not joint:
        return None
    if _lower(tokens, end) in ("every", "each"):
        end += 1
    whole = read_number(tokens, end)
    # "40 of 2,000" is a capacity, not a share; "4 in 2016" is a date.
    if (
        whole is None
        or whole.value <= number.value
        or (joint != "in" and whole.value > 10 and whole.value != 100)
    ):
        return None
    if joint == "in" and whole.value > 1000:
        return None
    if _lemma(tokens, whole.end) in TIME_S or _lower(tokens, whole.end) in ("%", "percent"):
        return None
    return Quantity(
        "percent", number.value / whole.value, at, whole.end, count=number.value, unit=str(int(whole.value))
    )


def _fraction(tokens: Sequence[Token], at: int) -> Quantity | None:
    word = _lower(tokens, at)
    start, count = at, 1.0
    if word in ("a", "an", "one", "the") or word in UNITS:
        count = float(UNITS.get(word, 1))
        at += 1
        if _lower(tokens, at) == "-":
            at += 1
    name = _lemma(tokens, at)
    if name not in FRACTIONS:
        return None
    behind = _lower(tokens, at + 1)
    if name == "half" or name == "halve":
        if (
            behind in words("a an as hour million day year way time hourly price point")
            or behind == "an"
            or word in ("the",)
        ):
            return None
        if (
            start > 0
            and _lower(tokens, start - 1) in ("and", "second", "first", "last", "other")
            and word != "half"
        ):
            return None
        return Quantity("percent", count / 2, start, at + 1)
    before = _lower(tokens, start - 1)
    if (
        before in ("best", "top", "upper", "worst", "riskiest", "highest", "first", "likeliest", "lowest")
        or (_lower(tokens, start - 2) == "most" and behind != "hour")
        or before in ("hottest", "warmest", "weakest", "strongest", "dearest", "biggest", "shakiest")
        or word in ("a", "an", "one")
        or count > 1
    ):
        if name == "quarter" and (
            behind in ("hour", "year") or (behind == "of" and _lower(tokens, at + 3) == "hour")
        ):
            return None
        if word == "the" and before not in ("best", "top"):
            return None
        if behind == "as" or (
            name == "third" and tokens[at + 1 : at + 2] and tokens[at + 1].text[:1].isupper()
        ):
            return None  # "a third as bad" compares, "a Third Owner car" counts
        if name in ("percentile", "hundredth") and count > 1:
            return None
        return Quantity("percent", count / FRACTIONS[name], start, at + 1)
    if word == "the" and behind == "of":
        return None
    return None


def _every_tenth(tokens: Sequence[Token], at: int) -> Quantity | None:
    if _lower(tokens, at) != "every" or _lower(tokens, at + 1) not in ORDINALS:
        return None
    value = ORDINALS[_lower(tokens, at + 1)]
    if value == 1 or _lower(tokens, at + 2) in ("month", "week", "day", "year", "time"):
        return None
    return Quantity("percent", 1 / value, at, at + 2)


def _time_in_words(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "half an hour", "an hour and a half", "a quarter of an hour", "a couple of minutes"."""
    words = [_lower(tokens, at + k) for k in range(6)]
    if words[0] == "half" and words[1] in ("a", "an") and words[2] in TIME_S:
        return _time(at, at + 3, 0.5, words[2])
    if words[0] in ("a", "an", "one") and words[1] == "half" and words[2] in TIME_S:
        return _time(at, at + 3, 0.5, words[2])
    if words[0] == "half" and words[1] == "-" and words[2] in TIME_S:
        return _time(at, at + 3, 0.5, words[2])
    if words[:4] == ["a", "quarter", "of", "an"] and words[4] == "hour":
        return _time(at, at + 5, 0.25, "hour")
    if words[:2] == ["quarter", "of"] and words[2] in ("a", "an") and words[3] == "hour":
        return _time(at, at + 4, 0.25, "hour")
    if words[:2] == ["a", "quarter"] and words[2] == "hour":
        return _time(at, at + 3, 0.25, "hour")
    if words[0] == "three" and words[1] in ("quarters", "quarter") and words[2:5] == ["of", "an", "hour"]:
        return _time(at, at + 5, 0.75, "hour")
    if words[:3] == ["a", "couple", "of"] and _lemma(tokens, at + 3) in TIME_S:
        return _time(at, at + 4, 2, _lemma(tokens, at + 3))
    if words[:2] == ["a", "second"] and words[2].isalpha() and words[2] not in _BEHIND_A_SECOND:
        return None  # "a second look"
    if words[0] in ("a", "an") and words[1] in ("second", "minute", "hour", "day", "week", "month", "year"):
        return _article_time(tokens, at, words[1])
    return None


_BEHIND_A_SECOND = words(
    "or and of per is to for each at on in if when but with longer more less from then than so as please max tops should will on"
)


def _article_time(tokens: Sequence[Token], at: int, unit: str) -> Quantity:
    """ "an hour", "an hour and a half"; written as "article", because "40 a week" is a rate."""
    if [_lower(tokens, at + k) for k in (2, 3, 4)] == ["and", "a", "half"]:
        return _time(at, at + 5, 1.5, unit)
    return replace(_time(at, at + 2, 1, unit), written="article")


def _time(start: int, end: int, count: float, unit: str) -> Quantity:
    return Quantity("duration", count * TIME_S[unit], start, end, unit=unit, count=count, written="words")


# "A fifteenth as bad": parts in comparisons, which are no days of a month there.
_PARTS = {word: value for word, value in ORDINALS.items() if value > 2} | {
    "half": 2,
    "quarter": 4,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "eighteenth": 18,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
}


def _times_in_words(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "twice", "tenfold", "half as", "an order of magnitude", "a factor of ten"."""
    word = _lower(tokens, at)
    if word in TIMES_WORDS and not (
        word == "double" and "check" in (_lower(tokens, at + 1), _lower(tokens, at + 2))
    ):
        return Quantity("times", TIMES_WORDS[word], at, at + 1)
    if word == "half" and _lower(tokens, at + 1) == "as":
        return Quantity("times", 0.5, at, at + 1)
    part = _part_in_comparison(tokens, at)
    if part is not None:
        return part
    if word == "order" and _lower(tokens, at + 1) == "of" and _lower(tokens, at + 2) == "magnitude":
        return Quantity("times", 10, at, at + 3)
    if word == "factor":
        first = at + 2 if _lower(tokens, at + 1) == "of" else at + 1
        number = read_number(tokens, first)
        if number:
            return Quantity("times", number.value, at, number.end)
    return None


def _part_in_comparison(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "A fifteenth as bad", "two thirds as expensive", "1/20 as bad", "1/20th of what a miss costs"."""
    word = _lower(tokens, at)
    name = at + (2 if _lower(tokens, at + 1) == "-" else 1)
    count = 1.0 if word in ("a", "an", "one") else float(UNITS.get(word, 0))
    parts = _PARTS.get(_lower(tokens, name).removesuffix("s"), 0)
    if word == "1" and _lower(tokens, at + 1) == "/":
        whole = read_number(tokens, at + 2)
        count, parts = (1.0, int(whole.value)) if whole and whole.value > 1 else (0.0, 0)
        name = whole.end - 1 if whole else at
        if _lower(tokens, name + 1) == "th":
            name += 1
    return (
        Quantity("times", count / parts, at, name + 1)
        if count and parts and _lower(tokens, name + 1) == "as"
        else None
    )


def _with_unit(tokens: Sequence[Token], at: int) -> Quantity | None:
    """A number and the unit behind it."""
    sign, first = _signed(tokens, at)
    article = (
        _lower(tokens, first) in ("a", "an")
        and (_lemma(tokens, first + 1) in CURRENCY_WORDS or _lemma(tokens, first + 1) in CENT_WORDS)
        and _lemma(tokens, first + 1) not in ("real", "rand", "won", "rs", "ct", "dm")
    )
    number = Number(1.0, first + 1, "article") if article else _number(tokens, first)
    if number is None:
        return None
    for reader in (_percent, _money_behind, _times, _answer_time, _duration, _size):
        quantity = reader(tokens, at, number)
        if quantity is not None:
            return replace(quantity, value=sign * quantity.value, written=number.written)
    return Quantity("number", sign * number.value, at, number.end, written=number.written)


def _percent(tokens: Sequence[Token], at: int, number: Number) -> Quantity | None:
    end = number.end
    if _lower(tokens, end) == "-" and _lower(tokens, end + 1) in ("percent", "percentage", "point"):
        end += 1
    word = _lower(tokens, end)
    if word in ("%", "percent", "pct", "procent", "perc"):
        end += 1
    elif word == "per" and _lower(tokens, end + 1) == "cent":
        end += 2
    elif word == "percentage" and _lower(tokens, end + 1) in ("point", "points"):
        return Quantity("points", number.value / 100, at, end + 2)
    elif word in ("pp", "ppt", "points", "point", "pts"):
        return Quantity("points", number.value / 100, at, end + 1, count=number.value)
    else:
        return None
    if _lower(tokens, end) in ("point", "points", "-points", "pts") or (
        _lower(tokens, end) == "-" and _lower(tokens, end + 1) in ("point", "points")
    ):
        return Quantity("points", number.value / 100, at, end + (2 if _lower(tokens, end) == "-" else 1))
    return Quantity("percent", number.value / 100, at, end, count=number.value)


def _money_behind(tokens: Sequence[Token], at: int, number: Number) -> Quantity | None:
    value, end = _millions(tokens, number)
    if _lower(tokens, end) == "-" and _lemma(tokens, end + 1) in CURRENCY_WORDS:
        end += 1
    word, base = _lower(tokens, end), _lemma(tokens, end)
    if word in SYMBOLS and not (
        end + 1 < len(tokens)
        and tokens[end + 1].kind == "number"
        and tokens[end].end == tokens[end + 1].start
    ):
        return Quantity("money", value, at, end + 1, currency=SYMBOLS[word])
    if word in NATIONS and _lower(tokens, end + 1) in (*NATIONAL, *(f"{name}s" for name in NATIONAL), "$"):
        return Quantity("money", value, at, end + 2, currency=NATIONS[word])
    if end < len(tokens) and (tokens[end].text in ISO_CODES or word in ("usd", "eur", "gbp", "inr", "chf")):
        return Quantity("money", value, at, end + 1, currency=word.upper())
    if base in CURRENCY_WORDS and base not in ("real", "won"):
        return Quantity("money", value, at, end + 1, currency=CURRENCY_WORDS[base], unit=base)
    if word == "p" and tokens[end].start == tokens[end - 1].end:
        return Quantity("money", value / 100, at, end + 1, currency="GBP", unit="cent")
    if base in CENT_WORDS or word == "¢":
        return Quantity("money", value / 100, at, end + 1, currency=CENT_WORDS.get(base, ""), unit="cent")
    if end != number.end:
        return None
    if end > at + 1 and _lower(tokens, end - 1) == "grand":
        return Quantity("money", value, at, end)
    return None


def _times(tokens: Sequence[Token], at: int, number: Number) -> Quantity | None:
    end = number.end
    word = _lower(tokens, end)
    if number.value == 1 and word == "fold":
        return None
    if (
        word == "-"
        and _lower(tokens, end + 1) == "fold"
        and _lower(tokens, end + 2) not in ("cv", "cross", "validation", "crossvalidation", "stratified")
    ):
        return Quantity("times", number.value, at, end + 2)
    if word in ("times", "x", "×", "fold") and not (
        word == "fold"
        and _lower(tokens, end + 1) in ("cv", "cross", "validation", "stratified", "crossvalidation", "time")
    ):
        if word == "x" and (
            tokens[end].start != tokens[end - 1].end and _lower(tokens, end + 1) in (",", "and")
        ):
            return None
        return Quantity("times", number.value, at, end + 1)
    other = read_number(tokens, end + 1) if word in (":", "to") else None
    if other and other.value == 1 and number.value > 1 and other.end == end + 2:
        return Quantity("times", number.value, at, other.end)
    return None


def _answer_time(tokens: Sequence[Token], at: int, number: Number) -> Quantity | None:
    unit = _lemma(tokens, number.end)
    if unit not in MILLISECONDS:
        return None
    return Quantity("ms", number.value * MILLISECONDS[unit], at, number.end + 1)


def _duration(tokens: Sequence[Token], at: int, number: Number) -> Quantity | None:
    end = number.end + (1 if _lower(tokens, number.end) == "-" else 0)
    word, unit = _lower(tokens, end), _lemma(tokens, end)
    if word[:1] == "h" and word[1:].isdigit():
        return Quantity("duration", number.value * 3600 + int(word[1:]) * 60, at, end + 1, unit="minute")
    if unit == "m" and end < len(tokens) and tokens[end].start == tokens[end - 1].end:
        unit = "minute"
    if (
        unit not in TIME_S
        or unit in ("night", "quarter")
        or (unit == "s" and tokens[end].start != tokens[end - 1].end and number.written != "digits")
    ):
        return None
    seconds, count, end = number.value * TIME_S[unit], number.value, end + 1
    if [_lower(tokens, end + k) for k in range(3)] == ["and", "a", "half"]:
        return Quantity("duration", (count + 0.5) * TIME_S[unit], at, end + 3, unit=unit, count=count + 0.5)
    more = read_number(tokens, end + (1 if _lower(tokens, end) == "and" else 0))
    if (
        more
        and unit in ("hour", "h", "hr", "minute", "min")
        and _lemma(tokens, more.end) in ("minute", "min", "m", "mins", "second", "sec", "s")
    ):
        smaller = {"m": "minute"}.get(_lemma(tokens, more.end), _lemma(tokens, more.end))
        return Quantity("duration", seconds + more.value * TIME_S[smaller], at, more.end + 1, unit=smaller)
    return Quantity("duration", seconds, at, end, unit=unit, count=count)


def _size(tokens: Sequence[Token], at: int, number: Number) -> Quantity | None:
    end = number.end + (1 if _lower(tokens, number.end) == "-" else 0)
    unit = _lemma(tokens, end)
    return (
        Quantity("size", number.value * SIZE_BYTES[unit], at, end + 1, unit=unit)
        if unit in SIZE_BYTES
        else None
    )
