"""Native charts, which can be edited in the slides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from automl.report import figures
from automl.report.deck.canvas import ACCENT, INK, LINE, MUTED, SOFT, Canvas, Place, colour

# Of the width of the bars: what "−₹322,613,616" takes.
_ROOM_FOR_FIGURES = 0.5

Named = Sequence[tuple[str, float]]


def bar_chart(canvas: Canvas, bars: Named, place: Place, *, form: str, strong: int | None = None) -> None:
    """Horizontal bars with their figures, the first one on top.

    Parameters
    ----------
    bars : sequence of (name, value)
    form : str
        Number format of the spreadsheet behind it, such as ``'"$"#,##0'``.
    strong : int, optional
        Position of the bar that the slide is about.
    """
    data = CategoryChartData(number_format=form)  # type: ignore[no-untyped-call] # typed in parts
    data.categories = [name for name, _ in bars]
    values = [0.0 if figures.is_nothing(value) else value for _, value in bars]  # no "−0"
    data.add_series("Value", values)  # type: ignore[no-untyped-call] # typed in parts
    chart = canvas.slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place.emu, data).chart
    chart.has_legend = chart.has_title = False
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories, plot.has_data_labels = 45, False, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(13), colour(INK)
    for i in range(len(bars)):
        fill = plot.series[0].points[i].format.fill
        fill.solid()
        fill.fore_color.rgb = colour(ACCENT if strong is None or i == strong else SOFT)
    _bar_axes(chart, values)


def _bar_axes(chart: Any, drawn: Sequence[float]) -> None:
    names = chart.category_axis
    names.reverse_order = True  # the first category is drawn at the bottom otherwise
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size, names.tick_labels.font.color.rgb = Pt(13), colour(INK)
    names.format.line.color.rgb = colour(LINE)
    names.has_major_gridlines = False
    values = chart.value_axis
    values.visible = values.has_major_gridlines = False
    lowest, highest = min(0.0, *drawn), max(0.0, *drawn)
    if lowest < 0:  # the figures of bars to the left would be written over the names
        values.minimum_scale = lowest - _ROOM_FOR_FIGURES * (highest - lowest)


def line_chart(
    canvas: Canvas,
    lines: Sequence[tuple[str, Sequence[tuple[float, float]]]],
    place: Place,
    *,
    y_form: str,
    x_title: str,
) -> None:
    """Lines through points over shares from 0 to 1."""
    data = XyChartData(number_format=y_form)  # type: ignore[no-untyped-call] # typed in parts
    for name, points in lines:
        series = data.add_series(name)  # type: ignore[no-untyped-call] # typed in parts
        for x, y in points:
            series.add_data_point(x, y)
    chart = canvas.slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *place.emu, data).chart
    chart.has_title = False
    chart.has_legend = len(lines) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(12)
    for series, tone in zip(chart.plots[0].series, (ACCENT, MUTED, SOFT), strict=False):
        series.format.line.color.rgb = colour(tone)
        series.format.line.width = Pt(2.5)
        series.smooth = False
    _number_axes(chart, y_form=y_form, x_title=x_title)


def _number_axes(chart: Any, *, y_form: str, x_title: str) -> None:
    for axis, form in ((chart.category_axis, "0%"), (chart.value_axis, y_form)):
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
        axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(12), colour(MUTED)
        axis.format.line.color.rgb = colour(LINE)
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.minimum_scale, chart.category_axis.maximum_scale = 0.0, 1.0
    chart.value_axis.major_gridlines.format.line.color.rgb = colour(LINE)
    chart.category_axis.has_title = True
    paragraph = chart.category_axis.axis_title.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = x_title
    run.font.size, run.font.bold, run.font.color.rgb = Pt(12), False, colour(MUTED)


def money_form(currency: str | None, values: Sequence[float]) -> str:
    """Number format for amounts, rounded as everywhere."""
    symbol = figures.symbol(currency)
    digits = "#,##0" if max((abs(value) for value in values), default=0.0) >= 100 else "#,##0.00"
    quoted = f'"{symbol}"' if symbol else ""
    return f'{quoted}{digits};"−"{quoted}{digits}'


def score_form(values: Sequence[float], *, digits: int = 4) -> str:
    """Number format for scores: as many decimals as the largest needs for so many digits that count."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 1000:
        return "#,##0"
    decimals = digits - 1
    while largest and largest < 1 and decimals < 12:
        largest, decimals = largest * 10, decimals + 1
    while largest >= 10 and decimals > 0:
        largest, decimals = largest / 10, decimals - 1
    shown = f"0.{'0' * decimals}" if decimals else "0"
    return f'{shown};"−"{shown}'
