"""Units, currencies and magnitudes that people write beside a number."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Signs and codes that mean money, before or behind a number.
CURRENCY = (
    r"(?:(?:US|R|AU|A|CA|C|NZ|HK|S)?\$|[€£¥₹₽₩₺₫₴₦₱฿]"
    r"|(?i:(?<![a-z])(?:USD|EUR|GBP|CHF|JPY|INR|AUD|CAD|CNY|RMB|SEK|NOK|DKK|PLN|CZK|HUF|BRL|ZAR|MXN|SGD|HKD|NZD|TRY"
    r"|Rs\.?|kr\.?)(?![a-z])))"
)
_CURRENCY = re.compile(CURRENCY)

_MAGNITUDE_WORDS = {
    "thousand": 1e3,
    "tsd": 1e3,
    "lakh": 1e5,
    "mio": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "million": 1e6,
    "crore": 1e7,
    "mrd": 1e9,
    "bn": 1e9,
    "billion": 1e9,
}
# A single letter is a magnitude only where money or a second magnitude says so: 298 K and 5 M are units as well.
_MAGNITUDE_LETTERS = {"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9}

#: Units that can be turned into one another: dimension → unit → size in the dimension's first unit.
_DIMENSIONS: tuple[Mapping[str, float], ...] = (
    {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600}
    | {"d": 86400, "day": 86400, "week": 604800, "month": 2629746, "mo": 2629746}
    | {"y": 31556952, "yr": 31556952, "year": 31556952},
    {"g": 1, "mg": 1e-3, "kg": 1e3, "t": 1e6, "lb": 453.59237, "oz": 28.349523125},
    {"m": 1, "mm": 1e-3, "cm": 1e-2, "km": 1e3, "in": 0.0254, "inch": 0.0254, "ft": 0.3048, "mi": 1609.344}
    | {"mile": 1609.344, "yd": 0.9144},
    {"kb": 1, "mb": 1e3, "gb": 1e6, "tb": 1e9},
    {"hp": 1, "bhp": 1, "kw": 1.34102209},
)
# More units, or hardly more numbers than units, and the words are names rather than units.
_MAX_UNITS, _NUMBERS_PER_UNIT = 4, 5
_ORDINALS = {"st", "nd", "rd", "th"}
# Half of the day, not a unit.
_NO_UNITS = {"am", "pm"}
# 12 % may stand for 12 or for 0.12.
_SHARES = {"%", "‰"}


def without_currency(suffix: str) -> tuple[str, bool]:
    """A suffix without a currency in it, and whether there was one."""
    rest = _CURRENCY.sub("", suffix, count=1)
    return rest.strip(), rest != suffix


def unit_key(suffix: str) -> str:
    """A unit in the spelling by which units are compared: 'Years' and 'year' are one."""
    key = suffix.strip().rstrip(".").casefold()
    singular = key.removesuffix("s")
    return singular if any(singular in dimension for dimension in _DIMENSIONS) else key


def magnitude_of(suffix: str, *, letters: bool) -> float | None:
    """What a suffix multiplies by: 'k' by 1,000, 'Mio' by a million; None for a unit.

    Parameters
    ----------
    letters : bool
        Whether single letters count.
    """
    if letters and suffix in _MAGNITUDE_LETTERS:
        return _MAGNITUDE_LETTERS[suffix]
    return _MAGNITUDE_WORDS.get(suffix.casefold().rstrip("."))


def factors(units: Mapping[str, int], *, n_numbers: int, attached: bool) -> dict[str, float] | None:
    """By what each unit of a column is multiplied so that its numbers can be compared.

    Parameters
    ----------
    units : mapping of str to int
        Unit (as `unit_key` spells it, "" for none) → rows.
    n_numbers : int
        Distinct cells: a unit goes with many numbers, while '1 low', '2 high' are names.
    attached : bool
        Whether some unit follows its number without a blank, as in '12A'.

    Returns
    -------
    dict or None
        All 1 where numbers are taken as they are written; None where the suffixes look like parts of codes.
    """
    named = {unit: count for unit, count in units.items() if unit}
    # 'bed' and 'beds' are one unit.
    named = {
        unit: count for unit, count in named.items() if unit.removesuffix("s") not in named.keys() - {unit}
    }
    as_written = dict.fromkeys(units, 1.0)
    if named.keys() & _NO_UNITS:
        return None
    if len(named) <= 1 or named.keys() <= _ORDINALS:
        return as_written
    for dimension in _DIMENSIONS:
        if named.keys() <= dimension.keys():
            if "" in units:
                return as_written
            main = max(named, key=lambda unit: (named[unit], unit))
            return {unit: dimension[unit] / dimension[main] for unit in named}
    few_and_one_rules = len(named) <= _MAX_UNITS and max(named.values()) >= 0.5 * sum(units.values())
    measures = n_numbers >= _NUMBERS_PER_UNIT * len(named)
    return as_written if few_and_one_rules and measures and not attached else None


def converted(unit: str, known: Mapping[str, float]) -> float | None:
    """The factor of a unit that a column has not seen, from those that it has: '1 year' among months is 12.

    Parameters
    ----------
    unit : str
        As `unit_key` spells it.
    known : mapping of str to float
        Factors of the column's units.

    Returns
    -------
    float or None
        None where the units measure something else, or were taken as written although they differ.
    """
    named = {name: factor for name, factor in known.items() if name}
    for dimension in _DIMENSIONS:
        if named and unit in dimension and named.keys() <= dimension.keys():
            scales = [factor / dimension[name] for name, factor in named.items()]
            return scales[0] * dimension[unit] if max(scales) <= min(scales) * (1 + 1e-9) else None
    return None


def is_plainly_a_unit(suffix: str, *, attached: bool) -> bool:
    """Whether what follows a number can be nothing but a unit that leaves the number as it is written."""
    key = unit_key(suffix)
    if key in _NO_UNITS | _ORDINALS | _SHARES or magnitude_of(suffix, letters=True) is not None:
        return False
    return not attached or any(key in dimension for dimension in _DIMENSIONS)
