"""Numbers as people write them: separators, currencies, units, accounting brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from automl.data.infer.units import (
    CURRENCY,
    converted,
    factors,
    is_plainly_a_unit,
    magnitude_of,
    unit_key,
    without_currency,
)

Floats = NDArray[np.float64]

_PLAIN = r"^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
# A dot that cannot be a thousands sign: 0.812, 1234.567, or not three digits behind it.
_CLEAR_DOT = r"^[-+]?((0\d*|\d{4,})?\.\d{3}|\d*\.(\d{1,2}|\d{4,}))$"
# Distinct cells per column that are looked at for the table's decimal sign.
_HINT_LEVELS = 500
_INFINITE = re.compile(r"[+\-−]?(?:inf|infinity|∞)", re.IGNORECASE)
_BLANKS = " \u00a0\u202f\u2009"  # plain, no-break, narrow no-break, thin
_BODY = rf"\d(?:[\d.,'’{_BLANKS}]*\d)?\.?|[.,]\d+"
# "5,-" and "5.–" are how prices are written in half of Europe.
_DECORATED = re.compile(
    rf"(?P<open>\()?(?P<sign>[+\-−])?\s*(?P<before>{CURRENCY})?\s*(?P<sign2>[+\-−])?\s*"
    rf"(?P<body>{_BODY})(?P<exponent>[eE][+-]?\d+)?(?:[.,][-–—]{{1,2}})?"
    r"(?P<gap>\s*)(?P<unit>(?:mm|cm|km|m|ft|sq)[23]|[^\W\d_][^\d()<>|;:@]{0,14}[²³]?|[%‰°€$£¥₹²³/µ\"″′][^\d()<>|;:@]{0,14})?"
    r"(?P<after>[\-−])?(?P<close>\))?"
)
_GROUPED = {
    separator: re.compile(rf"\d{{1,3}}(?:[{re.escape(separator)}]\d{{2,3}})*[{re.escape(separator)}]\d{{3}}")
    for separator in (",", ".", "'’", _BLANKS)
}


@dataclass(frozen=True)
class Written:
    """One number as it is written, taken apart."""

    negative: bool
    body: str
    exponent: str
    unit: str
    attached: bool
    money: bool


@dataclass
class NumberStyle:
    """How a column writes its numbers; `to_json` goes into `Column.parse`."""

    decimal: str = "."
    units: dict[str, float] = field(default_factory=dict)
    letters: bool = False

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"decimal": self.decimal, "units": self.units, "letters": self.letters}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> NumberStyle:
        """From `to_json`; what is absent is written plainly."""
        return cls(data.get("decimal", "."), dict(data.get("units", {})), bool(data.get("letters", False)))


def plain_numbers(texts: pa.Array) -> Floats:
    """Trimmed texts that are numbers in a program's notation; NaN for all others, infinite on overflow."""
    fits = pc.match_substring_regex(texts, _PLAIN)
    numbers = pc.if_else(fits, texts, pa.scalar(None, pa.string())).cast(pa.float64())
    values: Floats = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
    return values


def take_apart(text: str) -> Written | None:
    """The parts of a written number, or None where the text is none."""
    found = _DECORATED.fullmatch(text)
    if found is None or (found["open"] is None) != (found["close"] is None):
        return None
    signs = [sign for sign in (found["sign"], found["sign2"], found["after"]) if sign]
    if len(signs) + (found["open"] is not None) > 1:
        return None
    unit, currency = without_currency(found["unit"] or "")
    if unit and found["body"].endswith("."):  # "1. Low" numbers a name
        return None
    return Written(
        negative=found["open"] is not None or any(sign != "+" for sign in signs),
        body=found["body"],
        exponent=found["exponent"] or "",
        unit=unit,
        attached=not found["gap"],
        money=currency or found["before"] is not None,
    )


def decimal_evidence(body: str) -> str:
    """Which sign a written number shows to be its decimal one: "." or ",", "" where it could be either or none.

    '1,234' is ambiguous, '1,23' is not; of two different signs the last is the decimal one.
    """
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return "." if body.rindex(".") > body.rindex(",") else ","
    if dots + commas == 0:
        return ""
    separator = "." if dots else ","
    if dots + commas > 1:
        return "," if separator == "." else "."
    whole, fraction = re.sub(rf"['’{_BLANKS}]", "", body).split(separator)
    ambiguous = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "" if ambiguous else separator


def is_ambiguous(body: str) -> bool:
    """Whether a written number has one separator that could be the decimal or the thousands sign."""
    return not decimal_evidence(body) and ("." in body or "," in body)


def choose_decimal(bodies: Sequence[str], hint: str = "") -> str:
    """The decimal sign of a column: what most of its numbers show, then the table's, then a comma groups thousands."""
    votes = Counter(filter(None, map(decimal_evidence, bodies)))
    if votes:
        return "," if votes[","] > votes["."] else "."
    return hint if hint and any(hint in body or _other(hint) in body for body in bodies) else "."


