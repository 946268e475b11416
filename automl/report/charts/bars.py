"""Horizontal bars and dots with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automl.report.charts.drawing import Box, Dot, Drawing, Label, Line, Role, Shape, fitting, text_width
from automl.report.charts.scale import Scale, round_ticks, widened
from automl.report.figures import Write

ROW = 30.0
_TEXT = 12.5
_BOLD = 1.12  # bold letters are wider by so much


@dataclass(frozen=True)
class Bar:
    """One line of the chart: its name, the figure as a number and as text, and its interval."""

    label: str
    value: float
    shown: str
    role: Role = "soft"
    low: float | None = None
    high: float | None = None
    title: str = ""
    strong: bool = False


def bar_chart(bars: Sequence[Bar], *, width: float = 680.0, row: float = ROW) -> Drawing:
    """Bars from zero to the right, or to the left where figures are negative."""
    left, right = _gutters(bars, width)
    reach = [edge for bar in bars for edge in (bar.value, bar.low, bar.high) if edge is not None]
    scale = Scale(min(0.0, *reach), max(0.0, *reach) or 1.0, left, width - right)
    height = row * len(bars) + 8
    zero = scale.at(0.0)
    shapes: list[Shape] = [Line(((zero, 2), (zero, height - 4)), "line", 1)]
    for i, bar in enumerate(bars):
        middle = row * i + row / 2 + 2
        shapes += _bar(bar, middle, scale=scale, left=left, thick=min(18.0, row * 0.6))
    return Drawing(width, height, tuple(shapes))


def _bar(bar: Bar, middle: float, *, scale: Scale, left: float, thick: float) -> list[Shape]:
    start, end = sorted((scale.at(0.0), scale.at(bar.value)))
    beyond = max(end, scale.at(bar.high) if bar.high is not None else end)
    return [
        _name(bar, middle, left),
        Box(start, middle - thick / 2, max(end - start, 1.0), thick, bar.role, radius=2, title=_tip(bar)),
        *_whisker(bar, middle, scale),
        Label(beyond + 8, middle + 4.5, bar.shown, "ink" if bar.strong else "muted", _TEXT, bold=bar.strong),
    ]


def dot_chart(bars: Sequence[Bar], *, write: Write, width: float = 680.0, row: float = 26.0) -> Drawing:
    """Dots on a scale that starts where the figures start, for scores whose zero means nothing."""
    left, right = _gutters(bars, width)
    reach = [edge for bar in bars for edge in (bar.value, bar.low, bar.high) if edge is not None]
    scale = Scale(*widened(min(reach), max(reach)), left, width - right)
    bottom = row * len(bars) + 8
    shapes: list[Shape] = []
    for tick in round_ticks(scale.low, scale.high):
        x = scale.at(tick)
        shapes.append(Line(((x, 2), (x, bottom)), "line", 1))
        shapes.append(Label(x, bottom + 16, write(tick), "muted", 11, "middle"))
    for i, bar in enumerate(bars):
        middle = row * i + row / 2 + 2
        shapes += [
            _name(bar, middle, left),
            *_whisker(bar, middle, scale),
            Dot(scale.at(bar.value), middle, 5.5 if bar.strong else 4.5, bar.role, title=_tip(bar)),
            Label(
                width - right + 10,
                middle + 4.5,
                bar.shown,
                "ink" if bar.strong else "muted",
                _TEXT,
                bold=bar.strong,
            ),
        ]
    return Drawing(width, bottom + 22, tuple(shapes))


def _gutters(bars: Sequence[Bar], width: float) -> tuple[float, float]:
    left = min(max(_width(bar.label, bar) for bar in bars) + 14, width * 0.42)
    right = min(max(_width(bar.shown, bar) for bar in bars) + 14, width * 0.3)
    return left, right


def _width(text: str, bar: Bar) -> float:
    return text_width(text, _TEXT) * (_BOLD if bar.strong else 1.0)


def _name(bar: Bar, middle: float, left: float) -> Label:
    text = fitting(bar.label, left - 12, _TEXT)
    whole = bar.title or (bar.label if text != bar.label else "")
    return Label(left - 12, middle + 4.5, text, "ink", _TEXT, "end", bold=bar.strong, title=whole)


def _whisker(bar: Bar, middle: float, scale: Scale) -> list[Shape]:
    if bar.low is None or bar.high is None or bar.low == bar.high:
        return []
    low, high = scale.at(bar.low), scale.at(bar.high)
    lines = [((low, middle), (high, middle))]
    lines += [((x, middle - 4), (x, middle + 4)) for x in (low, high)]
    return [Line(line, "ink", 1.2, opacity=0.7) for line in lines]


def _tip(bar: Bar) -> str:
    return f"{bar.title or bar.label}: {bar.shown}"
