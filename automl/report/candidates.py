"""The leaderboard as a table, in brief and in full."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Cell, Table
from automl.report.terms import term
from automl.search.result import LeaderboardRow, RunResult
from automl.spec.labels import model_label


def leaderboard_table(
    result: RunResult, rows: tuple[LeaderboardRow, ...], *, caption: str, brief: bool = False
) -> Table:
    """Candidates with score, spread, value and cost; in brief without what a prediction takes."""
    has_money = result.money is not None
    # Tested on one part alone, nothing is known of the spread; 0 would say that there is none.
    has_spread = any(row.std for row in result.leaderboard)
    head = (
        *("", "Model", term(result.score_name).label),
        *(("± over folds",) if has_spread else ()),
        *(("Value per row", "95 % interval") if has_money else ()),
        *(("Fit",) if brief else ("Fit", "One row", "Size")),
    )
    write = figures.alike([row.score for row in rows])
    lines = []
    for row in rows:
        scores = (Cell(write(row.score)), *((Cell(write(row.std)),) if has_spread else ()))
        cost = (
            Cell(figures.duration(row.fit_seconds)),
            Cell(figures.milliseconds(row.predict_ms)),
            Cell(figures.megabytes(row.size_mb)),
        )
        start = (Cell(figures.count(row.rank)), _name(row, result.chosen.model))
        lines.append(
            (*start, *scores, *(_value(row, result) if has_money else ()), *cost[: 1 if brief else 3])
        )
    where = "means over the folds" if has_spread else "of the rows set aside for comparing"
    note = f"{'Higher' if result.greater_is_better else 'Lower'} is better. Scores are {where}"
    note += "; value per row is against doing nothing, on out-of-fold predictions." if has_money else "."
    return Table(head, tuple(lines), frozenset({0, *range(2, len(head))}), caption, note)


def _name(row: LeaderboardRow, chosen: str) -> Cell:
    name = model_label(row.model)
    return Cell(
        name if row.allowed else f"{name} (not allowed)",
        title=row.model if row.why_not is None else f"{row.model}: {row.why_not}",
        strong=row.model == chosen,
    )


def _value(row: LeaderboardRow, result: RunResult) -> tuple[Cell, Cell]:
    currency = result.money.currency if result.money else None
    if row.value is None:
        return Cell(""), Cell("")
    if row.value_low is None:
        return Cell(figures.money(row.value, currency)), Cell("")
    low, high = figures.money(row.value_low, currency), figures.money(row.value_high, currency)
    return Cell(figures.money(row.value, currency)), Cell(f"{low} to {high}")
