"""The standard scores, by their names in the contract: direction, tasks, and how each is computed.

They equal scikit-learn's where it has them, with these differences, so that no fold and no resample crashes or warns:
probabilities are clipped and add up to 1; a class that does not occur is left out of averages over classes; `mape`
leaves out rows whose truth is 0; `rmsle` takes negative predictions as 0; for several classes `precision`, `recall` and
`f1` are means over the classes; `quadratic_kappa` takes the classes in their order, and for regression rounds to whole
grades. A score that is not defined, such as the AUC of rows of one class, is NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from automl.metrics.base import Decisions, FloatArray, IntArray, Predictions, Statistic, Task
from automl.metrics.figures import (
    AT_MOST_ONE,
    Average,
    Confusion,
    Mean,
    Median,
    OfColumns,
    Ranked,
    area,
    average_precision,
)
from automl.metrics.rates import RATES, Counts, divide
from automl.spec.model import ScoreName

Needs = Literal["probability", "label", "value"]
Build = Callable[[NDArray[Any], NDArray[Any], Task], Statistic]

# As scikit-learn: a probability of 0 for what then happens costs 36 nats, not infinitely many.
EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Score:
    """One standard score.

    Attributes
    ----------
    greater_is_better : bool
        Direction.
    tasks : tuple of str
        Where it is defined.
    needs : {"probability", "label", "value"}
        What it compares with the truth.
    build : callable
        ``build(actual, said, task) -> Statistic``.
    undefined : float
        What a model that says nothing would score: stands in where the score is not defined and a number is needed.
    """

    greater_is_better: bool
    tasks: tuple[Task, ...]
    needs: Needs
    build: Build
    undefined: float = 0.0


def statistic_of(
    name: str,
    predictions: Predictions,
    decisions: Decisions | None,
    *,
    task: Task,
    order: Sequence[int] | None = None,
) -> Statistic:
    """Prepare a score on some rows.

    Parameters
    ----------
    name : str
        A key of `SCORES`.
    decisions : Decisions or None
        For scores of labels, what is decided; by default the most probable label, and the predicted value.
    order : sequence of int, optional
        Positions of the classes from the lowest on, for scores in which their distance counts; by default as they are.
    """
    score = SCORES[name]
    if score.needs == "probability":
        assert predictions.probability is not None
        said: NDArray[Any] = normalised(predictions.probability)
    elif task == "regression":
        said = predictions.values if decisions is None or decisions.value is None else decisions.value
    else:
        said = labels_of(predictions, decisions)
    if order is not None and name == "quadratic_kappa" and task == "multiclass":
        rank = np.argsort(np.asarray(order))
        return score.build(rank[predictions.truth], rank[said], task)
    return score.build(predictions.truth, said, task)


def score_value(
    name: str,
    predictions: Predictions,
    *,
    task: Task,
    decisions: Decisions | None = None,
    weight: FloatArray | None = None,
    order: Sequence[int] | None = None,
) -> float:
    """Return a score of some rows; NaN where it is not defined."""
    return statistic_of(name, predictions, decisions, task=task, order=order).value(weight)


def scores_for(task: Task) -> tuple[str, ...]:
    """Names of the scores that fit a task."""
    return tuple(name for name, score in SCORES.items() if task in score.tasks)


def labels_of(predictions: Predictions, decisions: Decisions | None) -> IntArray:
    """Labels stated: those decided, or acted on, or the most probable."""
    if decisions is not None and decisions.action is not None:
        return decisions.action.astype(np.int64)
    if decisions is not None and decisions.label is not None:
        return decisions.label
    assert predictions.probability is not None
    return np.asarray(np.argmax(predictions.probability, axis=1), dtype=np.int64)


def normalised(probability: FloatArray) -> FloatArray:
    """Probabilities inside 0 to 1 that add up to 1 in each row."""
    clipped: FloatArray = np.clip(probability, EPSILON, 1.0)
    return np.asarray(clipped / clipped.sum(axis=1, keepdims=True))


def _roc_auc(actual: IntArray, probability: FloatArray, task: Task) -> Statistic:
    return _one_against_rest(actual, probability, task, area)


def _average_precision(actual: IntArray, probability: FloatArray, task: Task) -> Statistic:
    return _one_against_rest(actual, probability, task, average_precision)


def _one_against_rest(
    actual: IntArray, probability: FloatArray, task: Task, formula: Callable[[FloatArray, FloatArray], float]
) -> Statistic:
    if task == "binary":
        return Ranked(probability[:, 1], actual == 1, formula)
    return Average(tuple(Ranked(p, actual == code, formula) for code, p in enumerate(probability.T)))


def _log_loss(actual: IntArray, probability: FloatArray, task: Task) -> Statistic:
    return Mean(-np.log(probability[np.arange(len(actual)), actual]))


def _brier(actual: IntArray, probability: FloatArray, task: Task) -> Statistic:
    """Squared error of the probabilities: 0 to 1 for two classes, 0 to 2 summed over several, as scikit-learn."""
    if task == "binary":
        return Mean((probability[:, 1] - actual) ** 2)
    return Mean(((probability - np.eye(probability.shape[1])[actual]) ** 2).sum(axis=1))


def _confusion(
    binary: Callable[[Counts], FloatArray] | None, several: Callable[[FloatArray], float]
) -> Callable[[IntArray, IntArray, Task], Statistic]:
    """A score of the confusion table; `binary` for two classes, with 0 where there is nothing to divide by."""

    def build(actual: IntArray, said: IntArray, task: Task) -> Statistic:
        n_classes = 2 if task == "binary" else int(max(actual.max(initial=1), said.max(initial=1))) + 1
        formula = several
        if task == "binary" and binary is not None:

            def formula(table: FloatArray) -> float:
                return float(
                    np.nan_to_num(binary(Counts(table[1, 1], table[0, 1], table[1, 0], table[0, 0])))
                )

        return Confusion(actual * n_classes + said, n_classes, formula)

    return build


def _macro(
    per_class: Callable[[FloatArray, FloatArray, FloatArray], FloatArray],
) -> Callable[[FloatArray], float]:
    """Mean over the classes that occur, in truth or statement, of a rate of (hits, actual, stated)."""

    def formula(table: FloatArray) -> float:
        hits, actual, stated = np.diag(table), table.sum(axis=1), table.sum(axis=0)
        occurs = actual + stated > 0
        return float(np.nan_to_num(per_class(hits, actual, stated))[occurs].mean())

    return formula


def _accuracy(table: FloatArray) -> float:
    return float(np.trace(table) / table.sum())


def _balanced(table: FloatArray) -> float:
    return float(np.nanmean(divide(np.diag(table), table.sum(axis=1))))


def _mcc(table: FloatArray) -> float:
    n, hits = table.sum(), np.trace(table)
    actual, stated = table.sum(axis=1), table.sum(axis=0)
    spread = (n**2 - stated @ stated) * (n**2 - actual @ actual)
    return float((hits * n - actual @ stated) / np.sqrt(spread)) if spread > 0 else 0.0


_macro_f1 = _macro(lambda hits, actual, stated: divide(2 * hits, actual + stated))


def _kappa(actual: NDArray[Any], said: NDArray[Any], task: Task) -> Statistic:
    """Quadratic kappa without its table: 1 - mean squared distance over that of independent statements."""
    a, b = actual.astype(np.float64), said.astype(np.float64)
    if task == "regression":
        b = np.clip(np.rint(b), a.min(), a.max()) if len(a) else b
    return OfColumns(np.column_stack([a, b, a * a, b * b, a * b]), _kappa_of_means, AT_MOST_ONE)


def _kappa_of_means(means: FloatArray) -> float:
    a, b, aa, bb, ab = means
    expected = aa + bb - 2 * a * b
    return float(1 - (aa + bb - 2 * ab) / expected) if expected > 1e-12 else float("nan")


def _rmse(actual: FloatArray, value: FloatArray, task: Task) -> Statistic:
    return Mean((value - actual) ** 2, finish=_root)


def _rmsle(actual: FloatArray, value: FloatArray, task: Task) -> Statistic:
    return Mean((np.log1p(np.maximum(value, 0)) - np.log1p(np.maximum(actual, 0))) ** 2, finish=_root)


def _root(mean: float) -> float:
    return float(np.sqrt(mean))


def _mae(actual: FloatArray, value: FloatArray, task: Task) -> Statistic:
    return Mean(np.abs(value - actual))


def _mape(actual: FloatArray, value: FloatArray, task: Task) -> Statistic:
    known = actual != 0
    share = np.divide(np.abs(value - actual), np.abs(actual), out=np.zeros(len(actual)), where=known)
    return OfColumns(np.column_stack([share, known]), _ratio)


def _ratio(means: FloatArray) -> float:
    return float(means[0] / means[1]) if means[1] > 0 else float("nan")


def _smape(actual: FloatArray, value: FloatArray, task: Task) -> Statistic:
    """Symmetric percentage error as a share of 0 to 2; two zeros are a perfect prediction."""
    size = np.abs(actual) + np.abs(value)
    return Mean(np.divide(2 * np.abs(value - actual), size, out=np.zeros(len(actual)), where=size > 0))


def _r2(actual: FloatArray, value: FloatArray, task: Task) -> Statistic:
    centred = actual - (actual.mean() if len(actual) else 0.0)  # keeps the squares of large targets exact
    return OfColumns(np.column_stack([(value - actual) ** 2, centred, centred**2]), _r2_of_means, AT_MOST_ONE)


def _r2_of_means(means: FloatArray) -> float:
    variance = means[2] - means[1] ** 2
    # One value drawn again and again leaves a variance of nothing but rounding.
    return float(1 - means[0] / variance) if variance > _ROUNDING * means[2] else float("nan")


def _median_ae(actual: FloatArray, value: FloatArray, task: Task) -> Statistic:
    return Median(np.abs(value - actual))


_CLASSES: tuple[Task, ...] = ("binary", "multiclass")
_NUMBERS: tuple[Task, ...] = ("regression",)
_UNKNOWN = float(np.log(2))
_ROUNDING = 1e-12  # of a difference of squares, as a share of them

SCORES: dict[str, Score] = {
    "roc_auc": Score(True, _CLASSES, "probability", _roc_auc, 0.5),
    "average_precision": Score(True, _CLASSES, "probability", _average_precision),
    "accuracy": Score(True, _CLASSES, "label", _confusion(None, _accuracy)),
    "balanced_accuracy": Score(True, _CLASSES, "label", _confusion(None, _balanced), 0.5),
    "f1": Score(True, _CLASSES, "label", _confusion(RATES["f1"].formula, _macro_f1)),
    "f1_macro": Score(True, _CLASSES, "label", _confusion(None, _macro_f1)),
    "precision": Score(
        True,
        _CLASSES,
        "label",
        _confusion(RATES["precision"].formula, _macro(lambda hits, actual, stated: divide(hits, stated))),
    ),
    "recall": Score(
        True,
        _CLASSES,
        "label",
        _confusion(RATES["recall"].formula, _macro(lambda hits, actual, stated: divide(hits, actual))),
    ),
    "log_loss": Score(False, _CLASSES, "probability", _log_loss, _UNKNOWN),
    "brier": Score(False, _CLASSES, "probability", _brier, 0.25),
    "mcc": Score(True, _CLASSES, "label", _confusion(None, _mcc)),
    "quadratic_kappa": Score(True, ("multiclass", "regression", "binary"), "label", _kappa),
    "rmse": Score(False, _NUMBERS, "value", _rmse),
    "mae": Score(False, _NUMBERS, "value", _mae),
    "mape": Score(False, _NUMBERS, "value", _mape, 1.0),
    "smape": Score(False, _NUMBERS, "value", _smape, 2.0),
    "r2": Score(True, _NUMBERS, "value", _r2),
    "rmsle": Score(False, _NUMBERS, "value", _rmsle),
    "median_ae": Score(False, _NUMBERS, "value", _median_ae),
    # Its place in the contract is among clusters, which this version specifies but does not run.
    "silhouette": Score(True, (), "value", _mae),
}
assert set(SCORES) == set(get_args(ScoreName))
