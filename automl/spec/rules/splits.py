"""Splits by time and group, forecasts and clusters must be possible with the values there are."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from pandas.tseries.frequencies import to_offset

from automl.errors import SpecError
from automl.spec.facts import ColumnFacts, moment_text
from automl.spec.model import GroupSplit, TimeSplit
from automl.spec.names import listed
from automl.spec.rules.case import Case


def time_split(case: Case) -> Iterator[SpecError]:
    """Learning on the past needs a column of moments, and a cutoff and gap inside them."""
    split = case.spec.validation
    if not isinstance(split, TimeSplit):
        return
    column = case.facts.find(split.column)
    gap_error = _offset_error(split.gap, "validation.gap")
    if gap_error is not None:
        yield gap_error
    if column is None:
        return
    if column.kind not in ("datetime", "number"):  # a year or a week number orders rows too
        dates = [name for name, kind in case.facts.kinds.items() if kind == "datetime"]
        hint = f"Dates are in {listed(dates)}." if dates else "No column of the table holds dates."
        yield SpecError(
            f"A split by time needs dates, and {split.column!r} holds none. {hint}", field="validation.column"
        )
        return
    if column.kind == "number" and split.gap is not None and gap_error is None:
        yield SpecError(
            f"A gap such as {split.gap!r} needs dates, and {split.column!r} holds numbers. Leave the gap out.",
            field="validation.gap",
        )
    if split.cutoff is not None:
        yield from _cutoff(split.cutoff, column)


def _cutoff(cutoff: str, column: ColumnFacts) -> Iterator[SpecError]:
    known = column.values.dropna()
    try:
        moment = float(cutoff) if column.kind == "number" else pd.Timestamp(cutoff)
    except ValueError:
        example = "2019" if column.kind == "number" else "2024-03-01"
        yield SpecError(
            f"'validation.cutoff' must be a moment such as {example!r}; found {cutoff!r}.",
            field="validation.cutoff",
        )
        return
    if isinstance(moment, pd.Timestamp) and moment.tzinfo is not None:
        moment = moment.tz_convert("UTC").tz_localize(None)
    if len(known) and not known.min() < moment <= known.max():
        low, high = (_shown(value, column) for value in (known.min(), known.max()))
        yield SpecError(
            f"The cutoff {cutoff!r} leaves nothing before it or nothing after it: {column.name!r} goes from {low} to "
            f"{high}.",
            field="validation.cutoff",
        )


def _shown(value: object, column: ColumnFacts) -> str:
    return f"{value:g}" if column.kind == "number" else moment_text(value)


def _offset_error(text: str | None, field: str) -> SpecError | None:
    """Why a text is no stretch of time, or None."""
    if text is None:
        return None
    try:
        offset = to_offset(text)
    except ValueError:
        offset = None
    if offset is None or offset.n <= 0:
        return SpecError(
            f"{field!r} must be a pandas offset such as '1D' or '2h'; found {text!r}.", field=field
        )
    return None


def group_split(case: Case) -> Iterator[SpecError]:
    """There are enough groups for the folds and the part held out."""
    split = case.spec.validation
    column = case.facts.find(split.column) if isinstance(split, GroupSplit) else None
    if not isinstance(split, GroupSplit) or column is None:
        return
    needed = (split.folds or 2) + 1
    if column.n_distinct < needed:
        yield SpecError(
            f"{split.column!r} holds {column.n_distinct} groups; {needed - 1} folds and a held-out part need "
            f"{needed}. Ask for fewer folds, or name another column.",
            field="validation.column",
        )


def enough_rows(case: Case) -> Iterator[SpecError]:
    """Every fold has rows to be judged on."""
    split = case.spec.validation
    folds = getattr(split, "folds", None)
    if folds is not None and folds > max(case.facts.n_rows // 2, 1):
        yield SpecError(
            f"'validation.folds' is {folds}, too many for {case.facts.n_rows} rows. Ask for fewer.",
            field="validation.folds",
        )


def forecast_fields(case: Case) -> Iterator[SpecError]:
    """A frequency that pandas knows; forecast fields only with forecasts."""
    forecast = case.spec.forecast
    if forecast is None:
        return
    if case.spec.task not in ("forecast", None):
        yield SpecError(
            f"The fields of 'forecast' belong to the task 'forecast', not to {case.spec.task!r}. Leave them out, or "
            "change the task.",
            field="forecast",
        )
    error = _offset_error(forecast.frequency, "forecast.frequency")
    if error is not None:
        yield error
    column = case.facts.find(forecast.time_column)
    if column is not None and column.kind not in ("datetime", "number"):
        yield SpecError(
            f"A forecast needs dates, and {column.name!r} holds none.", field="forecast.time_column"
        )


def cluster_counts(case: Case) -> Iterator[SpecError]:
    """Either a count or a range that goes up; only with clustering."""
    clusters = case.spec.clusters
    if clusters is None:
        return
    if case.spec.task not in ("clustering", None):
        yield SpecError(
            f"'clusters' belongs to the task 'clustering', not to {case.spec.task!r}.", field="clusters"
        )
    if clusters.count is not None and (clusters.min is not None or clusters.max is not None):
        yield SpecError("'clusters' has a count and a range. Keep one of the two.", field="clusters")
    if clusters.min is not None and clusters.max is not None and clusters.min > clusters.max:
        yield SpecError(
            f"'clusters.min' is {clusters.min}, above 'clusters.max', which is {clusters.max}.",
            field="clusters.min",
        )
