"""Charts of what the decisions are worth, and of what other cut-offs would have done."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Cell, Picture, Table
from automl.report.charts.bars import Bar, bar_chart
from automl.report.charts.drawing import Role
from automl.report.charts.plane import Axes, Level, Mark, Series, plane_chart
from automl.report.text import plural
from automl.search.result import Money, RunResult


def value_bars(money: Money) -> Picture:
    """What the model is worth beside the alternatives."""
    found: list[tuple[str, float | None, Role]] = [
        (
            f"Nothing: {money.nothing_name}" if money.nothing_name != "doing nothing" else "Doing nothing",
            money.nothing,
            "soft",
        ),
        ("Acting on everyone", money.everyone, "soft"),
        ("Today's way", money.today, "soft"),
        ("This model", money.total.value, "accent"),
        ("Perfect foresight", money.perfect, "line"),
    ]
    bars = [
        Bar(
            label,
            value,
            figures.money(value, money.currency),
            role,
            low=money.total.low if label == "This model" else None,
            high=money.total.high if label == "This model" else None,
            strong=label == "This model",
        )
        for label, value, role in found
        if value is not None
    ]
    rows = tuple((Cell(bar.label), Cell(bar.shown)) for bar in bars)
    return Picture(
        bar_chart(bars),
        "Total value on the held-out rows",
        f"Bars of the total value on {plural(money.n_rows, 'held-out row')}: "
        + ", ".join(f"{bar.label} {bar.shown}" for bar in bars),
        Table(("", "Total value"), rows, frozenset({1})),
    )


def value_curve(result: RunResult) -> Picture | None:
    """Value against the share of rows acted on, with the decision marked."""
    points = [point for point in result.explanation.value_curve if point.value is not None]
    money = result.money
    if money is None or len(points) < 3:
        return None
    line = tuple((point.share_flagged, point.value or 0.0) for point in points)
    share, total = result.decision.share_flagged, money.total.value
    marks = []
    if share is not None and total is not None:
        marks = [Mark(share, total, f"the decision: {figures.percent(share)}")]
    levels = [Level(money.today, "today's way")] if money.today is not None else []
    axes = Axes(
        figures.percent,
        lambda v: figures.short_money(v, money.currency),
        "share of rows acted on",
        x_range=(0.0, 1.0),
    )
    shown = points[:: max(1, len(points) // 12)]
    return Picture(
        plane_chart([Series(line, "accent")], axes, marks=marks, levels=levels, height=290),
        "Total value for every cut-off",
        "Curve of the total value against the share of rows acted on, from nobody to everyone; the decision is marked.",
        Table(
            ("Act from a probability of", "Rows acted on", "Total value"),
            tuple(
                (
                    Cell(figures.percent(min(point.threshold, 1.0))),
                    Cell(figures.percent(point.share_flagged)),
                    Cell(figures.money(point.value, money.currency)),
                )
                for point in shown
            ),
            frozenset({0, 1, 2}),
        ),
    )


def rates_curve(result: RunResult) -> Picture | None:
    """Precision and recall against the share of rows picked."""
    points = [p for p in result.explanation.value_curve if p.recall is not None]
    if len(points) < 3:
        return None
    series = [
        Series(tuple((p.share_flagged, p.recall or 0.0) for p in points), "accent", "found (recall)"),
        Series(
            tuple((p.share_flagged, p.precision) for p in points if p.precision is not None),
            "good",
            "right among those picked (precision)",
        ),
    ]
    axes = Axes(
        figures.percent, figures.percent, "share of rows picked", x_range=(0.0, 1.0), y_range=(0.0, 1.0)
    )
    shown = points[:: max(1, len(points) // 12)]
    return Picture(
        plane_chart(series, axes, height=290),
        "What picking more rows finds, and how many of them are right",
        "Curves of recall and precision against the share of rows picked.",
        Table(
            ("Rows picked", "Recall", "Precision"),
            tuple(
                tuple(Cell(figures.percent(v)) for v in (p.share_flagged, p.recall, p.precision))
                for p in shown
            ),
            frozenset({0, 1, 2}),
        ),
    )
