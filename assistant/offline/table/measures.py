"""The column that a figure measures: by its unit, by the words around it, by what it can be at all.

"Parcels over 10 kilos", "people who joined less than two years ago", "before 9 in the morning", "whoever earns less
than 3,000": no column is named, but of those that a figure of that kind can be compared with, one is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.offline.context import ColumnFacts
from assistant.offline.reading import Reading
from assistant.offline.table.by_unit import CLOSING, PEOPLE, in_thousands
from assistant.offline.table.columns import pieces_of
from assistant.offline.table.foreign import folded
from assistant.offline.text.lemmas import lemma, root
from assistant.offline.text.line import Line
from assistant.offline.text.patterns import search
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

LEAST = 0.9  # what must speak for a column, chosen: a unit of its own, or its name, or two hints
AHEAD = 0.15  # by how much it must be ahead of the next
_FRONT, _BEHIND = 7, 6  # words around a figure that may tell of its column
_ENDS = frozenset((".", ";", "!", "?", ":", "(", ")"))

# Units of each dimension as they are said, and pieces of names and values that are in it.
_UNITS = {
    word: dimension
    for dimension, line in {
        "length": "km kilometre kilometer kms m metre meter mile miles cm mm foot feet ft yard",
        "area": "m2 m² sqm square qm sqft sq acre hectare footage",
        "mass": "kg kilo kilogram kilogramme g gram gramme lb pound ton tonne carat",
        "heat": "degree celsius fahrenheit kelvin °",
        "data": "gb mb tb gig gigabyte megabyte",
        "pace": "mbit mbps rpm kmh mph knot",
        "energy": "kwh mwh kw hp bhp",
    }.items()
    for word in words(line)
} | {"clock": "clock"}
_NAMES = {
    "length": "distance dist km kilometre metre mile height width depth frontage mileage driven m",
    "area": "area sqm sqft sf m2 surface size space",
    "mass": "weight mass kg carat",
    "heat": "temp temperature atemp",
    "data": "gb mb storage memory ram disk",
    "pace": "speed rpm mbit wind windspeed",
    "energy": "kwh mwh power energy verbrauch consumption",
    "money": """amount price cost costs fee charge charges income salary wage pay payment value bill billed rent spend spent
        balance revenue margin basket deal budget mnt sum adr premium turnover sales loan gain profit chf eur usd gbp""",
    "share": "pct percent percentage share rate health score ratio discount",
    "age": "age alter",
    "stay": "tenure since joining experience seniority vertragsjahre member membership stay working",
    "clock": "hour hr",
}
_PIECES = {dimension: frozenset(words(line)) for dimension, line in _NAMES.items()}
_SPANS = {
    "day": 1.0,
    "week": 7.0,
    "month": 30.4369,
    "year": 365.2425,
    "hour": 1 / 24,
    "minute": 1 / 1440,
    "second": 1 / 86400,
}
_SPAN_PIECES = {
    piece: unit
    for unit, line in {
        "day": "day days tage night nights",
        "week": "week weeks wk",
        "month": "month months mths mo monate",
        "year": "year years yr yrs jahre vertragsjahre",
        "hour": "hour hours hr hrs h",
        "minute": "minute minutes min mins",
        "second": "second seconds sec secs",
    }.items()
    for piece in words(line)
}

_DEAR = frozenset(words("price value sale"))
# What people say instead of a column's name: words around the figure, and pieces of names that they mean.
_SAYINGS: tuple[tuple[str, frozenset[str], float], ...] = (
    (
        r" (?:old|older|young|younger|aged?|elder(?:ly)?|oldest|youngest|birthday|years of age)(?= )",
        frozenset(("age",)),
        0.9,
    ),
    (
        r" (?:with (?:us|the company|the firm|the bank|we)|join|sign up|here|on board|(?:member|customer|client|subscriber)s? (?:for|since)|have (?:they|he|it|she|we)? ?for|stay with|loyal|on the (?:books|payroll)|in the (?:job|firm|company|club)|start(?:ed)?|hire|employ)(?= )",
        frozenset(words("tenure joining seniority company member membership customer vertragsjahre signed")),
        0.8,
    ),
    (r" (?:morning|evening|afternoon|night|noon|midnight|clock|am|pm|a m|p m|hrs)(?= )", frozenset(("hour", "hr")), 1.2),
    (
        r" (?:earn|make|income|salary|wage|bring home|take home|on the payslip|paid|pay)(?= )",
        frozenset(words("income salary wage earnings pay")),
        0.7,
    ),
    (r" (?:want|ask for|wish|expect|demand)(?= )", frozenset(words("wish asked expected expectation")), 0.7),
    (
        r" (?:sell for|go for|fetch|price|pricey|pricier|dear|dearer|expensive|cheap|cheaper|cost|sale|sell|worth|asking)(?= )",
        _DEAR,
        0.6,
    ),
    (r" (?:bill|pay|charge|monthly|a month|per month)(?= )", frozenset(words("monthly fee charges bill billed")), 0.4),
    (r" (?:far|farther|further|away|close|closer|near|nearer|distant|commute|live|within)(?= )", _PIECES["length"], 0.5),
    (r" (?:big|bigger|large|larger|small|smaller|roomy|spacious|space)(?= )", frozenset(words("area size sf living")), 0.5),
    (r" (?:heavy|heavier|light|lighter|weigh)(?= )", _PIECES["mass"], 0.8),
    (
        r" (?:hot|hotter|cold|colder|warm|warmer|cool|cooler|freeze|frost|frosty|outside|outdoors|weather|mild|zero)(?= )",
        _PIECES["heat"],
        0.9,
    ),
    (r" (?:fast|faster|slow|slower|speed)(?= )", frozenset(words("speed rpm mbit")), 0.7),
    (r" (?:drive|driven|clock|odometer|on the clock)(?= )", frozenset(words("km mileage driven")), 0.7),
    (r" (?:last|long|longer|short|shorter|stay|take|run)(?= )", frozenset(words("length duration stay minutes term time")), 0.5),
    (r" <num> (?:employee|person|staff|head|worker|man)(?= )", frozenset(words("size employees headcount staff")), 1.0),
    (r" (?:windy|blow|breeze|storm)(?= )", frozenset(words("wind windspeed")), 0.7),
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A figure with what is measured in it.

    Attributes:
        value: The quantity, an article's ("a week") too.
        dimension: "span", "money", "length" …; empty for a bare number.
        start: First item of the comparison in the reading's line.
        end: Behind its last one.
    """

    value: Quantity
    dimension: str
    start: int
    end: int


