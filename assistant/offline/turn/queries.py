"""Questions about the table that one figure answers: "how many left?", "the average bill of those with fibre"."""

from __future__ import annotations

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.columns import Mention
from assistant.offline.table.conditions import Test, find_tests, to_sql
from assistant.offline.table.events import find_events, records_of
from assistant.offline.table.labels import is_yes_no, no_label, yes_label
from assistant.offline.text.line import Hit
from assistant.offline.text.patterns import search

_FUNCTIONS = (
    (r"average|mean", "avg"),
    (r"median|typical", "median"),
    (r"total|sum", "sum"),
    (r"high|highest|maximum|large|largest|most expensive", "max"),
    (r"low|lowest|minimum|small|smallest|cheapest", "min"),
)
_AGGREGATE = r" (?P<function>average|mean|median|typical|total|sum|highest|maximum|largest|lowest|minimum|smallest)(?: (?:value|of|in|the|all|amount))* (?P<col><col>)(?= )"
_COUNT = r"^(?: (?:and|so|ok|tell me|do you know|,))* how many(?: of)?(?: (?:the|our|my|all|different))*(?: [^ ]+)?(?= )"
# Without a condition only a question about the table itself is one; "how many bikes are rented" is a goal.
_IN_TABLE = r" (?:be there|(?:in|within) (?:the|this|my|our) (?:table|data|datum|file|dataset|sheet)|do (?:i|we|you) have)(?= |$)"
_AHEAD = r" (?:will|would|going to|likely|predict|forecast|estimate|expect|should|tomorrow|next|per)(?= )"


def read_query(reading: Reading, start: int, end: int) -> dict[str, str] | None:
    """Measure and condition of a question, as the tool `run_query` takes them; None where it is something else."""
    line = reading.line
    sentence = f" {line.canon[line.place(start) : line.place(end)].strip()} "
    if search(_AHEAD, sentence):
        return None
    hit = line.first(_COUNT, start=start, end=end)
    if hit is not None:
        tests = _conditions(reading, hit.start, end, ())
        if not tests and not search(_IN_TABLE, sentence):
            return None
        return {"measure": "count(*)", "where": to_sql(tests)}
    return _aggregate(reading, start, end)


def _aggregate(reading: Reading, start: int, end: int) -> dict[str, str] | None:
    marked = reading.with_columns(least=0.7)
    hit = marked.first(_AGGREGATE, start=marked.same(reading.line, start, end)[0])
    column = _measured(hit) if hit else None
    if hit is None or column is None:
        return None
    behind = reading.line.same(marked, hit.start, hit.end)[1]
    tests = _conditions(reading, behind, end, (column.name,)) if behind < end else []
    if not tests:
        return None  # of the whole column its profile tells more
    function = next(name for words, name in _FUNCTIONS if search(f"^(?:{words})$", hit.said("function")))
    return {"measure": f"{function}({sql.name(column.name)})", "where": to_sql(tests)}


def _measured(hit: Hit) -> ColumnFacts | None:
    mention = hit.payload("col")
    column = mention.column if isinstance(mention, Mention) and len(mention.tied) == 1 else None
    return column if column is not None and column.kind == "number" else None


def _conditions(reading: Reading, start: int, end: int, skip: tuple[str, ...]) -> list[Test]:
    """The rows that are meant: by their values, or by what happened to them ("those who left")."""
    tests = find_tests(reading, start, end, skip=skip)
    return tests or _by_event(reading, start, end)


def _by_event(reading: Reading, start: int, end: int) -> list[Test]:
    for event in find_events(reading.line):
        if not (start <= event.start and event.end <= end):
            continue
        recorded = [
            (column, record.happens == event.happens)
            for column in reading.context.columns
            if is_yes_no(column)
            for record in records_of(column)
            if record.concept is event.concept and not record.label
        ]
        if len(recorded) == 1:
            column, happens = recorded[0]
            label = yes_label(column) if happens else no_label(column)
            return [Test(column, "=", (sql.literal(column, label),), event.start, event.end)]
    return []
