"""Small pieces of SQL: names, literals, arithmetic."""

from __future__ import annotations

import re

from assistant.offline.context import ColumnFacts
from assistant.offline.search.budget import tidy
from assistant.offline.text.wordlists import words

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_RESERVED = frozenset(
    words(
        """all analyse analyze and any array as asc asymmetric both case cast check collate column constraint
        create default deferrable desc describe distinct do else end except false fetch for foreign from
        group having in initially intersect into lambda lateral leading limit not null offset on only or
        order pivot placing primary qualify references returning select show some summarize symmetric table
        then to trailing true union unique unpivot using variadic when where window with"""
    )
)
_IN_METRIC = frozenset({"actual", "predicted", "probability"})


def name(column: str, *, in_metric: bool = False) -> str:
    """A column's name as SQL: quoted where it must be; `data."actual"` where a metric reserves the name."""
    quoted = (
        column
        if _PLAIN.match(column) and column.lower() not in _RESERVED
        else '"' + column.replace('"', '""') + '"'
    )
    return f'data."{column}"' if in_metric and column.lower() in _IN_METRIC else quoted


def text(label: str) -> str:
    """A label as SQL text."""
    return "'" + label.replace("'", "''") + "'"


def literal(column: ColumnFacts, label: str) -> str:
    """A label as it compares with its column: bare in a column of numbers, else text."""
    numeric = bool(column.labels) and all(
        re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", other) for other in column.labels
    )
    return label.strip() if numeric else text(label)


def times(factor: float, column: str) -> str:
    """ "0.6 * amount", "-amount", "amount"."""
    sql = name(column, in_metric=True)
    if factor == 1:
        return sql
    return f"-{sql}" if factor == -1 else f"{number(factor)} * {sql}"


def number(value: float) -> str:
    """A number without the noise of binary fractions."""
    return repr(tidy(round(value, 10)))
