"""The ranges of settings on their own scales: where a value lies, and the stretches that a range is cut into."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.families.space import Choice, Real, Setting, Whole

# Enough to tell small from large, few enough for a map that a person reads.
STRETCHES = 5


@dataclass(frozen=True)
class Span:
    """A stretch of a range, both ends included, or one choice."""

    low: float | None = None
    high: float | None = None
    choice: Any = None

    def holds(self, value: Any) -> bool:
        """Whether a value lies in it."""
        if self.low is None or self.high is None:
            return bool(value == self.choice)
        return _is_number(value) and self.low <= value <= self.high


@dataclass(frozen=True)
class Axis:
    """One setting that is searched."""

    setting: Setting

    @property
    def name(self) -> str:
        """The setting's own name."""
        return self.setting.name

    @property
    def log(self) -> bool:
        """Whether steps of its scale are ratios."""
        return not isinstance(self.setting, Choice) and self.setting.log and self.setting.low > 0

    @property
    def width(self) -> int:
        """Numbers that stand for a value: one per choice, else one."""
        return len(self.setting.choices) if isinstance(self.setting, Choice) else 1

    def code(self, value: Any) -> list[float]:
        """A value as numbers from 0 to 1: its place on the scale, or which choice it is; outside, the nearest end."""
        if isinstance(self.setting, Choice):
            # Two choices are as far from each other as half a range: they differ, but not as much as its two ends.
            return [0.5 / math.sqrt(2) * (value == choice) for choice in self.setting.choices]
        if not _is_number(value):
            return [0.5]
        low, high = self._scaled(self.setting.low), self._scaled(self.setting.high)
        place = (self._scaled(value) - low) / (high - low) if high > low else 0.5
        return [min(max(place, 0.0), 1.0)]

    def draw(self, share: float) -> Any:
        """The value at a share of the scale, from 0 to below 1."""
        if isinstance(self.setting, Choice):
            return self.setting.choices[int(share * len(self.setting.choices))]
        half = 0.5 if isinstance(self.setting, Whole) else 0.0
        low, high = self._scaled(self.setting.low - half), self._scaled(self.setting.high + half)
        value = self._unscaled(low + share * (high - low))
        if isinstance(self.setting, Real):
            return min(max(value, self.setting.low), self.setting.high)
        return min(max(round(value), self.setting.low), self.setting.high)

    def spans(self) -> tuple[Span, ...]:
        """The range cut into at most `STRETCHES` stretches, or its choices one by one."""
        if isinstance(self.setting, Choice):
            return tuple(Span(choice=choice) for choice in self.setting.choices)
        low, high = self.setting.low, self.setting.high
        if isinstance(self.setting, Whole) and high - low < STRETCHES:
            return tuple(Span(value, value) for value in range(int(low), int(high) + 1))
        if high <= low:
            return (Span(low, high),)
        edges = self._edges()
        if isinstance(self.setting, Real):
            return tuple(Span(a, b) for a, b in pairwise(edges))
        starts = sorted({int(low), *(math.floor(edge) + 1 for edge in edges[1:-1])})
        ends = [start - 1 for start in starts[1:]] + [int(high)]
        return tuple(Span(a, b) for a, b in zip(starts, ends, strict=True))

    def places(self, values: Sequence[Any]) -> NDArray[np.int64]:
        """The number of the stretch that each value lies in; -1 outside."""
        spans = self.spans()
        found = [next((i for i, span in enumerate(spans) if span.holds(value)), -1) for value in values]
        return np.asarray(found, dtype=np.int64)

    def _edges(self) -> list[float]:
        """Ends of the stretches, inner ones with as few digits as keep them apart."""
        assert not isinstance(self.setting, Choice)
        low, high = self._scaled(self.setting.low), self._scaled(self.setting.high)
        inner = [self._unscaled(low + i / STRETCHES * (high - low)) for i in range(1, STRETCHES)]
        for digits in range(2, 17):
            edges = [self.setting.low, *(float(f"{edge:.{digits}g}") for edge in inner), self.setting.high]
            if all(a < b for a, b in pairwise(edges)):
                break
        return edges

    def _scaled(self, value: float) -> float:
        return math.log(max(value, 1e-300)) if self.log else float(value)

    def _unscaled(self, value: float) -> float:
        return math.exp(value) if self.log else value


def codes(axes: Sequence[Axis], settings: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    """Configurations as points, of shape (n, total width)."""
    rows = [[number for axis in axes for number in axis.code(one.get(axis.name))] for one in settings]
    return np.asarray(rows, dtype=np.float64).reshape(len(settings), sum(axis.width for axis in axes))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
