"""Which values a hypothetical puts in place of others: "if income were 10,000 higher", "with a two-year contract"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.offline.context import ColumnFacts
from assistant.offline.table.columns import Mention, index_of
from assistant.offline.table.labels import is_yes_no, labels_of, names_of, no_label, yes_label
from assistant.offline.text.line import Line, read_line
from assistant.offline.text.quantities import Quantity

_UP = frozenset(
    (
        "high",
        "higher",
        "more",
        "large",
        "larger",
        "great",
        "greater",
        "long",
        "longer",
        "old",
        "older",
        "up",
        "above",
    )
)
_DOWN = frozenset(
    (
        "low",
        "lower",
        "less",
        "few",
        "fewer",
        "small",
        "smaller",
        "short",
        "shorter",
        "young",
        "younger",
        "down",
        "below",
        "cheaper",
    )
)
_FACTORS = {
    "double": 2.0,
    "doubled": 2.0,
    "twice": 2.0,
    "halve": 0.5,
    "halved": 0.5,
    "half": 0.5,
    "triple": 3.0,
}
_NO = frozenset(("no", "not", "without", "never", "n't"))
_YES = frozenset(("yes", "with", "have", "has", "had", "get", "a"))
# "If tenure were 10 and the bill 5 lower": what is said of a column stands close to its name.
_NEAR = 7


def changes_of(text: str, columns: Sequence[ColumnFacts]) -> dict[str, Any]:
    """Return column → other value, or {"add": …} or {"times": …}, as the tool `explain_row` takes them."""
    columns = tuple(columns)
    line = read_line(text, names_of(columns))
    mentions = index_of(columns).mentions(line)
    found: dict[str, Any] = {}
    for place, mention in enumerate(mentions):
        end = mentions[place + 1].start if place + 1 < len(mentions) else len(line.items)
        start = mentions[place - 1].end if place else 0
        value = _value(line, mention, start=start, end=end, columns=columns)
        if value is not None:
            found[mention.column.name] = value
    return found


def _value(line: Line, mention: Mention, *, start: int, end: int, columns: tuple[ColumnFacts, ...]) -> Any:
    """What is said of a column: behind its name first, else before it."""
    stretches = (
        (mention.end, min(end, mention.end + _NEAR)),
        (max(start, mention.start - _NEAR), mention.start),
    )
    for first, last in stretches:
        if mention.column.kind in ("number", "boolean"):
            value = _number(line, first, last)
        else:
            value = _label(_words(line, first, last), mention.column, columns)
        if value is not None:
            return value
    return None


def _label(words: list[str], column: ColumnFacts, columns: tuple[ColumnFacts, ...]) -> str | None:
    """The label of a column that words next to its name mean, the longest stretch of words first."""
    if is_yes_no(column):
        said = set(words)
        return no_label(column) if said & _NO else yes_label(column) if said & _YES else None
    index = labels_of(columns)
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            fits = index.fits(words[at : at + size], among=[column.name])
            if fits:
                return fits[0].label
    return None


def _words(line: Line, first: int, last: int) -> list[str]:
    return [token.lemma for item in line.items[first:last] for token in line.tokens[item.start : item.end]]


def _number(line: Line, first: int, last: int) -> Any:
    words = [item.text for item in line.items[first:last]]
    factor = next((_FACTORS[word] for word in words if word in _FACTORS), None)
    if factor is not None:
        return {"times": factor}
    quantity = next((i.payload for i in line.items[first:last] if isinstance(i.payload, Quantity)), None)
    if quantity is None or quantity.kind == "date":
        return None
    # Of a duration or a size the column has its own unit; the number said is meant in it.
    amount = (
        quantity.count if quantity.kind in ("duration", "ms", "size") and quantity.count else quantity.value
    )
    sign = 1 if _UP & set(words) else -1 if _DOWN & set(words) else 0
    if not sign:
        return amount
    return {"times": 1 + sign * amount} if quantity.kind in ("percent", "points") else {"add": sign * amount}
