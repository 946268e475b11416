"""The column that a figure is compared with: the one named beside it, or the only one that it can mean."""

from __future__ import annotations

import re

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table.by_unit import column_by_unit, tells_age, tells_amount
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.table.labels import ENTITIES
from assistant.offline.table.measures import measured_column
from assistant.offline.table.test import COUNTED
from assistant.offline.text.lemmas import lemma, root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

YEARS = range(1850, 2101)


def fitting(reading: Reading, mention: Mention, value: Quantity | None) -> ColumnFacts | None:
    """ "claims above 1,000": of the columns that have the word in their name, the amount."""
    if value is not None and value.kind == "money" and mention.score < _NAMED and _counts_no_money(mention):
        return _amount_column(reading, value)  # "loans under 1,000 dollars" are no credit scores
    said_id = mention.score >= 1.0 or not _names_row(mention.column)
    if len(mention.tied) == 1 and mention.score >= 0.9 and said_id and _possible(mention.column, value):
        return mention.column
    close = [
        c.column for c in mention.candidates if c.score >= mention.score - 0.25 and _possible(c.column, value)
    ]
    wanted = "datetime" if value is not None and value.kind == "date" else "number"
    fits = [
        c
        for c in close
        if (c.kind == wanted or numeric_labels(c))
        and not re.search(r"(?i)(^|_)(id|no|nr|age)$", c.name.strip())
        and not _names_row(c)
    ]
    amounts = [c for c in fits if re.search(r"(?i)amount|value|price|sum|charge|total", c.name)]
    if mention.column in fits and len(mention.tied) == 1:
        return mention.column
    if len(fits) == 1 or len(amounts) == 1:
        return fits[0] if len(fits) == 1 else amounts[0]
    names_row = _names_row(mention.column)
    if fits or (mention.score >= 0.95 and not names_row):
        return mention.column if len(mention.tied) == 1 and _possible(mention.column, value) else None
    return _amount_column(reading, value)


_NAMED = 0.9
_MONEY = r"(?i)amount|fee|charge|price|cost|income|salary|wage|pay|value|sum|total|bill|rent|spend|balance|revenue|margin|rate"
_NO_MONEY = r"(?i)score|rating|grade|rank|age|year|month|day|hour|minute|count|number|percent|pct|share|rate$"


def _counts_no_money(mention: Mention) -> bool:
    return all(re.search(_NO_MONEY, c.name) and not re.search(_MONEY, c.name) for c in mention.tied)


def _names_row(column: ColumnFacts) -> bool:
    return bool(re.search(r"(?:^|_| )(?i:id|no|nr|index)$|[a-z]I[Dd]$", column.name.strip()))


def _possible(column: ColumnFacts, value: Quantity | None) -> bool:
    """Whether a figure can be compared with a column: "credits over 8000" is not about a column that ends at 4."""
    low, high = column.minimum, column.maximum
    if (
        value is None
        or value.kind not in ("number", "money")
        or not isinstance(low, int | float)
        or not isinstance(high, int | float)
    ):
        return True
    reach = max(high - low, abs(high), 1.0)
    return low - 0.5 * reach <= value.value <= high + 0.5 * reach


def _amount_column(reading: Reading, value: Quantity | None) -> ColumnFacts | None:
    """ "loans under 5,000" where the only amount of the table is called just that."""
    if value is None or value.kind not in ("number", "money") or value.value < 100:
        return None
    return _only(
        c
        for c in reading.context.columns
        if c.kind == "number" and re.search(r"(?i)(^|_)(amount|sum)$", c.name) and _possible(c, value)
    )


