"""Scales and round numbers for axes."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Straight line from data to canvas: `low` is drawn at `start`, `high` at `stop`."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """Place of a value on the canvas."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + share * (self.stop - self.start)


def round_ticks(low: float, high: float, *, n_wanted: int = 5) -> list[float]:
    """Round numbers inside a range, as many as fit into the number wanted."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low]
    power = 10.0 ** math.floor(math.log10((high - low) / n_wanted))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = power * factor
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < n_wanted:
            break
    # No "1e-17" for zero, and no sixteen digits for 0.3.
    return [round(i * step, 12 - math.floor(math.log10(step))) + 0.0 for i in range(first, last + 1)]


def widened(low: float, high: float, *, share: float = 0.05) -> tuple[float, float]:
    """A range with some air around it; never empty."""
    if high > low:
        return low - share * (high - low), high + share * (high - low)
    air = abs(low) * 0.1 or 1.0
    return low - air, high + air
