"""How many of something there are, without a figure: "a single page view", "with an attachment", "without an outage", "several kids"."""

from __future__ import annotations

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.table.test import Test, claimed
from assistant.offline.text.lemmas import lemma
from assistant.offline.text.line import Hit

_MANY = 200
_OWNS = r"(?:earlier|previous|prior|past|further|other|page|late|support|former|recorded|known|real)"
_NONE = (
    r" (?:(?:without|have no|be no|no|zero|not (?:have |get |hold |make |open )?(?:a|an|any|one)|not even|never (?:have |make |hold |have have )?(?:a|an|any|one))"
    rf"(?: (?:a|an|any|one|single|even))*)(?: {_OWNS})? <col>(?= )"
)
_ONE = rf" (?:(?:a|only a|just a) single|(?:only|just|exactly|no more than|but) (?:a|an|one|a single|<num>)|single)(?: {_OWNS})? <col>(?= )"
_SOME = rf" (?:with|have|contain|carry|hold|show|include|bring|raise)(?: (?:a|an|any|some|at least (?:a|an|one)|one or more))+(?: {_OWNS})? <col>(?= )"
_SEVERAL = rf" (?:with|have|of)? ?(?:several|multiple|more than (?:a|one)(?: single)?|two or more|a few|a couple of|(?<! how )(?<! too )(?<! so )many)(?: {_OWNS})? <col>(?= )"
_PATTERNS = ((_NONE, "=", "0"), (_ONE, "=", "1"), (_SEVERAL, ">", "1"), (_SOME, ">", "0"))


def find_counts(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """All such conditions in a stretch of items; columns of yes and no, and empty cells, are read elsewhere."""
    columns = [c for c in reading.context.columns if counts(c)]
    if not columns:
        return []
    line = reading.with_columns(least=0.6)
    first, last = line.same(reading.line, start, end)
    found: list[Test] = []
    for pattern, operator, value in _PATTERNS:
        for hit in line.find(pattern, start=first, end=last):
            column = _meant(hit, columns)
            if column is None:
                continue
            at, stop = reading.line.same(line, hit.start, hit.end)
            inside = {k for item in reading.line.items[at:stop] for k in range(item.start, item.end)}
            if not taken.isdisjoint(range(at, stop)) or inside & claimed(reading):
                continue
            if any(t.start < stop and at < t.end for t in found):
                continue
            if value == "1" and operator == "=" and (column.minimum or 0) not in (0, 1):
                continue
            found.append(Test(column, operator, (value,), at, stop, sure=True))
    return found


def _meant(hit: Hit, columns: list[ColumnFacts]) -> ColumnFacts | None:
    mention: Mention = hit.line.items[hit.end - 1].payload
    fits = [c for c in mention.tied if c in columns]
    return fits[0] if len(fits) == 1 else None


def counts(column: ColumnFacts) -> bool:
    """Whether a column says how many of something a row has: whole numbers from 0 or 1 on, named in the plural or as a number of things."""
    if (
        column.kind != "number"
        or column.minimum not in (0, 1, 0.0, 1.0)
        or not 2 < column.n_distinct <= _MANY
    ):
        return False
    if not all(label.strip().lstrip("-").isdigit() for label in column.labels[:20]):
        return False
    pieces = pieces_of(column.name)
    return (
        bool({"n", "num", "number", "count"} & set(pieces))
        or any(piece.endswith("s") and lemma(piece) != piece and piece not in _NO_THINGS for piece in pieces)
        or bool({"children", "people"} & set(pieces))
    )


_NO_THINGS = frozenset(("years", "months", "days", "weeks", "hours", "minutes", "seconds"))


def ground_floors(reading: Reading, start: int, end: int) -> list[Test]:
    """ "No ground-floor flats": the floor that has no number."""
    floors = [
        c
        for c in reading.context.columns
        if c.kind == "number" and c.minimum == 0 and "floor" in pieces_of(c.name)
    ]
    if len(floors) != 1:
        return []
    return [
        Test(floors[0], "=", (sql.number(0.0),), hit.start, hit.end)
        for hit in reading.line.find(r" (?:ground|street) (?:floor|level)(?= )", start=start, end=end)
    ]
