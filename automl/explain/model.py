"""The whole explanation of one model, as the pipeline asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.explain.curves import calibration_bins, confusion_matrix, residual_sample, value_curve
from automl.explain.effects import column_effects
from automl.explain.importance import permutation_importance
from automl.explain.predictor import Array, Decide, IntArray, Native, RowScore, Task, as_predict
from automl.explain.rows import explain_rows
from automl.explain.screening import screen_columns
from automl.explain.shapley import Contributions, sampled_shapley, typical_rows
from automl.explain.sizes import NativeCost, Sizes, choose_sizes, measure_cost, sample_rows
from automl.explain.subject import Subject
from automl.search.result import CalibrationBin, Effect, Explanation, Importance, RowExplanation


def explain_model(
    model: Any,
    X: pd.DataFrame,
    *,
    y: NDArray[Any],
    task: Task,
    score: RowScore,
    greater_is_better: bool,
    classes: tuple[str, ...] = (),
    kinds: Mapping[str, str] | None = None,
    native: Native | None = None,
    stated: NDArray[Any] | None = None,
    decide: Decide | None = None,
    payoffs: Mapping[str, Array] | None = None,
    value_at: Callable[[float], float] | None = None,
    threshold: float | None = None,
    row_ids: IntArray | None = None,
    seed: int = 0,
    seconds: float = 3.0,
    sizes: Sizes | None = None,
) -> Explanation:
    """Explain a model on rows that it was not fitted on.

    Parameters
    ----------
    model : object
        Offers ``predict_proba(X)``, or ``predict(X)`` for regression.
    X : DataFrame of shape (n_rows, n_columns)
        Held-out rows, typed, in the columns of the original table.
    y : ndarray of shape (n_rows,)
        Positions in `classes`, or the target.
    task, classes
        Of the problem; binary classes are (negative, positive).
    score : callable
        ``score(positions, predictions) -> float``: the comparing score of the rows at these positions.
    greater_is_better : bool
        Direction of `score`.
    kinds : mapping, optional
        Column → kind; told from the values where absent.
    native : callable, optional
        ``native(X) -> (values, base, unit) | None``; default the model's method ``contributions``, where it has one.
    stated : ndarray of shape (n_rows,), optional
        Position of the label that was stated for each row, or the action, 0 or 1; default what `threshold` says,
        else the likeliest.
    decide : callable, optional
        ``decide(positions, predictions)`` → what is done with each row, and its expected value.
    payoffs, value_at, threshold
        For the value curve of a binary problem, as in `automl.explain.curves.value_curve`.
    row_ids : ndarray of shape (n_rows,), optional
        Numbers of the rows in the table.
    seed : int
        Same seed and sizes, same explanation.
    seconds : float
        Budget from which the sizes follow; nothing is cut short once they are decided.
    sizes : Sizes, optional
        Sizes of an earlier explanation, to repeat it.

    Returns
    -------
    Explanation
        Empty but for a sentence where there are no rows.
    """
    if not len(X):
        return Explanation(method="There are no held-out rows to explain the model on.")
    predict, X = as_predict(model, task), X.reset_index(drop=True)
    told = native if native is not None else getattr(model, "contributions", None)
    started = time.perf_counter()
    predicted = predict(X)
    all_s = time.perf_counter() - started
    subject = Subject(
        predict, told, X, y, predicted, task, classes, score, greater_is_better, dict(kinds or {}), seed
    )
    subject, native_cost = subject.checked()
    sizes = sizes or sizes_for(subject, native_cost, seconds=seconds, all_s=all_s)
    importance, method = _importance(subject, sizes)
    ranked = [found.column for found in importance]
    positive = y == len(classes) - 1
    return Explanation(
        importance=importance,
        effects=_effects(subject, sizes, ranked),
        method=method,
        confusion=_confusion(subject, _acted(subject, threshold) if stated is None else stated),
        value_curve=(
            value_curve(subject.shown, positive, payoffs=payoffs, value_at=value_at, marked=threshold)
            if task == "binary"
            else ()
        ),
        calibration=_calibration(subject),
        residuals=residual_sample(y, subject.predicted, seed=seed) if task == "regression" else (),
        examples=_examples(subject, sizes, ranked, decide=decide, row_ids=row_ids),
        sizes=sizes.to_json(),
    )


def sizes_for(subject: Subject, native: NativeCost | None, *, seconds: float, all_s: float) -> Sizes:
    """The most that fits into the seconds, from predictions timed once.

    Parameters
    ----------
    all_s : float
        Seconds that predicting all rows took.
    """
    cost = measure_cost(
        subject.predict, subject.X, all_s=all_s, predicted=subject.predicted, score=subject.score
    )
    n_rows, n_columns = subject.X.shape
    left_s = max(seconds - 2 * all_s, 0.1)
    return choose_sizes(cost, n_rows, n_columns=n_columns, seconds=left_s, native=native)


def _importance(subject: Subject, sizes: Sizes) -> tuple[tuple[Importance, ...], str]:
    """Permutation importance of the columns that matter, mean contributions beside it, and how both were found."""
    rows = sample_rows(len(subject.X), sizes.rows, seed=subject.seed)
    sample = subject.X.iloc[rows]
    columns = sorted(screen_columns(subject.predict, sample, limit=sizes.columns, seed=subject.seed))
    measured = permutation_importance(
        subject.predict,
        subject.X,
        y=subject.y,
        score=subject.score,
        greater_is_better=subject.greater_is_better,
        positions=rows,
        columns=columns,
        n_repeats=sizes.repeats,
        seed=subject.seed,
    )
    told = _contributions(subject, sizes, columns) if sizes.shap_rows else None
    if told is not None:
        sizes_of = np.abs(told.values).mean(axis=0)
        mean = sizes_of if sizes_of.ndim == 1 else sizes_of.mean(axis=1)
        at = {str(name): i for i, name in enumerate(subject.X.columns)}
        measured = tuple(m.model_copy(update={"shap": float(mean[at[m.column]])}) for m in measured)
    return measured, _method(sizes, n_columns=subject.X.shape[1], told=told, measured=measured)


def _contributions(subject: Subject, sizes: Sizes, columns: list[int]) -> Contributions:
    rows = sample_rows(len(subject.X), sizes.shap_rows, seed=subject.seed)
    told = subject.told(rows)
    if told is not None:
        return told
    sample = subject.X.iloc[rows[:40]].reset_index(drop=True)
    background = typical_rows(subject.X, sizes.background, seed=subject.seed)
    return sampled_shapley(subject.predict, sample, background, columns=columns[:30], seed=subject.seed)


def _method(
    sizes: Sizes, *, n_columns: int, told: Contributions | None, measured: tuple[Importance, ...]
) -> str:
    screened = f" The {len(measured)} of {n_columns} columns that move the predictions most were measured."
    parts = []
    if measured:
        parts.append(
            f"Importance is the fall of the score when a column is shuffled ({sizes.repeats} shuffles of "
            f"{sizes.rows:,} held-out rows)." + (screened if len(measured) < n_columns else "")
        )
    if told is not None:
        unit = {"value": "the unit of the target"}.get(told.unit, told.unit)
        n_rows = len(told.values)
        parts.append(f"Contributions are {told.method}, in {unit}, averaged over {n_rows:,} held-out rows.")
        parts.append(_agreement(measured))
    return " ".join(part for part in parts if part)


def _agreement(measured: tuple[Importance, ...]) -> str:
    """Whether the two ways of measuring name the same columns."""
    n_first = min(5, len(measured))
    if n_first < 2:
        return ""
    by_shap = sorted(measured, key=lambda m: -(m.shap or 0.0))
    common = {m.column for m in measured[:n_first]} & {m.column for m in by_shap[:n_first]}
    return f"Both ways name {len(common)} of the same {n_first} columns first."


def _effects(subject: Subject, sizes: Sizes, ranked: list[str]) -> tuple[Effect, ...]:
    return column_effects(
        subject.predict,
        subject.X,
        ranked,
        task=subject.task,
        classes=subject.classes,
        kinds=subject.kinds,
        positions=sample_rows(len(subject.X), sizes.effect_rows, seed=subject.seed),
        limit=sizes.effects,
    )


def _confusion(subject: Subject, stated: NDArray[Any] | None) -> dict[str, dict[str, int]]:
    if subject.task == "regression":
        return {}
    predicted = subject.predicted.argmax(axis=1) if stated is None else stated
    return confusion_matrix(subject.y, predicted.astype(np.int64), classes=subject.classes)


def _acted(subject: Subject, threshold: float | None) -> NDArray[Any] | None:
    """The rows from a threshold on, where one decides."""
    return subject.shown >= threshold if subject.task == "binary" and threshold is not None else None


def _calibration(subject: Subject) -> tuple[CalibrationBin, ...]:
    if subject.task == "regression":
        return ()
    likeliest = 1 if subject.task == "binary" else subject.predicted.argmax(axis=1)
    return calibration_bins(subject.shown, subject.y == likeliest)


def _examples(
    subject: Subject, sizes: Sizes, ranked: list[str], *, decide: Decide | None, row_ids: IntArray | None
) -> tuple[RowExplanation, ...]:
    """The highest prediction, the lowest, and some in between."""
    order = np.argsort(-subject.shown, kind="stable")
    wanted = [int(order[round(q * (len(order) - 1))]) for q in np.linspace(0, 1, sizes.examples)]
    chosen = np.array(list(dict.fromkeys(wanted)), dtype=np.int64)
    decided = decide(chosen, subject.predicted[chosen]) if decide else [(None, None)] * len(chosen)
    background = typical_rows(subject.X, sizes.background, seed=subject.seed)
    at = {str(name): i for i, name in enumerate(subject.X.columns)}
    columns = None if subject.X.shape[1] <= 30 else [at[name] for name in ranked[:30]]
    return explain_rows(
        subject.predict,
        subject.X.iloc[chosen].reset_index(drop=True),
        predicted=subject.predicted[chosen],
        background=background,
        task=subject.task,
        classes=subject.classes,
        native=subject.native,
        columns=columns,
        row_ids=[int(position if row_ids is None else row_ids[position]) for position in chosen],
        decided=decided,
        seed=subject.seed,
    )
