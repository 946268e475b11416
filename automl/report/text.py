"""Words around figures: names that may hold anything, plurals, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_NAME = 40
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:MB|GB|ms|s|min|h)\b|%)|(?<=\b[A-Z]{3}) (?=\d)")
_AFTER_MINUS = re.compile(r"−(?=\S)")


def clean(text: object) -> str:
    """Text of one line without characters that could hide or reorder others.

    Control and format characters (line breaks, zero-width and direction marks) become blanks; lone surrogates and
    non-characters, which no file format can hold, become "�".
    """
    return "".join(map(_visible, str(text))).strip()


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs" or character in "\ufffe\uffff":
        return "�"
    # Joiners hold emoji and some scripts together and hide nothing.
    return " " if category in ("Cc", "Cf", "Zl", "Zp") and character not in "\u200c\u200d" else character


def shorten(text: object, limit: int = MAX_NAME) -> str:
    """A name in at most so many characters: the middle is left out, as long names often begin, or end, alike."""
    whole = clean(text) or "(blank)"
    if len(whole) <= limit:
        return whole
    tail = (limit - 1) // 3
    return f"{whole[: limit - 1 - tail].rstrip()}…{whole[len(whole) - tail :].lstrip()}"


def cut(text: object, limit: int) -> str:
    """The beginning of a text."""
    whole = clean(text)
    return whole if len(whole) <= limit else f"{whole[: limit - 1].rstrip()}…"


def cut_sentences(text: object, limit: int) -> str:
    """As many whole sentences as fit; the beginning of the first where not even that does."""
    whole = clean(text)
    ends = [
        found.end() for found in re.finditer(r"[.!?](?=\s|$)", whole[: limit + 1]) if found.end() <= limit
    ]
    return whole if len(whole) <= limit else whole[: ends[-1]] if ends else cut(whole, limit)


def quoted(name: object) -> str:
    """A name from the data inside a sentence."""
    return f"“{shorten(name)}”"


def plural(n: int, word: str, words: str | None = None) -> str:
    """``"1 row"``, ``"1,409 rows"``."""
    return f"{n:,} {word if n == 1 else words or word + 's'}"


def listed(items: Iterable[object], *, limit: int = 6, conjunction: str = "and") -> str:
    """``"a, b and c"``; ``"a, b and 7 more"`` where there are many."""
    all_items = [str(item) for item in items]
    if len(all_items) > limit:
        all_items = [*all_items[: limit - 1], f"{len(all_items) - limit + 1} more"]
    if len(all_items) < 2:
        return "".join(all_items)
    return f"{', '.join(all_items[:-1])} {conjunction} {all_items[-1]}"


def held_together(text: str) -> str:
    """No line break between a figure and its unit, its currency or its minus sign."""
    return _AFTER_MINUS.sub("−\u2060", _BEFORE_UNIT.sub("\u00a0", text))


def sentence(text: object) -> str:
    """Text with a capital first letter and a full stop."""
    whole = clean(text)
    if not whole:
        return ""
    return whole[0].upper() + whole[1:] + ("" if whole[-1] in ".!?…" else ".")
