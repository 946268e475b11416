"""What is done today, as decisions that are measured like ours.

A rule in SQL acts on rows. A column of predictions holds decisions (labels, 0 and 1, or values for a number) or a
score: probabilities are decided on with the payoffs of the metric, other scores are first read as probabilities by how
often each came true. Both happen on the rows measured on, which flatters today's way a little rather than ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.sql import evaluate_rows
from automl.errors import SpecError
from automl.metrics.base import BoolArray, Decisions, FloatArray, Predictions
from automl.metrics.objective import Objective
from automl.metrics.scores import SCORES, score_value
from automl.spec.model import Baseline
from automl.spec.names import did_you_mean

FIELD = "baseline.predictions_column"
#: Scores to which one certain answer that is wrong is infinitely bad.
UNFORGIVING = ("log_loss",)


@dataclass(frozen=True)
class Today:
    """Today's way on some rows.

    Attributes
    ----------
    predictions : Predictions
        Of the same rows; where today's way has probabilities or values, with those in place of ours.
    decisions : Decisions
        What is done today.
    score : float or None
        The score that candidates are compared by, where today's way allows for it.
    is_certain : bool
        Whether it states labels alone; as probabilities they are 0 and 1.
    """

    predictions: Predictions
    decisions: Decisions
    score: float | None = None
    is_certain: bool = False


def today_of(baseline: Baseline, predictions: Predictions, objective: Objective) -> Today | None:
    """Return today's way on rows whose truth is known; None where only a score was named.

    Raises
    ------
    SpecError
        If a rule is to decide on something that is not acted on, or the column does not hold what it should.
    SqlExpressionError
        If the rule cannot be evaluated.
    """
    task = objective.setting.task
    if baseline.rule is not None:
        if task != "binary":
            raise SpecError(
                f"baseline.rule acts on rows, and this is a {task} problem; name the column with today's predictions "
                "as baseline.predictions_column.",
                field="baseline.rule",
            )
        acted = evaluate_rows(baseline.rule, predictions.rows, field="baseline.rule", want="boolean")
        return _acting(np.asarray(acted, dtype=bool), predictions)
    if baseline.predictions_column is None:
        return None
    column = _column(baseline.predictions_column, predictions.rows)
    if task == "regression":
        return _values(column, predictions, objective)
    labels = _as_labels(column, objective.setting.classes)
    if task == "multiclass":
        return _stating(_known_labels(labels, column, objective), predictions)
    return _binary(column, labels, predictions, objective)


def _column(name: str, rows: pd.DataFrame) -> pd.Series[Any]:
    if name not in rows.columns:
        names = [str(column) for column in rows.columns]
        raise SpecError(
            f"There is no column {name!r} with today's predictions. {did_you_mean(name, names, noun='columns')}",
            field=FIELD,
        )
    return rows[name]


def score_of_today(today: Today, objective: Objective) -> float:
    """Return the metric of today's way; NaN where it punishes being certain, which labels alone cannot help."""
    if today.is_certain and getattr(objective, "score_name", "") in UNFORGIVING:
        return float("nan")
    return objective.score_of(today.predictions, today.decisions)


def _acting(action: BoolArray, predictions: Predictions) -> Today:
    stated = _stating(action.astype(np.int64), predictions)
    return replace(stated, decisions=replace(stated.decisions, action=action))


def _stating(labels: NDArray[np.int64], predictions: Predictions) -> Today:
    assert predictions.probability is not None
    certain = np.eye(predictions.probability.shape[1])[labels]
    return Today(predictions.with_predicted(certain), Decisions(label=labels), is_certain=True)


def _values(column: pd.Series[Any], predictions: Predictions, objective: Objective) -> Today:
    if not pd.api.types.is_numeric_dtype(column):
        raise SpecError(f"{FIELD} needs numbers in {column.name!r}, as the target is a number.", field=FIELD)
    value = column.to_numpy(dtype=np.float64)
    # A row that today's way says nothing about gets what it says on average.
    value = np.where(np.isfinite(value), value, np.nanmean(value) if np.isfinite(value).any() else 0.0)
    today = predictions.with_predicted(value).with_scale(None)
    return Today(today, Decisions(value=value), _score(objective, today))


def _binary(
    column: pd.Series[Any], labels: NDArray[np.int64], predictions: Predictions, objective: Objective
) -> Today:
    known = column.notna().to_numpy()
    if known.any() and (labels[known] >= 0).all():
        return _acting(_known_labels(labels, column, objective) == 1, predictions)
    if pd.api.types.is_numeric_dtype(column) and not np.isin(column[known], (0, 1)).all():
        positive = _as_probability(column.to_numpy(dtype=np.float64), predictions.truth == 1)
        today = predictions.with_predicted(np.column_stack([1 - positive, positive]))
        return Today(today, objective.fit_rule(today).decide(today), _score(objective, today))
    if pd.api.types.is_numeric_dtype(column):
        return _acting(column.to_numpy(dtype=np.float64) == 1, predictions)
    return _acting(_known_labels(labels, column, objective) == 1, predictions)


def _as_probability(score: FloatArray, positive: BoolArray) -> FloatArray:
    known = np.isfinite(score)
    found = np.full(len(score), float(positive.mean()))
    if known.any() and score[known].min() >= 0 and score[known].max() <= 1:
        found[known] = score[known]
        return found
    from sklearn.isotonic import IsotonicRegression

    # Credit scores fall with the risk, risk scores rise with it: the rows say which way it goes.
    fitted = IsotonicRegression(increasing="auto", out_of_bounds="clip")
    found[known] = fitted.fit_transform(score[known], positive[known].astype(np.float64))
    return found


def _score(objective: Objective, today: Predictions) -> float | None:
    name = objective.learning_name
    task = objective.setting.task
    if task not in SCORES[name].tasks:
        return None
    found = score_value(name, today, task=task, weight=objective.sample_weight(today.rows))
    return None if np.isnan(found) else found


def _as_labels(column: pd.Series[Any], classes: tuple[str, ...]) -> NDArray[np.int64]:
    """Positions in the classes, -1 for what is none of them; numbers are compared as numbers."""
    if not pd.api.types.is_numeric_dtype(column):
        return pd.Index(classes).get_indexer(pd.Index(column.astype("str"))).astype(np.int64)
    numbers = column.to_numpy(dtype=np.float64)
    found = np.full(len(column), -1, dtype=np.int64)
    for code, label in enumerate(classes):
        try:
            found[numbers == float(label)] = code
        except ValueError:
            continue
    return found


def _known_labels(
    labels: NDArray[np.int64], column: pd.Series[Any], objective: Objective
) -> NDArray[np.int64]:
    """Labels of all rows; a row without one gets the most frequent of the others."""
    if not (labels >= 0).any():
        classes = objective.setting.classes
        shown = ", ".join(repr(str(value)) for value in column.dropna().unique()[:4])
        raise SpecError(
            f"{FIELD} needs the labels of {objective.setting.target!r} ({', '.join(map(repr, classes[:6]))}) in "
            f"{column.name!r}; it holds {shown}.",
            field=FIELD,
        )
    frequent = int(np.bincount(labels[labels >= 0]).argmax())
    return np.where(labels >= 0, labels, frequent)
