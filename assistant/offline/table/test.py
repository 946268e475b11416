"""One comparison that a row passes or not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.text.comparisons import (
    FLIPPED,
)

COUNTED = 30  # values up to which a column counts or names a few things


@dataclass(frozen=True)
class Test:
    """One comparison that a row passes or not.

    Attributes:
        column: The column compared.
        operator: "=", "<>", "<", "<=", ">", ">=", "between", "null", "not null", or "during" a stretch of time that
            the second value ends.
        values: SQL literals; several with "=" are alternatives.
        start: First item of the words in the line it was read from.
        end: Behind the last one.
        sure: Whether a "not" in front of it has been taken account of already.
        opposite: Whether the opposite is meant.
        part: What of the column is compared, as SQL, where it is not the value itself: "month(day)".
    """

    column: ColumnFacts
    operator: str
    values: tuple[str, ...]
    start: int
    end: int
    sure: bool = False
    opposite: bool = False
    part: str = ""

    def turned(self) -> Test:
        """The opposite."""
        return replace(self, opposite=not self.opposite)

    def sql(self, *, negate: bool = False) -> str:
        """The test as SQL, or its opposite."""
        negate = negate != self.opposite
        left = self.part or sql.name(self.column.name)
        if self.operator in ("null", "not null"):
            return f"{left} IS {'NOT ' if (self.operator == 'null') == negate else ''}NULL"
        if self.operator == "between":
            return f"{left} {'NOT ' if negate else ''}BETWEEN {self.values[0]} AND {self.values[1]}"
        if self.operator == "during":
            first, last = self.values
            return (
                f"({left} < {first} OR {left} >= {last})"
                if negate
                else f"{left} >= {first} AND {left} < {last}"
            )
        operator = FLIPPED[self.operator] if negate else self.operator
        if len(self.values) > 1:
            return f"{left} {'IN' if operator == '=' else 'NOT IN'} ({', '.join(self.values)})"
        return f"{left} {operator} {self.values[0]}"


def claimed(reading: Reading) -> set[int]:
    """What other readers made use of; rows kept from the goal's reader are for this one."""
    rows: set[int] = reading.notes.get("rows", set())
    return reading.claimed - rows
