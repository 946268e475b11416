"""Figures prepared once and computed many times: on all rows, with weights, and on bootstrap resamples.

A resample counts each row a number of times, so resampling is the same as weighting, and whatever can be sorted or
grouped beforehand is. 1,000 resamples of 5,000 rows take well under half a second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from automl.metrics.base import BoolArray, FloatArray, IntArray, Statistic


@dataclass(frozen=True)
class Scale:
    """A scale on which draws of a bounded figure are nearly normal.

    Attributes
    ----------
    up : callable
        ``up(figures, nearest)``; `nearest` is how close to a bound a figure can be told from it.
    down : callable
        Back again.
    """

    up: Callable[[FloatArray, float], FloatArray]
    down: Callable[[FloatArray], FloatArray]


def _logit(share: FloatArray, nearest: float) -> FloatArray:
    inside = np.clip(share, nearest, 1 - nearest)
    return np.asarray(np.log(inside / (1 - inside)))


def _to_shortfall(figure: FloatArray, nearest: float) -> FloatArray:
    return np.asarray(-np.log(np.maximum(1 - figure, nearest**2)))


#: Of figures between 0 and 1, and of those that only have a most of 1, such as R².
SHARE = Scale(_logit, lambda z: np.asarray(1 / (1 + np.exp(-z))))
AT_MOST_ONE = Scale(_to_shortfall, lambda z: np.asarray(1 - np.exp(-z)))


@dataclass(frozen=True)
class Mean:
    """Weighted mean of a value per row, such as money or squared errors; `finish` turns it into the figure."""

    values: FloatArray
    finish: Callable[[float], float] = float

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.values)

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure; NaN without rows."""
        if weight is None:
            return self.finish(float(np.mean(self.values))) if len(self.values) else float("nan")
        total = float(weight.sum())
        return self.finish(float(self.values @ weight) / total) if total > 0 else float("nan")


@dataclass(frozen=True)
class OfColumns:
    """Figure of several weighted means: ``formula(means of the columns)``, such as R²."""

    columns: FloatArray  # (n_rows, n_columns)
    formula: Callable[[FloatArray], float]
    scale: Scale | None = None

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.columns)

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure."""
        weight = np.ones(self.n_rows) if weight is None else weight
        total = float(weight.sum())
        return self.formula(weight @ self.columns / total) if total > 0 else float("nan")


@dataclass(frozen=True)
class Confusion:
    """Figure of the table of actual against stated labels."""

    code: IntArray  # actual * n_classes + stated
    n_classes: int
    formula: Callable[[FloatArray], float]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.code)

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure."""
        table = self._table(weight)
        return self.formula(table) if table.sum() > 0 else float("nan")

    def draws(self, n_draws: int, seed: int) -> FloatArray:
        """Figures of tables that the rows leave possible: a confusion that did not happen may still be one.

        A resample of rows never holds it, so that a model which never states the positive label would seem to have a
        recall of 0 without any doubt. Tables are drawn around the one found with half a row more for each
        confusion of two classes that may occur (Jeffreys' prior), and two rows more in all where there are more
        classes: half a row for each of their many confusions would pull every figure down.
        """
        table = self._table(None)
        prior = np.where(table.sum(axis=1, keepdims=True) > 0, 2 / self.n_classes**2, 0.0)
        drawn = np.random.default_rng(seed).standard_gamma(table + prior, size=(n_draws, *table.shape))
        return np.array([self.formula(one) for one in drawn])

    def _table(self, weight: FloatArray | None) -> FloatArray:
        table = np.bincount(self.code, weights=weight, minlength=self.n_classes**2).astype(float)
        return table.reshape(self.n_classes, self.n_classes)


