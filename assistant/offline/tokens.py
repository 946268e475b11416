"""Text to tokens: words with their base form, numbers and signs, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.offline.lemmas import lemma

# One character for one, so that places in the cleaned text are places in the user's text.
_SAME_LENGTH = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "`",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "–": "–",
        "—": "—",
    }
)

_TOKEN = re.compile(
    r"""
    (?P<contraction>n't\b)
  | (?P<number>(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ]\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<!\d)\.\d+)
  | (?P<word>[^\W\d_]+(?=n't\b) | '(?:s|re|m|ve|ll|d)\b | [^\W\d_]+(?:\d+[^\W_]*)? | _)
  | (?P<line>\s*\n\s*)
  | (?P<sign>[≤≥≠<>=!]=|<>|[^\s\w])
    """,
    re.VERBOSE,
)

_WHOLE_WORDS = {"cannot": ("can", "not")}
# "it's" is "it is"; "the customer's age" is not.
_BE_SHORTENED = frozenset(
    [
        "it",
        "that",
        "he",
        "she",
        "there",
        "what",
        "who",
        "where",
        "here",
        "this",
        "everything",
        "how",
        "when",
        "one",
        "let",
        "all",
    ]
)
_BEFORE_NOT = {"wo": "will", "ca": "can", "sha": "shall", "ai": "be"}


@dataclass(frozen=True)
class Token:
    """One word, number or sign.

    Attributes:
        text: As typed, after typographic quotes were made plain.
        lower: In lower case.
        lemma: The base form; for "n't" it is "not".
        start: Place of the first character in the text.
        end: Place after the last one.
        kind: "word", "number" or "sign".
    """

    text: str
    lower: str
    lemma: str
    start: int
    end: int
    kind: str


def clean(text: str) -> str:
    """The text with plain quotes, dashes and blanks, of the same length."""
    return text.translate(_SAME_LENGTH)


def tokenise(text: str) -> list[Token]:
    """Tokens of a cleaned text, in order."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        word = match.group()
        if kind == "line":
            tokens.append(Token(".", ".", ".", match.start(), match.end(), "sign"))
        elif kind == "contraction":
            _mend_before_not(tokens)
            tokens.append(Token(word, word, "not", match.start(), match.end(), "word"))
        elif word.lower() in _WHOLE_WORDS:
            tokens.extend(_split_whole(word, match.start()))
        else:
            lower = word.lower()
            base = lemma(lower) if kind == "word" else lower
            if lower == "'s" and not (tokens and tokens[-1].lower in _BE_SHORTENED):
                base = "'s"
            tokens.append(Token(word, lower, base, match.start(), match.end(), kind))
    return tokens


def _mend_before_not(tokens: list[Token]) -> None:
    """Turn "wo" of "won't" into "will"."""
    if tokens and tokens[-1].lower in _BEFORE_NOT:
        old = tokens[-1]
        tokens[-1] = Token(old.text, old.lower, _BEFORE_NOT[old.lower], old.start, old.end, old.kind)


def _split_whole(word: str, start: int) -> list[Token]:
    first, second = _WHOLE_WORDS[word.lower()]
    cut = start + len(first)
    return [
        Token(word[: len(first)], first, first, start, cut, "word"),
        Token(word[len(first) :], second, second, cut, start + len(word), "word"),
    ]
