"""What of a column a model on somebody else's machine may see: names, kinds and aggregates, never a row's own cells.

Labels are part of the schema only where they are few and each stands in several rows; a number's range is blurred,
because its ends are the cells of two particular rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import floor, log10
from typing import TYPE_CHECKING, Any

from tools.context import Limits

if TYPE_CHECKING:
    from automl.data.table import Table

# A code book rarely has more entries; a column of names or addresses nearly always does.
MAX_LEVELS = 20
_QUOTED = re.compile(r"'([^'\n]{1,200})'|\"([^\"\n]{1,200})\"|“([^”\n]{1,200})”")
WITHHELD = "(value not shown)"


def levels(top: Iterable[tuple[str, int]], n_distinct: int, limits: Limits) -> list[str]:
    """Return the labels of a column that the text for the model may name."""
    if not limits.cells and n_distinct > MAX_LEVELS:
        return []
    return [label for label, count in top if limits.cells or count >= limits.group_rows]


def blurred(value: Any, limits: Limits) -> str:
    """Return one end of a column's range: exact, or rounded to two digits or to the month."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        if not limits.cells and value:
            digits = 1 - floor(log10(abs(value)))
            value = round(value, digits)
        return f"{value:,.6g}"
    return str(value)[: None if limits.cells else 7]


# DuckDB quotes the value that could not be converted or computed with.
_FAILED_ON = re.compile(
    r" cannot be evaluated: (?=.*(?:value|convert|range|overflow|invalid|multiplication|addition|subtraction)).*",
    re.DOTALL | re.IGNORECASE,
)


def without_value(message: str, limits: Limits) -> str:
    """Return the sentence of an error without the cell that a calculation failed on."""
    return (
        message
        if limits.cells
        else _FAILED_ON.sub(" cannot be evaluated: it fails on a value in one of the rows.", message)
    )


class Withheld:
    """The cells of a table that must not leave this machine, to take them out of a text.

    Args:
        said: The user's own words: what they wrote themselves is theirs to send.
    """

    def __init__(self, table: Table, *, limits: Limits, said: Iterable[str] = ()) -> None:
        self._said = "\n".join(said)
        self._cells = _secret_cells(table, limits)

    def taken_out(self, text: str) -> str:
        """Return the text with every quoted cell replaced; tools and errors quote what comes from the data."""

        def replace(match: re.Match[str]) -> str:
            inner = next(group for group in match.groups() if group is not None)
            secret = inner.strip() in self._cells and inner not in self._said
            return WITHHELD if secret else match.group()

        return _QUOTED.sub(replace, text)


def without_quotes(text: str, known: Iterable[str]) -> str:
    """Return a text with everything quoted replaced but the names that are known."""
    allowed = set(known)

    def replace(match: re.Match[str]) -> str:
        inner = next(group for group in match.groups() if group is not None)
        return match.group() if inner in allowed else WITHHELD

    return _QUOTED.sub(replace, text)


_secrets: dict[tuple[str, Limits], set[str]] = {}


def _secret_cells(table: Table, limits: Limits) -> set[str]:
    """Texts of cells that are no labels of the schema; worked out once per table."""
    key = (table.fingerprint, limits)
    if key not in _secrets:
        _secrets.clear()
        secret: set[str] = set()
        for column in table.columns:
            if column.kind in ("category", "boolean", "text"):
                counts = table.label_counts(column.name)
                shown = levels(counts.items(), len(counts), limits)
                secret |= {cell.strip() for cell in counts} - {label.strip() for label in shown}
        # The name of a column is part of the schema even where a cell says the same.
        _secrets[key] = secret - set(table.names)
    return _secrets[key]


def column_line(profile: Mapping[str, Any], limits: Limits) -> list[str]:
    """Return what the text for the model says of one column: name, kind, distinct, missing, range or labels."""
    if profile["kind"] in ("number", "datetime"):
        what = f"{blurred(profile['minimum'], limits)} to {blurred(profile['maximum'], limits)}"
    else:
        named = levels(((str(v), int(n)) for v, n in profile["top"]), profile["n_distinct"], limits)[:6]
        what = ", ".join(map(repr, named)) + (" …" if named and len(named) < profile["n_distinct"] else "")
    missing = f"{profile['n_missing']:,}" if profile["n_missing"] else "0"
    return [repr(profile["name"]), profile["kind"], f"{profile['n_distinct']:,}", missing, what]
