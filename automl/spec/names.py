"""Names that people mistype: the nearest of those that exist, and the half sentence that offers them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

# Below this, a "did you mean" reads like a guess: 'age' against 'wage' is 86, 'income' against 'outcome' 77,
# 'colour' against 'column' 67.
MIN_SIMILARITY = 60.0

# A list longer than this is not read to its end.
MAX_LISTED = 8


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def words_of(name: str) -> str:
    """Lower-case words of a name, whether written with underscores, blanks, dashes or in camelCase."""
    return " ".join(_BETWEEN_WORDS.split(_CAMEL.sub(" ", name))).casefold().strip()


def similarity(left: str, right: str) -> float:
    """How alike two names read, 0 to 100, whatever their case and word separators."""
    a, b = words_of(left), words_of(right)
    if not a or not b:
        return 100.0 if left == right else 0.0
    if a.replace(" ", "") == b.replace(" ", ""):
        return 100.0
    letters = fuzz.ratio(a.replace(" ", ""), b.replace(" ", ""))
    if len(a) >= 3 and b.startswith(a):  # 'acc' for 'accuracy'
        letters = max(letters, 85.0)
    # Shared whole words count, but less than shared letters in order, or 'date' would match every date column.
    return max(letters, 0.9 * fuzz.token_set_ratio(a, b))


def nearest(name: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """Names that `name` may have meant, most alike first.

    Parameters
    ----------
    name : str
        What was written.
    names : iterable of str
        What exists.
    limit : int, default=3
        At most so many.

    Returns
    -------
    list of str
        Empty where nothing is alike; ties keep the order of `names`.
    """
    scored = [(similarity(name, other), other) for other in dict.fromkeys(names)]
    close = sorted((pair for pair in scored if pair[0] >= MIN_SIMILARITY), key=lambda pair: -pair[0])
    if close and close[0][0] >= 90:
        # With one all but certain, distant ones only distract.
        close = [pair for pair in close if pair[0] >= 80]
    return [other for _, other in close[:limit]]


def listed(names: Sequence[str], *, last: str = "and", limit: int = MAX_LISTED, quote: bool = True) -> str:
    """Names in a row, cut off with a count: ``"'a', 'b' and 4 more"``."""
    shown = [repr(name) if quote else name for name in names[:limit]]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more:,} more"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def did_you_mean(name: str, names: Iterable[str], *, noun: str = "choices") -> str:
    """The sentence that follows "There is no …": the nearest names, or else those that exist.

    Parameters
    ----------
    name : str
        What was written.
    names : iterable of str
        What exists.
    noun : str, default="choices"
        What the names are, in the plural, for the case that nothing is alike.
    """
    known = list(dict.fromkeys(names))
    close = nearest(name, known)
    if close:
        return f"Did you mean {listed(close, last='or')}?"
    if not known:
        return f"There are no {noun}."
    return f"The {noun} are {listed(known)}."
