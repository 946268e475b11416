"""A name of its own for every column of a table."""

from __future__ import annotations

from collections.abc import Sequence


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
