"""What follows from the data, and what is used where nothing was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from automl.spec.facts import ColumnFacts, Facts, facts_of
from automl.spec.model import (
    Baseline,
    Holdout,
    KFold,
    PayoffMetric,
    ProblemSpec,
    StandardMetric,
    TimeSplit,
    TopKMetric,
    WeightedMetric,
)
from automl.spec.money import one_sided, outcomes_of
from automl.spec.parse import parse_spec
from automl.spec.reading import clear_positive, likeliest_positive, likeliest_task, task_of
from automl.spec.table import TableLike
from automl.spec.vocabulary import DEFAULT_SCORE, SUPERVISED

#: Long enough for a baseline, every family's strong defaults and some tuning on a few thousand rows.
DEFAULT_TIME_S: Final = 120

# More folds make steadier figures and cost as many fits more. On large tables fewer are steady enough ...
_ROWS_FOR_FEWER: Final = {5: 20_000, 3: 60_000}
# ... and where the time is short for a table, more candidates are worth more than more folds. What a second has to
# pay for are the cells, once for each function that is fitted: above this figure five folds left room for some
# twenty candidates on two cores.
_CELLS_A_SECOND_FOR_FEWER: Final = 4_000
# A single cut compares on fewer rows, which costs the less the more there are. At this product of the cells a second
# and the rows (7,500 loans of 7 grades, 55 columns, a minute: 3.6e8; 24,000 people, 14 columns: 1.4e8) three folds left
# room for no more than five candidates.
_WORK_FOR_ONE_CUT: Final = 1.25e8
_CELLS_OF_A_TEXT: Final = 50  # its words are read as so many numbers; chosen, not measured
_LEAST_ROWS_FOR_ONE_CUT: Final = 5_000  # fewer make too small a part to compare on; chosen, not measured


def follow(spec: ProblemSpec, table: TableLike) -> dict[str, Any]:
    """Fields that follow from what was said and the data, with no other sensible reading.

    Parameters
    ----------
    spec : ProblemSpec
        What was said so far.
    table : TableLike
        The loaded table.

    Returns
    -------
    dict
        Dotted path → value, ready for `automl.spec.patch.apply_patch` with source ``"data"``. Holds only fields
        that are absent from `spec`.
    """
    facts = facts_of(table)
    target = facts.find(spec.target)
    found: dict[str, Any] = {}
    task = spec.task or task_of(spec, target)
    if spec.task is None and task is not None:
        found["task"] = task
    if task == "binary" and target is not None and not spec.positive_labels:
        positive = clear_positive(target)
        if positive is not None:
            found["positive_label"] = positive
    return found


def complete(spec: ProblemSpec, table: TableLike) -> dict[str, Any]:
    """What would be used for everything that was not said.

    Parameters
    ----------
    spec : ProblemSpec
        What was said, and what follows (`follow`).
    table : TableLike
        The loaded table.

    Returns
    -------
    dict
        In the form of a specification; shares no leaf with `spec`.
    """
    facts = facts_of(table)
    target = facts.find(spec.target)
    task = spec.task or (likeliest_task(spec, target) if target is not None else task_of(spec, None))
    found: dict[str, Any] = {}
    if spec.task is None and task is not None:
        found["task"] = task
    if task == "binary" and target is not None and not spec.positive_labels:
        positive = likeliest_positive(target)
        if positive is not None:
            found["positive_label"] = positive
    for field, value in (
        ("metric", _metric(spec, task)),
        ("budget", _budget(spec)),
        ("validation", _validation(spec, task, facts)),
        ("forecast", _forecast(spec, task, facts)),
        ("baseline", _baseline(spec, task)),
    ):
        if value:
            found[field] = value
    if spec.audience is None:
        found["audience"] = "novice"
    return found


def effective(spec: ProblemSpec, defaults: Mapping[str, Any]) -> ProblemSpec:
    """The specification with its defaults filled in; what was said always wins."""
    merged = spec.to_json()
    for field, value in defaults.items():
        said = merged.get(field)
        if said is None:
            merged[field] = value
        elif isinstance(said, dict) and isinstance(value, Mapping):
            merged[field] = {**value, **said}
    return parse_spec(merged)


def _metric(spec: ProblemSpec, task: str | None) -> dict[str, Any]:
    """A proper score where no metric was spoken of; 0 for outcomes of a payoff that were not mentioned."""
    metric = spec.metric
    if metric is None:
        return {"kind": "standard", "name": DEFAULT_SCORE[task]} if task in DEFAULT_SCORE else {}
    if isinstance(metric, PayoffMetric | TopKMetric):
        values = {name: getattr(metric, name) for name in ("tp", "fp", "fn", "tn")}
        if isinstance(metric, TopKMetric) and all(value is None for value in values.values()):
            return {}  # without money it scores precision
        if one_sided(metric, outcomes_of(metric)) is not None:
            return {}  # something was left unsaid, which is asked
        return {name: 0 for name, value in values.items() if value is None}
    return {}


def _budget(spec: ProblemSpec) -> dict[str, Any]:
    budget = spec.budget
    if budget is not None and (budget.time_s is not None or budget.trials is not None):
        return {}
    return {"time_s": DEFAULT_TIME_S}


def _validation(spec: ProblemSpec, task: str | None, facts: Facts) -> dict[str, Any]:
    chosen = spec.validation
    if task not in ("binary", "multiclass", "regression"):
        return {}
    if chosen is None:
        folds = _folds(spec, task, facts)
        return {"kind": "holdout", "test_fraction": 0.2} if folds == 1 else {"kind": "kfold", "folds": folds}
    if isinstance(chosen, Holdout):
        return {} if chosen.test_fraction is not None else {"test_fraction": 0.2}
    if chosen.folds is not None:
        return {}
    if isinstance(chosen, KFold):
        return {"folds": max(3, _folds(spec, task, facts))}
    if isinstance(chosen, TimeSplit):
        return {"folds": 3}
    # As many as the groups allow beside the one that is held out.
    column = facts.find(chosen.column)
    n_groups = column.n_distinct if column is not None else 0
    return {"folds": min(max(3, _folds(spec, task, facts)), max(2, n_groups - 1))}


def _folds(spec: ProblemSpec, task: str, facts: Facts) -> int:
    """5, 3, or 1 for a single cut: as many as size, work and time allow."""
    load = _cells(spec, task, facts) / _seconds(spec)
    if facts.n_rows <= _ROWS_FOR_FEWER[5] and load <= _CELLS_A_SECOND_FOR_FEWER:
        return 5
    short = load * facts.n_rows > _WORK_FOR_ONE_CUT and facts.n_rows >= _LEAST_ROWS_FOR_ONE_CUT
    return 1 if facts.n_rows > _ROWS_FOR_FEWER[3] or short else 3


def _cells(spec: ProblemSpec, task: str, facts: Facts) -> int:
    """What a fit has to look at: cells, once for each class where there are more than two."""
    left_out = {spec.target, *(spec.ignore_columns or ())}
    kinds = [kind for name, kind in facts.kinds.items() if name not in left_out]
    columns = len(kinds) + (_CELLS_OF_A_TEXT - 1) * kinds.count("text")
    target = facts.find(spec.target)
    outputs = target.n_distinct if task == "multiclass" and target is not None else 1
    return facts.n_rows * columns * outputs


def _seconds(spec: ProblemSpec) -> float:
    """Of the search: what was allowed, or, for a number of trials, what is usual."""
    said = spec.budget.time_s if spec.budget is not None else None
    return said if said is not None else float(DEFAULT_TIME_S)


def _forecast(spec: ProblemSpec, task: str | None, facts: Facts) -> dict[str, Any]:
    if task != "forecast":
        return {}
    said = spec.forecast
    found: dict[str, Any] = {}
    dates = [name for name, kind in facts.kinds.items() if kind == "datetime"]
    time_column = said.time_column if said is not None else None
    if time_column is None and len(dates) == 1:
        found["time_column"] = time_column = dates[0]
    if said is None or said.frequency is None:
        column = facts.find(time_column)
        frequency = _frequency(column) if column is not None else None
        if frequency is not None:
            found["frequency"] = frequency
    return found


def _frequency(column: ColumnFacts) -> str | None:
    """Pandas alias of the usual step between moments, where it is one of the common ones."""
    if column.kind != "datetime":
        return None
    moments = pd.Series(column.values.dropna().unique()).sort_values()
    days = float(moments.diff().dt.total_seconds().median()) / 86_400 if len(moments) > 1 else 0.0
    steps = (
        (1 / 24, 1 / 24, "h"),
        (1, 1, "D"),
        (7, 7, "W"),
        (28, 31, "MS"),
        (90, 92, "QS"),
        (365, 366, "YS"),
    )
    return next((alias for low, high, alias in steps if low <= days <= high), None)


def _baseline(spec: ProblemSpec, task: str | None) -> dict[str, Any]:
    """The score that a result to beat is of, where it was not said."""
    said: Baseline | None = spec.baseline
    if said is None or said.score is None or said.metric is not None:
        return {}
    metric = spec.metric
    if isinstance(metric, StandardMetric | WeightedMetric):
        return {"metric": metric.name}
    return {"metric": DEFAULT_SCORE[task]} if task in SUPERVISED else {}