def numeric_labels(column: ColumnFacts) -> bool:
    return bool(column.labels) and all(re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", label) for label in column.labels)


def is_label(column: ColumnFacts, value: Quantity) -> bool:
    figure = value.count if value.kind == "duration" else value.value
    return column.n_distinct <= 30 and any(label.strip() == str(tidy(figure)) for label in column.labels)


def column_for(
    reading: Reading, line: Line, hit: Hit, value: Quantity | None, operator: str
) -> ColumnFacts | None:
    """The column that a bare figure must mean: a year, an age, a number that only one column of few values holds."""
    if value is None:
        return None
    words = hit.match.group()
    numbers = [c for c in reading.context.columns if c.kind == "number"]
    if operator != "=" and (line.has(_CLOCK, start=hit.end) or words.rstrip().endswith(" o")):
        return _only(
            c for c in numbers if c.name.strip().lower() in ("hour", "hour_of_day", "hr", "start_hour")
        )
    if hit.match.groupdict().get("per"):
        per = lemma(line.words(*hit.span("per")).lower())
        pieces = [(c, c.name.lower()) for c in reading.context.columns if c.kind == "number"]
        if hit.match.groupdict().get("times"):
            rates = [c for c, name in pieces if per in name and "per" in name]
            return _only(rates) or _only(c for c in rates if _visits(c))
        return _only(c for c, name in pieces if per in name and str(value.unit or "-") in name)
    compares = operator != "=" and value.kind != "date"
    told = reading.line.same(line, hit.start, hit.end)
    if compares and value.kind in ("duration", "size"):
        measured = measured_column(reading, *told, value, least=_SURELY)
        if measured is not None:
            return measured
    by_unit = column_by_unit(reading.context.columns, line, hit.end, value)
    if by_unit is not None and hit.match.groupdict().get("front") in ("within", "inside"):
        return by_unit if value.kind == "number" or _told_of(by_unit, line, hit.start) else None
    if by_unit is not None and operator != "=":
        return by_unit
    if compares and (value.unit or not _written_as_year(line, hit, value)):
        measured = measured_column(reading, *told, value)
        if measured is not None:
            return measured
    if hit.match.groupdict().get("unit"):
        return None
    if value.kind == "date" or (value.kind == "number" and _written_as_year(line, hit, value)):
        return _time_column(reading, line, hit, value)
    if value.kind in ("number", "duration") and search(
        r" (?:old|young|older|younger)", words + line.canon[line.place(hit.end) : line.place(hit.end) + 12]
    ):
        return _only(c for c in numbers if re.search(r"(?i)(^|_)age($|_)", c.name.strip()))
    young = value.kind == "number" and 10 <= value.value <= 110 and operator != "="
    if young and tells_age(line, hit.start, hit.end):
        return _only(c for c in numbers if re.search(r"(?i)(^|_)age($|_)", c.name.strip()))
    if (
        value.kind == "number"
        and value.value >= _MUCH
        and operator != "="
        and tells_amount(line, hit.start, hit.end)
    ):
        return _amount_meant(reading, numbers, value)
    if value.kind == "money" and operator != "=":
        return _only(
            c
            for c in numbers
            if re.search(r"(?i)amount|value|price|total|(^|_| )sum", c.name)
            and c.name != reading.said("target")
        )
    if value.kind in ("number", "duration") and operator == "=":
        counted = line.words(hit.end, hit.end + 1).strip().lower()
        if value.kind == "number" and (root(counted) in ENTITIES or lemma(counted) in _CLASSES):
            return None  # "only call 50 customers" counts them
        bare = Quantity("number", value.count if value.kind == "duration" else value.value, 0, 0)
        return _only(
            c for c in numbers if c.n_distinct <= 12 and is_label(c, bare) and _unit_fits(line, hit, c)
        )
    return None


_SURELY = 1.4  # of what speaks for a column: its unit, and a word near by


def _told_of(column: ColumnFacts, line: Line, at: int) -> bool:
    """ "Reported within 5 days": whether a word in front of a figure is part of the column's name."""
    pieces = {root(piece) for piece in pieces_of(column.name)}
    tokens = line.tokens[line.items[max(0, at - 4)].start : line.items[at].start + 1]
    return any(root(token.lemma) in pieces for token in tokens)


def age_column(reading: Reading, value: Quantity | None) -> ColumnFacts | None:
    """ "At most 8 years old": the one column that holds an age."""
    return _only(
        c
        for c in reading.context.columns
        if c.kind == "number" and "age" in pieces_of(c.name) and _possible(c, value)
    )


def _visits(column: ColumnFacts) -> bool:
    """ "Who come four times a month": what coming is called."""
    return bool(re.search(r"(?i)visit|come|trip|session|show|attend", column.name))


_CLOCK = r"^ (?:o|o'clock|oclock|h|am|a m)(?= )(?! [a-z])"
_CLASSES = frozenset(words("class level group category step bucket bin fold way kind type other"))
_MUCH = 100  # from which a bare figure is an amount


def _amount_meant(reading: Reading, numbers: list[ColumnFacts], value: Quantity) -> ColumnFacts | None:
    """ "whatever went for under 220,000": the price that is predicted, or the one amount of the table."""
    target = reading.columns.by_name.get(str(reading.said("target")))
    if target is not None and target in numbers and target.n_distinct > COUNTED and _possible(target, value):
        return target
    return _only(
        c
        for c in numbers
        if re.search(r"(?i)amount|value|price|total|(^|_| )sum", c.name) and _possible(c, value)
    )


_AMOUNTS = r" (?:above|over|below|under|more than|less than|at least|at most|up to|exceed)(?= )"


def _written_as_year(line: Line, hit: Hit, value: Quantity) -> bool:
    """ "before 2016", not "above 2,000"."""
    if value.value not in YEARS or value.value != int(value.value):
        return False
    return "," not in line.words(hit.start, hit.end) and not search(_AMOUNTS, hit.match.group() + " ")


def _unit_fits(line: Line, hit: Hit, column: ColumnFacts) -> bool:
    """ "36 month loans": only where the number is large enough not to be a label of anything by chance."""
    return any(
        abs(float(label)) > 12 for label in column.labels if re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", label)
    )


def _only(columns: object) -> ColumnFacts | None:
    found = list(columns)  # type: ignore[call-overload]  # any iterable of columns
    return found[0] if len(found) == 1 else None


def _time_column(reading: Reading, line: Line, hit: Hit, value: Quantity) -> ColumnFacts | None:
    """The column of dates or years that a year or a date is compared with: a named one close by, else the only one."""
    before = line.items[max(0, hit.start - 5) : hit.start]
    near = [item.payload.column for item in before if isinstance(item.payload, Mention)]
    year = int(value.iso[:4]) if value.kind == "date" else int(value.value)
    fits = [c for c in near if c.kind == "datetime" or holds_years(c)]
    if fits:
        return fits[-1]
    told = _told_by_a_verb(reading, line, hit.start)
    if told is not None:
        return told
    years = [c for c in reading.context.columns if holds_years(c)]
    dates = [
        c
        for c in reading.context.columns
        if c.kind == "datetime" and not re.search(r"status|update", c.name, re.I)
    ]
    if value.kind == "number" and (
        (len(years) == 1 and not dates) or (len(years) == 1 and _in_range(years[0], year))
    ):
        return years[0]
    made = {
        token.lemma
        for token in line.tokens[max(0, line.items[hit.start].start - 2) : line.items[hit.start].start + 1]
    }
    if made & _MADE:
        return None  # "buildings built after 1990" are no readings after 1990
    return dates[0] if len(dates) == 1 else None


_MADE = frozenset(words("build bear construct erect manufacture"))


def _told_by_a_verb(reading: Reading, line: Line, at: int) -> ColumnFacts | None:
    """ "sold in 2008" is about the year of sale, "issued in 2024" about the date of issue."""
    tokens = line.tokens[line.items[max(0, at - _VERB_REACH)].start : line.items[at].start + 1]
    for token in reversed(tokens):
        said = _NOUNS.get(token.lemma, token.lower)
        for candidate in reading.columns.candidates([said], synonyms=False):
            if candidate.column.kind == "datetime" or holds_years(candidate.column):
                return candidate.column
    return None


_VERB_REACH = 3
_NOUNS = {"bear": "birth", "sell": "sold", "build": "built", "admit": "admitted"}


def holds_years(column: ColumnFacts) -> bool:
    low, high = column.minimum, column.maximum
    return (
        column.kind == "number"
        and isinstance(low, int | float)
        and isinstance(high, int | float)
        and low >= 1700
        and high <= 2200
    )


def _in_range(column: ColumnFacts, year: int) -> bool:
    return (
        isinstance(column.minimum, int | float)
        and isinstance(column.maximum, int | float)
        and column.minimum - 1 <= year <= column.maximum + 1
    )
