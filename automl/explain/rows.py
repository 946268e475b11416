"""One prediction with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from automl.explain.native import native_contributions, probability
from automl.explain.predictor import Array, Native, Predict, Task, plain
from automl.explain.screening import largest_movers
from automl.explain.shapley import Contributions, sampled_shapley
from automl.search.result import RowExplanation

MAX_PLAYERS = 30
MAX_REASONS = 8
REST = "all other columns"


def explain_row(
    predict: Predict,
    row: pd.DataFrame,
    *,
    background: pd.DataFrame,
    task: Task,
    classes: tuple[str, ...] = (),
    native: Native | None = None,
    columns: Sequence[int] | None = None,
    row_id: int = 0,
    label: str | None = None,
    decision: str | None = None,
    expected_value: float | None = None,
    seed: int = 0,
    n_reasons: int = MAX_REASONS,
) -> RowExplanation:
    """Explain what the model says of one row.

    Parameters
    ----------
    predict : callable
        As `automl.explain.predictor.as_predict` returns it.
    row : DataFrame of shape (1, n_columns)
        The row, typed.
    background : DataFrame of shape (n_background, n_columns)
        Typical rows that sampled contributions are against.
    task, classes
        Of the problem; binary classes are (negative, positive).
    native : callable, optional
        The model's own contributions, used where they add up to its predictions.
    columns : sequence of int, optional
        Columns with a part of their own when sampling; default all, or the 30 that move this prediction most.
    row_id : int
        Number of the row in the table.
    label : str, optional
        Whose probability to explain for more than two classes; default the likeliest.
    decision, expected_value
        What is done with the row and what that is expected to bring; stated as they are.
    seed : int
        Same seed, same reasons.
    n_reasons : int, default=8
        Columns listed; the others stand together.

    Returns
    -------
    RowExplanation
        Contributions add up to prediction minus base, both taken in `unit`.
    """
    return explain_rows(
        predict,
        row,
        predicted=predict(row),
        background=background,
        task=task,
        classes=classes,
        native=native,
        columns=columns,
        row_ids=(row_id,),
        label=label,
        decided=((decision, expected_value),),
        seed=seed,
        n_reasons=n_reasons,
    )[0]


def explain_rows(
    predict: Predict,
    rows: pd.DataFrame,
    *,
    predicted: Array,
    background: pd.DataFrame,
    task: Task,
    classes: tuple[str, ...],
    native: Native | None,
    columns: Sequence[int] | None,
    row_ids: Sequence[int],
    decided: Sequence[tuple[str | None, float | None]],
    label: str | None = None,
    seed: int = 0,
    n_reasons: int = MAX_REASONS,
) -> tuple[RowExplanation, ...]:
    """Explain several rows at once, whose predictions are known; as `explain_row`."""
    # Margins of more than two classes only mean something together: sampled probabilities are said instead.
    told = None if task == "multiclass" else native_contributions(native, rows, predict=predict, task=task)
    if told is None:
        chosen = (
            columns
            if columns is not None
            else relevant_columns(predict, rows.iloc[:1], background=background)
        )
        told = sampled_shapley(predict, rows, background, columns=chosen, seed=seed)
    found = []
    for i, (row_id, (decision, expected_value)) in enumerate(zip(row_ids, decided, strict=True)):
        shown = _class_position(predicted[i], task=task, classes=classes, label=label)
        found.append(
            RowExplanation(
                row=int(row_id),
                prediction=float(predicted[i] if task == "regression" else predicted[i, shown]),
                base=_base(told, i, shown=shown),
                label=classes[shown] if classes and task != "regression" else None,
                decision=decision,
                expected_value=expected_value,
                contributions=_reasons(told, i, row=rows.iloc[[i]], shown=shown, n_reasons=n_reasons),
                unit=told.unit,
                method=told.method,
            )
        )
    return tuple(found)


def _class_position(predicted: Array, *, task: Task, classes: tuple[str, ...], label: str | None) -> int:
    if task == "regression":
        return 0
    if task == "binary":
        return len(predicted) - 1
    return classes.index(label) if label in classes else int(predicted.argmax())


def _base(told: Contributions, i: int, *, shown: int) -> float:
    base = told.base[i, shown] if told.base.ndim == 2 else told.base[i]
    return float(probability(np.asarray(base))) if told.unit == "log-odds" else float(base)


def _reasons(
    told: Contributions, i: int, *, row: pd.DataFrame, shown: int, n_reasons: int
) -> tuple[tuple[str, Any, float], ...]:
    """The largest contributions, and the sum of all others so that nothing is lost."""
    values = told.values[i, :, shown] if told.values.ndim == 3 else told.values[i]
    rest = told.rest[i, shown] if told.rest.ndim == 2 else told.rest[i]
    order = np.argsort(-np.abs(values), kind="stable")
    kept = [int(c) for c in order[:n_reasons] if values[c] != 0]
    listed = [(str(row.columns[c]), plain(row.iloc[0, c]), float(values[c])) for c in kept]
    left_out = float(values.sum() - values[kept].sum() + rest)
    n_others = row.shape[1] - len(kept)
    return (*listed, (REST, None, left_out)) if n_others and abs(left_out) > 1e-15 else tuple(listed)


def relevant_columns(
    predict: Predict, row: pd.DataFrame, *, background: pd.DataFrame, limit: int = MAX_PLAYERS
) -> list[int]:
    """The columns whose replacement by typical values moves this prediction most; all where there are few."""
    n_columns = row.shape[1]
    if n_columns <= limit:
        return list(range(n_columns))
    typical = background.iloc[:16].reset_index(drop=True)
    copies = row.iloc[np.zeros(len(typical), dtype=np.int64)].reset_index(drop=True)
    return sorted(largest_movers(predict, copies, typical, limit=limit))
