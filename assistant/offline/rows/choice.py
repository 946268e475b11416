"""A choice of rows that was made before, in its parts: "age < 60 AND region NOT IN ('north', 'east')"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_PIECE = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[()]|\b(?:AND|OR|BETWEEN)\b|.", re.DOTALL | re.IGNORECASE
)
_LEFT = r'(?P<left>"(?:[^"]|"")*"|\w+(?:\((?:"(?:[^"]|"")*"|\w+)\))?)'
_VALUE = r"(?:'(?:[^']|'')*'|-?[\d.]+|true|false)"
_MORE = rf"{_VALUE}(?:, {_VALUE})*"
_LABELS = re.compile(
    rf"{_LEFT} ?(?:(?P<sign>=|<>) ?(?P<one>{_VALUE})|(?P<out>NOT )?IN ?\((?P<all>{_MORE})\))", re.IGNORECASE
)
_BOUND = re.compile(rf"{_LEFT} ?(?P<operator><=|>=|<|>) ?(?P<value>{_VALUE})")
_SPAN = re.compile(rf"{_LEFT} BETWEEN (?P<low>{_VALUE}) AND (?P<high>{_VALUE})", re.IGNORECASE)


@dataclass(frozen=True)
class Labels:
    """Labels that are kept, or that are out."""

    left: str
    values: tuple[str, ...]
    out: bool

    def sql(self) -> str:
        """As SQL; empty where no label is left."""
        if not self.values:
            return ""
        if len(self.values) == 1:
            return f"{self.left} {'<>' if self.out else '='} {self.values[0]}"
        return f"{self.left} {'NOT IN' if self.out else 'IN'} ({', '.join(self.values)})"

    def with_values(self, values: Iterable[str]) -> Labels:
        """The same with these labels."""
        return replace(self, values=tuple(dict.fromkeys(values)))


@dataclass(frozen=True)
class Bound:
    """A column held below or above a value."""

    left: str
    operator: str
    value: str

    @property
    def upper(self) -> bool:
        """Whether large values are out."""
        return self.operator.startswith("<")

    @property
    def figure(self) -> float | None:
        """The value, where it is a number."""
        return None if self.value.startswith("'") else float(self.value)

    def sql(self) -> str:
        """As SQL."""
        return f"{self.left} {self.operator} {self.value}"


def parts_of(sql: str) -> list[str]:
    """What all holds together; the AND of a BETWEEN and what stands in brackets stay whole.

    Alternatives ("a OR b") are one part.
    """
    if _is_alternative(sql):
        return [sql]
    parts, between = [""], False
    for piece, word in _pieces(sql):
        if word == "AND" and not between:
            parts.append("")
            continue
        between = word == "BETWEEN" or (between and word != "AND")
        parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]


def whole(parts: Iterable[str]) -> str:
    """Parts as one choice again."""
    kept = [part for part in dict.fromkeys(parts) if part]
    if len(kept) < 2:
        return "".join(kept)
    return " AND ".join(f"({part})" if _is_alternative(part) else part for part in kept)


def _is_alternative(sql: str) -> bool:
    return any(word == "OR" for _, word in _pieces(sql))


def _pieces(sql: str) -> Iterator[tuple[str, str]]:
    """The pieces of a condition, each with its word in capitals; empty where it stands in brackets or in quotes."""
    depth = 0
    for piece in (m[0] for m in _PIECE.finditer(sql)):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        yield piece, "" if depth else piece.upper()


def column_of(part: str) -> str:
    """The column, or what is made of it, that a condition begins with."""
    found = re.match(rf"\(?(?:NOT \(?)?{_LEFT}", part)
    return found["left"] if found else part


def labels_of(part: str) -> Labels | None:
    """The labels that a part keeps or leaves out, if that is what it does."""
    found = _LABELS.fullmatch(part)
    if found is None:
        return None
    values = [found["one"]] if found["one"] else re.findall(_VALUE, found["all"])
    return Labels(found["left"], tuple(values), out=found["sign"] == "<>" or bool(found["out"]))


def bound_of(part: str) -> Bound | None:
    """The bound that a part is, if it is one."""
    found = _BOUND.fullmatch(part)
    return Bound(found["left"], found["operator"], found["value"]) if found else None


def bounds_of(part: str) -> list[Bound]:
    """The bound that a part is, or both of a range."""
    found = _SPAN.fullmatch(part)
    if found:
        return [Bound(found["left"], ">=", found["low"]), Bound(found["left"], "<=", found["high"])]
    one = bound_of(part)
    return [one] if one else []
