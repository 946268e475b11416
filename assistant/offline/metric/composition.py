"""Amounts that are put together from several figures: so much a month for so long, per unit of a column, one plus another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.offline.context import ColumnFacts
from assistant.offline.metric.amounts import Amount
from assistant.offline.metric.paid_time import by_the_hour
from assistant.offline.reading import Reading
from assistant.offline.table.by_unit import counted_in
from assistant.offline.table.columns import Mention, pieces_of
from assistant.offline.text.lemmas import root
from assistant.offline.text.line import Hit, Line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

if TYPE_CHECKING:
    from assistant.offline.metric.values import Value

#: Parts of a year, for spans that are counted in another unit than their price is per.
YEARS = {
    "minute": 1 / 525600,
    "hour": 1 / 8760,
    "day": 1 / 365,
    "night": 1 / 365,
    "week": 1 / 52,
    "month": 1 / 12,
    "quarter": 1 / 4,
    "year": 1.0,
}
_UNIT = "(?:hour|day|night|week|month|quarter|year)"
_EACH = rf"(?: (?:a|an|per|each|every|the)(?: (?:single|working))? (?P<unit>{_UNIT})| (?P<monthly>hourly|daily|weekly|monthly|quarterly|yearly))"
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
}
_MONEY_COLUMN = r"(?i)amount|sum|price|principal|fee|charge|income|salary|wage|pay|rent|cost|value|margin|premium|spent|spend|revenue|sales|turnover|bill|balance|basket|cart|deposit|mnt"


_SURE, _LIKELY = 0.8, 0.6  # of the score of a mention


def composed(reading: Reading, line: Line, values: list[Value]) -> list[Value]:
    """Values with those put together that make up one amount; `line` has columns behind <col>."""
    for put_together in (
        by_the_hour,
        _by_columns,
        _by_units,
        _by_spans,
        _by_periods,
        _shares_of_amounts,
        _sums,
    ):
        values = put_together(reading, line, sorted(values, key=lambda value: value.start))
    return values


def is_money(column: ColumnFacts) -> bool:
    """Whether a column's name says that it holds money."""
    return column.kind == "number" and bool(re.search(_MONEY_COLUMN, column.name))


def scale_of(column: ColumnFacts) -> float:
    """What a figure of a column is in whole units: 1000 for "Deal value (k$)"."""
    thousands = r"(?i)\(k ?[$€£]?\)|\bk[$€£]|[$€£] ?k\b|\bthousand|'000|_k(?:usd|eur|gbp)?$|\bk(?:usd|eur|gbp|chf)\b|\((?:in )?(?:tsd|1000|1,000)"
    return 1000.0 if re.search(thousands, column.name) else 1.0


def described(reading: Reading, line: Line, start: int, end: int) -> ColumnFacts | None:
    """The money column that a clause describes without its name: "what they spent last year", "the sum that was claimed"."""
    roots = {root(item.text) for item in line.items[start:end] if item.text.isalpha() and len(item.text) > 2}
    if {"sum", "amount", "money"} & roots:
        roots |= {"amount", "sum"}
    scores = []
    for column in reading.context.columns:
        if not is_money(column) or column.n_distinct <= 2 or column.name == reading.said("target"):
            continue
        pieces = {root(piece) for piece in pieces_of(column.name) if len(piece) > 2}
        held = {piece for piece in pieces if piece in roots or piece.rstrip("s") in roots}
        if held - {"last", "year", "month", "week"}:
            scores.append((len(held) / len(pieces), column))
    scores.sort(key=lambda score: -score[0])
    if not scores or scores[0][0] < 0.5 or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    return scores[0][1]


def _clear(reading: Reading, line: Line, hit: Hit) -> bool:
    """Whether no other reader has used the figures of a match."""
    return not any(
        k in reading.claimed
        for item in line.items[hit.start : hit.end]
        if isinstance(item.payload, Quantity)
        for k in range(item.start, item.end)
    )


def _sentence(line: Line, at: int) -> tuple[int, int]:
    return next(((a, b) for a, b in line.sentences() if a <= at < b), (0, len(line.items)))


def _swallow(values: list[Value], made: Value) -> list[Value]:
    """The values with one that covers others put in their place."""
    return [v for v in values if v.end <= made.start or made.end <= v.start] + [made]


