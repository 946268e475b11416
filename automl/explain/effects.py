"""The effect of a column: the mean prediction if every row had that value of it (partial dependence) [1]_.

References
----------
.. [1] Friedman (2001), Greedy Function Approximation: A Gradient Boosting Machine, section 8.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from automl.explain.predictor import (
    Array,
    IntArray,
    Predict,
    Task,
    date_text,
    kind_of,
    predict_stacked,
    repeated,
    with_column,
)
from automl.explain.sizes import GRID, MAX_EFFECTS
from automl.search.result import Effect

MISSING = "missing"
# A value that fewer rows miss says more about the model's defaults than about the data.
MIN_SHARE_MISSING = 0.01
MAX_CATEGORIES = 15


@dataclass(frozen=True)
class Grid:
    """Values that a column is set to: as cells, as JSON, and the share of rows at or nearest to each."""

    cells: Any
    shown: tuple[float | str, ...]
    share: tuple[float, ...]


def column_effect(
    predict: Predict,
    X: pd.DataFrame,
    column: str,
    *,
    task: Task,
    classes: tuple[str, ...] = (),
    kinds: Mapping[str, str] | None = None,
    positions: IntArray | None = None,
    label: str | None = None,
) -> Effect | None:
    """Mean prediction per value of a column.

    Numbers and dates are set to quantiles of their values, categories to the most frequent ones; "missing" is a value
    where at least 1 % of the rows miss it. Rows are never set to a value that the column does not have, but they can
    be set to one that does not go with their other columns: an effect is how the model behaves, not a cause.

    Parameters
    ----------
    predict : callable
        As `automl.explain.predictor.as_predict` returns it.
    X : DataFrame of shape (n_rows, n_columns)
        Typed rows; values come from all of them.
    column : str
        Name of a column of `X`.
    task, classes
        Of the problem; binary classes are (negative, positive).
    kinds : mapping, optional
        Column → kind.
    positions : ndarray of int, optional
        Rows to average over; default all.
    label : str, optional
        Whose probability to show for more than two classes; default the one that moves most.

    Returns
    -------
    Effect or None
        In probabilities or the unit of the target; None for free text and for columns of one value.
    """
    found = column_effects(
        predict, X, [column], task=task, classes=classes, kinds=kinds, positions=positions, label=label
    )
    return found[0] if found else None


def column_effects(
    predict: Predict,
    X: pd.DataFrame,
    columns: Iterable[str],
    *,
    task: Task,
    classes: tuple[str, ...] = (),
    kinds: Mapping[str, str] | None = None,
    positions: IntArray | None = None,
    label: str | None = None,
    limit: int = MAX_EFFECTS,
) -> tuple[Effect, ...]:
    """Effects of the first columns that have one to show, predicted together; as `column_effect`."""
    grids: dict[str, Grid] = {}
    for column in columns:
        grid = value_grid(X[column], kind=kind_of(X[column], kinds)) if len(grids) < limit else None
        if grid is not None and len(grid.shown) > 1:
            grids[column] = grid
    sample = (X if positions is None else X.iloc[positions]).reset_index(drop=True)
    at = {str(name): i for i, name in enumerate(X.columns)}

    def variant(column: str) -> pd.DataFrame:
        n_values = len(grids[column].shown)
        cells = grids[column].cells.take(np.repeat(np.arange(n_values), len(sample)))
        return with_column(repeated(sample, n_values), at[column], cells)

    found = []
    for (column, grid), said in zip(
        grids.items(), predict_stacked(predict, map(variant, grids)), strict=True
    ):
        means = said.reshape(len(grid.shown), len(sample), -1).mean(axis=1)
        found.append(_effect(column, grid, means, task=task, classes=classes, label=label))
    return tuple(found)


def _effect(
    column: str, grid: Grid, means: Array, *, task: Task, classes: tuple[str, ...], label: str | None
) -> Effect:
    shown = _shown_class(means, task=task, classes=classes, label=label)
    return Effect(
        column=column,
        values=grid.shown,
        predictions=tuple(float(mean) for mean in means[:, shown]),
        share=grid.share,
        label=classes[shown] if task == "multiclass" and classes else None,
    )


def _shown_class(means: Array, *, task: Task, classes: tuple[str, ...], label: str | None) -> int:
    if task == "multiclass":
        return classes.index(label) if label in classes else int(np.ptp(means, axis=0).argmax())
    return int(means.shape[1]) - 1


def value_grid(values: pd.Series, *, kind: str) -> Grid | None:
    """The values of a column to show its effect at; None where there are none worth showing."""
    if kind == "text":
        return None
    known = values.dropna()
    if known.empty:
        return None
    if kind == "datetime" or (kind != "category" and pd.api.types.is_numeric_dtype(values)):
        grid = _quantile_grid(known, len(values), is_date=kind == "datetime")
    else:
        counts = known.astype(str).value_counts(sort=True).head(MAX_CATEGORIES)
        cells = pd.Series(list(counts.index), dtype=values.dtype).array
        grid = Grid(cells, tuple(map(str, counts.index)), tuple(float(n) for n in counts / len(values)))
    share_missing = float(values.isna().mean())
    return _with_missing(grid, share_missing) if share_missing >= MIN_SHARE_MISSING else grid


def _quantile_grid(known: pd.Series, n_rows: int, *, is_date: bool) -> Grid:
    distinct = known.drop_duplicates().sort_values()
    if len(distinct) > GRID:
        # The outer 1 % is left off: out there, few rows stand behind what the model says.
        wanted = np.linspace(0.01, 0.99, GRID)
        distinct = known.quantile(wanted, interpolation="nearest").drop_duplicates()
    points = distinct.to_numpy().astype("int64" if is_date else "float64").astype("float64")
    at = known.to_numpy().astype("int64" if is_date else "float64").astype("float64")
    nearest = np.searchsorted((points[1:] + points[:-1]) / 2, at)
    share = np.bincount(nearest, minlength=len(points)) / n_rows
    shown = tuple(date_text(pd.Timestamp(v)) for v in distinct) if is_date else tuple(map(float, points))
    return Grid(distinct.array, shown, tuple(float(s) for s in share))


def _with_missing(grid: Grid, share_missing: float) -> Grid:
    missing = pd.Series(grid.cells[:1], dtype=grid.cells.dtype).shift(1).array
    cells = type(grid.cells)._concat_same_type([grid.cells, missing])
    return Grid(cells, (*grid.shown, MISSING), (*grid.share, share_missing))
