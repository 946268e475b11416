"""Columns that were made of others: how many, which, and what each kind brought."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Cell, Table
from automl.report.text import shorten
from automl.search.result import DerivedColumns, RunResult
from automl.search.words import DERIVED_LABELS
from automl.spec.labels import score_label
from automl.spec.names import listed

_LONGEST = 90  # signs of a cell; the rest stands in its title


def derived_table(result: RunResult) -> Table | None:
    """A row for each kind; None where no column was made."""
    if not result.derived:
        return None
    head = (
        "Columns made of others",
        "Looked at",
        "In the model",
        "Such as",
        "Gain on the folds",
        "Seconds more",
    )
    return Table(
        head,
        tuple(map(_row, result.derived)),
        frozenset({1, 2, 4, 5}),
        caption="What derived columns brought",
        note=f"A gain is how much better {score_label(result.score_name)} is with them than without, for the same "
        "model on the same folds, with the interval of the difference; below 0 they do harm. Seconds are those of the "
        "fits of all folds.",
        small=True,
    )


def _row(found: DerivedColumns) -> tuple[Cell, ...]:
    name = DERIVED_LABELS[found.kind]
    names = listed(found.names, quote=False)
    gain = figures.score_interval(found.gain, words=False) if found.gain is not None else "not measured"
    return (
        Cell(f"{name[0].upper()}{name[1:]}", title=found.sentence),
        Cell(figures.count(found.n_proposed)),
        Cell(figures.count(found.n_kept)),
        Cell(shorten(names, _LONGEST), title=names),
        Cell(gain, title=found.why_not or None),
        Cell(figures.NOT_MEASURED if found.seconds is None else figures.score(found.seconds)),
    )
