"""Which rows words mean, as SQL: "customers with fibre", "homes built after 1990", "people over 30 in the southeast"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.offline.context import ColumnFacts
from assistant.offline.metric.scores import find_scores
from assistant.offline.reading import Reading
from assistant.offline.search.budget import tidy
from assistant.offline.table import sql
from assistant.offline.table.by_unit import column_by_unit, figure_in_bytes, tells_age, tells_amount
from assistant.offline.table.columns import Mention
from assistant.offline.table.countries import codes_of, holds_codes
from assistant.offline.table.events import negated
from assistant.offline.table.labels import ENTITIES, LabelFit, LabelMention, is_yes_no, no_label, yes_label
from assistant.offline.table.parts import find_parts
from assistant.offline.text.comparisons import (
    AMOUNT,
    BEHIND,
    FLIPPED,
    in_front,
    operator_behind,
    operator_in_front,
)
from assistant.offline.text.lemmas import lemma, root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.numbers import ORDINALS
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity, read_quantities
from assistant.offline.text.tokens import clean, tokenise
from assistant.offline.text.wordlists import words

_YEARS = range(1850, 2101)
_FILLER = r"(?:be|of|be of|at|in|the|a|an|column|value|age|price|score|with|:|was)"


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


def find_tests(
    reading: Reading, start: int, end: int, *, skip: tuple[str, ...] = (), merge: bool = True
) -> list[Test]:
    """All tests that stand in a stretch of items of the reading's line, in order; columns in `skip` are left alone.

    With `merge`, a label behind a "not" is a test for the others, and labels of one column are one test.
    """
    found = find_gaps(reading, start, end)
    for part in find_parts(reading, start, end):
        found.append(Test(part.column, part.operator, part.values, part.start, part.end, part=part.left))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(t for t in _comparisons(reading, start, end) if taken.isdisjoint(range(t.start, t.end)))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(_told_labels(reading, start, end, taken))
    found.extend(_timed_labels(reading, start, end, {k for t in found for k in range(t.start, t.end)}))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(_label_tests(reading, start, end, taken, turn=merge))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(_yes_no_tests(reading, start, end, taken))
    taken = {k for test in found for k in range(test.start, test.end)}
    found.extend(_country_tests(reading, start, end, taken, turn=merge))
    found.extend(_beside_in_a_list(reading, found, start))
    kept = [test for test in found if test.column.name not in skip]
    kept.sort(key=lambda test: test.start)
    return _merged(kept) if merge else kept


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


def _merged(tests: list[Test]) -> list[Test]:
    """Several labels of one column are alternatives: "students or retired"."""
    merged: list[Test] = []
    for test in tests:
        same = next(
            (
                m
                for m in merged
                if m.column is test.column
                and m.part == test.part
                and m.operator == test.operator
                and m.operator in ("=", "<>")
            ),
            None,
        )
        if same is None:
            merged.append(test)
            continue
        values = tuple(dict.fromkeys((*same.values, *test.values)))
        merged[merged.index(same)] = replace(same, values=values, end=test.end)
    return merged


def _comparisons(reading: Reading, start: int, end: int) -> list[Test]:
    marked = reading.with_columns(least=0.5)
    first, last = marked.same(reading.line, start, end)
    found: list[Test] = []
    for pattern in _PATTERNS:
        for hit in marked.find(pattern, start=first, end=last):
            test = _comparison(reading, marked, hit)
            if test and not any(test.start < other.end and other.start < test.end for other in found):
                found.append(test)
    return found


_BEHIND = "(?P<behind>" + "|".join(words for _, words in BEHIND) + ")"
_BEHIND = rf"{_BEHIND}(?! {AMOUNT}| than)"
_BETWEEN = rf"(?:between (?P<low>{AMOUNT}) (?:and|to|-|–)|(?:from )?(?P<low2>{AMOUNT}) (?:to|-|–|through|up to|until|till)) (?P<high>{AMOUNT})"
_ORDINAL = rf"(?P<ordinal><num> (?:st|nd|rd|th)|{'|'.join(w for w in ORDINALS if len(w) < 8)})"
_TIMES = r"(?P<times><times>|once|<num> time)"
_PATTERNS = (
    rf" (?P<col><col>)(?: {_FILLER}| range| lie| number)* {_BETWEEN}(?= )",
    rf" (?P<col><col>)(?: {_FILLER}| number| either)* (?P<many>{AMOUNT}(?: , {AMOUNT})*(?: ,)? (?:or|and) {AMOUNT})(?= )",
    rf" (?P<low>{AMOUNT}) (?:to|-|–) (?P<high>{AMOUNT})(?: [a-z]+){{0,2}}?(?: of)? (?P<col><col>)(?= )",
    rf" {in_front()} the {_ORDINAL} (?P<col><col>)(?= )",
    rf" {_ORDINAL} (?P<col><col>) {_BEHIND}(?= )",
    rf" (?P<col><col>)(?: \w+)? {in_front()} {_TIMES}(?= )",
    rf" (?P<col><col>) (?P<times>once) {_BEHIND}(?= )",
    rf" between (?P<low>{AMOUNT}) (?:and|to|-|–) (?P<high>{AMOUNT})(?: \w+)?(?: of)?(?: the| their)? (?P<col><col>)?(?= )",
    rf" (?P<col><col>)(?: {_FILLER}| who| which| that| to)* {in_front()}(?: the year)? (?P<value>{AMOUNT})(?: (?!or |and )\w+)?(?: {_BEHIND})?(?= )",
    rf" (?P<col><col>)(?: {_FILLER}| for| who| which| that)* (?P<value>{AMOUNT})(?: (?!or |and )\w+)? {_BEHIND}(?= )",
    rf" {in_front()}(?: the year)? (?P<value>{AMOUNT}) (?:\w+ )?(?:of |in )?(?:the |their |its )?(?P<col><col>)(?: {_BEHIND})?(?= )",
    rf" (?P<value>{AMOUNT}) (?P<col><col>) {_BEHIND}(?= )",
    rf" (?P<value>{AMOUNT}) {_BEHIND} (?P<col><col>)(?= )",
    rf" {_BETWEEN}(?= )",
    rf" (?P<value>{AMOUNT}) (?P<unit>[a-z]\w+) {_BEHIND}(?= )",
    rf" (?P<value>{AMOUNT}) {_BEHIND}(?= )",
    r" (?P<front>within) (?P<value><num>) (?P<col><col>)(?= )",
    r" (?P<front>within) (?P<value><num>)(?= (?:km|kilometre|mile|metre|meter|m)(?= ))",
    rf"(?: {in_front()})? (?P<value><dur>) (?:a|per|each|every) (?P<per>day|week|month|year|<col>)(?: {_BEHIND})?(?= )",
    rf" {in_front()}(?: the age of| the year)? (?P<value>{AMOUNT})(?: {_BEHIND})?(?= )",
    rf" (?P<col><col>)(?: (?:be|=|==|equals?|of|equal to|be equal to|number))* (?P<value>{AMOUNT})(?= )",
    r" (?:(?:from|in|of|during) (?:the year )?|(?:the )?year )(?P<value><num>|<date>)(?= )",
    r" (?P<value><num>|<dur>)(?= [a-z<])",
)


def _comparison(reading: Reading, line: Line, hit: Hit) -> Test | None:
    groups = hit.match.groupdict()
    if any(
        k in _claimed(reading)
        for item in line.items[hit.start : hit.end]
        if isinstance(item.payload, Quantity)
        for k in range(item.start, item.end)
    ):
        return None
    if groups.get("behind") == "on" and not groups.get("front") and _is_amount(hit):
        return None  # "30 cents on average"
    if groups.get("value") and line.words(*hit.span("value")).lower() == "ones":
        return None
    if _says_share(hit) and line.has(
        r" of (?:the|all|our|my|that|them|it)(?= )", start=hit.start, end=hit.end + 2
    ):
        return None  # "at least 75 % of the loans"
    operator = operator_in_front(groups["front"]) if groups.get("front") else "="
    alone = hit.match.group().endswith((" only", " alone")) or line.has(
        r"^ (?:only|alone)(?= )", start=hit.end
    )
    or_equal = _or_in_front(hit)
    if or_equal and operator in ("<", ">"):
        operator += "="  # "issued on or after", where "issued on" is the column
    if groups.get("front") == "from" and alone:
        operator = "="  # "from 2023 only"
    if groups.get("behind") and groups.get("front") in (None, "from"):
        operator = operator_behind(groups["behind"])
    low = next((name for name in ("low", "low2") if groups.get(name)), "")
    if groups.get("front") == "within":
        operator = "<="
    if low:
        operator = "between"
        if not all(any(isinstance(p, Quantity) for p in hit.payloads(group)) for group in (low, "high")):
            return None  # "the one and two year ones", where a label is called so
    first = hit.quantity(low) if low else _figure(hit)
    if operator == "=" and first is not None and first.kind == "money":
        return None  # "a planned service is 310 €"
    if groups.get("col") and (_counts_things(hit) or _counts_the_next(line, hit)):
        return None
    column = _fitting(reading, hit.payload("col"), first) if groups.get("col") else None
    if not groups.get("col") or (_is_year(first) and not _tells_time(column, hit)):
        column = _column_for(reading, line, hit, first, operator)
    if column is None or first is None or column.kind == "text":
        return None
    values = [first, hit.quantity("high")] if low else [first]
    if groups.get("many"):
        values = [p for p in hit.payloads("many") if isinstance(p, Quantity)]
        if not all(_is_label(column, value) for value in values):
            return None
    if column.kind in ("category", "boolean") and not _numeric_labels(column):
        return _label_comparison(reading, line, hit, column, operator, first)
    span = (
        _year_or_month(first)
        if column.kind == "datetime" and operator == "=" and _IN_TIME.match(hit.match.group())
        else None
    )
    if span is not None:
        start, end = reading.line.same(line, hit.start, hit.end)
        return Test(column, "during", span, start, end)
    if "<col>" not in hit.match.re.pattern and operator == "=" and not _is_label(column, first):
        return None
    if (
        operator == "="
        and _numeric_labels(column)
        and column.n_distinct <= 2
        and not _is_label(column, first)
    ):
        return None  # "fail within 7 days" is no value of a column of 0 and 1
    shifted = [_literal(column, value, operator) for value in values]
    operator = shifted[0][1] if operator != "between" else operator
    start, end = reading.line.same(line, hit.start - (2 if or_equal else 0), hit.end)
    return Test(column, operator, tuple(text for text, _ in shifted), start, end)


def _or_in_front(hit: Hit) -> bool:
    line = hit.line
    at = hit.start
    return at > 1 and line.items[at - 1].text == "or" and line.words(at - 2, at - 1).lower().endswith("on")


def _is_amount(hit: Hit) -> bool:
    said = hit.payload("value") if hit.match.groupdict().get("value") else None
    return isinstance(said, Quantity) and not _is_year(said)


def _says_share(hit: Hit) -> bool:
    inside = hit.line.items[hit.start : hit.end]
    return any(isinstance(i.payload, Quantity) and i.payload.kind == "percent" for i in inside)


_UNITS = frozenset(
    words(
        """km kilometre kilometer mile metre meter kg gram year month day hour minute carat room bedroom
        bathroom seat rpm degree point"""
    )
)


def _counts_things(hit: Hit) -> bool:
    """ "no more than 50 claims" counts claims; "over 30 years of age" and "over 200 minutes of tool wear" do not."""
    if not hit.match.groupdict().get("value"):
        return False
    value, col = hit.span("value"), hit.span("col")
    if value[0] > col[0] or value[1] != col[0] or hit.match.groupdict().get("behind"):
        return False
    mention = hit.payload("col")
    if hit.line.words(*col).lower() in ("old", "older", "young", "younger"):
        return False
    said = {
        token.lemma
        for token in hit.line.tokens[hit.line.items[col[0]].start : hit.line.items[col[1] - 1].end]
    }
    few = (
        mention.column.n_distinct <= _COUNTED
        and mention.score >= 0.5
        and bool(hit.match.groupdict().get("front"))
    )
    if few and _within_reach(mention.column, hit.quantity("value") if hit.payload("value") else None):
        return False  # "at least three pages", where a column counts pages
    return not (mention.score >= 0.9 or said & _UNITS or len(said) > 1)


def _within_reach(column: ColumnFacts, value: Quantity | None) -> bool:
    low, high = column.minimum, column.maximum
    return (
        value is not None
        and column.kind == "number"
        and isinstance(low, int | float)
        and isinstance(high, int | float)
        and low <= value.value <= high
        and column.n_distinct > 2
    )


def _counts_the_next(line: Line, hit: Hit) -> bool:
    """ "claims with at least one witness": the figure belongs to the column behind it, which is named better."""
    if (
        not hit.match.groupdict().get("value")
        or hit.span("value")[1] != hit.end
        or hit.end >= len(line.items)
    ):
        return False
    behind = line.items[hit.end].payload
    return isinstance(behind, Mention) and behind.score >= 0.9 > hit.payload("col").score


def _fitting(reading: Reading, mention: Mention, value: Quantity | None) -> ColumnFacts | None:
    """ "claims above 1,000": of the columns that have the word in their name, the amount."""
    said_id = mention.score >= 1.0 or not re.search(
        r"(?i)(^|_| )(id|no|nr|index)$", mention.column.name.strip()
    )
    if len(mention.tied) == 1 and mention.score >= 0.9 and said_id and _possible(mention.column, value):
        return mention.column
    close = [
        c.column for c in mention.candidates if c.score >= mention.score - 0.25 and _possible(c.column, value)
    ]
    wanted = "datetime" if value is not None and value.kind == "date" else "number"
    fits = [
        c
        for c in close
        if (c.kind == wanted or _numeric_labels(c))
        and not re.search(r"(?i)(^|_)(id|no|nr|age)$", c.name.strip())
    ]
    amounts = [c for c in fits if re.search(r"(?i)amount|value|price|sum|charge|total", c.name)]
    if mention.column in fits and len(mention.tied) == 1:
        return mention.column
    if len(fits) == 1 or len(amounts) == 1:
        return fits[0] if len(fits) == 1 else amounts[0]
    names_row = bool(re.search(r"(?i)(^|_| )(id|no|nr|index)$", mention.column.name.strip()))
    if fits or (mention.score >= 0.95 and not names_row):
        return mention.column if len(mention.tied) == 1 and _possible(mention.column, value) else None
    return _amount_column(reading, value)


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


def _is_year(value: Quantity | None) -> bool:
    return value is not None and (value.kind == "date" or (value.kind == "number" and value.value in _YEARS))


def _tells_time(column: ColumnFacts | None, hit: Hit) -> bool:
    """Whether a year can be compared with a column: it holds times, or is named in full."""
    if column is None:
        return False
    return column.kind == "datetime" or _holds_years(column) or bool(hit.payload("col").score >= 0.95)


def _figure(hit: Hit) -> Quantity | None:
    groups = hit.match.groupdict()
    if groups.get("many"):
        return next(p for p in hit.payloads("many") if isinstance(p, Quantity))
    if groups.get("ordinal") or groups.get("times"):
        said = hit.said("ordinal") if groups.get("ordinal") else hit.said("times")
        found = ORDINALS.get(said, 1 if said == "once" else None)
        if found is None:
            found = hit.payload("ordinal" if groups.get("ordinal") else "times").value
        return Quantity("number", float(found), 0, 0)
    if hit.said("value") in ("one", "zero"):
        return Quantity("number", 1.0 if hit.said("value") == "one" else 0.0, 0, 0)
    return hit.quantity("value")


def _numeric_labels(column: ColumnFacts) -> bool:
    return bool(column.labels) and all(re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", label) for label in column.labels)


def _is_label(column: ColumnFacts, value: Quantity) -> bool:
    figure = value.count if value.kind == "duration" else value.value
    return column.n_distinct <= 30 and any(label.strip() == str(tidy(figure)) for label in column.labels)


def _column_for(
    reading: Reading, line: Line, hit: Hit, value: Quantity | None, operator: str
) -> ColumnFacts | None:
    """The column that a bare figure must mean: a year, an age, a number that only one column of few values holds."""
    if value is None:
        return None
    words = hit.match.group()
    by_unit = column_by_unit(reading.context.columns, line, hit.end, value)
    if by_unit is not None and operator != "=":
        return by_unit
    if hit.match.groupdict().get("unit"):
        return None
    if hit.match.groupdict().get("per"):
        per = lemma(line.words(*hit.span("per")).lower())
        pieces = [(c, c.name.lower()) for c in reading.context.columns if c.kind == "number"]
        return _only(c for c, name in pieces if per in name and str(value.unit or "-") in name)
    numbers = [c for c in reading.context.columns if c.kind == "number"]
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
            c for c in numbers if c.n_distinct <= 12 and _is_label(c, bare) and _unit_fits(line, hit, c)
        )
    return None


_CLASSES = frozenset(words("class level group category step bucket bin fold way kind type other"))
_MUCH = 100  # from which a bare figure is an amount


def _amount_meant(reading: Reading, numbers: list[ColumnFacts], value: Quantity) -> ColumnFacts | None:
    """ "whatever went for under 220,000": the price that is predicted, or the one amount of the table."""
    target = reading.columns.by_name.get(str(reading.said("target")))
    if target is not None and target in numbers and target.n_distinct > _COUNTED and _possible(target, value):
        return target
    return _only(
        c
        for c in numbers
        if re.search(r"(?i)amount|value|price|total|(^|_| )sum", c.name) and _possible(c, value)
    )


_AMOUNTS = r" (?:above|over|below|under|more than|less than|at least|at most|up to|exceed)(?= )"


def _written_as_year(line: Line, hit: Hit, value: Quantity) -> bool:
    """ "before 2016", not "above 2,000"."""
    if value.value not in _YEARS or value.value != int(value.value):
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
    fits = [c for c in near if c.kind == "datetime" or _holds_years(c)]
    if fits:
        return fits[-1]
    told = _told_by_a_verb(reading, line, hit.start)
    if told is not None:
        return told
    years = [c for c in reading.context.columns if _holds_years(c)]
    dates = [
        c
        for c in reading.context.columns
        if c.kind == "datetime" and not re.search(r"status|update", c.name, re.I)
    ]
    if value.kind == "number" and (
        (len(years) == 1 and not dates) or (len(years) == 1 and _in_range(years[0], year))
    ):
        return years[0]
    return dates[0] if len(dates) == 1 else None


def _told_by_a_verb(reading: Reading, line: Line, at: int) -> ColumnFacts | None:
    """ "sold in 2008" is about the year of sale, "issued in 2024" about the date of issue."""
    tokens = line.tokens[line.items[max(0, at - _VERB_REACH)].start : line.items[at].start + 1]
    for token in reversed(tokens):
        said = _NOUNS.get(token.lemma, token.lower)
        for candidate in reading.columns.candidates([said], synonyms=False):
            if candidate.column.kind == "datetime" or _holds_years(candidate.column):
                return candidate.column
    return None


_VERB_REACH = 3
_NOUNS = {"bear": "birth", "sell": "sold", "build": "built", "admit": "admitted"}


def _holds_years(column: ColumnFacts) -> bool:
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


def _literal(column: ColumnFacts, value: Quantity, operator: str) -> tuple[str, str]:
    """A figure as SQL, and the operator it then needs: "after 2016" begins in 2017 where the column holds dates."""
    if column.kind == "datetime":
        return _date_literal(value, operator)
    if value.kind == "percent" and isinstance(column.maximum, int | float) and column.maximum > 1.5:
        return sql.number(value.value * 100), operator
    if value.kind == "size":
        return sql.number(figure_in_bytes(column, value)), operator
    if value.kind == "duration":
        return sql.number(in_unit_of(column, value)), operator
    if value.kind == "date":
        return value.iso[:4], operator
    return sql.number(value.value), operator


def in_unit_of(column: ColumnFacts | None, value: Quantity) -> float:
    """A span of time in the unit that the column's name says, else in the unit that was said."""
    if column is not None and value.unit and value.unit in column.name.lower():
        return value.count
    for unit, seconds in (
        ("month", 2_629_746),
        ("year", 31_556_952),
        ("day", 86_400),
        ("hour", 3600),
        ("week", 604_800),
        ("minute", 60),
        ("second", 1),
    ):
        if column is not None and unit in column.name.lower() and value.unit != unit:
            return round(value.value / seconds, 4)
    return value.count


