"""A choice of rows that was made before, in its parts: "age < 60 AND region NOT IN ('north', 'east')"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.offline.text.comparisons import FLIPPED

_PIECE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[()]|\b(?:AND|BETWEEN)\b|.", re.DOTALL)
_LEFT = r'(?P<left>"(?:[^"]|"")*"|\w+(?:\((?:"(?:[^"]|"")*"|\w+)\))?)'
_VALUE = r"(?:'(?:[^']|'')*'|-?[\d.]+|true|false)"
_LABELS = re.compile(rf"{_LEFT} (?:(?P<sign>=|<>) (?P<one>{_VALUE})|(?P<out>NOT )?IN \((?P<all>[^)]*)\))")
_BOUND = re.compile(rf"{_LEFT} (?P<operator><=|>=|<|>) (?P<value>{_VALUE})")
_SPAN = re.compile(rf"{_LEFT} BETWEEN (?P<low>{_VALUE}) AND (?P<high>{_VALUE})")


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

    def flipped(self) -> Bound:
        """What it keeps out."""
        return replace(self, operator=FLIPPED[self.operator])


def parts_of(sql: str) -> list[str]:
    """What all holds together; the AND of a BETWEEN and what stands in brackets stay whole.

    A single alternative ("a OR b") is one part.
    """
    parts, depth, between, text = [], 0, False, ""
    for piece in (m[0] for m in _PIECE.finditer(sql)):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "AND" and not depth and not between:
            parts.append(text.strip())
            text = ""
            continue
        between = piece == "BETWEEN" or (between and piece != "AND")
        text += piece
    parts = [*parts, text.strip()]
    spans = [k for k, part in enumerate(parts) if re.search(r"\bOR\b", re.sub(r"\(.*\)", "", part))]
    return [sql] if spans and len(parts) > 1 else [part for part in parts if part]


def whole(parts: Iterable[str]) -> str:
    """Parts as one choice again."""
    kept = [part for part in dict.fromkeys(parts) if part]
    if len(kept) < 2:
        return "".join(kept)
    return " AND ".join(f"({part})" if _is_alternative(part) else part for part in kept)


def _is_alternative(part: str) -> bool:
    return " OR " in re.sub(r"'(?:[^']|'')*'", "", part) and not _closed(part)


def _closed(part: str) -> bool:
    """Whether brackets hold a part together already."""
    if not re.match(r"(?:NOT )?\(", part) or not part.endswith(")"):
        return False
    depth = 0
    for at, sign in enumerate(part):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == ")" and not depth:
            return at == len(part) - 1
    return False


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
