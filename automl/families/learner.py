"""What a family puts behind the preparation: something that learns from a matrix of numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.families.matrix import Layout, Matrix
from automl.families.shape import Task

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Training:
    """The input of one fit.

    Attributes
    ----------
    values : ndarray or csr matrix of shape (n_rows, n_outputs of the preparation)
    y : ndarray of shape (n_rows,)
        Codes 0 … n_classes - 1, each of which occurs, or the target, which varies.
    weight : ndarray of shape (n_rows,) or None
    valid : tuple of (values, y) or None
        Rows to stop early on; never learned from.
    """

    values: Matrix
    y: NDArray[Any]
    weight: Array | None
    valid: tuple[Matrix, NDArray[Any]] | None
    layout: Layout
    task: Task
    n_classes: int
    seed: int


class Learner(ABC):
    """Learns from a matrix; keeps what predicting needs and nothing else.

    Attributes
    ----------
    resolved : dict
        Settings that the fit decided itself, under the names of the family's parameters.
    """

    resolved: dict[str, Any]

    def __init__(self, params: dict[str, Any]) -> None:
        self.params = params
        self.resolved = {}

    @abstractmethod
    def fit(self, training: Training) -> None:
        """Learn; silent, on one thread, the same again for the same input."""

    @abstractmethod
    def predict(self, values: Matrix) -> Array:
        """Probabilities of shape (n_rows, n_classes), or values of shape (n_rows,)."""

    def contributions(self, values: Matrix) -> tuple[Array, Array] | None:
        """What each column of the matrix adds to the raw margin, and the margin's base.

        Returns
        -------
        values : ndarray of shape (n_rows, n_columns) or (n_rows, n_columns, n_classes)
        base : ndarray of shape (n_rows,) or (n_rows, n_classes)
            The margin is log-odds of the second of two classes, logits of more, the value itself in regression.
        None where the family has no exact way.
        """
        return None

    def margin(self, values: Matrix) -> Array | None:
        """The raw margin that `contributions` add up to."""
        return None


def centre_and_spread(training: Training) -> tuple[float, float]:
    """Weighted mean and standard deviation of the target; the spread is above 0, as the target varies."""
    centre = float(np.average(training.y, weights=training.weight))
    spread = float(np.sqrt(np.average((training.y - centre) ** 2, weights=training.weight)))
    return centre, spread if spread > 0 else 1.0


class ConstantLearner(Learner):
    """Says the same of every row: the shares of the classes, or the mean."""

    said: Array
    is_class: bool

    def fit(self, training: Training) -> None:
        """Take the weighted shares or the weighted mean."""
        self.is_class = training.task != "regression"
        if self.is_class:
            counts = np.bincount(training.y, weights=training.weight, minlength=max(training.n_classes, 1))
            self.said = np.asarray(counts / counts.sum(), dtype=np.float64)
        else:
            self.said = np.array([np.average(training.y, weights=training.weight)])

    def predict(self, values: Matrix) -> Array:
        """Repeat it for every row."""
        n_rows = values.shape[0]
        return np.tile(self.said, (n_rows, 1)) if self.is_class else np.full(n_rows, self.said[0])

    def margin(self, values: Matrix) -> Array:
        """Log-odds, logits or the value, the same for every row."""
        n_rows = values.shape[0]
        if not self.is_class:
            return self.predict(values)
        logits = np.log(np.maximum(self.said, 1e-15))
        if len(self.said) == 2:
            return np.full(n_rows, logits[1] - logits[0])
        return np.tile(logits, (n_rows, 1)) if len(self.said) > 2 else np.zeros(n_rows)

    def contributions(self, values: Matrix) -> tuple[Array, Array]:
        """No column matters."""
        base = self.margin(values)
        return np.zeros((values.shape[0], values.shape[1], *base.shape[1:])), base