def decimal_hint(columns: Iterable[pa.Array]) -> str:
    """The decimal sign that a table's numbers with one separator show, "" where they show none or both.

    Parameters
    ----------
    columns : iterable of pyarrow.StringArray
        Trimmed distinct texts of each column.
    """
    shown = set()
    for texts in columns:
        some = texts.slice(0, _HINT_LEVELS)
        if "." not in shown and pc.any(pc.match_substring_regex(some, _CLEAR_DOT)).as_py():
            shown.add(".")
        with_comma = some.filter(pc.match_substring(some, ",")).to_pylist()
        shown.update(decimal_evidence(part.body) for part in map(take_apart, with_comma) if part is not None)
    shown.discard("")
    return shown.pop() if len(shown) == 1 else ""


def _other(separator: str) -> str:
    return "," if separator == "." else "."


def body_value(body: str, decimal: str) -> str | None:
    """The digits of a written number in a program's notation, or None where the groups do not fit."""
    whole, _, fraction = body.partition(decimal)
    if fraction and not fraction.isdigit():
        return None
    if not whole.isdigit():
        if whole and not any(
            pattern.fullmatch(whole) for separator, pattern in _GROUPED.items() if separator != decimal
        ):
            return None
        whole = re.sub(r"\D", "", whole)
        if whole.startswith("0"):  # 030 123 456 is a telephone
            return None
    return f"{whole or '0'}.{fraction or '0'}"


def choose_style(parts: Sequence[Written], counts: Sequence[int], hint: str = "") -> NumberStyle | None:
    """How a column writes its numbers, or None where their suffixes look like parts of codes.

    Parameters
    ----------
    parts : sequence of Written
        One per distinct text.
    counts : sequence of int
        Rows of each.
    hint : str, default=""
        The decimal sign that other columns of the table use.
    """
    letters = any(part.money for part in parts) or len({part.unit for part in parts} & set("kKMB")) > 1
    letters |= any(part.unit == "k" and part.attached for part in parts)
    rows_by_unit: Counter[str] = Counter()
    attached = False
    for part, count in zip(parts, counts, strict=True):
        scale = magnitude_of(part.unit, letters=letters)
        rows_by_unit["" if scale else unit_key(part.unit)] += count
        attached |= bool(part.unit) and scale is None and part.attached and part.unit != "%"
    units = factors(rows_by_unit, n_numbers=len(parts), attached=attached)
    if units is None:
        return None
    return NumberStyle(choose_decimal([part.body for part in parts], hint), units, letters)


def parse_number(text: str, style: NumberStyle) -> float:
    """The number that a trimmed text stands for, NaN where it is none or has a unit that the style does not know."""
    part = take_apart(text)
    if part is None:
        return float("inf") if _INFINITE.fullmatch(text) else float("nan")
    digits = body_value(part.body, style.decimal)
    if digits is None:
        # A program may have written later rows: 1234.5 can be nothing else, whatever people wrote before.
        digits = body_value(part.body, _other(style.decimal))
    factor = _factor(part.unit, style)
    if digits is None or factor is None:
        return float("nan")
    value = float(digits + part.exponent) * factor
    return -value if part.negative else value


def _factor(unit: str, style: NumberStyle) -> float | None:
    """What a number with this unit is multiplied by, None where the style does not say it."""
    scale = magnitude_of(unit, letters=style.letters)
    if scale is not None:
        return scale
    key = unit_key(unit)
    return style.units.get(key, converted(key, style.units) if key else 1.0)


def new_unit(texts: Iterable[str], style: NumberStyle) -> str:
    """The one unit that later cells carry where the learned ones had none; empty where there are several, or doubts."""
    if any(style.units):
        return ""
    parts = [part for part in map(take_apart, texts) if part is not None and part.unit]
    units = {unit_key(part.unit) for part in parts}
    plain = all(is_plainly_a_unit(part.unit, attached=part.attached) for part in parts)
    return units.pop() if len(units) == 1 and plain else ""


def parse_numbers(texts: pa.Array, parse: dict[str, Any]) -> Floats:
    """Trimmed texts as numbers by a column's `parse`; NaN where they are none, infinite where they say so."""
    style = NumberStyle.from_json(parse)
    values = plain_numbers(texts)
    rest = np.isnan(values)
    if style.decimal == ",":
        # What looks plain may be grouped: 1.234 is one thousand and more here.
        rest |= pc.match_substring(texts, ".").to_numpy(zero_copy_only=False)
    for position in np.flatnonzero(rest):
        values[position] = parse_number(texts[int(position)].as_py(), style)
    return values
