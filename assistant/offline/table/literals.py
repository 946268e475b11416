"""Figures as SQL, in the unit and precision of the column that they are compared with."""

from __future__ import annotations

import re

from assistant.offline.context import ColumnFacts
from assistant.offline.table import sql
from assistant.offline.table.by_unit import figure_in_bytes
from assistant.offline.table.measures import span_in, unit_of
from assistant.offline.text.quantities import Quantity


def literal(column: ColumnFacts, value: Quantity, operator: str) -> tuple[str, str]:
    """A figure as SQL, and the operator it then needs: "after 2016" begins in 2017 where the column holds dates."""
    if column.kind == "datetime":
        return _date_literal(value, operator)
    if value.kind == "percent" and isinstance(column.maximum, int | float) and column.maximum > 1.5:
        return sql.number(value.value * 100), operator
    if value.kind == "size":
        return sql.number(figure_in_bytes(column, value)), operator
    if value.kind == "duration":
        return sql.number(in_unit_of(column, value)), operator
    if value.kind == "date":
        return value.iso[:4], operator
    return sql.number(value.value), operator


def in_unit_of(column: ColumnFacts | None, value: Quantity) -> float:
    """A span of time in the unit that the column's name says, else in the unit that was said."""
    unit = unit_of(column) if column is not None else ""
    return span_in(unit, value) if unit else value.count


IN_TIME = re.compile(r" (?:<col> )?(?:\w+ )*(?:from|in|of|during|year) ")


def year_or_month(value: Quantity) -> tuple[str, str] | None:
    """The first moment of a year or month and the first one behind it, where no day is said."""
    precision = value.unit if value.kind == "date" else "year"
    if precision not in ("year", "month"):
        return None
    iso = value.iso or f"{int(value.value):04d}-01-01"
    year, month = int(iso[:4]), int(iso[5:7])
    year, month = (year + 1, 1) if precision == "year" or month == 12 else (year, month + 1)
    return sql.text(iso[:10]), sql.text(f"{year:04d}-{month:02d}-01")


def _date_literal(value: Quantity, operator: str) -> tuple[str, str]:
    iso = value.iso or f"{int(value.value):04d}-01-01"
    precision = value.unit if value.kind == "date" else "year"
    if operator in (">", "<=") and precision in ("year", "month"):
        year, month = int(iso[:4]), int(iso[5:7])
        year, month = (year + 1, 1) if precision == "year" or month == 12 else (year, month + 1)
        return sql.text(f"{year:04d}-{month:02d}-01"), ">=" if operator == ">" else "<"
    return sql.text(iso), operator


_LABEL_COMPARES = re.compile(
    r"\s*(?P<op><=|>=|<|>|over|under|above|below|up to|more than|less than)\s*\D?\s*(?P<number>\d[\d,.]*)\s*(?P<k>[kKmM]?)"
)


def label_comparison(label: str) -> tuple[str, float] | None:
    """What a label such as " >50K" or "< 0 DM" compares with: operator and figure."""
    match = _LABEL_COMPARES.match(label)
    if not match:
        return None
    operator = {
        "over": ">",
        "above": ">",
        "more than": ">",
        "under": "<",
        "below": "<",
        "less than": "<",
        "up to": "<=",
    }.get(match["op"], match["op"])
    scale = {"k": 1e3, "m": 1e6}.get(match["k"].lower(), 1.0)
    return operator, float(match["number"].replace(",", "")) * scale
