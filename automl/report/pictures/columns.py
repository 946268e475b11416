"""Charts of what columns do: importance, effects, and the reasons of single predictions."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Cell, Gallery, Picture, Table
from automl.report.charts.bars import Bar, bar_chart, dot_chart
from automl.report.charts.drawing import Drawing
from automl.report.charts.plane import Axes, Level, Series, plane_chart
from automl.report.terms import term
from automl.report.text import quoted, shorten
from automl.search.result import Effect, Importance, RowExplanation

HALF = 400.0
MAX_BARS = 15


def importance_chart(importance: tuple[Importance, ...], score_name: str) -> Picture | None:
    """How much the score falls when a column is shuffled."""
    if not importance or all(found.drop == 0 for found in importance):
        return None
    write = figures.alike([found.drop for found in importance], digits=3)
    bars = [
        Bar(
            shorten(found.column),
            found.drop,
            write(found.drop),
            "accent" if found.low > 0 else "muted",
            low=found.low,
            high=found.high,
            title=found.column,
        )
        for found in importance[:MAX_BARS]
    ]
    return Picture(
        bar_chart(bars, row=26.0),
        f"How much worse the {term(score_name).label} gets when a column is shuffled, with 95 % intervals",
        "Bars of importance: " + ", ".join(f"{bar.label} {bar.shown}" for bar in bars[:8]),
    )


def effect_gallery(effects: tuple[Effect, ...], *, is_share: bool) -> Gallery | None:
    """The effects of columns, side by side."""
    pictures = tuple(_effect(effect, is_share=is_share) for effect in effects if len(effect.values) > 1)
    return Gallery(pictures) if pictures else None


def _effect(effect: Effect, *, is_share: bool) -> Picture:
    write = figures.percent if is_share else figures.number
    of_whom = f" (probability of {quoted(effect.label)})" if effect.label else ""
    shares = effect.share or (None,) * len(effect.values)
    rows = tuple(
        (Cell(_value(value), title=str(value)), Cell(write(said)), Cell(figures.percent(share)))
        for value, said, share in zip(effect.values, effect.predictions, shares, strict=True)
    )
    numbers = [i for i, value in enumerate(effect.values) if isinstance(value, int | float)]
    return Picture(
        _effect_line(effect, numbers, is_share=is_share) if len(numbers) > 2 else _effect_dots(effect, write),
        shorten(effect.column) + of_whom,
        f"Mean prediction if every row had that value of {quoted(effect.column)}.",
        Table((shorten(effect.column), "Mean prediction", "Share of rows"), rows, frozenset({1, 2})),
    )


def _effect_line(effect: Effect, numbers: list[int], *, is_share: bool) -> Drawing:
    line = tuple((float(effect.values[i]), effect.predictions[i]) for i in numbers)
    shares = tuple((float(effect.values[i]), effect.share[i]) for i in numbers) if effect.share else ()
    others = [i for i in range(len(effect.values)) if i not in numbers]
    levels = [Level(effect.predictions[i], _value(effect.values[i])) for i in others]
    axes = Axes(figures.short, figures.percent if is_share else figures.short)
    series = [Series(line, "accent", dots=len(line) <= 6)]
    return plane_chart(series, axes, levels=levels, shares=shares, width=HALF, height=220)


def _effect_dots(effect: Effect, write: figures.Write) -> Drawing:
    bars = [
        Bar(shorten(_value(value), 28), said, write(said), "accent", title=str(value))
        for value, said in zip(effect.values, effect.predictions, strict=True)
    ]
    return dot_chart(
        bars[:MAX_BARS],
        write=figures.percent if write is figures.percent else figures.short,
        width=HALF,
    )


def reasons_chart(example: RowExplanation) -> Picture | None:
    """What pushed one prediction up, and what pulled it down."""
    if not example.contributions:
        return None
    bars = [
        Bar(
            shorten(column if value is None else f"{column} = {_value(value)}", 44),
            added,
            _added(added, example.unit),
            "accent" if added > 0 else "warn",
            title=str(column),
        )
        for column, value, added in example.contributions
    ]
    return Picture(
        bar_chart(bars, row=26.0),
        f"Why: what each column adds, in {_unit(example.unit)}",
        "Bars of contributions: " + ", ".join(f"{bar.label} {bar.shown}" for bar in bars),
    )


def _added(added: float, unit: str) -> str:
    sign = "+" if added > 0 else ""
    return sign + (
        figures.percent(added).replace(" %", " points") if unit == "probability" else figures.score(added)
    )


def _unit(unit: str) -> str:
    return {"probability": "percentage points", "value": "the unit of the target"}.get(unit, unit)


def _value(value: object) -> str:
    return (
        figures.number(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else shorten(value)
    )