_IN_TIME = re.compile(r" (?:<col> )?(?:\w+ )*(?:from|in|of|during|year) ")


def _year_or_month(value: Quantity) -> tuple[str, str] | None:
    """The first moment of a year or month and the first one behind it, where no day is said."""
    precision = value.unit if value.kind == "date" else "year"
    if precision not in ("year", "month"):
        return None
    iso = value.iso or f"{int(value.value):04d}-01-01"
    year, month = int(iso[:4]), int(iso[5:7])
    year, month = (year + 1, 1) if precision == "year" or month == 12 else (year, month + 1)
    return sql.text(iso[:10]), sql.text(f"{year:04d}-{month:02d}-01")


def _date_literal(value: Quantity, operator: str) -> tuple[str, str]:
    iso = value.iso or f"{int(value.value):04d}-01-01"
    precision = value.unit if value.kind == "date" else "year"
    if operator in (">", "<=") and precision in ("year", "month"):
        year, month = int(iso[:4]), int(iso[5:7])
        year, month = (year + 1, 1) if precision == "year" or month == 12 else (year, month + 1)
        return sql.text(f"{year:04d}-{month:02d}-01"), ">=" if operator == ">" else "<"
    return sql.text(iso), operator


_LABEL_COMPARES = re.compile(
    r"\s*(?P<op><=|>=|<|>|over|under|above|below|up to|more than|less than)\s*\D?\s*(?P<number>\d[\d,.]*)\s*(?P<k>[kKmM]?)"
)


