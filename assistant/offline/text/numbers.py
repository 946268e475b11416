"""Numbers in digits and words: "2,000", "5k", "two and a half million", "½", "a dozen"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.offline.text.tokens import Token
from assistant.offline.text.wordlists import words

UNITS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        words(
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen"""
        )
    )
}
TENS: dict[str, int] = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
} | {"fourty": 40}
SCALES: dict[str, float] = {
    "hundred": 100,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "grand": 1e3,
    "mio": 1e6,
    "lakh": 1e5,
    "crore": 1e7,
}
# Only directly behind digits: "5k", "3 m" may be metres, so a blank is not allowed for the one-letter forms.
SUFFIXES: dict[str, float] = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "mm": 1e6}
VULGAR: dict[str, float] = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        words("""first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"""),
        start=1,
    )
} | {"twentieth": 20, "hundredth": 100, "thousandth": 1000}


class Number(NamedTuple):
    """A number and where it ends.

    Attributes:
        value: The number.
        end: Index of the first token behind it.
        written: "digits", "words", or "article" for "a hundred"; "one" for the lone word, which may be a pronoun.
    """

    value: float
    end: int
    written: str


def read_number(tokens: Sequence[Token], at: int) -> Number | None:
    """The longest number that begins at a token, without sign and unit; None where there is none."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.text in VULGAR:
        return Number(VULGAR[token.text], at + 1, "digits")
    return _words(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> Number:
    token = tokens[at]
    value = float(token.text.replace(",", "").replace(" ", ""))
    end = at + 1
    if end < len(tokens):
        behind = tokens[end]
        glued = behind.start == token.end
        if glued and behind.text in VULGAR:
            return Number(value + VULGAR[behind.text], end + 1, "digits")
        # "5m" is five million only in front of money; the caller checks what follows.
        if glued and behind.lower in ("k", "mn", "mio", "bn") and behind.kind == "word":
            return Number(value * SUFFIXES[behind.lower], end + 1, "digits")
        if behind.lower in SCALES and behind.lower != "hundred":
            return Number(value * SCALES[behind.lower], end + 1, "digits")
        if behind.lower == "hundred":
            return Number(value * 100, end + 1, "digits")
    return Number(value, end, "digits")


def _words(tokens: Sequence[Token], at: int) -> Number | None:
    word = tokens[at].lower
    if word in ("a", "an") and _word(tokens, at + 1) in (*SCALES, "dozen"):
        inner = _sum(tokens, at + 1, 1.0)
        return inner._replace(written="article") if inner else None
    if word == "dozen":
        return Number(12, at + 1, "words")
    if word not in UNITS and word not in TENS and word not in ("hundred", "thousand"):
        return None
    found = _sum(tokens, at, None)
    if found and found.end == at + 1 and word == "one":
        return found._replace(written="one")
    return found


def _sum(tokens: Sequence[Token], at: int, start: float | None) -> Number | None:
    """Add up number words: hundreds and thousands scale what stands in front of them."""
    total, group, seen = 0.0, start or 0.0, start is not None
    group_open = True
    while at < len(tokens):
        word = tokens[at].lower
        if word in TENS and group_open:
            group, seen = group + TENS[word], True
            group_open = _word(tokens, at + 1) == "-" or _word(tokens, at + 1) in UNITS
        elif word in UNITS and group_open:
            group, seen, group_open = group + UNITS[word], True, False
        elif word == "hundred":
            group, seen, group_open = (group or 1.0) * 100, True, True
        elif word == "dozen" and seen:
            return Number(total + group * 12, at + 1, "words")
        elif word in SCALES and (seen or word in ("thousand",)):
            total, group, seen, group_open = total + (group or 1.0) * SCALES[word], 0.0, True, True
        elif word == "-" and _word(tokens, at + 1) in UNITS and seen and group >= 20:
            at += 1
            continue
        elif word == "and" and seen and _counts_on(tokens, at + 1, total, group):
            at, group_open = at + 1, True
            continue
        else:
            break
        at += 1
    if not seen:
        return None
    half = _and_a_half(tokens, at)
    if half:
        value, at = total + group + half[0], half[1]
        scale = SCALES.get(_word(tokens, at))
        return Number(value * scale, at + 1, "words") if scale else Number(value, at, "words")
    return Number(total + group, at, "words")


def _counts_on(tokens: Sequence[Token], at: int, total: float, group: float) -> bool:
    """Whether "and" goes on with the number ("two hundred and fifty"), not with the next one."""
    return ((group >= 100 and group % 100 == 0) or (total > 0 and group == 0)) and (
        _word(tokens, at) in UNITS or _word(tokens, at) in TENS
    )


def _and_a_half(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    words = [_word(tokens, at + k) for k in range(3)]
    if words == ["and", "a", "half"]:
        return 0.5, at + 3
    if words == ["and", "a", "quarter"]:
        return 0.25, at + 3
    return None


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
