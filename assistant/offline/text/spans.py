"""Figures that are written in parts: "2 h 30", "3/4 of an hour", "a tenth of a second", "half a megabyte", "1e-4"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.offline.text.line import Item, Line
from assistant.offline.text.numbers import ORDINALS, UNITS
from assistant.offline.text.quantities import Quantity
from assistant.offline.text.units import FRACTIONS, MILLISECONDS, SIZE_BYTES, TIME_S

_WHOLE_SIZES = ("kilobyte", "megabyte", "gigabyte", "meg", "gig")
_PLACEHOLDERS = {"duration": "dur", "percent": "pct"}
_OF_A_PART = (
    "random",
    "good",
    "full",
    "whole",
    "further",
    "random",
    "single",
    "small",
    "last",
    "final",
    "mere",
    "fix",
)
_FULL = ("full", "whole", "entire", "solid", "good", "complete", "more", "extra", "additional")
_FULL_UNITS = ("hour", "minute", "second")
_HOURS = ("hour", "h", "hr")
_DOTS = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?) ?\.{2,3} ?(\d*\.?\d+(?:[eE][-+]?\d{1,2})?)(?![\w.]*\d)"
)
_POWER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?[eE][-+]?\d{1,2}(?!\w)")
# "2 h 30 trials": there the second figure counts something else.
_AFTER_MINUTES = frozenset(
    [
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        ")",
        "at",
        "max",
        "maximum",
        "tops",
        "to",
        "for",
        "of",
        "is",
        "be",
        "and",
        "or",
        "then",
        "on",
        "but",
        "should",
        "will",
        "so",
        "the",
    ]
)


def joined(line: Line) -> Line:
    """The line with such figures as one item each."""
    whole = _with_dots(_with_powers(line))
    return whole.marked(_marks(whole))


def _with_powers(line: Line) -> Line:
    """The line with "1e-4" as a number; its pieces were read as others before ("4 to 1" as a multiple)."""
    powers = []
    for match in _POWER.finditer(line.text):
        inside = [k for k, token in enumerate(line.tokens) if match.start() <= token.start < match.end()]
        powers.append(Item("<num>", inside[0], inside[-1] + 1, _number(match, inside)))
    if not powers:
        return line
    taken = {k for power in powers for k in range(power.start, power.end)}
    items = list(powers)
    for item in line.items:
        tokens = set(range(item.start, item.end))
        if taken.isdisjoint(tokens):
            items.append(item)
        else:
            items.extend(Item(line.tokens[k].lemma, k, k + 1) for k in tokens - taken)
    return Line(line.text, line.tokens, sorted(items, key=lambda item: item.start))


def _with_dots(line: Line) -> Line:
    """The line with "3..6" as "3 to 6"; its dots were read as the point of a decimal."""
    for match in reversed(list(_DOTS.finditer(line.text))):
        inside = [at for at, item in enumerate(line.items) if _within(line, item, match)]
        if len(inside) < 2:
            continue
        first, last = line.items[inside[0]].start, line.items[inside[-1]].end
        low, high = (Quantity("number", float(match.group(part)), first, last) for part in (1, 2))
        items = [Item("<num>", first, first + 1, low), Item("to", first + 1, first + 1)]
        items.append(Item("<num>", first + 1, last, high))
        line = Line(line.text, line.tokens, [*line.items[: inside[0]], *items, *line.items[inside[-1] + 1 :]])
    return line


def _within(line: Line, item: Item, match: re.Match[str]) -> bool:
    return match.start() <= line.tokens[item.start].start and line.tokens[item.end - 1].end <= match.end()


def _number(match: re.Match[str], inside: list[int]) -> Quantity:
    return Quantity("number", float(match.group()), inside[0], inside[-1] + 1)


def _marks(line: Line) -> Iterator[tuple[int, int, str, Quantity]]:
    for at in range(len(line.items)):
        found = (
            _glued_hours(line, at)
            or _hours_and_minutes(line, at)
            or _hours_and_a_part(line, at)
            or _full_hours(line, at)
            or _part_of_a_span(line, at)
            or _size(line, at)
            or _described_part(line, at)
        )
        if found is not None:
            quantity, end = found
            yield at, end, _PLACEHOLDERS.get(quantity.kind, quantity.kind), quantity


def _described_part(line: Line, at: int) -> tuple[Quantity, int] | None:
    """ "A random quarter of the rows", "a good third of it"."""
    below = FRACTIONS.get(_text(line, at + 2)) or ORDINALS.get(_text(line, at + 2))
    said = (
        _text(line, at) in ("a", "one") and _text(line, at + 1) in _OF_A_PART and _text(line, at + 3) == "of"
    )
    if not below or below < 2 or not said:
        return None
    first, last = line.items[at].start, line.items[at + 2].end
    return Quantity("percent", 1 / below, first, last), at + 3


def _payload(line: Line, at: int, *kinds: str) -> Quantity | None:
    payload = line.items[at].payload if 0 <= at < len(line.items) else None
    return payload if isinstance(payload, Quantity) and payload.kind in kinds else None


def _text(line: Line, at: int) -> str:
    return line.items[at].text if 0 <= at < len(line.items) else ""


def _hours_and_minutes(line: Line, at: int) -> tuple[Quantity, int] | None:
    hours, minutes = _payload(line, at, "duration"), _payload(line, at + 1, "number")
    if hours is None or minutes is None or hours.unit not in _HOURS:
        return None
    if not 0 < minutes.value < 60 or _text(line, at + 2) not in {"", *_AFTER_MINUTES}:
        return None
    return replace(hours, value=hours.value + 60 * minutes.value, unit="minute", count=0.0), at + 2


def _hours_and_a_part(line: Line, at: int) -> tuple[Quantity, int] | None:
    """ "An hour and a quarter", "two hours and a half"; a quarter of something else is none of the hour."""
    hours = _payload(line, at, "duration")
    if hours is None or hours.unit not in _HOURS or _text(line, at + 1) != "and":
        return None
    part = _payload(line, at + 2, "percent", "number")
    if part is not None and 0 < part.value < 1 and _text(line, at + 3) != "of":
        return replace(hours, value=hours.value + 3600 * part.value, unit="minute", count=0.0), at + 3
    return None


def _full_hours(line: Line, at: int) -> tuple[Quantity, int] | None:
    """ "Two full hours", "a whole hour": a word stands between figure and unit."""
    if _text(line, at) == "half" and _text(line, at + 1) in ("hour", "minute"):
        token, unit = line.items[at].start, _text(line, at + 1)
        return Quantity("duration", TIME_S[unit] / 2, token, token + 2, unit=unit, count=0.5), at + 2
    if _text(line, at + 1) not in _FULL or _text(line, at + 2) not in _FULL_UNITS:
        return None
    number, unit = _payload(line, at, "number"), _text(line, at + 2)
    if number is None and _text(line, at) not in ("a", "an", "one"):
        return None
    count = number.value if number else 1.0
    token = line.items[at].start
    found = number or Quantity("number", 1.0, token, token + 1)
    return replace(found, kind="duration", value=count * TIME_S[unit], unit=unit, count=count), at + 3


def _glued_hours(line: Line, at: int) -> tuple[Quantity, int] | None:
    """ "1h30m": its end was read as a word."""
    hours, rest = (
        _payload(line, at, "number"),
        re.fullmatch(r"h(\d{1,2})(?:m|min|mins)?", _text(line, at + 1)),
    )
    if hours is None or rest is None:
        return None
    seconds = hours.value * 3600 + int(rest[1]) * 60
    return replace(hours, kind="duration", value=seconds, unit="minute", count=0.0), at + 2


def _part_of_a_span(line: Line, at: int) -> tuple[Quantity, int] | None:
    """A fraction of a unit of time: "1/2 hr", "3/4 of an hour", "two hundredths of a second"."""
    share, end = _share(line, at)
    if share is None:
        return None
    if _text(line, end) == "of":
        end += 1
    span = _payload(line, end, "duration")
    if span is None or span.count not in (0.0, 1.0):
        return _glued_fraction(line, at)
    return replace(span, value=share * span.value, count=share), end + 1


def _glued_fraction(line: Line, at: int) -> tuple[Quantity, int] | None:
    """ "1/2 hr" is read as 1, a slash and 2 hours."""
    above, span = _payload(line, at, "number"), _payload(line, at + 2, "duration")
    if above is None or span is None or _text(line, at + 1) != "/" or span.count < 2:
        return None
    share = above.value / span.count
    return (replace(span, value=share * span.value / span.count, count=share), at + 3) if share < 1 else None


def _share(line: Line, at: int) -> tuple[float | None, int]:
    percent, number = _payload(line, at, "percent"), _payload(line, at, "number")
    if percent is not None:
        return percent.value, at + 1
    if _text(line, at) in ("a", "one") and _text(line, at + 1) in ORDINALS | FRACTIONS:
        return 1 / _below(_text(line, at + 1)), at + 2
    if number is None:
        return None, at
    below = _payload(line, at + 2, "number")
    if _text(line, at + 1) == "/":
        return (number.value / below.value if below and below.value > number.value else 0.0), at + 3
    if _text(line, at + 1) in ORDINALS | FRACTIONS and number.value < len(UNITS):
        return number.value / _below(_text(line, at + 1)), at + 2
    return None, at


def _below(word: str) -> int:
    return FRACTIONS.get(word) or ORDINALS[word]


def _size(line: Line, at: int) -> tuple[Quantity, int] | None:
    """ "half a megabyte": its half was read as a number."""
    number, unit = _payload(line, at, "number"), _text(line, at + 1)
    if number is not None and unit in MILLISECONDS:
        return replace(number, kind="ms", value=number.value * MILLISECONDS[unit]), at + 2
    if number is not None and unit == "g" and line.words(at + 1, at + 2) == "G":  # "4G of RAM"
        unit = "gb"
    if number is None and unit in _WHOLE_SIZES and _text(line, at) in ("a", "an", "one", "single"):
        token = line.items[at].start
        return Quantity("size", SIZE_BYTES[unit], token, token + 2, unit=unit, count=1.0), at + 2
    if number is None or unit not in SIZE_BYTES:
        return None
    return replace(number, kind="size", value=number.value * SIZE_BYTES[unit], unit=unit), at + 2
