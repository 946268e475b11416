"""Numbers made ready for a learner: infinite ones are missing, missing ones filled or kept, scales made comparable."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from automl.families.bends import Bends
from automl.families.needs import Scale

Array = NDArray[np.float64]

N_QUANTILES = 257  # chosen, not measured
# Standardised values are cut at the smallest and largest one seen, as beyond them nothing says that a line goes on: on
# three cuts of Ames with its largest houses, ridge erred by 28,700 instead of 30,600, on a logarithm by 31,900 instead
# of 35,700; on insurance charges and bike rentals the same. Moments, which do go on, are cut here.
MAX_DEVIATION = 20.0  # chosen, not measured
# The normal quantile of 1e-7, where scikit-learn's QuantileTransformer stops as well.
MAX_NORMAL = 5.1993375821928165
# Single precision ends at 3.4e38.
MAX_FLOAT32 = 3e38


class Scaling:
    """Fills, drops and scales the columns of a dense matrix; columns that say nothing are dropped.

    Attributes
    ----------
    varying : ndarray of int
        Input columns that take more than one value.
    with_gaps : ndarray of int
        Input columns with missing values, each of which gets a column that says where (only when filling).
    """

    varying: NDArray[np.intp]
    with_gaps: NDArray[np.intp]
    medians: Array
    centres: Array
    spreads: Array
    ends: Array  # (2, n_varying): standardised values are cut at these
    quantiles: Array  # (N_QUANTILES, n_varying), empty unless quantiles are asked for
    bends: Bends | None

    def __init__(self, *, scale: Scale, fill: bool, float32: bool) -> None:
        self.scale = scale
        self.fill = fill
        self.float32 = float32

    def fit(
        self,
        X: Array,
        *,
        straight: NDArray[np.bool_],
        among: NDArray[np.bool_] | None = None,
        trends: NDArray[np.bool_] | None = None,
    ) -> Scaling:
        """Learn from a matrix.

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_columns)
            NaN is missing.
        straight : ndarray of shape (n_columns,)
            Columns that get no bends.
        among : ndarray of shape (n_columns,), optional
            Columns that may be kept; all by default.
        trends : ndarray of shape (n_columns,), optional
            Columns that go on beyond what was seen, as time does; none by default.
        """
        X = _finite(X)
        among = np.ones(X.shape[1], dtype=bool) if among is None else among
        missing = np.isnan(X)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # columns without any value
            low, high = np.nanmin(X, axis=0), np.nanmax(X, axis=0)
        varies = (low < high) & among
        self.varying = np.flatnonzero(varies)
        gaps = missing.any(axis=0) & ~missing.all(axis=0) & among
        self.with_gaps = np.flatnonzero(gaps) if self.fill else np.flatnonzero(gaps & ~varies)
        kept = X[:, self.varying]
        holes = missing[:, self.varying].any(axis=0)
        self.medians = np.zeros(len(self.varying))
        self.medians[~holes] = np.median(kept[:, ~holes], axis=0)
        self.medians[holes] = np.nanmedian(kept[:, holes], axis=0)
        filled = np.where(np.isnan(kept), self.medians, kept) if holes.any() else kept
        self.centres, self.spreads = _centre_and_spread(filled)
        trends = np.zeros(X.shape[1], dtype=bool) if trends is None else trends
        self.ends = self._ends(filled, trends[self.varying])
        self.quantiles = np.empty((0, len(self.varying)))
        if self.scale.startswith("quantile"):
            self.quantiles = np.quantile(filled, np.linspace(0, 1, N_QUANTILES), axis=0)
        self.bends = (
            Bends().fit(self._scaled(filled), straight=straight[self.varying])
            if self.scale.endswith("spline")
            else None
        )
        return self

    def transform(self, X: Array) -> Array:
        """Matrix of shape (n_rows, n_names)."""
        X = _finite(X)
        kept = X[:, self.varying]  # a copy, so that it may be written to
        if self.fill:
            np.copyto(kept, self.medians, where=np.isnan(kept))
        gaps = np.isnan(X[:, self.with_gaps]).astype(np.float64)
        scaled = self._scaled(kept)
        parts = [scaled, gaps] if self.bends is None else [scaled, self.bends.transform(scaled), gaps]
        return np.hstack(parts) if sum(part.shape[1] for part in parts[1:]) else scaled

    def outputs(self) -> list[tuple[int, str]]:
        """Input column and what was done to it, for each output column."""
        direct = [(int(i), "") for i in self.varying]
        bent = []
        if self.bends is not None:
            bent = [(int(self.varying[j]), f" above {self._unscaled(j, at):.4g}") for j, at in self.bends]
        return [*direct, *bent, *((int(i), " is missing") for i in self.with_gaps)]

    def _scaled(self, kept: Array) -> Array:
        if self.scale.startswith("quantile"):
            return self._normal(kept)
        with np.errstate(over="ignore"):  # the largest floats overflow to infinity, which is then cut
            if self.scale in ("standard", "spline"):
                scaled = kept - self.centres
                scaled /= self.spreads
                return np.clip(scaled, *self.ends, out=scaled)
            if self.float32:
                scaled = kept - self.medians
                return np.clip(scaled, -MAX_FLOAT32, MAX_FLOAT32, out=scaled)
        return kept

    def _ends(self, filled: Array, trends: NDArray[np.bool_]) -> Array:
        with np.errstate(over="ignore"):
            seen = (np.stack([filled.min(axis=0), filled.max(axis=0)]) - self.centres) / self.spreads
        furthest = np.array([[-MAX_DEVIATION], [MAX_DEVIATION]])
        found: Array = np.where(trends, furthest, np.clip(seen, *furthest))
        return found

    def _unscaled(self, column: int, at: float) -> float:
        """A place on the scale, in the unit of its column."""
        if not self.scale.startswith("quantile"):
            return float(at * self.spreads[column] + self.centres[column])
        from scipy.special import ndtr

        return float(np.interp(ndtr(at), np.linspace(0, 1, N_QUANTILES), self.quantiles[:, column]))

    def _normal(self, kept: Array) -> Array:
        from scipy.special import ndtri

        levels = np.linspace(0, 1, N_QUANTILES)
        scores = np.empty_like(kept)
        for j in range(kept.shape[1]):
            at = self.quantiles[:, j]
            # The mean from both sides puts equal values in the middle of their stretch of quantiles.
            forward = np.interp(kept[:, j], at, levels)
            backward = -np.interp(-kept[:, j], -at[::-1], -levels[::-1])
            scores[:, j] = (forward + backward) / 2
        return np.asarray(np.clip(ndtri(np.clip(scores, 0.0, 1.0)), -MAX_NORMAL, MAX_NORMAL))


def _finite(X: Array) -> Array:
    return X if np.isfinite(X).all() else np.where(np.isinf(X), np.nan, X)


def _centre_and_spread(filled: Array) -> tuple[Array, Array]:
    """Mean and standard deviation in the unit of each column, safe for values up to the largest float."""
    largest = np.maximum(np.abs(filled).max(axis=0, initial=0.0), np.finfo(np.float64).tiny)
    within_one = filled / largest
    spreads = within_one.std(axis=0)
    return within_one.mean(axis=0) * largest, np.where(spreads > 0, spreads, 1.0) * largest
