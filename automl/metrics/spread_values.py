"""The best value to state when the truth spreads around the prediction by an amount that differs from row to row.

The truth is taken as ``value + scale · e``: `scale` belongs to the row (`automl.metrics.spread`), and the distribution
of `e` is that of the out-of-fold residuals, each divided by the scale of its row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from automl.metrics.base import FloatArray

N_KNOTS = 257  # of the stored distribution; linear between them
N_CANDIDATES = (
    61  # values tried for each row; the middle half of a normal distribution holds about 20 of them
)
MAX_RESIDUALS = 4_000  # more are replaced by as many of their quantiles
N_SINGLE = 51  # quantiles of the truth tried as the one value for all rows; more would mostly chase its gaps
ROWS_AT_ONCE = 20_000  # keeps the table of candidates under 10 MB
# Among values that are as likely to be close enough, the one nearest to the prediction is stated.
PULL = 1e-4


def weighted_quantile(values: FloatArray, weight: FloatArray, share: float) -> float:
    """The value with `share` of all weight at or below it: it minimises the weighted pinball loss."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    at = int(np.searchsorted(reached, share * reached[-1]))
    return float(values[order[min(at, len(values) - 1)]])


def smooth_distribution(residuals: FloatArray) -> dict[str, Any]:
    """The distribution of standardised residuals as plain JSON: knots from `low` to `high`, smoothed.

    A Gaussian kernel with the bandwidth of Silverman's rule [1]_: where the hit rate peaks is a question of density,
    and the steps of the raw distribution would answer it at random.

    References
    ----------
    .. [1] Silverman (1986), Density Estimation for Statistics and Data Analysis, section 3.4.2.
    """
    from scipy.special import ndtr

    e = np.sort(residuals)
    n_rows = len(e)
    if n_rows > MAX_RESIDUALS:
        e = np.quantile(e, (np.arange(MAX_RESIDUALS) + 0.5) / MAX_RESIDUALS)
    lower, upper = np.quantile(e, [0.25, 0.75])
    spread = min(float(e.std()), float(upper - lower) / 1.34) or float(e.std()) or 1.0
    bandwidth = 0.9 * spread * n_rows**-0.2
    low, high = np.quantile(e, [0.002, 0.998]) + np.array([-3, 3]) * bandwidth
    knots = np.linspace(low, high, N_KNOTS)
    cdf = ndtr((knots[:, None] - e[None, :]) / bandwidth).mean(axis=1)
    cdf = np.round((cdf - cdf[0]) / (cdf[-1] - cdf[0]), 8)
    return {"low": float(low), "high": float(high), "cdf": cdf.tolist()}


def tolerance_values(state: dict[str, Any], value: FloatArray, scale: FloatArray | None) -> FloatArray:
    """For each row the value that is most likely within the tolerance of the truth.

    Parameters
    ----------
    state : dict
        ``relative`` or ``absolute``, ``distribution``, ``candidates`` (lowest and highest, in scales) and ``typical``,
        the scale of rows whose own is unknown.
    value, scale : ndarray of shape (n_rows,)
        Predicted mean and spread of each row.
    """
    scale = np.full(len(value), float(state["typical"])) if scale is None else scale
    found = np.empty(len(value))
    for start in range(0, len(value), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        found[part] = _most_likely(state, value[part], scale[part])
    return found


def _most_likely(state: dict[str, Any], value: FloatArray, scale: FloatArray) -> FloatArray:
    low, high = state["candidates"]
    z = np.unique(np.r_[np.linspace(low, high, N_CANDIDATES), 0.0])
    tried = value[:, None] + scale[:, None] * z[None, :]
    least, most = accepted_truths(tried, relative=state["relative"], absolute=state["absolute"])
    distribution = state["distribution"]
    knots = np.linspace(distribution["low"], distribution["high"], len(distribution["cdf"]))
    cdf = np.asarray(distribution["cdf"])

    def below(truth: FloatArray) -> FloatArray:
        standardised = (truth - value[:, None]) / scale[:, None]
        share: FloatArray = np.interp(standardised.ravel(), knots, cdf).reshape(truth.shape)
        return share

    likely = below(most) - below(least) - PULL * np.abs(z)[None, :]
    best: FloatArray = tried[np.arange(len(value)), np.argmax(likely, axis=1)]
    return best


def best_single(actual: FloatArray, *, relative: float | None, absolute: float | None) -> float:
    """The one value, among the quantiles of the truth, that most rows are close enough to."""
    ordered = np.sort(actual)
    tried = np.quantile(ordered, np.linspace(0, 1, N_SINGLE))
    least, most = accepted_truths(tried, relative=relative, absolute=absolute)
    hits = np.searchsorted(ordered, most, side="right") - np.searchsorted(ordered, least, side="left")
    return float(tried[np.argmax(hits)])


def accepted_truths(
    value: FloatArray, *, relative: float | None, absolute: float | None
) -> tuple[FloatArray, FloatArray]:
    """Least and greatest truth for which a stated value is close enough.

    A relative tolerance is a share of the truth: ``|value - actual| <= relative · |actual|``.
    """
    if absolute is not None:
        return value - absolute, value + absolute
    assert relative is not None
    near = value / (1 + relative)
    far = value / (1 - relative) if relative < 1 else np.copysign(np.inf, value)
    return np.minimum(near, far), np.maximum(near, far)


def within(
    actual: FloatArray, value: FloatArray, *, relative: float | None, absolute: float | None
) -> FloatArray:
    """1.0 where a stated value is close enough to the truth, else 0.0."""
    allowed = absolute if absolute is not None else (relative or 0.0) * np.abs(actual)
    # One part in 10¹² is rounding: 110 is within 10 % of 100.
    slack = 1e-12 * np.maximum(np.abs(actual), np.abs(value))
    return (np.abs(value - actual) <= allowed + slack).astype(np.float64)
