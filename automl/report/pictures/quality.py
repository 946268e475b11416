"""Charts of how good the predictions are: candidates compared, calibration, confusion, residuals."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Cell, Picture, Table
from automl.report.charts.bars import Bar, dot_chart
from automl.report.charts.heat import heat_chart
from automl.report.charts.plane import Axes, Series, plane_chart
from automl.report.terms import term
from automl.report.text import plural, shorten
from automl.search.result import RunResult
from automl.spec.labels import family_label

HALF = 400.0  # two of them stand side by side
MAX_CLASSES = 12


def leaderboard_chart(result: RunResult) -> Picture | None:
    """The best candidate of every family, and the ensemble, by their scores."""
    best = list({row.family: row for row in reversed(result.leaderboard)}.values())
    best.sort(key=lambda row: row.rank)
    if len(best) < 2:
        return None
    write = figures.alike([row.score for row in best])
    bars = [
        Bar(
            family_label(row.family),
            row.score,
            write(row.score),
            "accent" if row.model == result.chosen.model else "muted",
            low=row.score - row.std,
            high=row.score + row.std,
            title=row.model,
            strong=row.model == result.chosen.model,
        )
        for row in best
    ]
    label, direction = term(result.score_name).label, "higher" if result.greater_is_better else "lower"
    return Picture(
        dot_chart(bars, write=figures.score),
        f"Best of each family by {label}; {direction} is better, whiskers are one standard deviation over folds",
        f"Dots of the {label} of the best candidate of each family: "
        + ", ".join(f"{b.label} {b.shown}" for b in bars),
    )


def calibration_chart(result: RunResult) -> Picture | None:
    """Predicted against observed frequency."""
    bins = result.explanation.calibration
    if len(bins) < 2:
        return None
    line = Series(tuple((b.predicted, b.observed) for b in bins), "accent", "observed", dots=True)
    perfect = Series(((0.0, 0.0), (1.0, 1.0)), "muted", "perfect", dashed=True, width=1.3)
    axes = Axes(
        figures.percent, figures.percent, "predicted probability", x_range=(0.0, 1.0), y_range=(0.0, 1.0)
    )
    rows = tuple(
        (Cell(figures.percent(b.predicted)), Cell(figures.percent(b.observed)), Cell(figures.count(b.n_rows)))
        for b in bins
    )
    return Picture(
        plane_chart([perfect, line], axes, width=HALF, height=300),
        "Are the probabilities true?"
        if result.task == "binary"
        else "Are the probabilities of the likeliest label true?",
        "Observed frequency against predicted probability in groups of rows; on the dashed line both agree.",
        Table(("Predicted", "Came true", "Rows"), rows, frozenset({0, 1, 2})),
    )


def confusion_chart(result: RunResult) -> Picture | None:
    """Actual against stated labels; only where the classes fit on a page."""
    found = result.explanation.confusion
    labels = list(found)
    if not 2 <= len(labels) <= MAX_CLASSES:
        return None
    counts = [[found[actual].get(stated, 0) for stated in labels] for actual in labels]
    shown = [[figures.count(n) for n in line] for line in counts]
    width = HALF if len(labels) <= 4 else min(680.0, 130 + 62.0 * len(labels))
    return Picture(
        heat_chart([shorten(label, 18) for label in labels], counts, shown=shown, width=width),
        "What was said, and what was true (held-out rows)",
        "Table of actual labels against stated ones, in rows.",
        Table(
            ("Actual \\ stated", *(shorten(label, 18) for label in labels)),
            tuple(
                (Cell(shorten(a, 18), title=a), *map(Cell, line))
                for a, line in zip(labels, shown, strict=True)
            ),
            frozenset(range(1, len(labels) + 1)),
        ),
    )


def residual_chart(result: RunResult) -> Picture | None:
    """Predicted against actual values."""
    points = result.explanation.residuals
    if len(points) < 3:
        return None
    low, high = min(map(min, points)), max(map(max, points))
    if low == high:
        return None
    axes = Axes(figures.short, figures.short, f"actual {shorten(result.target, 24)}", "predicted")
    cloud = Series(points, "accent", dots=True, line=False, radius=3, opacity=0.5)
    perfect = Series(((low, low), (high, high)), "muted", "perfect", dashed=True, width=1.3)
    return Picture(
        plane_chart([cloud, perfect], axes, width=HALF, height=340),
        f"Predicted and actual values of {plural(len(points), 'held-out row')}",
        "Predicted against actual values; on the dashed line both agree.",
    )
