"""Comparisons with a figure: "homes built after 1990", "people over 30", "two or more calls"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table import sql
from assistant.offline.table.by_unit import scaled
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.table.figure_columns import (
    YEARS,
    age_column,
    column_for,
    fitting,
    holds_years,
    is_label,
    numeric_labels,
)
from assistant.offline.table.literals import IN_TIME, label_comparison, literal, year_or_month
from assistant.offline.table.measures import dimensions, with_name_behind, with_units
from assistant.offline.table.test import COUNTED, Test, claimed
from assistant.offline.text.comparisons import (
    AMOUNT,
    BEHIND,
    in_front,
    operator_behind,
    operator_in_front,
)
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.numbers import ORDINALS
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.units import TIME_S
from assistant.offline.text.wordlists import words

_FILLER = r"(?:be|of|be of|at|in|the|a|an|column|value|age|price|score|with|:|was)"


def comparisons(reading: Reading, start: int, end: int) -> list[Test]:
    marked = _marked(reading)
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
_BETWEEN = rf"(?:between (?P<low>{AMOUNT}) (?:and|to|-|–)|(?:from )?(?P<low2>{AMOUNT}) (?:up to and including|to|-|–|through|up to|until|till)) (?P<high>{AMOUNT})"
_NOUN = r"(?!(?:or|and|be|do|have|can|must|should|will|may|get|go|stay|leave|out|drop|skip|exclude|ignore|remove|count|belong|matter|please|only|who|that|which|where|not|need|come|make|take|fall|remain|so|but|for|in|on|at|to|from|of|with|without|a|an|the) )\w+"
_ORDINAL = rf"(?P<ordinal><num> (?:st|nd|rd|th)|{'|'.join(w for w in ORDINALS if len(w) < 8)})"
_TIMES = r"(?P<times><times>|once|<num> time)"
_PATTERNS = (
    rf"(?: {in_front()})? (?P<times><times>|<num> time) (?:a|per|each|every) (?P<per>day|week|month|year|<col>)(?: {_BEHIND})?(?= )",
    rf" (?P<col><col>)(?: {_FILLER}| range| lie| number)* {_BETWEEN}(?= )",
    rf" (?P<col><col>)(?: {_FILLER}| number| either)* (?P<many>{AMOUNT}(?: , {AMOUNT})*(?: ,)? (?:or|and) {AMOUNT})(?= )",
    rf" (?P<low>{AMOUNT}) (?:to|-|–) (?P<high>{AMOUNT})(?: [a-z]+){{0,2}}?(?: of)? (?P<col><col>)(?= )",
    rf" {in_front()} the {_ORDINAL} (?P<col><col>)(?= )",
    rf" {_ORDINAL} (?P<col><col>) {_BEHIND}(?= )",
    rf" (?P<col><col>)(?: \w+)? {in_front()} {_TIMES}(?= )",
    rf" (?P<col><col>) (?P<times>once) {_BEHIND}(?= )",
    rf" between (?P<low>{AMOUNT}) (?:and|to|-|–) (?P<high>{AMOUNT})(?: \w+)?(?: of)?(?: the| their)? (?P<col><col>)?(?= )",
    rf" (?P<col><col>)(?: {_FILLER}| who| which| that| to)* {in_front()}(?: the year)? (?P<value>{AMOUNT})(?: {_NOUN})?(?: {_BEHIND})?(?= )",
    rf" (?P<col><col>)(?: {_FILLER}| for| who| which| that)* (?P<value>{AMOUNT})(?: {_NOUN})? {_BEHIND}(?= )",
    rf" {in_front()}(?: the year)? (?P<value>{AMOUNT}) (?:(?:square|sq) )?(?:{_NOUN} )?(?:of |in )?(?:the |their |its )?(?P<col><col>)(?: {_BEHIND})?(?= )",
    rf" {in_front()} (?P<col><col>) (?P<value>{AMOUNT})(?= )",
    rf" (?P<value>{AMOUNT}) (?P<col><col>) {_BEHIND}(?= )",
    rf" (?P<value>{AMOUNT}) {_BEHIND} (?P<col><col>)(?= )",
    rf" {_BETWEEN}(?= )",
    rf" (?P<value>{AMOUNT}) (?P<unit>[a-z]\w+) {_BEHIND}(?= )",
    rf" (?P<value>{AMOUNT}) {_BEHIND}(?= )",
    r" (?P<front>within) (?P<value><num>) (?P<col><col>)(?= )",
    r" (?P<front>within|inside) (?P<value><dur>)(?= )",
    r" (?P<front>within) (?P<value><num>)(?= )",
    rf"(?: {in_front()})? (?P<value><dur>) (?:a|per|each|every) (?P<per>day|week|month|year|<col>)(?: {_BEHIND})?(?= )",
    rf" {in_front()}(?: the age of| the year)? (?P<value>{AMOUNT})(?: {_BEHIND})?(?= )",
    rf" (?P<col><col>)(?: (?:be|=|==|equals?|of|equal to|be equal to|number))* (?P<value>{AMOUNT})(?= )",
    r" (?:(?:from|in|of|during) (?:the year )?|(?:the )?year )(?P<value><num>|<date>)(?= )",
    r" (?P<value><num>|<dur>)(?= [a-z<])",
)


def _marked(reading: Reading) -> Line:
    """The line with columns behind marks; "at least" names none, though one is called 'Last call'."""

    def made() -> Line:
        named = [
            (item.payload.start, _without_no(reading.line, item.payload), "col", item.payload)
            for item in reading.with_columns(least=0.5).items
            if isinstance(item.payload, Mention)
            and any(
                i.text not in _COMPARING for i in reading.line.items[item.payload.start : item.payload.end]
            )
            and not reading.line.has(_BOUND, start=max(0, item.payload.start - 3), end=item.payload.end)
        ]
        figures = [*with_units(reading.line), *_single_spans(reading.line), *_aged(reading.line)]
        inside = {k for start, end, *_ in figures for k in range(start, end)}
        named = [mark for mark in named if inside.isdisjoint(range(mark[0], mark[1]))]
        return reading.line.marked([*named, *figures])

    return reading.line.once(("compared", id(reading.columns)), made)


def _without_no(line: Line, mention: Mention) -> int:
    """ "Reported no | later than": the "no" of a comparison is no number."""
    end = mention.end
    return end - 1 if end - mention.start > 1 and line.items[end - 1].text in ("no", "not") else end


def _aged(line: Line) -> Iterator[tuple[int, int, str, Quantity]]:
    """ "The under-20s": no seconds, but those who are younger."""
    for hit in line.find(r" (?:under|over|below|above) <dur>(?= )"):
        item = line.items[hit.end - 1]
        value, typed = item.payload, line.words(hit.end - 1, hit.end)
        if (
            isinstance(value, Quantity)
            and typed.endswith("s")
            and typed[:-1].isdigit()
            and 10 <= value.count <= 100
        ):
            bare = replace(value, kind="number", value=value.count, unit="aged")
            yield hit.end - 1, hit.end, "num", bare


_A_SPAN = r" (?:than|least|most|under|over|above|below|within|to|past|beyond|exceed) (?P<one>(?:a|an|one) (?P<unit>day|week|fortnight|month|year|hour|minute|second))(?= )"


def _single_spans(line: Line) -> Iterator[tuple[int, int, str, Quantity]]:
    """ "Less than a year": elsewhere "a year" is a rate."""
    for hit in line.find(_A_SPAN):
        start, end = hit.span("one")
        first, last, unit = line.items[start].start, line.items[end - 1].end, hit.said("unit")
        yield start, end, "dur", Quantity("duration", TIME_S[unit], first, last, unit=unit, count=1.0)


#: "60 or older", "five years and older": the second half of a bound, though "older" means an age.
_BOUND = rf" {AMOUNT}(?: [a-z]+)? {_BEHIND}$"
_COMPARING = frozenset(words("at least most more less than over under above below up"))


def _comparison(reading: Reading, line: Line, hit: Hit) -> Test | None:
    groups = hit.match.groupdict()
    if any(
        k in claimed(reading)
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
    if (
        groups.get("front")
        and _OLDER_THAN.search(groups["front"])
        and _is_year(_figure(hit) if not any(groups.get(n) for n in ("low", "low2")) else None)
    ):
        operator = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(operator, operator)
    or_equal = _or_in_front(hit)
    if or_equal and operator in ("<", ">"):
        operator += "="  # "issued on or after", where "issued on" is the column
    if groups.get("front") == "from" and alone:
        operator = "="  # "from 2023 only"
    if groups.get("behind") and groups.get("front") in (None, "from"):
        operator = operator_behind(groups["behind"])
    low = next((name for name in ("low", "low2") if groups.get(name)), "")
    if groups.get("front") in ("within", "inside"):
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
    if operator == "=" and first is not None and first.kind == "duration" and _is_no_span(hit):
        return None  # "weekly sales eight weeks ahead"
    year = _is_year(first)
    if groups.get("col") and first is not None:
        first = scaled(hit.payload("col").column, line, _behind_figure(hit), first)
    column = fitting(reading, hit.payload("col"), first) if groups.get("col") else None
    if groups.get("col") and line.words(*hit.span("col")).lower() in _OLD:
        column = age_column(reading, first)
    elif groups.get("front") and _OLDER.search(groups["front"]) and _vague(hit) and not year:
        column = age_column(reading, first) or column
    if (column is None and not groups.get("col")) or (year and not _tells_time(column, hit)):
        column = column_for(reading, line, hit, first, operator)
    if _said_one(hit) and column is not None and column.n_distinct > COUNTED:
        return None  # "not more than one honest claim in twenty"
    if column is None or first is None or column.kind == "text":
        return None
    if not groups.get("col"):
        first = scaled(column, line, _behind_figure(hit), first)
    values = [first, hit.quantity("high")] if low else [first]
    if groups.get("many"):
        values = [p for p in hit.payloads("many") if isinstance(p, Quantity)]
        if not all(is_label(column, value) for value in values):
            return None
    if column.kind in ("category", "boolean") and not numeric_labels(column):
        return _label_comparison(reading, line, hit, column, operator, first)
    span = (
        year_or_month(first)
        if column.kind == "datetime" and operator == "=" and IN_TIME.match(hit.match.group())
        else None
    )
    if span is not None:
        start, end = reading.line.same(line, hit.start, hit.end)
        return Test(column, "during", span, start, end)
    if "<col>" not in hit.match.re.pattern and operator == "=" and not is_label(column, first):
        return None
    if operator == "=" and numeric_labels(column) and column.n_distinct <= 2 and not is_label(column, first):
        return None  # "fail within 7 days" is no value of a column of 0 and 1
    shifted = [literal(column, value, operator) for value in values]
    operator = shifted[0][1] if operator != "between" else operator
    start, end = reading.line.same(line, hit.start - (2 if or_equal else 0), hit.end)
    if not groups.get("col"):
        end = with_name_behind(reading, end, column)
    values_said = tuple(text for text, _ in shifted)
    return Test(column, operator, values_said, start, end, sure=_since_then(reading.line, start, column))


def _since_then(line: Line, start: int, column: ColumnFacts) -> bool:
    """ "Not promoted for five years": the "not" is what a column of years since the last promotion says."""
    return "since" in pieces_of(column.name) and line.has(
        r" (?:not|never|no)(?: (?:be|have|get))*(?: [a-z]+){0,2}(?: for| in)?$",
        start=max(0, start - 5),
        end=start,
    )


def _is_no_span(hit: Hit) -> bool:
    """Whether a span of time is set beside a column of many values that holds none."""
    column = hit.payload("col").column if hit.match.groupdict().get("col") else None
    return column is not None and column.n_distinct > COUNTED and "span" not in dimensions(column)


_OLD = frozenset(words("old older young younger"))
_OLDER = re.compile(r"^(?:(?:no|not) )?(?:old|young)")
#: "Not older than 2015" is 2015 or later.
_OLDER_THAN = re.compile(r"\b(?:old|young)(?:er)?\b")


def _behind_figure(hit: Hit) -> int:
    name = next((n for n in ("high", "value") if hit.match.groupdict().get(n)), "")
    return hit.span(name)[1] if name else hit.end


def _vague(hit: Hit) -> bool:
    """Whether a column is named by less than its name."""
    return not hit.match.groupdict().get("col") or hit.payload("col").score < 1


def _said_one(hit: Hit) -> bool:
    return bool(hit.match.groupdict().get("value")) and hit.said("value") in ("one", "zero")


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
        mention.column.n_distinct <= COUNTED
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


def _is_year(value: Quantity | None) -> bool:
    return value is not None and (value.kind == "date" or (value.kind == "number" and value.value in YEARS))


def _tells_time(column: ColumnFacts | None, hit: Hit) -> bool:
    """Whether a year can be compared with a column: it holds times, or is named in full."""
    if column is None:
        return False
    return column.kind == "datetime" or holds_years(column) or bool(hit.payload("col").score >= 0.95)


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
