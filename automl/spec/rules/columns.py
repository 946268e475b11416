"""Columns that are named must exist, and must not be asked for two things that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from automl.errors import SpecError
from automl.spec.model import GroupSplit, TimeSplit
from automl.spec.names import listed
from automl.spec.rules.case import Case, as_list
from automl.spec.vocabulary import SUPERVISED


def target_exists(case: Case) -> Iterator[SpecError]:
    """The target is a column; tasks without one have none."""
    target, task = case.spec.target, case.spec.task
    if target is None:
        return
    if task is not None and task not in SUPERVISED:
        yield SpecError(
            f"A {task} task has no target, and {target!r} is named as one. Leave the target out, or choose a task "
            "that predicts it.",
            field="target",
        )
    yield from case.missing([target], "target")


def ignored_columns(case: Case) -> Iterator[SpecError]:
    """Ignored columns exist, do not hold the target, and leave something to learn from."""
    ignored = case.spec.ignore_columns or ()
    yield from case.missing(ignored, "ignore_columns")
    if case.spec.target in ignored:
        yield SpecError(
            f"The target {case.spec.target!r} is also listed in 'ignore_columns'. Take it out of there, or choose "
            "another target.",
            field="ignore_columns",
        )
    if ignored and not set(case.facts.names) - set(ignored) - {case.spec.target}:
        yield SpecError(
            "'ignore_columns' leaves no column to learn from. Keep at least one.", field="ignore_columns"
        )


def monotone_columns(case: Case) -> Iterator[SpecError]:
    """Directions are for numbers that are learned from, towards a label or a number."""
    monotone = case.spec.monotone or {}
    yield from case.missing(monotone, "monotone")
    if monotone and case.task not in ("binary", "regression", None):
        yield SpecError(
            f"A direction ('monotone') needs one figure to move: the chance of one label (binary) or a number "
            f"(regression), not {case.task}.",
            field="monotone",
        )
    ignored = case.spec.ignore_columns or ()
    for name in monotone:
        path, column = f"monotone.{name}", case.facts.find(name)
        if column is None:
            continue
        if name == case.spec.target:
            yield SpecError(f"{name!r} is the target; it cannot also move the prediction.", field=path)
        elif name in ignored:
            yield SpecError(
                f"{name!r} is to be ignored and to move the prediction in one direction; it can only be one of the "
                "two.",
                field=path,
            )
        elif column.kind not in ("number", "boolean"):
            numbers = [other for other, kind in case.facts.kinds.items() if kind == "number"]
            yield SpecError(
                f"A direction needs a column of numbers, and {name!r} holds {_held(column.kind)}. "
                f"Numbers are in {listed(numbers) if numbers else 'no column'}.",
                field=path,
            )


def fairness_column(case: Case) -> Iterator[SpecError]:
    """Groups are compared by a column that is not the target, on decisions."""
    fairness = case.spec.fairness
    if fairness is None:
        return
    yield from case.missing([fairness.column], "fairness.column")
    if fairness.column == case.spec.target:
        yield SpecError(
            f"Fairness compares the groups of another column than the target {fairness.column!r}.",
            field="fairness.column",
        )
    if case.task not in ("binary", None):
        yield SpecError(
            f"{fairness.measure!r} compares whom is acted on, which needs a binary task, not {case.task}.",
            field="fairness.measure",
        )
    ratio = fairness.measure.endswith("_ratio")
    if (fairness.at_least if ratio else fairness.at_most) is None:
        wanted, found = ("at_least", "at_most") if ratio else ("at_most", "at_least")
        yield SpecError(
            f"{fairness.measure!r} is bounded by {wanted!r}, not {found!r}: "
            f"{'1 means equal treatment' if ratio else '0 means equal treatment'}.",
            field=f"fairness.{wanted}",
        )
    for name in ("at_least", "at_most"):
        bound = getattr(fairness, name)
        if bound is not None and not 0 <= bound <= 1:
            yield SpecError(
                f"{'fairness.' + name!r} must be between 0 and 1; found {bound:g}.", field=f"fairness.{name}"
            )


def baseline_column(case: Case) -> Iterator[SpecError]:
    """Earlier predictions stand in a column of their own."""
    baseline = case.spec.baseline
    if baseline is None or baseline.predictions_column is None:
        return
    yield from case.missing([baseline.predictions_column], "baseline.predictions_column")
    if baseline.predictions_column == case.spec.target:
        yield SpecError(
            f"Today's predictions cannot be the target {case.spec.target!r} itself.",
            field="baseline.predictions_column",
        )


def splitting_columns(case: Case) -> Iterator[SpecError]:
    """Columns that rows are split by exist and are not the target."""
    split = case.spec.validation
    if not isinstance(split, TimeSplit | GroupSplit):
        return
    fields = {"column": split.column} | ({"group": split.group} if isinstance(split, TimeSplit) else {})
    for field, name in fields.items():
        if name is None:
            continue
        yield from case.missing([name], f"validation.{field}")
        if name == case.spec.target:
            yield SpecError(
                f"Rows cannot be split by the target {name!r}. Name another column.",
                field=f"validation.{field}",
            )


def forecast_columns(case: Case) -> Iterator[SpecError]:
    """Time and series of a forecast are columns; the time may also be a SQL expression."""
    forecast = case.spec.forecast
    if forecast is None:
        return
    yield from case.missing(as_list(forecast.series_column), "forecast.series_column")
    time = forecast.time_column
    if time is not None and re.fullmatch(r"[\w .-]+", time):  # anything else is an expression
        yield from case.missing([time], "forecast.time_column")


def _held(kind: str) -> str:
    return {"category": "labels", "text": "free text", "datetime": "dates"}.get(kind, kind)
