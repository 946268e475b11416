"""Drawings for print."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Group, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from automl.report.charts.drawing import Box, Dot, Label, Line, Shape
from automl.report.charts.drawing import Drawing as Chart
from automl.report.pdf.fonts import BOLD, REGULAR, Glyphs

COLOURS = {
    "ink": "#17202b",
    "muted": "#5d6978",
    "line": "#dfe3e9",
    "accent": "#2b59c3",
    "soft": "#a9bdea",
    "good": "#0b7a55",
    "bad": "#bf3b27",
    "warn": "#d9822b",
    "surface": "#ffffff",
}
# A chart of full width is 680 wide; a smaller one is drawn with letters of the same size.
_MOST = 499 / 680
_SMALLEST = 0.5  # of a label's size; smaller letters cannot be read
# How much of a label stands before its place.
_SHARE_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


def to_reportlab(chart: Chart, width: float, *, glyphs: Glyphs) -> Any:
    """A drawing of at most that width in points."""
    factor = min(_MOST, width / chart.width)
    drawing = Drawing(chart.width * factor, chart.height * factor)
    drawing.scale(factor, factor)
    for shape in chart.shapes:
        drawing.add(_shape(shape, chart.height, glyphs))
    return drawing


def _shape(shape: Shape, height: float, glyphs: Glyphs) -> Any:
    """The same shape where up is up: print has its origin at the bottom."""
    if isinstance(shape, Box):
        return Rect(
            shape.x,
            height - shape.y - max(shape.height, 0),
            max(shape.width, 0),
            max(shape.height, 0),
            rx=shape.radius,
            ry=shape.radius,
            fillColor=_colour(shape.role, shape.opacity),
            strokeColor=None,
        )
    if isinstance(shape, Dot):
        colour = _colour(shape.role, shape.opacity)
        return Circle(shape.x, height - shape.y, shape.radius, fillColor=colour, strokeColor=None)
    return _line(shape, height) if isinstance(shape, Line) else _label(shape, height, glyphs)


def _line(line: Line, height: float) -> Any:
    points = [coordinate for x, y in line.points for coordinate in (x, height - y)]
    colour = _colour(line.role, line.opacity)
    if line.filled:
        return Polygon(points, fillColor=colour, strokeColor=None)
    dashes = [5, 4] if line.dashed else None
    return PolyLine(
        points, strokeColor=colour, strokeWidth=line.width, strokeDashArray=dashes, strokeLineJoin=1
    )


def _label(label: Label, height: float, glyphs: Glyphs) -> Any:
    """The pieces of a label side by side: a string has one typeface."""
    own = BOLD if label.bold else REGULAR
    pieces = [(font or own, piece) for font, piece in glyphs.runs(label.text)]
    # This typeface runs wider than those of screens. The name of an emoji has to fit where the emoji would stand.
    n_shown = sum(len(piece) for _, piece in pieces)
    size = label.size * 0.94 * max(_SMALLEST, min(1.0, len(label.text) / max(n_shown, 1)))
    widths = [stringWidth(piece, font, size) for font, piece in pieces]
    x = label.x - _SHARE_BEFORE[label.anchor] * sum(widths)
    drawn = Group()
    for (font, piece), width in zip(pieces, widths, strict=True):
        drawn.add(
            String(
                x,
                height - label.y,
                piece,
                fontName=font,
                fontSize=size,
                fillColor=_colour(label.role, 1.0),
            )
        )
        x += width
    return drawn


def _colour(role: str, opacity: float) -> Any:
    solid = HexColor(COLOURS[role])
    return solid if opacity >= 1 else Color(solid.red, solid.green, solid.blue, alpha=opacity)
