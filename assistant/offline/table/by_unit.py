"""The column that a bare figure must mean by its unit: "under 100,000 km", "10 kg and up", "more than 30 days"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from assistant.offline.context import ColumnFacts
from assistant.offline.table.foreign import folded
from assistant.offline.text.lemmas import lemma
from assistant.offline.text.line import Line
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.wordlists import words

# How a unit is spoken and how names of columns write it.
_WRITTEN = {
    unit: frozenset(line.split())
    for line in """
    km kilometre kilometer kms
    m metre meter
    mile miles mi
    kg kilo kilogram kilogramme
    g gram gramme
    lb pound lbs
    m2 sqm square qm sq sqft ft2 area
    cm centimetre centimeter
    mm millimetre millimeter
    kwh
    mwh
    gb gigabyte gig
    mb megabyte
    mbit mbps
    degree celsius
    rpm
    day days
    week weeks
    month months
    year years
    hour hours hr hrs h
    minute minutes min mins
    second seconds sec secs
    """.strip().splitlines()
    for unit in line.split()
}
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12}


def column_by_unit(
    columns: tuple[ColumnFacts, ...], line: Line, end: int, value: Quantity
) -> ColumnFacts | None:
    """The one column of numbers that is named in the unit of a figure which ends in front of an item."""
    said = value.unit
    if value.kind == "number" and not said:
        said = next(
            (
                w
                for w in (line.items[k].text for k in range(end - 1, min(end + 1, len(line.items))))
                if w in _WRITTEN
            ),
            "",
        )
    wanted = _WRITTEN.get(said)
    if wanted is None:
        return None
    numbers = [c for c in columns if c.kind == "number"]
    fits = [c for c in numbers if wanted & _units_of(c.name) and _holds(c, value)]
    if not fits and value.kind == "number":  # in a unit that can be turned into the column's
        others = [c for c in numbers if scaled(c, line, end, value) != value]
        fits = [c for c in others if _holds(c, scaled(c, line, end, value))]
    return fits[0] if len(fits) == 1 else None


def counted_in(columns: tuple[ColumnFacts, ...], unit: str) -> ColumnFacts | None:
    """The one column of numbers whose name holds a unit: the consumption for "so much per kWh"."""
    wanted = _WRITTEN.get(unit)
    fits = [c for c in columns if wanted and c.kind == "number" and wanted & _units_of(c.name)]
    return fits[0] if len(fits) == 1 else None


@lru_cache(maxsize=4096)
def _units_of(name: str) -> frozenset[str]:
    """Units in a name, without those that something is counted by: "hours-per-week" is in hours."""
    bare = re.sub(r"(?:/|\bper[\s_-]|_per_)\s*\w+", " ", folded(name).lower())
    pieces = re.findall(r"[a-z]+\d?", bare.replace("_", " "))
    return frozenset(word for piece in pieces for word in (piece, lemma(piece)))


_IN = {("km", "m"): 1000.0, ("m", "km"): 0.001, ("kg", "g"): 1000.0, ("g", "kg"): 0.001}


def scaled(column: ColumnFacts, line: Line, end: int, value: Quantity) -> Quantity:
    """A figure in the unit of the column: 2 km are 2,000 of a distance in metres, 30,000 are 30 of an income in k$."""
    if value.kind not in ("number", "money"):
        return value
    first = line.items[end].start if end < len(line.items) else len(line.tokens)
    near = {token.lemma for token in line.tokens[max(0, first - 1) : first + 1]}
    for (said, own), factor in _IN.items():
        units = _units_of(column.name)
        if near & _WRITTEN[said] and units & _WRITTEN[own] and not units & _WRITTEN[said]:
            return replace(value, value=value.value * factor)
    high = column.maximum
    if re.search(_THOUSANDS, column.name) and isinstance(high, int | float) and value.value >= 1000 > high:
        return replace(value, value=value.value / 1000)
    return value


def in_thousands(column: ColumnFacts) -> bool:
    """Whether a column's name says that its values are in thousands."""
    return bool(re.search(_THOUSANDS, column.name))


_THOUSANDS = r"(?i)\bk[$€£]|[$€£]k\b|\bin k\b|thousand|\(k\)|_k$"


def _holds(column: ColumnFacts, value: Quantity) -> bool:
    low, high = column.minimum, column.maximum
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return False
    figure = value.count if value.kind == "duration" else value.value
    return value.kind == "size" or low - 0.5 * (high - low) <= figure <= high + 0.5 * (high - low)


def figure_in_bytes(column: ColumnFacts, value: Quantity) -> float:
    """A size in the unit that a column's name says."""
    scale = next((size for unit, size in _BYTES.items() if unit in _units_of(column.name)), 1.0)
    return value.value / scale


PEOPLE = frozenset(
    words(
        """person people man woman those anyone anybody everybody everyone somebody someone nobody customer patient employee
        staff client who be adult member applicant driver passenger pupil student visitor guest subscriber policyholder
        resident worker borrower user owner buyer folk smoker parent renter that one lady gentleman guy male female
        senior single citizen kid child teenager minor baby pensioner retiree pupil youngster boy girl candidate holder insured junior senior toddler infant adolescent youth elder veteran newcomer
        mother father grandparent grandmother grandfather couple household lad lass schoolchild undergraduate graduate boarder traveller"""
    )
)


def tells_age(line: Line, start: int, end: int) -> bool:
    """ "members over 40 who …": a figure behind people, with no unit of its own."""
    before = line.tokens[line.items[start - 1].end - 1].lemma if start else ""
    if before in ("be", "age", "who", "that", "only", "just", "just") and start > 1:  # "whoever is past 65"
        near = [
            token.lemma
            for token in line.tokens[line.items[max(0, start - 4)].start : line.items[start].start]
        ]
        before = next((word for word in reversed(near) if word in PEOPLE or word in _WHOEVER), before)
        before = "person" if before in _WHOEVER else before
    behind = line.items[end].text if end < len(line.items) else "."
    if before in ("or", "and"):  # "anyone below 18 or above 90"
        first = line.items[max(0, start - _BACK)].start
        return any(token.lemma in PEOPLE for token in line.tokens[first : line.items[start].start])
    own_noun = behind.isalpha() and behind not in CLOSING and behind not in ("year",)
    return before in PEOPLE and not own_noun


_WHOEVER = frozenset(words("who whoever anyone everyone someone"))
_BACK = 5
CLOSING = frozenset(
    words(
        """and or who that which in on with from to at be for of only alone please as the have do will can should must live
        work come go get fall pay take never always usually rarely tend visit leave not but so into than by within out are leave a i we year old"""
    )
)


def tells_amount(line: Line, start: int, end: int) -> bool:
    """ "Claims above 2,000", "whatever went for under 220,000": a figure that counts nothing."""
    behind = line.items[end].text if end < len(line.items) else "."
    if behind.isalpha() and behind not in CLOSING and behind not in _COINS:
        return False
    before = line.tokens[line.items[start - 1].end - 1] if start else None
    if behind in _COINS and before is not None and before.lemma == "of":
        return True  # "loans of no more than 5000 marks"
    return before is not None and (before.lower.endswith("s") or before.lemma in _PRICED)


_COINS = frozenset(words("mark crown krone kroner rupee lira peso shilling zloty forint ruble rand yen"))
_PRICED = frozenset(words("for at go sell pay price or and anything everything whatever those that be"))