def _by_spans(reading: Reading, _: Line, values: list[Value]) -> list[Value]:
    """ "22 € per month for the 2 years", "12 days at €800 a day", "34 dollars a month, and we count one year"."""
    line = reading.line
    for value in list(values):
        if value not in values or value.kind != "amount" or value.amount.factors:
            continue
        each = line.first(rf"^{_EACH}(?= )", start=value.end)
        unit = (each.said("unit") or _ADVERBS.get(each.said("monthly"), "")) if each else ""
        behind = each.end if each else value.end
        if not each and (hourly := _one_unit(line, value.end)):
            unit, behind = hourly, value.end + 1
        span = _span_of(reading, line, value, unit, behind)
        if span is None:
            continue
        first, last, quantity = span
        times = _times(quantity, unit)
        reading.claim_items(line, first, last)
        made = replace(
            value,
            start=min(value.start, first) if value.start - first < 8 else value.start,
            end=max(value.end, behind),
            amount=value.amount.scaled(times),
        )
        if last - made.end < 8:
            made = replace(made, end=max(made.end, last))
        if not any(
            v is not value and v.start < made.end and made.start < v.end and v.kind == "amount"
            for v in values
        ):
            values = _swallow(values, made)
    return values


def _by_periods(reading: Reading, _: Line, values: list[Value]) -> list[Value]:
    """ "Goes on paying us their MonthlyCharges for 18 more months": what a column holds for one period, for several."""
    line = reading.line
    for value in values:
        unit = _period_of(value)
        start, end = _sentence(line, value.start)
        spans = [
            hit
            for hit in (line.find(_LONG, start=start, end=end) if unit else ())
            if not (value.start < hit.end and hit.start < value.end) and _clear(reading, line, hit)
        ]
        if (
            len(spans) != 1
            or not -_FAR_PERIOD <= spans[0].start - value.end <= _FAR_PERIOD + value.end - value.start
        ):
            continue
        times = _periods(spans[0], unit)
        if times is not None:
            reading.claim_items(line, *spans[0].span("n"))
            made = replace(value, amount=value.amount.scaled(times))
            values = [made if v is value else v for v in values]
    return values


_FAR_PERIOD = 10
_LONG = r" (?P<n><dur>|<num>(?= (?:more|further|additional|extra|whole|full|solid|other) (?:week|month|quarter|year)))(?: [a-z]+ (?P<unit>week|month|quarter|year))?(?= )"


def _period_of(value: Value) -> str:
    """The period that the one column of an amount tells in its name: month of "Monthly fee"; empty where there is none."""
    factors = value.amount.factors
    if value.kind != "amount" or len(factors) != 1 or value.amount.constant:
        return ""
    pieces = pieces_of(next(iter(factors)))
    return next((_ADVERBS[piece] for piece in pieces if piece in _ADVERBS), "")


def _periods(hit: Hit, unit: str) -> float | None:
    """How many periods a span holds; None of hours and minutes, and of "a month" itself."""
    quantity = hit.quantity("n")
    said = quantity.unit if quantity.kind == "duration" else hit.said("unit")
    if said not in ("week", "month", "quarter", "year") or quantity.written == "article":
        return None
    count = (quantity.count or 1.0) if quantity.kind == "duration" else quantity.value
    return count if said == unit else count * YEARS[said] / YEARS[unit]


def _one_unit(line: Line, at: int) -> str:
    """The "hour" of "24 euros an hour", which is read as a span of time."""
    payload = line.items[at].payload if at < len(line.items) else None
    single = isinstance(payload, Quantity) and payload.kind == "duration" and payload.written == "article"
    return payload.unit if single and isinstance(payload, Quantity) else ""


def _span_of(
    reading: Reading, line: Line, value: Value, unit: str, behind: int
) -> tuple[int, int, Quantity] | None:
    """The span of time that an amount is counted over, and where it stands."""
    start, end = _sentence(line, value.start)
    if unit:
        for hit in line.find(
            r" (?:for|over|through|count|reckon with|in|within|last|stay|times|x)(?: (?:the|a|about|around|another|next|coming|following|exactly|some|full|whole|up|to|first))* (?P<span><dur>|an? (?:whole |full )?year)(?= )",
            start=behind,
            end=min(end + 2, behind + 16),
        ):
            payload = hit.payload("span")
            quantity = payload if isinstance(payload, Quantity) else _one_year(hit)
            if _clear(reading, line, hit) and quantity.unit in YEARS:
                first, last = hit.span("span")
                return first, last, quantity
    at = r" (?P<span><dur>)(?: (?:of|'s|worth|'))?(?: (?!cost|be)[a-z]+){0,3}?(?: ,)? (?:at|of|à|for|@|x|times)(?: about| around| some| roughly)*$"
    for hit in line.find(at, start=max(start, value.start - 9), end=value.start):
        quantity = hit.quantity("span")
        by_the_hour = (
            unit or line.has(r"^ (?:each|apiece)(?= |$)", start=value.end) or quantity.unit == "hour"
        )
        if _clear(reading, line, hit) and quantity.unit in YEARS and by_the_hour:
            first, last = hit.span("span")
            return first, last, quantity
    return None


