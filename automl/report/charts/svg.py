"""Drawings as inline SVG; colours come from the style sheet of the document, so both themes work."""

from __future__ import annotations

from markupsafe import Markup, escape

from automl.report.charts.drawing import Box, Dot, Drawing, Label, Line, Shape


def to_svg(drawing: Drawing, alt: str) -> Markup:
    """One SVG element with a text for those who cannot see it; every piece of text is escaped."""
    body = Markup("").join(_element(shape) for shape in drawing.shapes)
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" style="max-width:{}px">{}</svg>'
    ).format(_n(drawing.width), _n(drawing.height), alt, _n(drawing.width * 1.15), body)


def _element(shape: Shape) -> Markup:
    if isinstance(shape, Box):
        return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}" class="f-{}"{}>{}</rect>').format(
            _n(shape.x),
            _n(shape.y),
            _n(max(shape.width, 0)),
            _n(max(shape.height, 0)),
            _n(shape.radius),
            shape.role,
            _opacity(shape.opacity),
            _tip(shape.title),
        )
    if isinstance(shape, Dot):
        return Markup('<circle cx="{}" cy="{}" r="{}" class="f-{}"{}>{}</circle>').format(
            _n(shape.x), _n(shape.y), _n(shape.radius), shape.role, _opacity(shape.opacity), _tip(shape.title)
        )
    return _line(shape) if isinstance(shape, Line) else _label(shape)


def _line(line: Line) -> Markup:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in line.points)
    if line.filled:
        return Markup('<polygon points="{}" class="f-{}"{}/>').format(
            points, line.role, _opacity(line.opacity)
        )
    dashes = Markup(' stroke-dasharray="5 4"') if line.dashed else ""
    return Markup('<polyline points="{}" class="s-{}" stroke-width="{}"{}{}/>').format(
        points, line.role, _n(line.width), dashes, _opacity(line.opacity)
    )


def _label(label: Label) -> Markup:
    return Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}" class="f-{}{}">{}{}</text>').format(
        _n(label.x),
        _n(label.y),
        _n(label.size),
        label.anchor,
        label.role,
        " b" if label.bold else "",
        _tip(label.title),
        label.text,
    )


def _tip(title: str) -> Markup:
    return Markup("<title>{}</title>").format(title) if title else escape("")


def _opacity(opacity: float) -> Markup | str:
    return Markup(' opacity="{}"').format(_n(opacity)) if opacity < 1 else ""


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 1 else f"{value:.3g}"