def measured_column(
    reading: Reading, start: int, end: int, value: Quantity, *, least: float = LEAST
) -> ColumnFacts | None:
    """The column that a comparison between two items of the reading's line is about; None where several may be."""
    figure = Figure(value, dimension_of(reading.line, end, value), start, end)
    scored = [(_speaks(reading, figure, column), column) for column in reading.context.columns]
    scored = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < least:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < AHEAD:
        return None
    return scored[0][1]


def with_name_behind(reading: Reading, end: int, column: ColumnFacts) -> int:
    """Behind the words that still name the column: "within 500 metres | of the station", "over 30 degrees | in the air"."""
    line = reading.line
    hit = line.first(_OF_WHAT, start=end)
    if hit is None:
        return end
    said = line.items[hit.end - 1].text
    named = any(c.column is column for c in reading.columns.candidates([said], synonyms=False))
    return hit.end if named else end


_OF_WHAT = (
    r"^ (?:of|from|to|away from|off|in|on|at)(?: (?:the|their|its|his|her|our|my|next|nearest))* [a-z]+(?= )"
)


def dimension_of(line: Line, end: int, value: Quantity) -> str:
    """What a figure measures, by its unit; it ends in front of an item."""
    if value.kind == "number" and value.unit == "aged":
        return "age"
    if value.kind == "number" and value.unit in _UNITS:
        return _UNITS[value.unit]
    if value.kind in ("duration", "money", "size", "percent", "date"):
        return {"duration": "span", "size": "data", "percent": "share"}.get(value.kind, value.kind)
    near = [line.items[k].text for k in range(max(0, end - 2), min(end + 2, len(line.items)))]
    return next((_UNITS[text] for text in near if text in _UNITS), "")


