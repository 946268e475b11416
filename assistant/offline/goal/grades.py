"""Grades that are spoken of as one group: "an 8 or 9 in quality", "quality 7 upwards", "whatever is below 5"."""

from __future__ import annotations

import re

from assistant.offline.context import ColumnFacts
from assistant.offline.goal.contrast import Group
from assistant.offline.reading import Reading
from assistant.offline.text.comparisons import BEHIND, in_front, operator_behind, operator_in_front
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.quantities import Quantity

_MOST_GRADES = 15
_A = r"(?: (?:a|an|the|only|just|either|even|perhaps))*"
_LIST = rf"(?P<list>{_A} <num>(?:(?: ,| or| and| /)+{_A} <num>)*)"
_SPAN = r"(?P<low> <num>) (?:to|-|–|through|until) (?P<high><num>)"
_BEHIND = "(?: (?P<behind>" + "|".join(words for _, words in BEHIND) + "|or (?:better|worse)))"
_FRONT = f"(?: {in_front()}{_A})"
_PATTERNS = (
    rf"{_FRONT}(?P<bound> <num>)(?= )",
    rf"(?P<bound> <num>)(?: [a-z]+)?{_BEHIND}(?= )",
    rf"{_SPAN}(?= )",
    rf"{_LIST}(?= )",
)
_NEAR = 5  # items between grades and the name of their column
# "9 % of", "8 euros", "3 of 4" are no grades.
_NO_GRADE = r"^ (?:<num> )?(?:%|percent|euro|dollar|pound|of <|of \d|in <|day|week|month|year|hour|minute|time|people|person|folds?|trials?|rows?|model|tree)s?(?= )"


def grades_spoken(reading: Reading, column: ColumnFacts) -> list[Group]:
    """Every group of grades that stands near the name of its column, ranges written out, in order."""
    values = _values(column)
    if column.kind != "number" or not 3 <= len(values) <= _MOST_GRADES:
        return []
    line = reading.line
    named = [m for m in reading.columns.mentions(line, least=0.7) if m.column is column]
    found: list[Group] = []
    for pattern in _PATTERNS:
        for hit in line.find(pattern):
            if not any(_is_near(line, hit, m.start, m.end) for m in named) or not _is_free(reading, hit):
                continue
            if any(hit.start < group.end and group.start < hit.end for group in found):
                continue
            labels = _labels(hit, values)
            if labels and not line.has(_NO_GRADE, start=hit.end):
                found.append(Group(hit.start, hit.end, labels))
    return sorted(found, key=lambda group: group.start)


def _values(column: ColumnFacts) -> dict[float, str]:
    return {float(x): x for x in column.labels if re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", x)}


def _is_near(line: Line, hit: Hit, start: int, end: int) -> bool:
    """Whether a column is named beside, in the same sentence."""
    if hit.start <= start and end <= hit.end:
        return True  # "4 stars or more"
    gap = (hit.end, start) if start >= hit.end else (end, hit.start)
    if not 0 <= gap[1] - gap[0] <= _NEAR:
        return False
    return not any(
        item.text in (".", ";", "!", "?", ":") or isinstance(item.payload, Quantity)
        for item in line.items[gap[0] : gap[1]]
    )


def _is_free(reading: Reading, hit: Hit) -> bool:
    items = [item for item in reading.line.items[hit.start : hit.end] if isinstance(item.payload, Quantity)]
    return not any(k in reading.claimed for item in items for k in range(item.start, item.end))


def _labels(hit: Hit, values: dict[float, str]) -> tuple[str, ...]:
    """The labels that a match stands for; none where one of its figures is no grade."""
    said = hit.match.groupdict()
    if said.get("list"):
        figures = [payload.value for payload in hit.payloads("list")]
        return tuple(values[f] for f in figures) if all(f in values for f in figures) else ()
    if said.get("low"):
        low, high = sorted((hit.quantity("low").value, hit.quantity("high").value))
        return tuple(values[v] for v in sorted(values) if low <= v <= high)
    bound = hit.quantity("bound").value
    if said.get("front"):
        operator = operator_in_front(hit.said("front"))
    else:
        words = hit.said("behind")
        operator = {"or better": ">=", "or worse": "<="}.get(words) or operator_behind(words)
    tests = {">": bound.__lt__, ">=": bound.__le__, "<": bound.__gt__, "<=": bound.__ge__}
    test = tests.get(operator)
    if test is None or not min(values) <= bound <= max(values):
        return ()
    return tuple(values[v] for v in sorted(values) if test(v))
