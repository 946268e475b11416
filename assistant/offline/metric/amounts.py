"""Amounts of money: figures, shares of a column, multiples of a column; and arithmetic with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.offline.search.budget import tidy
from assistant.offline.table import sql

#: Between the names of columns that are multiplied with each other.
TIMES = "\x1f"


@dataclass(frozen=True)
class Amount:
    """A figure plus multiples of columns: 0.3 · MonthlyCharges · 12 - 20.

    Attributes:
        constant: The figure.
        factors: Column name, or names with TIMES between them → multiple.
        currency: ISO code where it was said.
    """

    constant: float = 0.0
    factors: dict[str, float] = field(default_factory=dict)
    currency: str = ""

    def __add__(self, other: Amount) -> Amount:
        factors = dict(self.factors)
        for column, factor in other.factors.items():
            factors[column] = factors.get(column, 0.0) + factor
        return Amount(self.constant + other.constant, factors, self.currency or other.currency)

    def __neg__(self) -> Amount:
        return self.scaled(-1)

    def scaled(self, by: float) -> Amount:
        """Every part multiplied."""
        return Amount(
            self.constant * by,
            {column: factor * by for column, factor in self.factors.items()},
            self.currency,
        )

    def same(self, other: Amount) -> bool:
        """Whether figure and columns are the same; a currency is often said only once."""
        return (self.constant, self.factors) == (other.constant, other.factors)

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left."""
        return abs(self.constant) < 1e-12 and all(abs(factor) < 1e-12 for factor in self.factors.values())

    @property
    def sign(self) -> int:
        """1 or -1 where all parts agree, 0 where they do not or nothing is there."""
        parts = [part for part in (self.constant, *self.factors.values()) if abs(part) > 1e-12]
        if not parts or (min(parts) < 0 < max(parts)):
            return 0
        return 1 if parts[0] > 0 else -1

    def value(self) -> float | int | str:
        """As the specification writes it: a number, or SQL where columns take part."""
        factors = [(column, factor) for column, factor in self.factors.items() if abs(factor) > 1e-12]
        if not factors:
            return tidy(round(self.constant, 10))
        text = _term(factors[0][1], factors[0][0])
        for column, factor in factors[1:]:
            text += f" {'-' if factor < 0 else '+'} {_term(abs(factor), column)}"
        if abs(self.constant) > 1e-12:
            text += f" {'-' if self.constant < 0 else '+'} {sql.number(abs(self.constant))}"
        return text


def _term(factor: float, columns: str) -> str:
    """One multiple as SQL: "0.6 * amount", "amount * interest_rate * 0.01"."""
    first, *more = columns.split(TIMES)
    whole = round(1 / factor) if more and 0 < abs(factor) < 1 else 0
    if abs(whole) >= 10 and abs(factor * whole - 1) < 1e-9:
        product = " * ".join(sql.name(name, in_metric=True) for name in (first, *more))
        return f"{'-' if factor < 0 else ''}{product} / {abs(whole)}"
    return " * ".join(
        [sql.times(round(factor, 10), first), *(sql.name(name, in_metric=True) for name in more)]
    )
