"""Names as people type them: the nearest ones to a misspelt name, and unique names for a table's columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

# Below this score (0–100) a suggestion misleads more than it helps: 'churned' for 'churn' scores 83,
# 'MonthlyCharges' for 'monthly charge' 97, unrelated English words mostly stay under 50.
MIN_LIKENESS = 60.0

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def words_of(name: str) -> str:
    """Lower-case words of a name, whether written with underscores, blanks, dashes or in camelCase."""
    return " ".join(_BETWEEN_WORDS.split(_CAMEL.sub(" ", name))).casefold().strip()


def likeness(name: str, other: str) -> float:
    """How alike two names are, from 0 to 100: spelling counts, and so do shared words in any order."""
    if name.casefold() == other.casefold():
        return 100.0
    left, right = words_of(name), words_of(other)
    if left == right and left:
        return 99.0
    spelling = fuzz.ratio(left.replace(" ", ""), right.replace(" ", ""))
    # A shared word ('charges' for 'TotalCharges') counts a little less than the whole name.
    return float(max(spelling, 0.9 * fuzz.token_set_ratio(left, right)))


def nearest(name: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """The names that somebody who typed `name` most likely meant, best first.

    Parameters
    ----------
    name : str
        The name that was not found.
    names : iterable of str
        The names there are.
    limit : int, default=3
        At most so many are returned; none where nothing is alike.
    """
    scored = [(likeness(name, other), position, other) for position, other in enumerate(names)]
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    best = [(score, other) for score, _, other in scored if score >= MIN_LIKENESS]
    # One clear hit is a better answer than the same hit among two also-rans.
    clear = [other for score, other in best if score >= best[0][0] - 20]
    return clear[:limit]


def did_you_mean(name: str, names: Sequence[str], *, limit: int = 3) -> str:
    """A sentence that offers the nearest names, or lists the first ones where none is near."""
    close = nearest(name, names, limit=limit)
    if close:
        return f"Did you mean {_either(close)}?"
    shown = ", ".join(repr(other) for other in names[:8])
    return f"There are {shown}{' …' if len(names) > 8 else ''}."


def _either(names: Sequence[str]) -> str:
    quoted = [repr(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def unique_names(names: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Give every column a name of its own.

    A repeated name gets `_2`, `_3` …, an empty one `column_<position>`; all others stay exactly as they are,
    blanks included.

    Returns
    -------
    names : list of str
    renamed : list of (before, after)
    """
    taken = set(names)
    seen: set[str] = set()
    result: list[str] = []
    renamed: list[tuple[str, str]] = []
    for position, name in enumerate(names, start=1):
        base = name if name.strip() else f"column_{position}"
        final, number = base, 1
        while final in seen or (final != name and final in taken):
            number += 1
            final = f"{base}_{number}"
        if final != name:
            renamed.append((name, final))
        seen.add(final)
        result.append(final)
    return result, renamed