_UNIT_WORDS = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_WITH_UNIT = (
    rf" (?P<value><num>) (?:"
    rf"(?P<area>(?:square|sq) \.? ?(?:metre|meter|m|foot|feet|ft|kilometre|km|mile|yard)|m 2)|(?P<pace>(?:m|km|metre|meter|kilometre|mile|mbit|mb|megabit|rotation|revolution|turn)s? (?:/|per|an|a) (?:s|h|hour|second|sec|min|minute))"
    rf"|(?P<heat>(?:° ?|degrees? )(?:c|f|celsius|fahrenheit|kelvin)(?= ))"
    rf"|(?P<clock>(?:o ' ?|o'|)clock|a \.? ?m|p \.? ?m|am|pm|(?:in the|at) (?:morning|evening|afternoon|night))"
    rf"|(?P<unit>{_UNIT_WORDS}))(?= )"
)


def with_units(line: Line) -> Iterator[tuple[int, int, str, Quantity]]:
    """Figures with their units as one item each, for `Line.marked`: "80 square metres", "10 m/s", "9 in the morning"."""
    for hit in line.find(_WITH_UNIT):
        kind = next(name for name in ("area", "pace", "heat", "clock", "unit") if hit.has(name))
        said = hit.said(kind)
        unit = {"area": "m²", "pace": "rpm", "heat": "degree", "clock": "clock"}.get(kind, said)
        value = hit.quantity("value")
        if kind == "clock" and search(r"p \.? ?m|pm|evening|afternoon", said) and value.value < _NOON:
            value = replace(value, value=value.value + _NOON)
        yield hit.start, hit.end, "num", replace(value, unit=unit)


_NOON = 12


def _speaks(reading: Reading, figure: Figure, column: ColumnFacts) -> float:
    """How much speaks for a column; 0 where it cannot be compared with the figure."""
    if column.kind != "number" or column.n_distinct < 3 or _counts_rows(reading, column):
        return 0.0
    own = dimensions(column)
    value = in_unit_of(column, figure.value)
    if value is None or not _reaches(column, value):
        return 0.0
    strict = figure.dimension in _STRICT
    if strict and figure.dimension not in own:
        return 0.0
    if not strict and figure.dimension and figure.dimension not in own:
        return 0.0
    if not figure.dimension and "calendar" in own:
        return 0.0  # a bare number is no year here: those are read elsewhere
    score = 1.0 if strict else 0.0
    if figure.dimension in ("money", "share"):
        score = 0.5
    if figure.value.kind == "duration" and figure.value.unit in _units_in(column):
        score += 0.25
    said = max(_named(reading, figure, column), _said(reading, figure, column))
    return score + said + (_SPLITS if said and _splits(column, value) else 0.0)


_SPLITS = 0.25


def _splits(column: ColumnFacts, value: float) -> bool:
    """Whether a bound leaves some on either side: a bill below 30 is no total of up to 8,000."""
    low, high = column.minimum, column.maximum
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    return 0.02 < (value - low) / max(high - low, 1e-9) < 0.98


_STRICT = frozenset(words("span length area mass heat data pace energy clock"))


def _counts_rows(reading: Reading, column: ColumnFacts) -> bool:
    return bool(
        re.search(
            r"(?:^|_| )(?i:id|no|nr|index|number)$|[a-z]I[Dd]$|(?i:postleitzahl|zip)", column.name.strip()
        )
    ) or (column.n_distinct >= reading.context.n_rows > 0 and _whole(column) and not dimensions(column))


def _whole(column: ColumnFacts) -> bool:
    return all(re.fullmatch(r"-?\d+", label.strip()) for label in column.labels[:20])


