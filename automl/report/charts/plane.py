"""Charts with two axes: lines, points, and a share along the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automl.report.charts.drawing import Box, Dot, Drawing, Label, Line, Point, Role, Shape, text_width
from automl.report.charts.scale import Scale, round_ticks, widened
from automl.report.figures import Write


@dataclass(frozen=True)
class Series:
    """Points in the order of the line, in data units."""

    points: tuple[Point, ...]
    role: Role
    name: str = ""
    dashed: bool = False
    dots: bool = False
    line: bool = True
    width: float = 2.2
    radius: float = 4.0
    opacity: float = 1.0


@dataclass(frozen=True)
class Mark:
    """One point that the chart is about."""

    x: float
    y: float
    text: str
    role: Role = "good"


@dataclass(frozen=True)
class Level:
    """A horizontal line to compare with."""

    y: float
    text: str


@dataclass(frozen=True)
class Axes:
    """How the axes are written, and what has to be on them."""

    x_write: Write
    y_write: Write
    x_title: str = ""
    y_title: str = ""
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None


def plane_chart(
    series: Sequence[Series],
    axes: Axes,
    *,
    marks: Sequence[Mark] = (),
    levels: Sequence[Level] = (),
    shares: Sequence[Point] = (),
    width: float = 680.0,
    height: float = 300.0,
) -> Drawing:
    """Lines and points on two axes.

    Parameters
    ----------
    shares : sequence of (x, share)
        How many of the rows are there: bars along the bottom.
    """
    x, y = _scales(series, axes, marks=marks, levels=levels, width=width, height=height)
    shapes: list[Shape] = [*_grid(x, y, axes, height), *_share_bars(shares, x, y)]
    for level in levels:
        at = y.at(level.y)
        shapes.append(Line(((x.start, at), (x.stop, at)), "muted", 1.2, dashed=True))
        shapes.append(Label(x.stop, at - 5, level.text, "muted", 11, "end"))
    for one in series:
        placed = tuple((x.at(px), y.at(py)) for px, py in one.points)
        if one.line and len(placed) > 1:
            shapes.append(Line(placed, one.role, one.width, dashed=one.dashed))
        if one.dots:
            shapes += [Dot(px, py, one.radius, one.role, one.opacity) for px, py in placed]
    shapes += _legend(series, x)
    for mark in marks:
        shapes += _mark(mark, x, y)
    return Drawing(width, height, tuple(shapes))


def _scales(
    series: Sequence[Series],
    axes: Axes,
    *,
    marks: Sequence[Mark],
    levels: Sequence[Level],
    width: float,
    height: float,
) -> tuple[Scale, Scale]:
    xs = [px for one in series for px, _ in one.points] + [mark.x for mark in marks]
    ys = (
        [py for one in series for _, py in one.points]
        + [mark.y for mark in marks]
        + [level.y for level in levels]
    )
    x_low, x_high = axes.x_range or widened(min(xs), max(xs), share=0.02)
    y_low, y_high = axes.y_range or widened(min(ys), max(ys), share=0.08)
    labels = [axes.y_write(tick) for tick in round_ticks(y_low, y_high)]
    left = max(text_width(label, 11) for label in labels) + 12
    top = 34.0 if axes.y_title or any(one.name for one in series) else 14.0
    bottom = height - (42.0 if axes.x_title else 26.0)
    return Scale(x_low, x_high, left, width - 14), Scale(y_low, y_high, bottom, top)


def _grid(x: Scale, y: Scale, axes: Axes, height: float) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in round_ticks(y.low, y.high):
        at = y.at(tick)
        shapes.append(Line(((x.start, at), (x.stop, at)), "line", 1))
        shapes.append(Label(x.start - 8, at + 4, axes.y_write(tick), "muted", 11, "end"))
    room = x.stop - x.start
    ticks = round_ticks(x.low, x.high, n_wanted=max(3, int(room // 70)))
    for tick in ticks:
        text = axes.x_write(tick)
        half = text_width(text, 11) / 2
        at = min(max(x.at(tick), x.start - 8 + half), x.stop + 12 - half)
        shapes.append(Label(at, y.start + 17, text, "muted", 11, "middle"))
    if axes.x_title:
        shapes.append(Label((x.start + x.stop) / 2, height - 6, axes.x_title, "muted", 11.5, "middle"))
    if axes.y_title:
        shapes.append(Label(2, 14, axes.y_title, "muted", 11.5))
    return shapes


def _share_bars(shares: Sequence[Point], x: Scale, y: Scale) -> list[Shape]:
    """Grey columns: the most frequent place reaches a fifth of the height."""
    most = max((share for _, share in shares), default=0.0)
    if most <= 0:
        return []
    wide = max(3.0, min(22.0, (x.stop - x.start) / (2.2 * len(shares))))
    room = 0.2 * (y.start - y.stop)
    return [
        Box(
            x.at(at) - wide / 2,
            y.start - room * share / most,
            wide,
            room * share / most,
            "muted",
            opacity=0.25,
        )
        for at, share in shares
    ]


def _legend(series: Sequence[Series], x: Scale) -> list[Shape]:
    named = [one for one in series if one.name]
    at = x.stop
    shapes: list[Shape] = []
    for one in reversed(named):
        at -= text_width(one.name, 11.5)
        shapes.append(Label(at, 14, one.name, "muted", 11.5))
        shapes.append(Line(((at - 24, 10), (at - 6, 10)), one.role, 2.5, dashed=one.dashed))
        at -= 38
    return shapes


def _mark(mark: Mark, x: Scale, y: Scale) -> list[Shape]:
    px, py = x.at(mark.x), y.at(mark.y)
    wide = text_width(mark.text, 12) + 14
    left = min(max(px - wide / 2, x.start), x.stop - wide)
    # A decision is mostly at the top of its curve: below it there is room.
    top = py + 14 if py + 40 < y.start else py - 36
    return [
        Dot(px, py, 8, mark.role, opacity=0.25),
        Dot(px, py, 5, mark.role),
        Box(left, top, wide, 22, "surface", opacity=0.92, radius=4),
        Label(left + 7, top + 15, mark.text, "ink", 12, bold=True),
    ]
