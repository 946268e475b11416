"""What decisions are worth on some rows, beside doing nothing, acting on everybody, today's way and hindsight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.metrics.base import FloatArray
from automl.metrics.figures import Mean
from automl.metrics.intervals import Interval, bootstrap


@dataclass(frozen=True)
class MoneyIntervals:
    """Totals over the rows, and the mean of a row, each with its interval; differences are of the same rows."""

    total: Interval
    per_row: Interval
    over_nothing: Interval
    over_today: Interval | None


@dataclass(frozen=True)
class MoneyTotals:
    """Value of decisions on some rows, in `currency` (None for mere ratios).

    Attributes
    ----------
    values : ndarray of shape (n_rows,)
        What the decision on each row was worth.
    nothing_values : ndarray of shape (n_rows,)
        The same, had nothing been done; what that means stands in `nothing_name`.
    everyone : float or None
        Total of acting on every row; None where the metric has no action.
    today_values : ndarray or None
        Value of today's decisions, where there are any.
    perfect : float
        Total of the best decisions in hindsight, within the capacity.
    plain_values : ndarray or None
        Value of stating the plain prediction, where the metric makes another value of it.
    n_unvalued : int
        Rows whose payoffs cannot be worked out; they are not acted on and count as 0.
    """

    currency: str | None
    values: FloatArray
    nothing_values: FloatArray
    nothing_name: str
    everyone: float | None
    today_values: FloatArray | None
    perfect: float
    plain_values: FloatArray | None = None
    n_unvalued: int = 0

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.values)

    @property
    def total(self) -> float:
        """Total over the rows."""
        return float(self.values.sum())

    @property
    def nothing(self) -> float:
        """Total of doing nothing."""
        return float(self.nothing_values.sum())

    @property
    def today(self) -> float | None:
        """Total of today's decisions."""
        return None if self.today_values is None else float(self.today_values.sum())

    @property
    def plain(self) -> float | None:
        """Total of stating the plain prediction."""
        return None if self.plain_values is None else float(self.plain_values.sum())

    @property
    def gain(self) -> FloatArray:
        """Value of each row over doing nothing: what models are compared by."""
        return self.values - self.nothing_values

    @property
    def share_of_perfect(self) -> float | None:
        """Value over doing nothing as a share of what perfect foresight earns over it; None where that is 0."""
        best = self.perfect - self.nothing
        return float(self.gain.sum()) / best if best > 0 else None

    def intervals(self, *, seed: int, level: float = 0.95, n_draws: int | None = None) -> MoneyIntervals:
        """Bootstrap intervals; the same rows are drawn for all of them."""

        def mean(values: FloatArray) -> Interval:
            return bootstrap(Mean(np.asarray(values)), seed=seed, level=level, n_draws=n_draws)

        per_row = mean(self.values)
        today = None if self.today_values is None else mean(self.values - self.today_values)
        return MoneyIntervals(
            total=per_row.scaled(self.n_rows),
            per_row=per_row,
            over_nothing=mean(self.gain).scaled(self.n_rows),
            over_today=None if today is None else today.scaled(self.n_rows),
        )