@lru_cache(maxsize=4096)
def dimensions(column: ColumnFacts) -> frozenset[str]:
    """What a column of numbers may measure, by its name, its values as written, and their range."""
    name = re.sub(r"(?:/|\bper[\s_-]|_per_)\s*\w+", " ", folded(column.name).lower())
    pieces = {*pieces_of(column.name), *re.findall(r"[a-z]+\d?", name.replace("_", " "))}
    found = {dimension for dimension, known in _PIECES.items() if pieces & known}
    found |= {_UNITS[piece] for piece in pieces if piece in _UNITS}
    written = " ".join(column.labels[:3]).lower()
    if re.search(r"[$€£]", written + column.name):
        found.add("money")
    found |= {_UNITS[unit] for unit in re.findall(r"\d ?([a-z²°]+)", written) if unit in _UNITS}
    low, high = column.minimum, column.maximum
    if isinstance(low, int | float) and isinstance(high, int | float):
        if low >= 1700 and high <= 2200:
            return frozenset(("calendar",))
        if low < 0 or high > 24:
            found.discard("clock")
        if low >= 0 and high <= 100 and pieces & _PIECES["share"]:
            found.add("share")
    if _units_in(column) or pieces & {
        "tenure",
        "age",
        "duration",
        "experience",
        "recency",
        "seniority",
        "length",
    }:
        found.add("span")
    if {"age", "stay"} & found:
        found.add("span")
    return frozenset(found)


@lru_cache(maxsize=4096)
def _units_in(column: ColumnFacts) -> frozenset[str]:
    """The units of time that a column's name says its values are in."""
    name = re.sub(r"(?i)(?:/|\bper[\s_-]|_per_)\s*\w+", " ", folded(column.name))
    pieces = [*pieces_of(name), *re.findall(r"[a-z]+", " ".join(re.findall(r"[\[(]([^\])]*)", name)))]
    return frozenset(_SPAN_PIECES[p] for p in pieces if p in _SPAN_PIECES)


def unit_of(column: ColumnFacts) -> str:
    """The unit of time of a column: as its name says, else what its kind and its range leave."""
    named = _units_in(column)
    for unit in ("month", "day", "week", "year", "hour", "minute", "second"):
        if unit in named:
            return unit
    pieces = set(pieces_of(column.name))
    high = column.maximum if isinstance(column.maximum, int | float) else 0.0
    if "age" in pieces or "experience" in pieces:
        return "year"
    if pieces & {"tenure", "seniority"}:
        return "month" if high > _LIFE else "year"
    if pieces & {"stay", "recency"}:
        return "day"
    return ""


_LEAST_PART = 0.02  # of a unit that anybody compares with: five minutes are no tenure in months
_LIFE = 50  # years that nobody stays longer


def in_unit_of(column: ColumnFacts, value: Quantity) -> float | None:
    """A figure in the unit of a column; None where the two do not go together."""
    if value.kind == "duration":
        unit = unit_of(column)
        if not unit:
            return value.count if "span" in dimensions(column) else None
        figure = span_in(unit, value)
        return figure if figure >= _LEAST_PART else None
    if value.kind == "percent":
        high = column.maximum
        return value.value * 100 if isinstance(high, int | float) and high > 1.5 else value.value
    if value.kind == "size":
        return value.value / (1e6 if "mb" in pieces_of(column.name) else 1e9)
    if value.kind == "date":
        return None
    high = column.maximum
    if value.value >= 1000 and isinstance(high, int | float) and high < 1000 and in_thousands(column):
        return value.value / 1000
    return value.value


def span_in(unit: str, value: Quantity) -> float:
    """A span of time in another unit, in whole ones where people would say so: a year is 52 weeks, a month 30 days."""
    said = {"yr": "year", "hr": "hour", "h": "hour", "min": "minute", "sec": "second", "s": "second"}.get(
        value.unit, value.unit
    )
    if said == unit or said not in _SPANS:
        return value.count
    exact = {("year", "month"): 12.0, ("week", "day"): 7.0, ("day", "hour"): 24.0, ("hour", "minute"): 60.0,
             ("year", "day"): 365.0, ("month", "day"): 30.0, ("year", "week"): 52.0, ("minute", "second"): 60.0}  # fmt: skip
    if (said, unit) in exact:
        return value.count * exact[said, unit]
    if (unit, said) in exact:
        return round(value.count / exact[unit, said], 4)
    return round(value.count * _SPANS[said] / _SPANS[unit], 4)


def _reaches(column: ColumnFacts, value: float) -> bool:
    low, high = column.minimum, column.maximum
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return False
    room = 0.25 * (high - low)
    return low - room <= value <= high + room


