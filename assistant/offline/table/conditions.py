"""Which rows words mean, as SQL: "customers with fibre", "homes built after 1990", "people over 30 in the southeast"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.reading import Reading
from assistant.offline.table.comparing import comparisons
from assistant.offline.table.counts import find_counts, ground_floors
from assistant.offline.table.gaps import find_gaps, nothing_of, people_of_flags, yes_no_tests
from assistant.offline.table.label_tests import (
    beside_in_a_list,
    country_tests,
    label_tests,
    shared_labels,
    timed_labels,
    told_labels,
)
from assistant.offline.table.parts import find_parts
from assistant.offline.table.periods import find_days_meant, find_decades, find_periods
from assistant.offline.table.test import Test as Test  # for those who ask for tests
from assistant.offline.text.line import Line


def find_tests(
    reading: Reading, start: int, end: int, *, skip: tuple[str, ...] = (), merge: bool = True
) -> list[Test]:
    """All tests that stand in a stretch of items of the reading's line, in order; columns in `skip` are left alone.

    With `merge`, a label behind a "not" is a test for the others, and labels of one column are one test.
    """
    found = find_gaps(reading, start, end)
    found.extend(find_periods(reading, start, end))
    days = find_days_meant(reading, start, end)
    if days:  # "… on June 1st; whatever happened before that day": the day itself chooses nothing
        found = [test for test in found if test.operator != "during" or test.start > days[0].start]
    found.extend(days)
    found.extend(find_decades(reading, start, end))
    taken = {k for test in found for k in range(test.start, test.end)}
    for part in find_parts(reading, start, end):
        if taken.isdisjoint(range(part.start, part.end)):
            found.append(Test(part.column, part.operator, part.values, part.start, part.end, part=part.left))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(ground_floors(reading, start, end))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(t for t in comparisons(reading, start, end) if taken.isdisjoint(range(t.start, t.end)))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(find_counts(reading, start, end, taken))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(nothing_of(reading, start, end, taken))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(told_labels(reading, start, end, taken))
    found.extend(timed_labels(reading, start, end, {k for t in found for k in range(t.start, t.end)}))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(label_tests(reading, start, end, taken, turn=merge))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(yes_no_tests(reading, start, end, taken))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(people_of_flags(reading, start, end, taken))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(shared_labels(reading, start, end, taken))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(country_tests(reading, start, end, taken, turn=merge))
    found.extend(beside_in_a_list(reading, found, start))
    bounded = {test.column.name for test in found if test.operator in ("<", "<=", ">", ">=", "between")}
    # "With a garage for two cars": that there is one is said by how many.
    found = [t for t in found if not (t.opposite and t.values == ("0",) and t.column.name in bounded)]
    kept = [test for test in found if test.column.name not in skip]
    kept.sort(key=lambda test: test.start)
    return merged(kept) if merge else kept


def to_sql(tests: list[Test], line: Line | None = None, *, negate: bool = False) -> str:
    """All tests together, alternatives where the words between two of them say "or"; negated, the opposite of it all."""
    groups: list[list[str]] = []
    for place, test in enumerate(tests):
        if place and _alternative(line, tests[place - 1], test):
            groups[-1].append(test.sql(negate=negate))
        else:
            groups.append([test.sql(negate=negate)])
    inner, outer = (" AND ", " OR ") if negate else (" OR ", " AND ")
    parts = [inner.join(group) for group in groups]
    return outer.join(f"({part})" if inner in part and len(parts) > 1 else part for part in parts)


def _alternative(line: Line | None, one: Test, two: Test) -> bool:
    if line is None:
        return False
    between = {item.text for item in line.items[one.end : two.start]}
    return "or" in between and not between & {"and", "but", ";", "."}


def merged(tests: Sequence[Test]) -> list[Test]:
    """Several labels of one column are alternatives: "students or retired"."""
    found: list[Test] = []
    for test in tests:
        same = next(
            (
                m
                for m in found
                if m.column is test.column
                and m.part == test.part
                and m.operator == test.operator
                and m.operator in ("=", "<>")
            ),
            None,
        )
        if same is None:
            found.append(test)
            continue
        values = tuple(dict.fromkeys((*same.values, *test.values)))
        found[found.index(same)] = replace(same, values=values, end=test.end)
    return found
