"""Text to tokens: words with their base form, numbers and signs, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline.text.lemmas import lemma
from assistant.offline.text.wordlists import words

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

# Written as one word: the part in front, as it stands there, and the base forms of both.
_WHOLE_WORDS = {
    "cannot": ("can", "can", "not"),
    "dont": ("do", "do", "not"),
    "doesnt": ("does", "do", "not"),
    "didnt": ("did", "do", "not"),
    "isnt": ("is", "be", "not"),
    "arent": ("are", "be", "not"),
    "wasnt": ("was", "be", "not"),
    "werent": ("were", "be", "not"),
    "cant": ("ca", "can", "not"),
    "wont": ("wo", "will", "not"),
    "couldnt": ("could", "could", "not"),
    "wouldnt": ("would", "would", "not"),
    "shouldnt": ("should", "should", "not"),
    "havent": ("have", "have", "not"),
    "hasnt": ("has", "have", "not"),
    "thats": ("that", "that", "be"),
    "theres": ("there", "there", "be"),
    "whats": ("what", "what", "be"),
    "whos": ("who", "who", "be"),
    "theyre": ("they", "they", "be"),
    "youre": ("you", "you", "be"),
    "im": ("i", "i", "be"),
    "ive": ("i", "i", "have"),
    "gonna": ("gon", "go", "to"),
    "gona": ("gon", "go", "to"),
    "wanna": ("wan", "want", "to"),
}
# "it's" is "it is"; "the customer's age" is not.
_BE_SHORTENED = frozenset(
    words("""it that he she there what who where here this everything how when one let all""")
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


def tokenise(text: str, wholes: Sequence[str] = ()) -> list[Token]:
    """Tokens of a cleaned text, in order.

    Args:
        text: See `clean`.
        wholes: Names that count as one word though they hold figures: "failure_within_24h" is no span of time.
    """
    tokens: list[Token] = []
    taken = _places(text, wholes)
    for match in _TOKEN.finditer(text):
        inside = next((span for span in taken if span[0] < match.end() and match.start() < span[1]), None)
        if inside is not None:
            if match.start() <= inside[0]:
                word = text[inside[0] : inside[1]]
                tokens.append(Token(word, word.lower(), word.lower(), inside[0], inside[1], "word"))
            continue
        kind = match.lastgroup or "sign"
        word = match.group()
        if word == "s" and _plural_figure(text, tokens, match.start(), match.end()):
            continue
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


def _plural_figure(text: str, tokens: list[Token], start: int, end: int) -> bool:
    """ "the 2s": the rows with a 2, and no two seconds."""
    return (
        len(tokens) > 1
        and tokens[-1].kind == "number"
        and tokens[-1].end == start
        and tokens[-2].lower in ("the", "all", "both", "those", "these")
        and re.match(r"\s*(?:[.,;!?)]|$)|\s+(?:and|are|from|versus|vs|in)\b", text[end:]) is not None
    )


def _places(text: str, wholes: Sequence[str]) -> list[tuple[int, int]]:
    lower = text.lower()
    return [
        match.span()
        for name in wholes
        for match in re.finditer(rf"(?<!\w){re.escape(name.lower())}(?!\w)", lower)
    ]


def _mend_before_not(tokens: list[Token]) -> None:
    """Turn "wo" of "won't" into "will"."""
    if tokens and tokens[-1].lower in _BEFORE_NOT:
        old = tokens[-1]
        tokens[-1] = Token(old.text, old.lower, _BEFORE_NOT[old.lower], old.start, old.end, old.kind)


def _split_whole(word: str, start: int) -> list[Token]:
    written, first, second = _WHOLE_WORDS[word.lower()]
    cut = start + len(written)
    return [
        Token(word[: len(written)], first, first, start, cut, "word"),
        Token(word[len(written) :], second, second, cut, start + len(word), "word"),
    ]
