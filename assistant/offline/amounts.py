"""Amounts of money: figures, shares of a column, multiples of a column; and arithmetic with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.offline import sql
from assistant.offline.budget import tidy


@dataclass(frozen=True)
class Amount:
    """A figure plus multiples of columns: 0.3 · MonthlyCharges · 12 - 20.

    Attributes:
        constant: The figure.
        factors: Column name → multiple.
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
        text = sql.times(round(factors[0][1], 10), factors[0][0])
        for column, factor in factors[1:]:
            text += f" {'-' if factor < 0 else '+'} {sql.times(round(abs(factor), 10), column)}"
        if abs(self.constant) > 1e-12:
            text += f" {'-' if self.constant < 0 else '+'} {sql.number(abs(self.constant))}"
        return text