def label_comparison(label: str) -> tuple[str, float] | None:
    """What a label such as " >50K" or "< 0 DM" compares with: operator and figure."""
    match = _LABEL_COMPARES.match(label)
    if not match:
        return None
    operator = {
        "over": ">",
        "above": ">",
        "more than": ">",
        "under": "<",
        "below": "<",
        "less than": "<",
        "up to": "<=",
    }.get(match["op"], match["op"])
    scale = {"k": 1e3, "m": 1e6}.get(match["k"].lower(), 1.0)
    return operator, float(match["number"].replace(",", "")) * scale


def _label_comparison(
    reading: Reading, line: Line, hit: Hit, column: ColumnFacts, operator: str, value: Quantity
) -> Test | None:
    """Labels that are themselves comparisons: "balance below zero" is '< 0 DM'."""
    for label in column.labels:
        compared = label_comparison(label)
        if compared and compared[1] == value.value and compared[0].strip("=") == operator.strip("="):
            start, end = reading.line.same(line, hit.start, hit.end)
            return Test(column, "=", (sql.literal(column, label),), start, end)
    return None


_IS = r" (?P<col><col>)(?: (?:column|field|value))?(?: (?:be|=|equal|equals|say|read|to))+(?P<not> not)?(?: (?:\"|'|a|an))*(?= )"


