"""Rates of acting or not on positive and negative rows, from the four counts; one table for metrics and constraints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from automl.metrics.base import BoolArray, FloatArray


@dataclass(frozen=True)
class Counts:
    """Rows, or their weights, of each outcome; arrays of any one shape, one entry per threshold."""

    tp: FloatArray
    fp: FloatArray
    fn: FloatArray
    tn: FloatArray

    @property
    def flagged(self) -> FloatArray:
        """Rows acted on."""
        return self.tp + self.fp

    @property
    def total(self) -> FloatArray:
        """All rows."""
        return self.tp + self.fp + self.fn + self.tn


@dataclass(frozen=True)
class Rate:
    """A rate of a table of four counts.

    Attributes
    ----------
    label : str
        In words: "recall".
    greater_is_better : bool
        Direction in which it is as good as possible.
    formula : callable
        ``formula(counts) -> ndarray``; NaN where there is nothing to divide by.
    """

    label: str
    greater_is_better: bool
    formula: Callable[[Counts], FloatArray]


def divide(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Divide; NaN, without a warning, where the denominator is 0."""
    numerator, denominator = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    found: FloatArray = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=found, where=denominator != 0)
    return found


def _mcc(c: Counts) -> FloatArray:
    product = (c.tp + c.fp) * (c.tp + c.fn) * (c.tn + c.fp) * (c.tn + c.fn)
    # Without both labels and both answers there is no correlation: scikit-learn says 0 too.
    return np.nan_to_num(divide(c.tp * c.tn - c.fp * c.fn, np.sqrt(product)))


def _f1_macro(c: Counts) -> FloatArray:
    """Mean over the labels that occur, in truth or statement, as scikit-learn."""
    both = np.stack([divide(2 * c.tp, 2 * c.tp + c.fp + c.fn), divide(2 * c.tn, 2 * c.tn + c.fn + c.fp)])
    known = ~np.isnan(both)
    return divide(np.where(known, both, 0).sum(axis=0), known.sum(axis=0).astype(float))


def _kappa(c: Counts) -> FloatArray:
    chance = (c.tp + c.fp) * (c.fp + c.tn) + (c.tp + c.fn) * (c.fn + c.tn)
    return divide(2 * (c.tp * c.tn - c.fn * c.fp), chance)


def _balanced(c: Counts) -> FloatArray:
    recalls = np.stack([divide(c.tp, c.tp + c.fn), divide(c.tn, c.tn + c.fp)])
    known = ~np.isnan(recalls)
    return divide(np.where(known, recalls, 0).sum(axis=0), known.sum(axis=0).astype(float))


RATES: dict[str, Rate] = {
    "recall": Rate("recall", True, lambda c: divide(c.tp, c.tp + c.fn)),
    "precision": Rate("precision", True, lambda c: divide(c.tp, c.tp + c.fp)),
    "false_positive_rate": Rate("false positive rate", False, lambda c: divide(c.fp, c.fp + c.tn)),
    "specificity": Rate("specificity", True, lambda c: divide(c.tn, c.fp + c.tn)),
    "false_negative_rate": Rate("false negative rate", False, lambda c: divide(c.fn, c.tp + c.fn)),
    "negative_predictive_value": Rate("negative predictive value", True, lambda c: divide(c.tn, c.tn + c.fn)),
    "accuracy": Rate("accuracy", True, lambda c: divide(c.tp + c.tn, c.total)),
    "balanced_accuracy": Rate("balanced accuracy", True, _balanced),
    "f1": Rate("F1", True, lambda c: divide(2 * c.tp, 2 * c.tp + c.fp + c.fn)),
    "f1_macro": Rate("F1, mean over classes", True, _f1_macro),
    "quadratic_kappa": Rate("quadratic kappa", True, _kappa),
    "mcc": Rate("Matthews correlation", True, _mcc),
    "flagged_share": Rate("share acted on", False, lambda c: divide(c.flagged, c.total)),
    "flagged": Rate("rows acted on", False, lambda c: c.flagged),
}


def count(action: BoolArray, positive: BoolArray, weight: FloatArray | None = None) -> Counts:
    """Count the four outcomes of acting on some rows; each count an array without dimensions."""
    code = 2 * positive.astype(np.int64) + action
    tn, fp, fn, tp = np.bincount(code, weights=weight, minlength=4).astype(float)
    return Counts(*(np.asarray(n) for n in (tp, fp, fn, tn)))


def rate_of(name: str, action: BoolArray, positive: BoolArray) -> float:
    """Return one rate of acting on some rows; NaN where it is not defined."""
    return float(RATES[name].formula(count(action, positive)))
