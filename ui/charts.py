"""The charts of the page; every figure in them comes from a result or from what a tool returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.words import plain, short

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

COLOUR, CONTRAST, QUIET = "#0f9488", "#e07a2f", "#94a3b8"
BAR_PX = 28  # height of one bar of a list
AXIS_PX = 40  # of the axis below
N_BARS = 15
N_TICKS = 5  # of more, a narrow chart leaves out the figure of every other one, that of zero among them


def bars(
    names: Sequence[str],
    values: Sequence[float],
    *,
    title: str,
    marked: Sequence[bool] = (),
    intervals: Sequence[tuple[float, float]] = (),
    texts: Sequence[str] = (),
) -> None:
    """Draw a list of bars, in the order given.

    Args:
        marked: Which bars stand out; all where it is left out.
        intervals: Low and high of each value.
        texts: What stands beside each bar.
    """
    import altair as alt

    # Beside the chart and not in it, where a title that is wider than the window would be cut.
    st.caption(plain(title))
    labels = _distinct([short(name, 34) for name in names])
    frame: dict[str, Any] = {"name": labels, "value": list(values)}
    frame["marked"] = list(marked) or [True] * len(labels)
    frame["low"] = [low for low, _ in intervals] or list(values)
    frame["high"] = [high for _, high in intervals] or list(values)
    frame["text"] = list(texts) or [""] * len(labels)
    rows = _rows([dict(zip(frame, row, strict=True)) for row in zip(*frame.values(), strict=True)])
    # An axis says again, in rounder figures, what stands beside the bars.
    axis = None if texts else alt.Axis(tickCount=N_TICKS)
    height = BAR_PX * len(labels) + (0 if texts else AXIS_PX)
    base = alt.Chart(rows).encode(y=alt.Y("name:N", sort=labels, title=None, axis=alt.Axis(labelLimit=200)))
    colour = alt.condition("datum.marked", alt.value(COLOUR), alt.value(QUIET))
    layers = [
        base.mark_bar(height={"band": 0.7}).encode(
            x=alt.X("value:Q", title=None, scale=_room(values, texts), axis=axis), color=colour
        )
    ]
    if intervals:
        layers.append(base.mark_rule(color=CONTRAST).encode(x="low:Q", x2="high:Q"))
    if texts:
        layers.append(_texts(base, values))
    st.altair_chart(alt.layer(*layers).properties(height=height), width="stretch")


def _room(values: Sequence[float], texts: Sequence[str]) -> Any:
    """The scale of the bars; wider than they are where a text stands beside each."""
    import altair as alt

    if not texts or not values:
        return alt.Scale()
    low, high = min(0.0, *values), max(0.0, *values)
    pad = 0.25 * (high - low)
    return alt.Scale(domain=[low - pad if low < 0 else 0, high + pad if high > 0 else 0], nice=False)


def _texts(base: alt.Chart, values: Sequence[float]) -> Any:
    """What stands beside a bar: away from zero, where there is room."""
    import altair as alt

    # Where no bar goes to the right there is no room to the right of zero either.
    edge = 0 if max(values, default=0) > 0 else 1
    beside = base.encode(x="value:Q", text="text:N")
    layers = [
        beside.transform_filter(f"datum.value < {edge}").mark_text(align="right", dx=-5, color="#7c8aa0"),
        beside.transform_filter(f"datum.value >= {edge}").mark_text(align="left", dx=5, color="#7c8aa0"),
    ]
    return alt.layer(*layers)


def line(
    points: Sequence[tuple[float, float]],
    *,
    x: str,
    y: str,
    x_format: str = "",
    y_format: str = "",
    mark: tuple[float, str] | None = None,
    diagonal: bool = False,
    dots: bool = False,
) -> None:
    """Draw a line.

    Args:
        x: Title of the axis; so is `y`.
        mark: Where on the x axis to draw a rule, and what it is.
        diagonal: Draw the line of perfect agreement too.
        dots: Mark the points themselves.
    """
    import altair as alt

    rows = _rows([{"x": one, "y": other} for one, other in points])
    axes = {
        "x": alt.X("x:Q", title=x, axis=alt.Axis(format=x_format) if x_format else alt.Axis()),
        "y": alt.Y(
            "y:Q",
            title=y,
            axis=alt.Axis(format=y_format) if y_format else alt.Axis(),
            scale=alt.Scale(zero=False),
        ),
    }
    layers = [
        alt.Chart(rows).mark_line(color=COLOUR, point={"color": COLOUR} if dots else False).encode(**axes)
    ]
    if diagonal:
        top = max(max(point) for point in points)
        ideal = _rows([{"x": 0, "y": 0}, {"x": top, "y": top}])
        layers.append(alt.Chart(ideal).mark_line(color=QUIET, strokeDash=[4, 4]).encode(**axes))
    if mark is not None:
        at = _rows([{"x": mark[0], "what": mark[1]}])
        rule = alt.Chart(at).encode(x="x:Q")
        layers.append(rule.mark_rule(color=CONTRAST, strokeDash=[4, 3]))
        layers.append(rule.mark_text(align="left", dx=5, y=170, color=CONTRAST).encode(text="what:N"))
    st.altair_chart(alt.layer(*layers).properties(height=280), width="stretch")


def dots(points: Sequence[tuple[float, float]], *, x: str, y: str) -> None:
    """Draw points against the line on which both are equal."""
    import altair as alt

    rows = _rows([{"x": one, "y": other} for one, other in points])
    low, high = min(min(point) for point in points), max(max(point) for point in points)
    scale = alt.Scale(domain=[low, high], zero=False, nice=True)
    axes = {"x": alt.X("x:Q", title=x, scale=scale), "y": alt.Y("y:Q", title=y, scale=scale)}
    ideal = _rows([{"x": low, "y": low}, {"x": high, "y": high}])
    cloud = alt.Chart(rows).mark_circle(color=COLOUR, opacity=0.45, size=28).encode(**axes)
    equal = alt.Chart(ideal).mark_line(color=QUIET).encode(**axes)
    st.altair_chart(alt.layer(cloud, equal).properties(height=320), width="stretch")


def importance(found: Sequence[dict[str, Any]], score_name: str) -> None:
    """Draw how much each column is relied on."""
    top = list(found[:N_BARS])
    bars(
        [item["column"] for item in top],
        [item["drop"] for item in top],
        title=f"How much {score_name} worsens when the column is shuffled",
        marked=[item["low"] > 0 for item in top],
        intervals=[(item["low"], item["high"]) for item in top],
    )


def effect(found: dict[str, Any], what: str, *, is_chance: bool) -> None:
    """Draw how the mean prediction moves with a column: a line over numbers, and in words where they are missing."""
    from automl.explain.effects import MISSING
    from automl.report.figures import number, percent

    points = list(zip(found["values"], found["predictions"], strict=True))
    numbers = [point for point in points if isinstance(point[0], int | float)]
    rest = [point for point in points if point not in numbers]
    if len(numbers) > 1 and all(value == MISSING for value, _ in rest):
        y_format = "%" if is_chance else ""
        line(numbers, x=short(found["column"], 50), y=what, y_format=y_format, dots=True)
        for _, prediction in rest:
            st.caption(f"Where it is missing: {percent(prediction) if is_chance else number(prediction)}")
    else:
        bars([str(value) for value, _ in points], [prediction for _, prediction in points], title=what)


def contributions(found: Sequence[Sequence[Any]], unit: str) -> None:
    """Draw what moved one prediction, up and down."""
    names = [column if value is None else f"{column} = {short(str(value), 20)}" for column, value, _ in found]
    parts = [float(part) for _, _, part in found]
    bars(names, parts, title=f"Raises or lowers the prediction ({unit})", marked=[part > 0 for part in parts])


def _rows(values: Sequence[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(values)


def _distinct(names: Sequence[str]) -> list[str]:
    """Shortened names that have become equal get a number, or their bars would fall together."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
