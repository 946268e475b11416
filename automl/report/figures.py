"""How figures are written, wherever Tandem shows them: report, page, terminal and chat.

Rounding, once and for all: money from 100 on is whole, below it has two decimals, below 1 two digits that count;
percentages have one decimal, below 1 % two digits that count; scores have four digits that count, from 1,000 on they
are whole. Nothing is rounded to look perfect: a share just below 1 is never "100 %". What was not measured says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from automl.search.result import Measured

NOT_MEASURED = "not measured"
MINUS = "−"

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫"}
_NO_CENTS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
_TINY = 5e-7  # smaller amounts and scores are what is left of floating-point sums

Write = Callable[[float | None], str]


def money(value: float | None, currency: str | None = None, *, signed: bool = False) -> str:
    """An amount: ``"$1,234"``, ``"−€0.42"``, ``"CHF 60.50"``; a plain number where no currency was named.

    Parameters
    ----------
    value : float or None
        The amount, in units of the currency.
    currency : str or None
        ISO 4217 code; None for mere ratios.
    signed : bool
        Write a plus sign too.
    """
    if value is None or not math.isfinite(value):
        return NOT_MEASURED
    amount = _amount(abs(value), whole=currency in _NO_CENTS)
    return f"{_sign(value, amount, signed=signed)}{symbol(currency)}{amount}"


def symbol(currency: str | None) -> str:
    """What stands before an amount: ``"$"``, ``"CHF "``, nothing for mere ratios."""
    return _SYMBOLS.get(currency or "", f"{currency} " if currency else "")


def is_nothing(value: float) -> bool:
    """Whether an amount or a score is what is left of a floating-point sum that comes to 0."""
    return abs(value) < _TINY


def short_money(value: float | None, currency: str | None = None) -> str:
    """An amount for the axis of a chart: ``"$12k"``, ``"−€1.5M"``."""
    if value is None or not math.isfinite(value):
        return NOT_MEASURED
    size = abs(value)
    for unit, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if size >= unit:
            return (
                f"{MINUS if value < 0 else ''}{symbol(currency)}{_plain_significant(size / unit, 3)}{letter}"
            )
    return money(value, currency)


def short(value: float | None) -> str:
    """A figure for the axis of a chart: ``"0.25"``, ``"2007"``, ``"12.5k"``; no separators, a year stays a year."""
    if value is None or not math.isfinite(value):
        return NOT_MEASURED
    if abs(value) >= 10_000:
        return short_money(value)
    return _sign(value, shown := _plain_significant(abs(value), 4).replace(",", "")) + shown


def about(value: float | None, currency: str | None = None, *, digits: int = 2) -> str:
    """A round amount for a sentence: ``"about $12,000"``."""
    if value is None or not math.isfinite(value):
        return NOT_MEASURED
    return f"about {money(_significant(value, digits), currency)}"


def percent(share: float | None) -> str:
    """A share of 1 as a percentage: ``"26.5 %"``, ``"0.34 %"``, ``"over 99.99 %"``."""
    if share is None or not math.isfinite(share):
        return NOT_MEASURED
    size = 100 * abs(share)
    if 0 < size < 0.01:
        return "under 0.01 %"
    if 99.99 < size < 100:
        return "over 99.99 %"
    decimals = 2 if 99.9 < size < 100 else 1
    shown = _plain_significant(size, 2) if size < 1 else _stripped(f"{size:,.{decimals}f}")
    return f"{_sign(share, shown)}{shown} %"


def score(value: float | None, *, aligned: bool = False) -> str:
    """A score of a metric, or any other figure: ``"0.8473"``, ``"12.34"``, ``"23,457"``.

    Parameters
    ----------
    value : float or None
        The score.
    aligned : bool
        Keep trailing zeros, for columns of a table.
    """
    if value is None or not math.isfinite(value):
        return NOT_MEASURED
    size = abs(value)
    shown = f"{size:,.0f}" if size >= 1000 else _plain_significant(size, 4, strip=not aligned)
    return f"{_sign(value, shown)}{shown}"


def alike(values: Iterable[float | None], *, digits: int = 4) -> Write:
    """How to write scores that stand beside each other: all with as many decimals as the largest needs.

    Parameters
    ----------
    values : iterable of float or None
        The figures.
    digits : int, default=4
        Digits that count in the largest one.
    """
    sizes = [abs(value) for value in values if value is not None and math.isfinite(value)]
    largest = max(sizes, default=0.0)
    decimals = 0 if largest >= 1000 else _decimals(largest, digits) if largest >= _TINY else 0

    def write(value: float | None) -> str:
        if value is None or not math.isfinite(value):
            return NOT_MEASURED
        shown = f"{abs(value):,.{decimals}f}"
        return f"{_sign(value, shown)}{shown}"

    return write


def score_interval(found: Measured | None, *, words: bool = True) -> str:
    """A score with its interval, all three with the same decimals; see `measured`."""
    if found is None:
        return NOT_MEASURED
    return measured(found, score if found.low is None else alike((found.value,)), words=words)


def number(value: float | None) -> str:
    """A value of a column or of the target: whole numbers stay whole."""
    if value is not None and math.isfinite(value) and float(value).is_integer() and abs(value) < 2**53:
        return f"{_sign(value, '1')}{abs(value):,.0f}"
    return score(value)


def count(n: int | None) -> str:
    """A number of things: ``"1,409"``."""
    return NOT_MEASURED if n is None else f"{n:,}".replace("-", MINUS)


def measured(found: Measured | None, write: Write, *, words: bool = True) -> str:
    """A figure with its interval: ``"0.8473 (95 % interval 0.8291 to 0.8655)"``.

    Parameters
    ----------
    found : Measured or None
        What was measured.
    write : callable
        How to write each of its figures.
    words : bool
        With the word "interval"; without it as a table has it: ``"0.8473 (0.8291 to 0.8655)"``.
    """
    if found is None or found.value is None:
        return NOT_MEASURED
    if found.low is None or found.high is None:
        return write(found.value)
    name = f"{percent(found.level)} interval " if words else ""
    return f"{write(found.value)} ({name}{write(found.low)} to {write(found.high)})"


def interval(found: Measured | None, write: Write) -> str:
    """The interval alone: ``"95 % interval $9,800 to $14,900"``."""
    if found is None or found.value is None:
        return NOT_MEASURED
    if found.low is None or found.high is None:
        return "too few rows for an interval"
    return f"{percent(found.level)} interval {write(found.low)} to {write(found.high)}"


def duration(seconds: float | None) -> str:
    """Seconds as people say them: ``"0.8 s"``, ``"2 min 5 s"``, ``"1 h 3 min"``."""
    if seconds is None or not math.isfinite(seconds):
        return NOT_MEASURED
    if seconds < 90:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{_plain_significant(max(seconds, 0.0), 2)} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def megabytes(value: float | None) -> str:
    """A size on disk: ``"0.34 MB"``, ``"1.2 GB"``."""
    if value is None:
        return NOT_MEASURED
    if value >= 1000:
        return f"{_plain_significant(value / 1000, 3)} GB"
    return f"{value:,.0f} MB" if value >= 100 else f"{_plain_significant(value, 2)} MB"


def milliseconds(value: float | None) -> str:
    """A short time: ``"3.4 ms"``."""
    if value is None:
        return NOT_MEASURED
    return f"{value:,.0f} ms" if value >= 100 else f"{_plain_significant(value, 2)} ms"


def _amount(size: float, *, whole: bool) -> str:
    if size < _TINY:
        return "0"
    if size >= 100 or (whole and size >= 1):
        return f"{size:,.0f}"
    if size >= 0.995:
        return f"{size:.2f}".removesuffix(".00")
    shown = _plain_significant(size, 2)
    return shown if len(shown) >= 4 else f"{shown}0"  # "0.40", not "0.4"


def _significant(value: float, digits: int) -> float:
    return 0.0 if value == 0 else float(f"{value:.{digits}g}")


def _plain_significant(size: float, digits: int, *, strip: bool = True) -> str:
    """So many digits that count, never with an exponent."""
    if size < _TINY:
        return "0"
    shown = f"{size:,.{_decimals(size, digits)}f}"
    return _stripped(shown) if strip else shown


def _decimals(size: float, digits: int) -> int:
    return max(0, digits - 1 - math.floor(math.log10(_significant(size, digits))))


def _stripped(shown: str) -> str:
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _sign(value: float, shown: str, *, signed: bool = False) -> str:
    if not any(digit in shown for digit in "123456789"):
        return ""
    return MINUS if value < 0 else "+" if signed else ""
