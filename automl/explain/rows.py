"""One prediction with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from automl.explain.native import native_contributions, probability
from automl.explain.predictor import Array, Native, Predict, Task, plain
from automl.explain.screening import halve
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
    predicted = predict(row)
    shown = _class_position(predicted, task=task, classes=classes, label=label)
    # Margins of more than two classes only mean something together: sampled probabilities are said instead.
    told = None if task == "multiclass" else native_contributions(native, row, predict=predict, task=task)
    if told is None:
        chosen = columns if columns is not None else relevant_columns(predict, row, background=background)
        told = sampled_shapley(predict, row, background, columns=chosen, seed=seed)
    prediction = float(predicted[0] if task == "regression" else predicted[0, shown])
    return RowExplanation(
        row=row_id,
        prediction=prediction,
        base=_base(told, shown),
        label=classes[shown] if classes and task != "regression" else None,
        decision=decision,
        expected_value=expected_value,
        contributions=_reasons(told, row, shown=shown, n_reasons=n_reasons),
        unit=told.unit,
        method=told.method,
    )


def _class_position(predicted: Array, *, task: Task, classes: tuple[str, ...], label: str | None) -> int:
    if task == "regression":
        return 0
    if task == "binary":
        return int(predicted.shape[1]) - 1
    return classes.index(label) if label in classes else int(predicted[0].argmax())


def _base(told: Contributions, shown: int) -> float:
    base = told.base[0, shown] if told.base.ndim == 2 else told.base[0]
    return float(probability(np.asarray(base))) if told.unit == "log-odds" else float(base)


def _reasons(
    told: Contributions, row: pd.DataFrame, *, shown: int, n_reasons: int
) -> tuple[tuple[str, Any, float], ...]:
    """The largest contributions, and the sum of all others so that nothing is lost."""
    values = told.values[0, :, shown] if told.values.ndim == 3 else told.values[0]
    rest = told.rest[0, shown] if told.rest.ndim == 2 else told.rest[0]
    order = np.argsort(-np.abs(values), kind="stable")
    kept = [int(i) for i in order[:n_reasons] if values[i] != 0]
    listed = [(str(row.columns[i]), plain(row.iloc[0, i]), float(values[i])) for i in kept]
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
    before = predict(row)

    def moved(start: int, stop: int) -> float:
        parts = [copies.iloc[:, :start], typical.iloc[:, start:stop], copies.iloc[:, stop:]]
        return float(np.abs(predict(pd.concat(parts, axis=1)) - before).mean())

    return sorted(halve(moved, n_columns, limit=limit, max_calls=20 * limit))
