"""A later message about bounds that rows were chosen by before: "raise the upper limit to 60", "from 25 on, the end stays"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.offline.reading import Reading
from assistant.offline.rows.choice import Bound, Labels, bounds_of, labels_of
from assistant.offline.table import sql
from assistant.offline.table.conditions import find_tests
from assistant.offline.table.measures import in_unit_of
from assistant.offline.text.comparisons import in_front, operator_in_front
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.units import MONTHS
from assistant.offline.text.wordlists import words

_WORDS = 18  # of a message that only moves a bound
_UPPER = frozenset(
    words(
        "upper top maximum max end ceiling last latest until till to most under below finish extend upto youngest"
    )
)
_LOWER = frozenset(
    words("lower bottom minimum min start begin beginning first earliest from since least over above floor")
)
_OTHER_END = r" (?:the )?(?:(?:upper|lower|other|top|bottom|start|end|beginning|maximum|minimum)(?: (?:limit|bound|end|one|age|date))?) (?:stay|remain|be (?:fine|ok|right|the same|unchanged)|as (?:it be|before)|hold|can stay)(?= )"
_NO_BOUND = r" (?:no|without(?: an| a| any)?|(?:forget|drop|remove|lift|skip|scrap|lose|never mind)(?: (?:about|the|that|an|any))*) (?P<side>upper|lower|top|bottom|end|start|maximum|minimum|max|min)(?: (?:limit|bound|date|end|age|cap|cut ?off|value))?(?= )"
_GOES = r" (?P<side>upper|lower|top|bottom|end|start|maximum|minimum)(?: (?:limit|bound|date|end|age|cap|value))?(?: (?:can|may|should|must|shall|could))? (?:go|be (?:drop|remove|lift|take out|cancel|void|off)|fall away|vanish)(?= )"
_MOVES = r" (?:make (?:it|that|this)|let it|set (?:it|that)|change (?:it|that)|raise|lower|move|shift|push|extend|widen|narrow|bring|should|shall|must|be|rather|sorry|instead|actually|no|not|better|correction|i mean|meant|on reflection|on second thought|stay|limit|bound|only|up to|until|from|start|begin|end|enough|let us say|say|let)(?= )"
_SWAP = r" (?:swap|exchange|replace|substitute|trade|change|switch|instead of|rather than|in place of)(?= )"


def rebound(reading: Reading, parts: list[str]) -> list[str]:
    """The parts with bounds moved, let go, or labels exchanged; the words made use of are claimed."""
    line = reading.line
    if len(line.items) > _WORDS or not parts:
        return parts
    exchanged = _exchanged(reading, parts)
    if exchanged != parts:
        return exchanged
    held = [(k, bound) for k, part in enumerate(parts) for bound in bounds_of(part)]
    if len({bound.left for _, bound in held}) != 1 or _names_another(reading, held[0][1]):
        return parts
    moved = _without_a_side(line, held) or _moved(reading, held)
    if moved is None:
        return parts
    reading.claim_items(line, 0, len(line.items))
    places = sorted({k for k, _ in held})
    rest = [part for k, part in enumerate(parts) if k not in places]
    return [*rest, *(bound.sql() for bound in moved)]


def _names_another(reading: Reading, bound: Bound) -> bool:
    """Whether another column is named, or a condition on another one stands in the message."""
    named = {m.column.name for m in reading.columns.mentions(reading.line, least=0.9)}
    left = bound.left.strip('"')
    return any(name != left and name not in left for name in named)


def _without_a_side(line: Line, held: list[tuple[int, Bound]]) -> list[Bound] | None:
    hit = line.first(_NO_BOUND) or line.first(_GOES)
    if hit is None or any(isinstance(item.payload, Quantity) for item in line.items):
        return None
    upper = hit.said("side") in _UPPER
    rest = [bound for _, bound in held if bound.upper != upper]
    return rest if len(rest) < len(held) else None


def _moved(reading: Reading, held: list[tuple[int, Bound]]) -> list[Bound] | None:
    line = reading.line
    if not line.has(_MOVES) and len(line.items) > _SHORT:
        return None
    bounds = [bound for _, bound in held]
    figures = list(_figures(reading, bounds[0]))
    old = {bound.value.strip("'") for bound in bounds}
    new = [
        (at, value)
        for at, value in figures
        if value not in old
        and not line.has(r" (?:not|instead of|rather than)$", start=max(0, at - 2), end=at)
    ]
    if not new and len(figures) == 1:  # "up to and including 10,000" of what was below 10,000
        same = [bound for bound in bounds if bound.value == figures[0][1]]
        operator = _operator(line, figures[0][0], same[0]) if len(same) == 1 else ""
        if operator and operator != same[0].operator:
            return [replace(bound, operator=operator) if bound is same[0] else bound for bound in bounds]
    if not new or len(new) > 2:
        return None
    if len(new) == 2:
        if len(bounds) != 2 or not line.has(r" (?:to|and|-|–)(?= )", start=new[0][0], end=new[1][0]):
            return None
        low, high = sorted(bounds, key=lambda bound: bound.upper)
        return [
            replace(low, value=_written(low, new[0][1])),
            replace(high, value=_written(high, new[1][1], past=True)),
        ]
    at, value = new[0]
    if (
        bounds[0].value.startswith("'")
        and len(value) < 10
        and line.has(r" (?:only|just|alone|nothing but)(?= )")
    ):
        left = bounds[0].left
        return [
            Bound(left, ">=", _written(bounds[0], value)),
            Bound(left, "<", _written(bounds[0], value, past=True)),
        ]
    named = [bound for bound in bounds if bound.value.strip("'") in {v for _, v in figures}]
    side = _side(line, at)
    which = named if len(named) == 1 else bounds if len(bounds) == 1 and side in (None, bounds[0].upper) else [
        bound for bound in bounds if side is not None and bound.upper == side
    ]  # fmt: skip
    if not which and side is not None and len(bounds) == 1:
        default = Bound(
            bounds[0].left, "<" if bounds[0].value.startswith("'") and side else "<=" if side else ">=", ""
        )
        return [
            *bounds,
            replace(
                default, operator=_operator(line, at, default), value=_written(bounds[0], value, past=side)
            ),
        ]
    if len(which) != 1:
        return None
    operator = _operator(line, at, which[0])
    moved = replace(which[0], operator=operator, value=_written(which[0], value, past=which[0].upper))
    return [moved if bound is which[0] else bound for bound in bounds]


_SHORT = 4


def _figures(reading: Reading, bound: Bound) -> Iterator[tuple[int, str]]:
    """Figures and dates of a message, as a bound writes them."""
    line = reading.line
    column = reading.columns.by_name.get(bound.left.strip('"'))
    dated = bound.value.startswith("'")
    for at, item in enumerate(line.items):
        said = item.payload
        if isinstance(said, Quantity):
            if said.kind == "date":
                yield at, said.iso if said.unit == "day" else said.iso[:7]
            elif said.kind in ("number", "money", "duration"):
                figure = in_unit_of(column, said) if column is not None else said.value
                if figure is None:
                    continue
                yield (
                    at,
                    f"{int(figure):04d}" if dated and figure in range(1900, 2101) else sql.number(figure),
                )
        elif dated and item.text in MONTHS and line.words(at, at + 1)[0].isupper():
            yield at, f"{bound.value[1:5]}-{MONTHS[item.text]:02d}"


def _written(bound: Bound, value: str, *, past: bool = False) -> str:
    """A figure as a bound holds it; of a year or month that is the upper end, the first day behind it."""
    if not bound.value.startswith("'"):
        return value
    year, month = int(value[:4]), int(value[5:7]) if len(value) > 4 else 1
    if len(value) == 10:
        return sql.text(value)
    if past and len(value) == 4:
        return sql.text(date(year + 1, 1, 1).isoformat())
    if past:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return sql.text(date(year, month, 1).isoformat())


def _side(line: Line, at: int) -> bool | None:
    """Whether the words around a figure speak of the upper end (True) or of the lower one."""
    stays = line.first(_OTHER_END)
    said = [
        item.text
        for k, item in enumerate(line.items)
        if not (stays is not None and stays.start <= k < stays.end)
        and (k < at or item.text in ("on", "onwards", "up"))
    ]
    for text in reversed(said):
        if text in ("on", "onwards", "up"):
            return False
        if text == "to":
            if {"lower", "bottom", "minimum", "start", "from"} & set(said):
                continue
            return True
        if text in _UPPER:
            return True
        if text in _LOWER:
            return False
    return None


def _operator(line: Line, at: int, bound: Bound) -> str:
    hit = line.first(rf" {in_front()}$", start=max(0, at - 5), end=at)
    said = operator_in_front(hit.said("front")) if hit is not None else ""
    dated = bound.value.startswith("'")
    return said if said and not dated and said.startswith(bound.operator[0]) else bound.operator


def _exchanged(reading: Reading, parts: list[str]) -> list[str]:
    """ "Nantes instead of Lille", "swap West for Nordend": one label in the place of another."""
    line = reading.line
    if not line.has(_SWAP):
        return parts
    tests = [test for test in find_tests(reading, 0, len(line.items), merge=False) if test.operator == "="]
    said = [(test, value) for test in tests for value in test.values]
    for k, part in enumerate(parts):
        labels = labels_of(part)
        if labels is None:
            continue
        same = [(test, value) for test, value in said if test.sql().startswith(labels.left)]
        old = [value for _, value in same if value in labels.values]
        new = [value for _, value in same if value not in labels.values]
        if len(old) == 1 and len(new) == 1 and len(labels.values) > 1:
            reading.claim_items(line, 0, len(line.items))
            return [*parts[:k], _swapped(labels, old[0], new[0]).sql(), *parts[k + 1 :]]
    return parts


def _swapped(labels: Labels, old: str, new: str) -> Labels:
    return labels.with_values(new if value == old else value for value in labels.values)