def _told_labels(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """ "where the service is No": a label as it is written, behind its column and "is"."""
    marked = reading.with_columns(least=0.9, synonyms=False)
    first, last = marked.same(reading.line, start, end)
    found = []
    for hit in marked.find(r" (?P<col><col>)(?= )", start=first, end=last):
        if hit.end >= last:
            break
        column, typed = hit.payload("col").column, marked.words(hit.end, hit.end + 1)
        at, until = reading.line.same(marked, hit.start, hit.end + 1)
        if typed == "A" and typed in column.labels and taken.isdisjoint(range(at, until)):
            found.append(Test(column, "=", (sql.literal(column, typed),), at, until))  # "segment A"
    for hit in marked.find(_IS, start=first, end=last):
        column = hit.payload("col").column
        for stop in range(min(hit.end + 4, last), hit.end, -1):
            said = marked.words(hit.end, stop).strip(" \"'").lower()
            label = next((label for label in column.labels if label.strip().lower() == said), None)
            at, until = reading.line.same(marked, hit.start, stop)
            if label is not None and taken.isdisjoint(range(at, until)):
                operator = "<>" if hit.has("not") else "="
                found.append(Test(column, operator, (sql.literal(column, label),), at, until, sure=True))
                break
    return found


def _timed_labels(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """ "A two year contract", where a label is 'Two years'."""
    found = []
    for at in range(start, min(end, len(reading.line.items))):
        said = reading.line.items[at].payload
        if at in taken or not isinstance(said, Quantity) or said.kind != "duration":
            continue
        fits = [
            (c, label)
            for c in reading.context.columns
            for label in _timed(c).get((said.count, said.unit), ())
        ]
        if len(fits) == 1:
            found.append(Test(fits[0][0], "=", (sql.literal(*fits[0]),), at, at + 1))
    return found


@lru_cache(maxsize=4096)
def _timed(column: ColumnFacts) -> dict[tuple[float, str], list[str]]:
    """The labels of a column that are spans of time, by count and unit."""
    found: dict[tuple[float, str], list[str]] = {}
    for label in column.labels if column.kind == "category" and column.n_distinct <= _COUNTED else ():
        spans = read_quantities(tokenise(clean(label)))
        if len(spans) == 1 and spans[0].kind == "duration":
            found.setdefault((spans[0].count, spans[0].unit), []).append(label)
    return found


def _label_tests(reading: Reading, start: int, end: int, taken: set[int], *, turn: bool) -> list[Test]:
    found = []
    for mention in reading.labels.mentions(reading.line, start=start, end=end):
        if (
            mention.start < start
            or mention.end > end
            or not taken.isdisjoint(range(mention.start, mention.end))
        ):
            continue
        typed = reading.line.words(mention.start, mention.end)
        if "_" in typed and typed in reading.columns.by_name:
            continue  # "omit gearbox_failure"
        if _in_a_name(reading, mention) or _by_chance(reading, mention):
            continue
        fits = _one_column(reading, mention.tied, mention.start)
        if fits and _joined_to_same(reading, mention, fits[0].column):
            pass
        elif not fits or _stands_for_something_else(reading, mention.start, mention.end, fits[0]):
            continue
        operator = "<>" if turn and _negated(reading.line, mention.start) else "="
        values = tuple(sql.literal(fits[0].column, fit.label) for fit in fits)
        found.append(Test(fits[0].column, operator, values, mention.start, mention.end))
    return found


def _country_tests(reading: Reading, start: int, end: int, taken: set[int], *, turn: bool) -> list[Test]:
    """ "orders from Switzerland", where the column holds 'CH'."""
    columns = [c for c in reading.context.columns if c.kind == "category" and holds_codes(c.labels)]
    if len(columns) != 1:
        return []
    found = []
    for at in range(start, min(end, len(reading.line.items))):
        for stop in (at + 2, at + 1):
            typed = reading.line.words(at, stop)
            if len(typed) <= _CODE and not typed.isupper():
                continue  # "can be removed" is nothing Canadian
            codes = codes_of(typed)
            label = next((label for label in columns[0].labels if label.strip() in codes), None)
            if label is not None and taken.isdisjoint(range(at, stop)) and stop <= end:
                operator = "<>" if turn and _negated(reading.line, at) else "="
                found.append(Test(columns[0], operator, (sql.literal(columns[0], label),), at, stop))
                break
    return found


_CODE = 3


def _beside_in_a_list(reading: Reading, found: list[Test], start: int) -> list[Test]:
    """The "A" of "segments A and B", which alone would be an article."""
    more = []
    for test in found:
        at = test.start - 1
        while test.operator == "=" and at > start and reading.line.items[at].text in ("and", "or", ",", "/"):
            typed = reading.line.words(at - 1, at)
            if typed not in test.column.labels or any(t.start <= at - 1 < t.end for t in found):
                break
            more.append(Test(test.column, "=", (sql.literal(test.column, typed),), at - 1, at))
            at -= 2
    return more


def _negated(line: Line, at: int) -> bool:
    """The "non" of "non-smokers in the north" negates the smokers alone."""
    prefixed = line.has(r" non(?= )", start=max(0, at - 6), end=at) and line.items[at - 1].text not in (
        "non",
        "-",
    )
    return negated(line, at) and not prefixed


_SENTENCE = 3  # words from which a label is a text, of which one word alone is none of it
_PARTICLES = frozenset(
    words(
        """all any every both some else away up out off back down again over on in to at from with not for of as by need
        want use get go have do make take very"""
    )
)


def _by_chance(reading: Reading, mention: LabelMention) -> bool:
    """ "who would tell us" names no country US, one word no note of five, "walk away" no "moved away"."""
    said = [item.text for item in reading.line.items[mention.start : mention.end]]
    typed = reading.line.words(mention.start, mention.end)
    label = mention.best.label.strip()
    behind = reading.line.items[mention.end].text if mention.end < len(reading.line.items) else ""
    if said == ["good"] and behind in ("many", "deal", "few", "number", "while", "idea", "look"):
        return True  # "a good many listings"
    if mention.best.column.kind == "text" or (
        all(word in _PARTICLES for word in said) and not _as_written(label, typed)
    ):
        return True
    if label.isupper() and len(label) <= 3 and typed.islower() and lemma(typed) in _LITTLE:
        return True
    if any(score.start <= mention.start < score.end for score in find_scores(reading.line)):
        return True
    if typed.lower() in ("i", "a") and not _named_beside(reading, mention):
        return True
    agent = label.lower().endswith(("er", "or"))
    if (
        len(said) == 1
        and agent
        and not said[0].endswith(("er", "or"))
        and root(said[0]) == root(label.lower())
    ):
        return True  # "deals not done" are no dealers
    derived = len(said) == 1 and root(said[0]) == root(label.lower()) and lemma(label.lower()) != said[0]
    subject = mention.start > 0 and reading.line.items[mention.start - 1].text in _DOERS
    if derived and subject:
        return True  # "I only deal in diesels" is about no dealer
    least = _WHOLE if label.endswith((".", "!", "?")) or len(label.split()) > _LONG else _MOST
    return len(label.split()) >= _SENTENCE and mention.best.score < least


def _as_written(label: str, typed: str) -> bool:
    """ "From DE and AT": a short code, in capitals as it stands in the table."""
    return len(label) > 1 and label.isupper() and typed == label


def _named_beside(reading: Reading, mention: LabelMention) -> bool:
    return any(
        m.end == mention.start and m.column is mention.best.column
        for m in reading.columns.mentions(reading.line)
    )


_LITTLE = frozenset(words("us at in it no be is on or me am as an so do go he we my by to up if of"))
_DOERS = frozenset(words("i we they you he she to only who"))
_MOST = 0.6
_WHOLE = 0.9  # of a label that is a sentence of its own
_LONG = 4


def _in_a_name(reading: Reading, mention: LabelMention) -> bool:
    """ "the monthly fee" is a column, though another one has a label "Month-to-month"."""
    return any(
        m.score == 1.0
        and m.start <= mention.start
        and mention.end <= m.end
        and all(fit.column is not m.column for fit in mention.tied)
        for m in reading.columns.mentions(reading.line)
    )


def _claimed(reading: Reading) -> set[int]:
    """What other readers made use of; rows kept from the goal's reader are for this one."""
    rows: set[int] = reading.notes.get("rows", set())
    return reading.claimed - rows


def _joined_to_same(reading: Reading, mention: LabelMention, column: ColumnFacts) -> bool:
    """ "new or used car": a common word counts where a label of the same column follows with "or"."""
    for other in reading.labels.mentions(reading.line):
        if not any(fit.column is column for fit in other.tied):
            continue
        first, second = (mention, other) if mention.start < other.start else (other, mention)
        between = [item.text for item in reading.line.items[first.end : second.start] if item.text != "the"]
        if first is not second and between in (["or"], ["nor"], ["and"], [","]):
            return True
    return False


def _one_column(reading: Reading, fits: tuple[LabelFit, ...], at: int) -> tuple[LabelFit, ...]:
    """The fits of one column; where several columns have the label, the one that is named beside it."""
    names = list(dict.fromkeys(fit.column.name for fit in fits))
    if len(names) == 1:
        return fits
    near = [item.text for item in reading.line.items[max(0, at - 4) : at + 5]]
    for name in names:
        words = [
            word
            for word in near
            if any(c.column.name == name and c.score >= 0.5 for c in reading.columns.candidates([word]))
        ]
        if words:
            return tuple(fit for fit in fits if fit.column.name == name)
    return ()


def _stands_for_something_else(reading: Reading, start: int, end: int, fit: LabelFit) -> bool:
    """Common words that happen to be labels ("good", "other", "new") count only beside their column's name."""
    words = [item.text for item in reading.line.items[start:end]]
    if any(
        k in _claimed(reading) for item in reading.line.items[start:end] for k in range(item.start, item.end)
    ):
        return True
    behind = reading.line.words(end, end + 1).lower()
    if behind.endswith("s") and root(behind) in ENTITIES:
        return False  # "only car loans"
    if len(words) > 1 or words[0] not in _COMMON or fit.column.name == reading.said("target"):
        return False
    near = [item.text for item in reading.line.items[max(0, start - 3) : end + 3]]
    return not any(
        c.column is fit.column
        for word in near
        if word not in words
        for c in reading.columns.candidates([word], synonyms=False)
    )


_COMMON = frozenset(
    words(
        """good bad other new old own for free low high direct none unknown basic first second group contract
        failure success business education services management may average fair current normal partial
        family inside corner standard open regular house car card cash stone wood wall floor metal typical name"""
    )
)


def _yes_no_tests(reading: Reading, start: int, end: int, taken: set[int]) -> list[Test]:
    """Columns that say yes or no, named without a figure: "working days", "who smoke", "with overtime"."""
    found = []
    for mention in reading.columns.mentions(reading.line, least=0.85, synonyms=False):
        column = mention.column
        if (
            mention.start < start
            or mention.end > end
            or not taken.isdisjoint(range(mention.start, mention.end))
        ):
            continue
        if not is_yes_no(column) or any(
            k in _claimed(reading)
            for i in reading.line.items[mention.start : mention.end]
            for k in range(i.start, i.end)
        ):
            continue
        if reading.line.has(r" (?:be |= )?(?:no|0|false)(?= )", start=mention.end, end=mention.end + 2):
            label = no_label(column)
        else:
            label = (
                no_label(column)
                if negated(reading.line, mention.start) or _without(reading.line, mention.start)
                else yes_label(column)
            )
        found.append(Test(column, "=", (sql.literal(column, label),), mention.start, mention.end, sure=True))
    return found


_EMPTY = r"(?:missing|empty|blank|unknown|null|nan|na|unrecorded|not (?:be )?(?:known|know|give|given|fill in|fill|record|available|state|there|present|enter))"
_FULL = r"(?:know|known|give|given|fill in|record|available|state|present|not (?:be )?(?:missing|empty|blank|unknown|null))"
_NONE_OF = r"(?:(?:with )?no|without|lack|miss|missing|unknown|empty|blank|with(?: a| an)? (?:missing|empty|blank|unknown))"
_GAPS = (
    (
        rf" (?P<col><col>)(?: (?:column|value|field|figure))?(?: (?:be|have|stay|remain|=))* {_EMPTY}(?= )",
        "null",
    ),
    (rf" (?P<col><col>)(?: (?:column|value|field|figure))?(?: (?:be|have|=))+ {_FULL}(?= )", "not null"),
    (
        rf" {_NONE_OF}(?: (?:a|an|any|the|its|their|valid|known|value|entry|for|in|of))* (?P<col><col>)(?= )",
        "null",
    ),
    (
        r" not (?:know|have|record|give)(?: (?:the|a|an|any|its|their|what|exact))* (?P<col><col>)(?= )",
        "null",
    ),
    (r" with(?: (?:a|an|any|some)) (?P<col><col>)(?= )", "some"),
    (r" with(?: (?:a|an|its|their))? (?:known|valid|record|give|given) (?P<col><col>)(?= )", "not null"),
)
_COUNTED = 30


def find_gaps(reading: Reading, start: int, end: int) -> list[Test]:
    """ "where the income is missing", "without a rating"; of a count, "without complaints" is none of them."""
    marked = reading.with_columns(least=0.85)
    first, last = marked.same(reading.line, start, end)
    found: list[Test] = []
    for pattern, operator in _GAPS:
        for hit in marked.find(pattern, start=first, end=last):
            column = hit.payload("col").column
            at, stop = reading.line.same(marked, hit.start, hit.end)
            inside = reading.line.items[at:stop]
            if hit.has("col") and hit.span("col")[0] == hit.start and not of_rows(marked, hit.start):
                continue  # "the duration is unknown before the call"
            if any(k in _claimed(reading) for item in inside for k in range(item.start, item.end)):
                continue
            none = _none_label(column)
            if none is not None and (operator == "some" or search(_LACKING, hit.match.group())):
                test = Test(column, "=", (sql.literal(column, none),), at, stop, sure=True)
                found.append(test.turned() if operator == "some" else test)
                continue
            if operator == "some":
                continue
            told = bool(search(rf" {_EMPTY} $", hit.match.group() + " ")) or "missing" in hit.match.group()
            if (column.n_missing or told) and not is_yes_no(column):
                found.append(Test(column, operator, (), at, stop, sure=True))
            elif _is_count(column) and search(r"^ (?:with no|no|without) ", hit.match.group()):
                found.append(Test(column, "=", ("0",), at, stop, sure=True))
    return found


_LACKING = r"^ (?:with no|no|without|lack)(?= )"


def _none_label(column: ColumnFacts) -> str | None:
    """The label of several that says that there is none: 'No' of 'DSL', 'Fiber optic' and 'No'."""
    if column.kind != "category" or not _SOME < column.n_distinct <= _COUNTED:
        return None
    return next(
        (label for label in column.labels if label.strip().lower() in ("no", "none", "nein", "without")), None
    )


_SOME = 2


def of_rows(line: Line, at: int) -> bool:
    """Whether "… is missing" is said of rows: "rows where …", "those whose …"."""
    return line.has(r" (?:where|whose|with|when|if|row|record)(?= )", start=max(0, at - 5), end=at)


def _is_count(column: ColumnFacts) -> bool:
    return column.kind == "number" and column.minimum == 0 and 2 < column.n_distinct <= _COUNTED


def _without(line: Line, start: int) -> bool:
    return line.has(
        r" (?:non|no|without|not)(?: (?:a|an|any|the|having))*$", start=max(0, start - 3), end=start
    )