class Ranked:
    """Figure of how positives rank among all rows: rows are sorted, and ties found, once.

    Parameters
    ----------
    score : ndarray of shape (n_rows,)
        What rows are ranked by.
    positive : ndarray of bool
        Which rows belong on top.
    formula : callable
        ``formula(positives, negatives) -> float``, weights per group of equal scores, the highest score first.
    """

    scale = SHARE

    def __init__(
        self, score: FloatArray, positive: BoolArray, formula: Callable[[FloatArray, FloatArray], float]
    ) -> None:
        self.n_rows = len(score)
        self._order = np.argsort(-score, kind="stable")
        ranked = score[self._order]
        self._starts = (
            np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]]) if self.n_rows else np.zeros(0, int)
        )
        self._positive = positive[self._order].astype(np.float64)
        self._formula = formula

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure; NaN unless positives and negatives occur."""
        ordered = np.ones(self.n_rows) if weight is None else weight[self._order]
        up = ordered * self._positive
        down = ordered - up
        if not up.sum() > 0 or not down.sum() > 0:
            return float("nan")
        return self._formula(np.add.reduceat(up, self._starts), np.add.reduceat(down, self._starts))


def area(up: FloatArray, down: FloatArray) -> float:
    """Area under the ROC curve: share of pairs in which the positive ranks higher, ties counting half."""
    below = down.sum() - np.cumsum(down)
    return float(up @ (below + down / 2) / (up.sum() * down.sum()))


def average_precision(up: FloatArray, down: FloatArray) -> float:
    """Precision at each threshold, weighted by the recall that it adds."""
    found = np.cumsum(up)
    flagged = found + np.cumsum(down)
    # A resample may leave the top rows out altogether; they add no recall.
    precision = np.divide(found, flagged, out=np.zeros_like(found), where=flagged > 0)
    return float(up @ precision / up.sum())


class Median:
    """Weighted median of a value per row; the mean of the two middle ones where there are two."""

    def __init__(self, values: FloatArray) -> None:
        self.n_rows = len(values)
        self._order = np.argsort(values, kind="stable")
        self._values = values[self._order]

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure; NaN without rows."""
        ordered = np.ones(self.n_rows) if weight is None else weight[self._order]
        used = ordered > 0
        reached = np.cumsum(ordered[used])
        if not len(reached):
            return float("nan")
        values = self._values[used]
        at = int(np.searchsorted(reached, reached[-1] / 2))
        middle = values[at : at + 2] if reached[at] == reached[-1] / 2 else values[at : at + 1]
        return float(middle.mean())


@dataclass(frozen=True)
class Average:
    """Mean of several figures of the same rows, without those that are not defined."""

    parts: tuple[Statistic, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return self.parts[0].n_rows

    @property
    def scale(self) -> Scale | None:
        """That of the parts."""
        return getattr(self.parts[0], "scale", None)

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure; NaN where no part is defined."""
        found = [part.value(weight) for part in self.parts]
        known = [value for value in found if not np.isnan(value)]
        return float(np.mean(known)) if known else float("nan")


@dataclass(frozen=True)
class Best:
    """The highest of several figures of the same rows."""

    parts: tuple[Statistic, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return self.parts[0].n_rows

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure."""
        return max(part.value(weight) for part in self.parts)


@dataclass(frozen=True)
class OverFolds:
    """Mean over the folds of a figure: what candidates are compared by.

    Attributes
    ----------
    parts : tuple of Statistic
        The figure on each fold.
    rows : tuple of ndarray
        Positions of the rows of each fold among all.
    weight : ndarray of shape (n_rows,)
        Of each row before it is resampled.
    undefined : float
        Stands in on a fold on which the figure is not defined.
    """

    parts: tuple[Statistic, ...]
    rows: tuple[IntArray, ...]
    weight: FloatArray
    undefined: float

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.weight)

    @property
    def scale(self) -> Scale | None:
        """That of the figure."""
        return getattr(self.parts[0], "scale", None)

    def of_folds(self, weight: FloatArray | None = None) -> FloatArray:
        """Return the figure on each fold."""
        weight = self.weight if weight is None else self.weight * weight
        found = np.array([part.value(weight[rows]) for part, rows in zip(self.parts, self.rows, strict=True)])
        return np.where(np.isnan(found), self.undefined, found)

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure."""
        return float(self.of_folds(weight).mean())


@dataclass(frozen=True)
class Weighted:
    """A figure in which rows have a weight of their own before they are resampled."""

    inner: Statistic
    weight: FloatArray

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return self.inner.n_rows

    @property
    def scale(self) -> Scale | None:
        """That of the figure."""
        return getattr(self.inner, "scale", None)

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure."""
        return self.inner.value(self.weight if weight is None else self.weight * weight)


@dataclass(frozen=True)
class Computed:
    """A figure that has to be computed again from the rows of each resample, such as a SQL aggregate.

    Attributes
    ----------
    compute : callable
        ``compute() -> float`` on all rows.
    compute_draws : callable
        ``compute_draws(positions of shape (n_draws, n_drawn)) -> ndarray of shape (n_draws,)``.
    """

    n_rows: int
    compute: Callable[[], float]
    compute_draws: Callable[[IntArray], FloatArray]

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure; whole weights only."""
        if weight is None:
            return self.compute()
        rows = np.repeat(np.arange(self.n_rows), weight.astype(np.int64))
        return float(self.compute_draws(rows[None, :])[0])
