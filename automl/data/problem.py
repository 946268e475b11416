"""From a specification and a table to what the engine fits: features, target, rows, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.sql import evaluate_rows
from automl.data.table import Column, Table
from automl.errors import DataError, NotYetError, SpecError
from automl.spec.model import GroupSplit, ProblemSpec
from automl.spec.table import MIN_ROWS

RunnableTask = Literal["binary", "multiclass", "regression"]

_NOT_YET = {
    "forecast": "Forecasts",
    "clustering": "Clusters",
    "anomaly": "Anomalies",
}


@dataclass(frozen=True)
class Problem:
    """What is learned from what, row by row.

    Attributes
    ----------
    classes : tuple of str
        Labels exactly as in the data; binary: (negative, positive). Empty for regression.
    features : tuple of Column
        The columns learned from, in the order of `X`.
    X : DataFrame of shape (n_rows, n_features)
        Typed features (`automl.data.table.Table.frame`).
    y : ndarray of shape (n_rows,)
        Positions in `classes` as int64, or the target as float64.
    rows : DataFrame of shape (n_rows, n_columns)
        All columns of the same rows: for SQL expressions, fairness and today's rule.
    row_ids : ndarray of shape (n_rows,)
        Position of each row in the table, from 0.
    n_table_rows : int
        Rows of the table before anything was left out.
    left_out : dict
        Reason → number of rows.
    set_aside : tuple of (column, reason)
        Columns that are not learned from.
    unlabelled : DataFrame or None
        Features of the rows that pass the filter and have no target, where the specification wants them tried
        (`extra_rows`); they stand apart from all cuts.
    """

    task: RunnableTask
    target: str
    classes: tuple[str, ...]
    features: tuple[Column, ...]
    X: pd.DataFrame
    y: NDArray[Any]
    rows: pd.DataFrame
    row_ids: NDArray[np.int64]
    n_table_rows: int
    left_out: dict[str, int] = field(default_factory=dict)
    set_aside: tuple[tuple[str, str], ...] = ()
    unlabelled: pd.DataFrame | None = None

    @property
    def n_rows(self) -> int:
        """Rows that are learned from or held out."""
        return len(self.y)


def build_problem(spec: ProblemSpec, table: Table, *, set_aside: Sequence[tuple[str, str]] = ()) -> Problem:
    """Resolve a complete specification against a table.

    Parameters
    ----------
    spec : ProblemSpec
        With task and target; defaults filled in.
    table : Table
        The loaded table.
    set_aside : sequence of (column, reason)
        What the checks of the data found unfit to learn from.

    Raises
    ------
    NotYetError
        For tasks that this version specifies but does not run.
    SpecError, DataError
        If the target cannot be learned, or too few rows or no columns are left.
    """
    task = _runnable(spec)
    target = _target_of(spec, table)
    keep, open_, left_out = _rows_to_use(spec, table, target, task)
    row_ids = np.flatnonzero(keep)
    classes, y = _encode_target(spec, table, target, task=task, row_ids=row_ids)
    aside = _columns_set_aside(spec, table, target, set_aside)
    gone = {target, *(column for column, _ in aside)}
    features = tuple(column for column in table.columns if column.name not in gone)
    if not features:
        raise DataError(
            f"No column of {table.name!r} is left to learn {target!r} from: all others are set aside. "
            "Bring more columns, or keep one of those set aside."
        )
    rows = table.frame.iloc[row_ids].reset_index(drop=True)
    names = [column.name for column in features]
    guessable = "pseudo_labels" in (spec.extra_rows or ())
    return Problem(
        task=task,
        target=target,
        classes=classes,
        features=features,
        X=rows[names],
        y=y,
        rows=rows,
        row_ids=row_ids,
        n_table_rows=table.n_rows,
        left_out=left_out,
        set_aside=aside,
        unlabelled=table.frame.loc[open_, names].reset_index(drop=True) if guessable else None,
    )


def no_value_in(target: str) -> str:
    """Why a row without a target is left out, as it stands in `Problem.left_out`."""
    return f"no value in {target!r}"


def _runnable(spec: ProblemSpec) -> RunnableTask:
    if spec.task in _NOT_YET:
        raise NotYetError(
            f"{_NOT_YET[spec.task]} can be specified and read back, but running them is not there yet; "
            "this version runs binary, multiclass and regression."
        )
    if spec.task is None:
        raise SpecError(
            "What kind of answer is wanted is not clear: a class, one label, or a number?", field="task"
        )
    return cast("RunnableTask", spec.task)


def _target_of(spec: ProblemSpec, table: Table) -> str:
    if spec.target is None:
        raise SpecError("Which column is to be predicted was not said.", field="target")
    if spec.target not in table.frame.columns:
        raise SpecError(f"There is no column {spec.target!r} in {table.name!r}.", field="target")
    return spec.target


def _rows_to_use(
    spec: ProblemSpec, table: Table, target: str, task: RunnableTask
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], dict[str, int]]:
    """Rows that pass the filter and have a target, those that pass it and have none, and what was left out."""
    left_out: dict[str, int] = {}
    keep = np.ones(table.n_rows, dtype=bool)
    if spec.filter:
        keep = evaluate_rows(spec.filter, table.frame, field="filter", want="boolean").astype(bool)
        left_out["outside the filter"] = int((~keep).sum())
    known = (table.frame[target] if task == "regression" else table.labels(target)).notna().to_numpy()
    open_ = keep & ~known
    if open_.any():
        left_out[no_value_in(target)] = int(open_.sum())
    keep &= known
    if keep.sum() < MIN_ROWS:
        why = (
            "; ".join(f"{n:,} rows {reason}" for reason, n in left_out.items() if n)
            or "the table has no more"
        )
        raise DataError(
            f"At least {MIN_ROWS} rows with a value in {target!r} are needed; {int(keep.sum())} are there ({why}). "
            "Bring more rows, or loosen the filter."
        )
    return keep, open_, left_out


def _encode_target(
    spec: ProblemSpec, table: Table, target: str, *, task: RunnableTask, row_ids: NDArray[np.int64]
) -> tuple[tuple[str, ...], NDArray[Any]]:
    if task == "regression":
        return (), _numbers(table, target, row_ids)
    labels = table.labels(target).iloc[row_ids]
    counts = labels.value_counts()
    if len(counts) < 2:
        raise DataError(
            f"Column {target!r} holds only the value {str(counts.index[0])!r} in the rows used; there is nothing to "
            "tell apart. Choose another target or other rows."
        )
    if task == "multiclass":
        classes = tuple(_in_order(counts.index))
        codes = pd.Categorical(labels, categories=list(classes)).codes
        return classes, np.asarray(codes, dtype=np.int64)
    positives = spec.positive_labels
    missing = [label for label in positives if label not in counts.index]
    if not positives or missing:
        found = ", ".join(repr(str(label)) for label in counts.index[:8])
        what = (
            f"Label {missing[0]!r} does not occur"
            if missing
            else "Which label counts as positive was not said"
        )
        raise SpecError(f"{what} in {target!r}; it holds {found}.", field="positive_label")
    negatives = [str(label) for label in counts.index if label not in positives]
    if not negatives:
        raise SpecError(
            f"Every label of {target!r} is named as positive; leave one out.", field="positive_label"
        )
    classes = (negatives[0] if len(negatives) == 1 else "other", ", ".join(positives))
    return classes, labels.isin(positives).to_numpy().astype(np.int64)


def _numbers(table: Table, target: str, row_ids: NDArray[np.int64]) -> NDArray[np.float64]:
    kind = table.kind_of(target)
    if kind not in ("number", "boolean"):
        raise SpecError(
            f"Regression needs numbers in {target!r}; it holds {kind} values. Predict its labels instead "
            "(task binary or multiclass).",
            field="task",
        )
    y = table.frame[target].to_numpy(dtype=np.float64)[row_ids]
    if np.ptp(y) == 0:
        raise DataError(
            f"Column {target!r} is {y[0]:g} in every row used; there is nothing to predict. Choose another target."
        )
    return y


def _in_order(labels: Sequence[Any] | pd.Index[Any]) -> list[str]:
    """Labels in numeric order where all are numbers, else in that of the alphabet."""
    texts = [str(label) for label in labels]
    try:
        return sorted(texts, key=float)
    except ValueError:
        return sorted(texts)


def _columns_set_aside(
    spec: ProblemSpec, table: Table, target: str, found: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    aside: dict[str, str] = dict.fromkeys(spec.ignore_columns or (), "you asked to leave it out")
    if isinstance(spec.validation, GroupSplit):
        aside.setdefault(spec.validation.column, "it names the groups that validation keeps together")
    if spec.baseline is not None and spec.baseline.predictions_column is not None:
        aside.setdefault(
            spec.baseline.predictions_column, "it is today's prediction, which ours is compared with"
        )
    for column, reason in found:
        aside.setdefault(column, reason)
    aside.pop(target, None)
    names = set(table.frame.columns)
    return tuple((column, reason) for column, reason in aside.items() if column in names)
