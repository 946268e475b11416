"""Kernel machines reduced to what they predict with: some rows, their weights, and a kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.errors import SpecError

Array = NDArray[np.float64]

N_LANDMARKS = 400  # chosen, not measured
# Rows of a kernel matrix made at once: 8 MB with 400 landmarks.
CHUNK_ROWS = 2_500
KERNELS = ("linear", "poly", "rbf", "sigmoid")


@dataclass(frozen=True)
class Kernel:
    """Likeness of two rows; parameters as in SVC."""

    name: str
    gamma: float
    degree: int
    coef0: float

    @classmethod
    def of(cls, params: Mapping[str, Any], values: Array) -> Kernel:
        """The kernel that parameters ask for; ``gamma="scale"`` needs the rows."""
        name = str(params.get("kernel", "rbf"))
        if name not in KERNELS:
            raise SpecError(
                f"'svm.kernel' must be one of {', '.join(map(repr, KERNELS))}; it is {name!r}.",
                field="hyperparameters.svm.kernel",
            )
        gamma = params.get("gamma", "scale")
        if gamma == "scale":
            variance = float(values.var())
            gamma = 1.0 / (values.shape[1] * (variance if variance > 0 else 1.0))
        elif gamma == "auto":
            gamma = 1.0 / values.shape[1]
        return cls(name, float(gamma), int(params.get("degree", 3)), float(params.get("coef0", 0.0)))

    def __call__(self, left: Array, right: Array) -> Array:
        """Matrix of shape (n_left, n_right)."""
        products = left @ right.T
        if self.name == "linear":
            return products
        if self.name == "rbf":
            apart = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1) - 2 * products
            return np.asarray(np.exp(-self.gamma * np.maximum(apart, 0.0)))
        inner = self.gamma * products + self.coef0
        return np.asarray(inner**self.degree if self.name == "poly" else np.tanh(inner))


class Machine:
    """A weighted sum of kernels to some rows."""

    rows: Array
    weights: Array  # (n_kept_rows, n_outputs)
    shift: Array  # (n_outputs,)

    def __init__(self, kernel: Kernel, *, C: float) -> None:
        self.kernel = kernel
        self.C = C

    def score(self, values: Array) -> Array:
        """Scores of shape (n_rows, n_outputs)."""
        parts = [
            self.kernel(values[i : i + CHUNK_ROWS], self.rows) @ self.weights
            for i in range(0, max(len(values), 1), CHUNK_ROWS)
        ]
        return np.vstack(parts) + self.shift


class VectorMachine(Machine):
    """The exact machine of libsvm: SVC for goals of ±1, SVR where `epsilon` is given."""

    def __init__(self, kernel: Kernel, *, C: float, epsilon: float | None) -> None:
        super().__init__(kernel, C=C)
        self.epsilon = epsilon

    def fit(self, values: Array, goal: Array, weight: Array | None) -> VectorMachine:
        """Find the rows that matter."""
        from sklearn.svm import SVC, SVR

        settings = {
            "C": self.C,
            "kernel": self.kernel.name,
            "gamma": self.kernel.gamma,
            "degree": self.kernel.degree,
            "coef0": self.kernel.coef0,
        }
        fitted = SVC(**settings) if self.epsilon is None else SVR(**settings, epsilon=self.epsilon)
        fitted.fit(values, goal, sample_weight=weight)
        self.rows = values[fitted.support_]
        self.weights = np.asarray(fitted.dual_coef_, dtype=np.float64).T.copy()
        self.shift = np.asarray(fitted.intercept_, dtype=np.float64)
        return self


class LandmarkMachine(Machine):
    """Least squares on the span of some rows [1]_: one small linear system instead of a search for vectors.

    References
    ----------
    .. [1] Williams and Seeger (2001), Using the Nyström method to speed up kernel machines.
    """

    def __init__(self, kernel: Kernel, *, C: float, seed: int) -> None:
        super().__init__(kernel, C=C)
        self.seed = seed

    def fit(self, values: Array, goals: Array, weight: Array | None) -> LandmarkMachine:
        """Solve for the weights of the landmarks; `goals` of shape (n_rows, n_outputs)."""
        drawn = np.random.default_rng(self.seed).permutation(len(values))[:N_LANDMARKS]
        self.rows = values[np.sort(drawn)]
        w = np.ones(len(values)) if weight is None else weight
        self.shift = np.asarray(np.average(goals, axis=0, weights=w), dtype=np.float64)
        left = np.zeros((len(self.rows), len(self.rows)))
        right = np.zeros((len(self.rows), goals.shape[1]))
        for i in range(0, len(values), CHUNK_ROWS):
            part = slice(i, i + CHUNK_ROWS)
            likeness = self.kernel(values[part], self.rows)
            left += (likeness * w[part, None]).T @ likeness
            right += (likeness * w[part, None]).T @ (goals[part] - self.shift)
        among = self.kernel(self.rows, self.rows)
        ridge = among / self.C + np.eye(len(among)) * 1e-8 * max(1.0, float(np.trace(left)) / len(left))
        self.weights = np.asarray(np.linalg.lstsq(left + ridge, right, rcond=None)[0], dtype=np.float64)
        return self
