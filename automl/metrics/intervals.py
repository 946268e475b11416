"""Bootstrap intervals: rows are resampled, the model is not refitted, so they cover the luck of the rows measured on.

Percentile intervals, made slightly wider on few rows [1]_: the plain ones are as narrow as if the spread of the rows
were known exactly. Those of means are moved by the skewness of the rows as well [2]_: money often hangs on a few rows.

References
----------
.. [1] Hesterberg (2015), What Teachers Should Know About the Bootstrap, The American Statistician 69(4), section 5.
.. [2] Efron (1987), Better Bootstrap Confidence Intervals, Journal of the American Statistical Association 82(397).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from automl.metrics.base import FloatArray, Statistic
from automl.metrics.figures import Computed, Mean

# Below this the resamples are too alike: with true accuracy 0.95 a 95 % interval on 30 rows held it in 78 % of
# 2,000 simulated runs. Widened as above it is still honest enough to show, on fewer rows it is not.
MIN_ROWS = 30
MAX_DRAWS = 1000
MIN_DRAWS = 200
# Rows drawn in all: 1,000 resamples of 20,000 rows take about a second on one core.
MAX_DRAWN = 20_000_000
# A figure of more rows than this is resampled on a random part of them and the interval narrowed by √(part / all).
MAX_STATISTIC_ROWS = 100_000
# DuckDB aggregates some five million drawn rows a second; a part of the rows would not do, since a sum is not
# narrowed as a mean is. Fewer draws than `MIN_PERCENTILE_DRAWS` give their spread, but not their outer quantiles.
MAX_COMPUTED = 4_000_000
MIN_PERCENTILE_DRAWS = 100
# Sums over more rows than this are resampled in random groups of rows: the variance of a total is that of its parts.
MAX_GROUPS = 20_000


@dataclass(frozen=True)
class Interval:
    """A figure and its interval; `low` and `high` are None on fewer than `MIN_ROWS` rows."""

    value: float
    low: float | None = None
    high: float | None = None
    level: float = 0.95

    def scaled(self, factor: float) -> Interval:
        """Return the figure in another unit, such as a total in place of a mean."""
        ends = sorted(end * factor for end in (self.low, self.high) if end is not None)
        low, high = (ends[0], ends[1]) if ends else (None, None)
        return Interval(self.value * factor, low, high, self.level)


def bootstrap(
    statistic: Statistic, *, seed: int, level: float = 0.95, n_draws: int | None = None
) -> Interval:
    """Bootstrap interval of any figure.

    Parameters
    ----------
    statistic : Statistic
        The figure, prepared on its rows.
    seed : int
        Same seed, same interval.
    level : float, default=0.95
        Share of draws inside the interval, between 0 and 1.
    n_draws : int, optional
        Resamples; by default 1,000, fewer on many rows (at least 200).

    Returns
    -------
    Interval
        Holds the figure itself, even where the resamples lie to one side of it.
    """
    value = statistic.value()
    n_rows = statistic.n_rows
    if n_rows < MIN_ROWS or math.isnan(value):
        return Interval(value, level=level)
    if isinstance(statistic, Mean):
        draws = np.array([statistic.finish(float(mean)) for mean in _means(statistic.values, seed, n_draws)])
        skew = 0.0 if statistic.finish is not float else _acceleration(statistic.values)
        return _interval(value, draws, n_rows=n_rows, level=level, acceleration=skew)
    if isinstance(statistic, Computed):
        count = n_draws or max(30, min(MIN_DRAWS, MAX_COMPUTED // n_rows))
        drawn = np.random.default_rng(seed).integers(n_rows, size=(count, n_rows))
        return _interval(value, statistic.compute_draws(drawn), n_rows=n_rows, level=level)
    n_used = min(n_rows, MAX_STATISTIC_ROWS)
    weights = _weights(n_rows, n_used, n_draws or _n_draws(n_used), seed)
    draws = np.array([statistic.value(weight) for weight in weights])
    if n_used < n_rows:
        # The centre of the draws is that of the part; only their spread is of use.
        draws = value + (draws - np.nanmean(draws)) * math.sqrt(n_used / n_rows)
    return _interval(value, draws, n_rows=n_rows, level=level)


def bootstrap_mean(
    values: FloatArray, *, seed: int, level: float = 0.95, n_draws: int | None = None
) -> tuple[float | None, float | None]:
    """Bootstrap interval of the mean of a value per row, such as money; (None, None) on too few rows."""
    found = bootstrap(Mean(np.asarray(values, dtype=np.float64)), seed=seed, level=level, n_draws=n_draws)
    return found.low, found.high


def _means(values: FloatArray, seed: int, n_draws: int | None) -> FloatArray:
    """Means of resamples; many rows go in random groups, whose sums are resampled in their place."""
    rng = np.random.default_rng(seed)
    n_rows = len(values)
    totals, sizes = values, np.ones(n_rows)
    if n_rows > MAX_GROUPS:
        group = rng.permutation(n_rows) % MAX_GROUPS
        totals = np.bincount(group, weights=values, minlength=MAX_GROUPS).astype(np.float64)
        sizes = np.bincount(group, minlength=MAX_GROUPS).astype(np.float64)
    n_units = len(totals)
    means = []
    for _ in range(n_draws or _n_draws(n_units)):
        drawn = rng.integers(n_units, size=n_units)
        means.append(totals[drawn].sum() / sizes[drawn].sum())
    return np.asarray(means)


def _weights(n_rows: int, n_used: int, n_draws: int, seed: int) -> Iterator[FloatArray]:
    rng = np.random.default_rng(seed)
    part = None if n_used == n_rows else rng.choice(n_rows, size=n_used, replace=False)
    for _ in range(n_draws):
        drawn = rng.integers(n_used, size=n_used)
        yield np.bincount(drawn if part is None else part[drawn], minlength=n_rows).astype(np.float64)


def _n_draws(n_rows: int) -> int:
    return max(MIN_DRAWS, min(MAX_DRAWS, MAX_DRAWN // n_rows))


def _interval(
    value: float, draws: FloatArray, *, n_rows: int, level: float, acceleration: float | None = None
) -> Interval:
    draws = draws[~np.isnan(draws)]
    if not len(draws):
        return Interval(value, level=level)
    shares = _shares(level, n_rows)
    if acceleration is not None:
        below = float((draws < value).mean() + (draws == value).mean() / 2)
        shares = _moved(shares, below, acceleration)
    if len(draws) < MIN_PERCENTILE_DRAWS:
        low, high = value + float(draws.std(ddof=1 if len(draws) > 1 else 0)) * _normal_quantiles(shares)
    else:
        low, high = np.quantile(draws, shares)
    return Interval(value, min(float(low), value), max(float(high), value), level)


def _shares(level: float, n_rows: int) -> tuple[float, float]:
    from scipy.special import ndtr, stdtrit

    widened = math.sqrt(n_rows / (n_rows - 1)) * stdtrit(n_rows - 1, (1 - level) / 2)
    share = float(ndtr(widened))
    return share, 1 - share


def _acceleration(values: FloatArray) -> float:
    """How fast the spread of the mean grows with the mean: a sixth of the skewness of the rows over √n."""
    centred = values - values.mean()
    spread = float(centred @ centred) ** 1.5
    return float((centred**3).sum()) / (6 * spread) if spread > 0 else 0.0


def _moved(shares: tuple[float, float], below: float, acceleration: float) -> tuple[float, float]:
    """The quantiles to take of draws that lie to one side of the figure, or have a longer tail on one."""
    from scipy.special import ndtr, ndtri

    # With all draws on one side there is no telling how far they are off.
    bias = float(ndtri(min(max(below, 0.05), 0.95)))
    ends = bias + ndtri(np.array(shares))
    low, high = ndtr(bias + ends / np.maximum(1 - acceleration * ends, 0.1))
    return float(low), float(high)


def _normal_quantiles(shares: tuple[float, float]) -> FloatArray:
    from scipy.special import ndtri

    return np.asarray(ndtri(np.array(shares)), dtype=np.float64)