def _one_year(hit: Hit) -> Quantity:
    return Quantity("duration", 0.0, hit.start, hit.end, unit="year", count=1.0)


def _times(quantity: Quantity, unit: str) -> float:
    """How often a unit goes into a span; a span in the unit itself is counted as said."""
    count = quantity.count or 1.0
    if not unit or unit == quantity.unit:
        return count
    return count * YEARS[quantity.unit] / YEARS[unit]


def _by_columns(reading: Reading, line: Line, values: list[Value]) -> list[Value]:
    """ "650 € for each of its repair hours", "the week's power output at 70 euros per MWh"."""
    for pattern in (
        r" (?P<n><money>) (?:for )?(?:each|every|per|a|an)(?: (?:of|single|one))*(?: (?:hour|day|unit|kilometre|kilometer|mile|minute|night|item|piece|point|one|week|month) (?:in|of|under|noted in|recorded in|counted in))?(?: (?:its|their|his|her|the|that|such|column))* (?P<col><col>)(?= )",
        r" (?P<col><col>)(?: of that \w+| (?!at )[a-z]+)? (?:at|times|x|\*)(?: about| around)? (?P<n><money>)(?: (?:per|a|an|each|the) (?:<col>|[^ ]+))?(?= )",
    ):
        for hit in line.find(pattern):
            payload = hit.payload("col")
            sure = _SURE if hit.start < hit.span("col")[0] else _LIKELY
            if (
                not isinstance(payload, Mention)
                or (hit.start < hit.span("col")[0] and _is_a_piece(line, hit))
                or not _counts(payload, sure)
                or _is_time(line, hit)
                or not _clear(reading, line, hit)
            ):
                continue
            column = payload.column
            figure = hit.quantity("n")
            start, end = reading.line.same(line, hit.start, hit.end)
            values = _put(values, start, end, Amount(0.0, {column.name: figure.value}, figure.currency))
    return values


# Physical units only: "$12 a month" and "3 dollars per call" tell what one costs, not which column counts them.
_UNITS = (
    r"(?:kwh|mwh|gwh|km|kms|kilometre|kilometer|mile|kg|kilo|kilogram|gb|gigabyte|mb|mbit|m2|sqm|litre|liter)"
)
_PER_UNIT = rf" (?P<n><money>) (?:for )?(?:each|every|per|a|an|/)(?: (?:single|one))? (?P<unit>{_UNIT}|{_UNITS})s?(?: (?:of|in|from|on|under)(?: (?:its|their|his|her|the|that|such|column|annual|yearly|own))* (?P<col><col>))?(?= )"


def _by_units(reading: Reading, line: Line, values: list[Value]) -> list[Value]:
    """ "4 cents for every kWh they use": so much per unit of the one column that is counted in it."""
    for hit in line.find(_PER_UNIT):
        said = hit.said("unit")
        payload = hit.payload("col") if hit.has("col") else None
        column = payload.column if isinstance(payload, Mention) and payload.column.kind == "number" else None
        if column is None and search(rf"^{_UNITS}s?$", said):
            column = counted_in(reading.context.columns, said)
        if column is None or is_money(column) or not _clear(reading, line, hit):
            continue
        figure = hit.quantity("n")
        start, end = reading.line.same(line, hit.start, hit.end)
        values = _put(values, start, end, Amount(0.0, {column.name: figure.value}, figure.currency))
    return values


def _is_time(line: Line, hit: Hit) -> bool:
    """ "120 euros a year": how often it is paid, though a column counts years."""
    at, end = hit.span("col")
    return line.words(at, end).lower() in YEARS and line.has(
        r" (?:a|an|per|each|every)$", start=max(0, at - 1), end=at
    )


def _is_a_piece(line: Line, hit: Hit) -> bool:
    """ "90p per catalogue" is the price of one that is sent, though a column counts the catalogues sent."""
    at = hit.span("col")[0]
    return line.words(at, at + 1).lower() in _PIECES and not line.has(
        r" (?:of (?:its|their|his|her|the|these|those)|its|their|his|her|the)$", start=max(0, at - 2), end=at
    )


_PIECES = frozenset(
    words(
        "catalogue catalog call visit letter mail email contact offer brochure leaflet copy order claim loan booking voucher coupon inspection check test"
    )
)


def _counts(mention: Mention, least: float) -> bool:
    """Whether a mention names a column of counts or measures, which something may cost so much each of."""
    column = mention.column
    return (
        mention.score >= least
        and column.kind == "number"
        and not is_money(column)
        and not re.search(r"(?i)(?:^|[_ ])(?:id|no|nr|number|code)$|Id$|ID$", column.name)
    )


def _put(values: list[Value], start: int, end: int, amount: Amount) -> list[Value]:
    from assistant.offline.metric.values import Value

    return _swallow(values, Value("amount", start, end, amount))


