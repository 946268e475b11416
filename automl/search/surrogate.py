"""What a configuration that nobody tried may score: a Gaussian process over the settings of each family [1]_.

All families share one mean, one spread of family means, one smoothness and one noise, learned from the trials of all of
them by marginal likelihood; within a family, trials with close settings have close scores. Scores far below the usual
say nothing about where the best ones lie and are pulled in.

References
----------
.. [1] Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, ch. 2 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular

Array = NDArray[np.float64]

# Lengths in shares of a range, and spreads and noises in that of the scores within families. The noise is that of a
# score at fixed settings on fixed folds: seeds and the settings that are not searched.
_LENGTHS = (0.15, 0.3, 0.6, 1.2)
_SPREADS = (0.5, 1.0, 1.5)
_NOISES = (0.1, 0.3, 0.6)
# Distances below the median, in those between best and median, at which bad scores are pulled in.
_WORST = 2.0  # chosen, not measured
MOST_TRIALS = 250  # of a family; the time grows with the cube


@dataclass(frozen=True)
class Posterior:
    """What is known of one family: normalised settings, and what the scores there say."""

    points: Array
    factor: tuple[Array, bool]
    weights: Array
    mean: float
    spread: float
    between: float
    length: float
    unit: float

    def at(self, points: Array) -> tuple[Array, Array]:
        """Mean and covariance of the true scores at some points, of shapes (n,) and (n, n)."""
        across = self._kernel(points, self.points)
        mean = self.mean + across @ self.weights
        covariance = self._kernel(points, points) - across @ cho_solve(self.factor, across.T)
        return self.unit * mean, self.unit**2 * covariance

    def _kernel(self, a: Array, b: Array) -> Array:
        return _kernel(a, b, between=self.between, spread=self.spread, length=self.length)


def learn(points: Mapping[str, Array], scores: Mapping[str, Array]) -> dict[str, Posterior]:
    """Learn from all trials.

    Parameters
    ----------
    points : mapping
        Family → settings of its trials as shares of their ranges, of shape (n_trials, n_settings).
    scores : mapping
        Family → scores of these trials, more is better.

    Returns
    -------
    dict
        Family → what is known of it, in the unit of the scores.
    """
    points = {name: _thinned(of_it) for name, of_it in points.items()}
    scores = {name: _thinned(of_it) for name, of_it in scores.items()}
    everything = np.concatenate(list(scores.values()))
    reach = float(everything.max() - np.median(everything)) or float(np.ptp(everything)) or 1.0
    lowest = float(np.median(everything)) - _WORST * reach
    pulled = {name: np.maximum(of_it, lowest) / reach for name, of_it in scores.items()}
    means = [float(of_it.mean()) for of_it in pulled.values()]
    mean, between = float(np.median(means)), max(float(np.std(means)), 0.1)
    within = np.concatenate([of_it - of_it.mean() for of_it in pulled.values()])
    usual = max(float(np.std(within)), 1e-6)
    best: tuple[float, dict[str, Posterior]] | None = None
    for length, spread, noise in product(_LENGTHS, _SPREADS, _NOISES):
        likelihood, found = 0.0, {}
        for name, of_it in pulled.items():
            gram = _kernel(points[name], points[name], between=between, spread=spread * usual, length=length)
            gram[np.diag_indices_from(gram)] += (noise * usual) ** 2 + 1e-10
            factor = cho_factor(gram, lower=True)
            weights = cho_solve(factor, of_it - mean)
            likelihood -= 0.5 * float((of_it - mean) @ weights) + float(np.log(np.diag(factor[0])).sum())
            found[name] = Posterior(
                points[name], factor, weights, mean, spread * usual, between, length, reach
            )
        if best is None or likelihood > best[0]:
            best = (likelihood, found)
    assert best is not None
    return best[1]


def draws(mean: Array, covariance: Array, *, n: int, rng: np.random.Generator) -> Array:
    """Draws of the true scores at some points, of shape (n, n_points)."""
    jitter = 1e-9 * max(float(np.trace(covariance)) / len(mean), 1e-12)
    root = cholesky(covariance + jitter * np.eye(len(mean)), lower=True)
    return np.asarray(mean + rng.standard_normal((n, len(mean))) @ root.T, dtype=np.float64)


def deviations(posterior: Posterior, points: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of the true score at each of some points."""
    across = posterior._kernel(points, posterior.points)
    half = solve_triangular(posterior.factor[0], across.T, lower=True)
    variance = posterior.between**2 + posterior.spread**2 - (half**2).sum(axis=0)
    mean = posterior.mean + across @ posterior.weights
    return posterior.unit * mean, posterior.unit * np.sqrt(np.maximum(variance, 1e-12))


def _thinned(values: Array) -> Array:
    if len(values) <= MOST_TRIALS:
        return values
    kept: Array = values[np.linspace(0, len(values) - 1, MOST_TRIALS).astype(int)]
    return kept


def _kernel(a: Array, b: Array, *, between: float, spread: float, length: float) -> Array:
    """Covariance of the true scores of two sets of points of a family."""
    return np.asarray(between**2 + spread**2 * _matern(a, b, length), dtype=np.float64)


def _matern(a: Array, b: Array, length: float) -> Array:
    """Matérn correlation of smoothness 5/2; distances per setting, so that a family of many is not all far apart."""
    squared = ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2) / max(a.shape[1], 1)
    scaled = np.sqrt(5.0 * squared) / length
    return np.asarray((1.0 + scaled + scaled**2 / 3.0) * np.exp(-scaled), dtype=np.float64)
