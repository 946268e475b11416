"""One sentence for each column that was read differently from how it is written, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.data.infer.levels import Levels
from automl.data.infer.numbers import NumberStyle, Written

Flags = NDArray[np.bool_]


def shown(name: str) -> str:
    """A column's name in a sentence; quoted where blanks around it would be overlooked."""
    return name if name and name == name.strip() else repr(name)


def sentence(name: str, *parts: str) -> str:
    """The parts that say something, as one sentence about a column; empty where none does."""
    said = [part for part in parts if part]
    return f"{shown(name)}: {'; '.join(said)}." if said else ""


def marker_part(levels: Levels, missing: Flags) -> str:
    """Each marker that counts as missing, with its rows; empty cells go without saying."""
    markers: Counter[str] = Counter()
    for position in np.flatnonzero(missing):
        if levels.texts[int(position)].as_py():
            markers[levels.trimmed[position]] += int(levels.counts[position])
    if not markers:
        return ""
    said = [
        f"{count:,} {repr(marker) if marker else 'blanks' if count > 1 else 'blank'}"
        for marker, count in markers.most_common()
    ]
    return f"{' and '.join(said)} {'count' if sum(markers.values()) > 1 else 'counts'} as missing"


def count_part(count: int, one: str, many: str) -> str:
    """So many of something count as missing; empty for none."""
    if not count:
        return ""
    return f"1 {one} counts as missing" if count == 1 else f"{count:,} {many} count as missing"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _odd_part(levels: Levels, odd: Flags, noun: str) -> str:
    """Cells that could not be read, with the most frequent of them."""
    n_odd = int(levels.counts[odd].sum())
    if not n_odd:
        return ""
    positions = sorted(np.flatnonzero(odd), key=lambda position: (-levels.counts[position], position))
    examples = ", ".join(repr(_short(levels.trimmed[position])) for position in positions[:3])
    more = ", …" if len(positions) > 3 else ""
    what = f"1 cell that is no {noun}" if n_odd == 1 else f"{n_odd:,} cells that are no {noun}s"
    return f"{what} ({examples}{more}) {'counts' if n_odd == 1 else 'count'} as missing"


def _short(text: str, limit: int = 30) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def number_sentence(
    name: str,
    levels: Levels,
    values: NDArray[Any],
    missing: Flags,
    *,
    style: NumberStyle | None = None,
    parts: tuple[Sequence[Written], Sequence[int]] = ((), ()),
    units_alone: Flags | None = None,
    ambiguous: bool = False,
) -> str:
    """What was read as a number, how, and what was not."""
    infinite = np.isinf(values)
    alone = np.zeros(len(levels), dtype=bool) if units_alone is None else units_alone
    how = _style_part(style, *parts, ambiguous=ambiguous) if style is not None else ""
    said = (
        marker_part(levels, missing),
        count_part(int(levels.counts[alone].sum()), "unit without a number", "units without a number"),
        count_part(int(levels.counts[infinite].sum()), "infinite number", "infinite numbers"),
        _odd_part(levels, np.isnan(values) & ~missing & ~alone, "number"),
    )
    if not how and not any(said):
        return ""
    n_read = int(levels.counts[np.isfinite(values)].sum())
    return sentence(name, f"{_many(n_read, 'number')} read from text{how}", *said)


def _style_part(
    style: NumberStyle, parts: Sequence[Written], counts: Sequence[int], *, ambiguous: bool
) -> str:
    said = []
    units: Counter[str] = Counter()
    for part, count in zip(parts, counts, strict=True):
        units[part.unit] += count
    if any(part.money for part in parts):
        said.append("without the currency sign")
    if style.decimal == ",":
        said.append("with a decimal comma")
    elif any("," in part.body for part in parts):
        said.append("with commas between thousands")
    if ambiguous:
        said.append("which cannot be told from the cells alone")
    said.append(_unit_part(style, units))
    found = [part for part in said if part]
    return f" ({', '.join(found)})" if found else ""


def _unit_part(style: NumberStyle, units: Counter[str]) -> str:
    named = [(unit, count) for unit, count in units.most_common() if unit]
    if not named:
        return ""
    if style.letters and all(len(unit) == 1 for unit, _ in named):
        return f"multiplied out where they end in {' or '.join(unit for unit, _ in named)}"
    if len(named) == 1:
        without = f", {units['']:,} have none" if units[""] else ""
        return f"unit {named[0][0]}{without}"
    if any(factor != 1.0 for factor in style.units.values()):
        main = next(unit for unit, factor in style.units.items() if factor == 1.0)
        return f"units {', '.join(unit for unit, _ in named)} all turned into {main}"
    listed = ", ".join(f"{unit} {count:,}" for unit, count in named[:4])
    return f"units differ: {listed}; the numbers are taken as written"


def date_sentence(name: str, levels: Levels, moments: NDArray[Any], missing: Flags, how: str) -> str:
    """What was read as a date, by which order of its parts, and what was not."""
    n_read = int(levels.counts[~np.isnat(moments)].sum())
    return sentence(
        name,
        f"{_many(n_read, 'date')} read from text as {how}",
        marker_part(levels, missing),
        _odd_part(levels, np.isnat(moments) & ~missing, "date"),
    )
