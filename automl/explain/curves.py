"""How good the predictions are, as pictures: confusion, value over thresholds, calibration, residuals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from automl.explain.predictor import Array, IntArray
from automl.search.result import CalibrationBin, CurvePoint

MAX_POINTS = 60
MAX_BINS = 10
MIN_ROWS_PER_BIN = 20
MAX_RESIDUALS = 400


def confusion_matrix(
    actual: IntArray, predicted: IntArray, *, classes: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """Actual label → predicted label → number of rows; every class has a line, and every line every class."""
    n = len(classes)
    counts = np.bincount(actual.astype(np.int64) * n + predicted.astype(np.int64), minlength=n * n).reshape(
        n, n
    )
    return {a: {p: int(counts[i, j]) for j, p in enumerate(classes)} for i, a in enumerate(classes)}


def value_curve(
    probability: Array,
    y: NDArray[np.generic],
    *,
    payoffs: Mapping[str, Array] | None = None,
    value_at: Callable[[float], float] | None = None,
    marked: float | None = None,
) -> tuple[CurvePoint, ...]:
    """What acting on all rows at or above a threshold is worth, for thresholds from "everybody" to "nobody".

    Parameters
    ----------
    probability : ndarray of shape (n_rows,)
        Of the positive label.
    y : ndarray of shape (n_rows,)
        1 for the positive label, else 0.
    payoffs : mapping, optional
        ``tp``, ``fp``, ``fn``, ``tn`` → value of that outcome for each row, shape (n_rows,) or a number.
    value_at : callable, optional
        ``value_at(threshold) -> money``; wins over `payoffs`.
    marked : float, optional
        A threshold that has to be on the curve: the one in use.

    Returns
    -------
    tuple of CurvePoint
        Ascending thresholds; `value` is the total over the rows, None without payoffs.
    """
    happened = np.asarray(y, dtype=np.float64)
    if not len(happened):
        return ()
    thresholds = _thresholds(probability, marked)
    order = np.argsort(-probability, kind="stable")
    n_flagged = np.searchsorted(-probability[order], -thresholds, side="right")
    n_hits = np.concatenate([[0.0], np.cumsum(happened[order])])[n_flagged]
    values = _values(order, n_flagged, happened, thresholds, payoffs=payoffs, value_at=value_at)
    return tuple(
        CurvePoint(
            threshold=float(threshold),
            share_flagged=float(n / len(happened)),
            value=None if values is None else float(values[i]),
            precision=float(n_hits[i] / n) if n else None,
            recall=float(n_hits[i] / happened.sum()) if happened.sum() else None,
        )
        for i, (threshold, n) in enumerate(zip(thresholds, n_flagged, strict=True))
    )


def _thresholds(probability: Array, marked: float | None) -> Array:
    """Quantiles of the probabilities, closer together where few rows are flagged; 0 and just above the largest."""
    shares = np.linspace(0, 1, MAX_POINTS - 2) ** 1.5
    inner = np.quantile(probability, 1 - shares, method="higher")
    ends = [0.0, float(np.nextafter(probability.max(), 2.0))]
    return np.unique(np.concatenate([inner, ends, [] if marked is None else [marked]]))


def _values(
    order: IntArray,
    n_flagged: IntArray,
    y: Array,
    thresholds: Array,
    *,
    payoffs: Mapping[str, Array] | None,
    value_at: Callable[[float], float] | None,
) -> Array | None:
    if value_at is not None:
        return np.array([value_at(float(threshold)) for threshold in thresholds], dtype=np.float64)
    if payoffs is None:
        return None
    each = {
        name: np.nan_to_num(np.broadcast_to(payoffs.get(name, 0.0), y.shape))
        for name in ("tp", "fp", "fn", "tn")
    }
    acting = np.where(y == 1, each["tp"], each["fp"])
    leaving = np.where(y == 1, each["fn"], each["tn"])
    gain = np.concatenate([[0.0], np.cumsum((acting - leaving)[order])])
    return np.asarray(leaving.sum() + gain[n_flagged], dtype=np.float64)


def calibration_bins(probability: Array, happened: NDArray[np.generic]) -> tuple[CalibrationBin, ...]:
    """Rows of similar probability, and how often it came true: up to ten bins of equal size.

    Parameters
    ----------
    probability : ndarray of shape (n_rows,)
        What was predicted.
    happened : ndarray of shape (n_rows,)
        1 where it came true, else 0.

    Returns
    -------
    tuple of CalibrationBin
        Ascending; equal probabilities share a bin, so there can be fewer. Empty below 40 rows.
    """
    n_bins = min(MAX_BINS, len(probability) // MIN_ROWS_PER_BIN)
    if n_bins < 2:
        return ()
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, n_bins + 1)[1:-1]))
    bins = np.searchsorted(edges, probability, side="right")
    true = np.asarray(happened, dtype=np.float64)
    return tuple(
        CalibrationBin(
            predicted=float(probability[bins == b].mean()),
            observed=float(true[bins == b].mean()),
            n_rows=int((bins == b).sum()),
        )
        for b in np.unique(bins)
    )


def residual_sample(actual: Array, predicted: Array, *, seed: int) -> tuple[tuple[float, float], ...]:
    """(actual, predicted) of at most 400 rows, in the order of the rows."""
    kept = np.sort(np.random.default_rng(seed).permutation(len(actual))[:MAX_RESIDUALS])
    return tuple((float(actual[i]), float(predicted[i])) for i in kept)