def _shares_of_amounts(reading: Reading, _: Line, values: list[Value]) -> list[Value]:
    """ "40 % of 500 euros", "half of what he pays us in a year (twelve times MonthlyCharges)"."""
    line = reading.line
    for share in [v for v in values if v.kind == "rate"]:
        amount = next((v for v in values if v.start >= share.end and v.kind == "amount"), None)
        if amount is None or amount.start - share.end > 12:
            continue
        between = line.canon[line.place(share.end) - 1 : line.place(amount.start)]
        if search(
            r"^ of(?: (?:the|a|an|its|their|that|those|this))* $|^ of(?: (?!stay|leave|who)[a-z']+){1,6} \( $|^ of (?:what|that|it|this|the)(?: (?!who|stay|leave|,|\.|;)[^ .,;]+)* [(:,] (?:i \. e \. |that be |namely |be )?$",
            between,
        ):
            made = replace(amount, start=share.start, amount=amount.amount.scaled(share.figure))
            values = [v for v in values if v is not share and v is not amount] + [made]
    return values


_PLUS = (
    r"^(?: (?!and |or |but |who |which |when |a |each )[a-z']+){0,6}?(?: ,)?(?: and)?(?: (?:plus|\+)| on top of (?:that|it|this)|(?: and)?(?: ,)? on top(?: ,| again)?| (?:and )?(?:besides|additionally|moreover|likewise)(?: ,)?| (?:and|as well as) another| in addition(?: to that)?| together with)"
    r"(?: (?:the|same|another|a|an|also|pay|we|its|their|about|around|some|further))*$"
)
_ON_TOP = r"^(?: (?:for|of|in|as) (?:\w+ ){0,4}?\w+| in \w+)? (?:on top|as well|besides|extra|in addition|more)(?= )"


_MINUS = r"(?: ,)? (?:minus|less|-|after (?:deduct|pay|subtract)|(?:not count|except|save) )(?: (?:the|about|around|our|some|a))*"


_PART = r"^ (?P<word>to|for|in) [a-z]+(?: ,)?(?: and| plus)?(?: (?:another|about))*$"
_OF_WHAT = r"^ (?:of|for|in) [a-z]+(?: [a-z]+)? ?(?:[.,;)]|$)"


def _parts_of_one(line: Line, one: Value, two: Value, between: str) -> bool:
    """ "2 euros to print and 1 euro to send", "the margin and 6 euros of shipping": one cost in two parts."""
    part = search(_PART, between)
    if part is not None:
        return line.has(rf"^ {part['word']} [a-z]+ ?(?:[.,;)]|$)", start=two.end)
    same = search(r"^ and(?: (?:the|another|about))*$", between) is not None
    return same and bool(one.amount.factors) and line.has(_OF_WHAT, start=two.end)


_OF_WHICH = r"^(?: (?!who|which|and|but)[a-z]+){0,4}(?: ,)? (?:of|from|out of) which(?: (?:we|about|around|roughly|only|some|keep|a))*$"
_IS_OURS = r"^(?: (?:be|go|stay|remain|as|our|the|pure|in|to|with|we|us))* (?:profit|margin|ours|gain|us|we|earning|contribution|net)s?(?= )"


def _sums(reading: Reading, _: Line, values: list[Value]) -> list[Value]:
    """ "its margin plus 7 euros of handling", "the margin and 6 euros on top"."""
    line = reading.line
    values = sorted(values, key=lambda value: value.start)
    at = 0
    while at + 1 < len(values):
        one, two = values[at], values[at + 1]
        between = line.canon[line.place(one.end) - 1 : line.place(two.start)]
        if (
            one.kind == two.kind == "amount"
            and search(_OF_WHICH, between.rstrip())
            and line.has(_IS_OURS, start=two.end)
        ):
            del values[at]  # "spends 12 dollars more, of which 3 are profit"
            continue
        plain_and = search(r"^ (?:and|,)(?: (?:the|another|about))*$", between.rstrip()) and line.has(
            _ON_TOP, start=two.end
        )
        taken_off = search(rf"^{_MINUS}$", between.rstrip())
        if (
            one.kind == two.kind == "amount"
            and taken_off
            and _sentence(line, one.start) == _sentence(line, two.start)
        ):
            values[at : at + 2] = [replace(one, end=two.end, amount=one.amount + -two.amount)]
        elif (
            one.kind == two.kind == "amount"
            and _sentence(line, one.start) == _sentence(line, two.start)
            and (
                search(_PLUS, between.rstrip())
                or plain_and
                or _parts_of_one(line, one, two, between.rstrip())
            )
        ):
            made = replace(one, end=two.end, amount=one.amount + two.amount)
            values[at : at + 2] = [made]
        else:
            at += 1
    return values