def _clause(line: Line, figure: Figure) -> tuple[int, int]:
    """The words around a comparison that belong to it."""
    start, end = figure.start, figure.end
    while start > 0 and figure.start - start < _FRONT and line.items[start - 1].text not in _ENDS:
        if line.items[start - 1].text == "," and figure.start - start > 1:
            break
        start -= 1
    while end < len(line.items) and end - figure.end < _BEHIND and line.items[end].text not in _ENDS | {","}:
        if line.items[end].text in ("and", "or", "but") and end > figure.end:
            break
        end += 1
    return start, end


def _named(reading: Reading, figure: Figure, column: ColumnFacts) -> float:
    """How well a word near a figure fits a column's name; near ones count more."""
    line = reading.line
    start, end = _clause(line, figure)
    best = 0.0
    for at in range(start, end):
        item = line.items[at]
        if item.payload is not None or item.text in _EMPTY or len(item.text) < _SHORT:
            continue
        away = figure.start - at if at < figure.start else max(0, at - figure.end + 1)
        for candidate in reading.columns.candidates([item.text]):
            if candidate.column is column:
                best = max(best, min(candidate.score, 1.0) * (1.0 - 0.05 * away))
    return best


_SHORT = 3
_EMPTY = frozenset(
    words(
        """the a an of than more less over under above below least most and or at in on with for from to be have do not no
        only just person people customer client employee staff worker member patient borrower passenger guest driver applicant those who that year month day week hour minute time number old age up"""
    )
) - {"age", "old"}


def _said(reading: Reading, figure: Figure, column: ColumnFacts) -> float:
    """Whether people say of what a column holds what stands around a figure."""
    line = reading.line
    start, end = _clause(line, figure)
    pieces = set(pieces_of(column.name)) | {root(p) for p in pieces_of(column.name)}
    best = 0.0
    for pattern, meant, weight in _SAYINGS:
        meets = bool(pieces & meant) or (meant is _DEAR and _is_money_sought(reading, column))
        if meets and line.has(pattern, start=start, end=end):
            best = max(best, max(weight, 0.9 if column.name == reading.said("target") else 0.0))
    if "age" in pieces and (figure.dimension == "age" or _of_people(line, figure)) and _is_of_people(column):
        best = max(best, 1.0)
    if "age" in pieces and best and not _same_thing(line, start, end, column):
        best -= 0.5
    return best


def _is_money_sought(reading: Reading, column: ColumnFacts) -> bool:
    """ "Nothing pricier than 1,500" is about the rent that is to be predicted."""
    return column.name == reading.said("target") and "money" in dimensions(column)


def _is_of_people(column: ColumnFacts) -> bool:
    owners = [p for p in pieces_of(column.name) if p not in ("age", "in", "years", "year", "yrs")]
    return all(lemma(p) in PEOPLE for p in owners)


def _same_thing(line: Line, start: int, end: int, column: ColumnFacts) -> bool:
    """ "Vehicle_age" is no age of people, nor is "account_age_days": what it is the age of is spoken of, or nothing else is."""
    owners = [root(lemma(p)) for p in pieces_of(column.name) if p != "age" and p not in _SPAN_PIECES]
    said = {root(item.text) for item in line.items[start:end]}
    if not owners or said & set(owners):
        return True
    people = {item.text for item in line.items[start:end]} & PEOPLE
    return bool(people) == _is_of_people(column)


def _of_people(line: Line, figure: Figure) -> bool:
    """ "Juniors under 18", "people of 65 and over", "those who are under 40": a bare figure said of people."""
    value = figure.value
    years = value.kind == "number" and 10 <= value.value <= 110
    if not years and not (value.kind == "duration" and value.unit in ("year", "yr") and value.count >= 10):
        return False
    behind = line.items[figure.end].text if figure.end < len(line.items) else "."
    if behind.isalpha() and behind not in CLOSING and behind not in _GOING_ON:
        return False
    for at in range(figure.start - 1, max(-1, figure.start - 1 - _PERSON), -1):
        text = line.items[at].text
        if text in PEOPLE or text in _ANYONE:
            return True
        if text not in _BETWEEN:
            return False
    return False


_PERSON = 4
_ANYONE = frozenset(
    words("who whoever anyone everyone someone anybody everybody nobody somebody those that these")
)
_BETWEEN = frozenset(
    words("be of age who that only just all the still already and or in either not under over ,")
)
_GOING_ON = frozenset(
    words("do don't can must should may will stay go have be here too please out count belong")
)
