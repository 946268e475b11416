"""Regular expressions over base forms (see `line`), in which words may be written as people say them."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.offline.text.lemmas import lemma

# A whole word in a pattern: not a piece of one (nothing but a separator on either side), not a group's name.
_WORD = re.compile(r"(?<![\w\\<'])([a-z]{3,})(?![\w>?*+{\\']|\(\?:|\[)")


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled once; a word in it matches as written and in its base form ("going" as "go")."""
    return re.compile(_WORD.sub(_with_lemma, pattern))


def _with_lemma(match: re.Match[str]) -> str:
    word = match.group(1)
    base = lemma(word)
    return word if base == word else f"(?:{word}|{base})"


def search(pattern: str, text: str) -> re.Match[str] | None:
    """The first match anywhere in a stretch of base forms."""
    return compiled(pattern).search(text)


def match(pattern: str, text: str) -> re.Match[str] | None:
    """A match at the beginning of a stretch of base forms."""
    return compiled(pattern).match(text)


def fullmatch(pattern: str, text: str) -> re.Match[str] | None:
    """A match of a whole stretch of base forms."""
    return compiled(pattern).fullmatch(text)
