"""From margins to probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def two_classes(log_odds: Array) -> Array:
    """Probabilities of shape (n_rows, 2) from log-odds of the second class."""
    second = _logistic(log_odds)
    return np.column_stack([_logistic(-log_odds), second])


def softmax(logits: Array) -> Array:
    """Probabilities of shape (n_rows, n_classes) from logits."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Array = raised / raised.sum(axis=1, keepdims=True)
    return found


def probabilities(margin: Array) -> Array:
    """Log-odds of shape (n_rows,) or logits of shape (n_rows, n_classes) as probabilities."""
    margin = np.asarray(margin, dtype=np.float64)
    return two_classes(margin) if margin.ndim == 1 else softmax(margin)


def _logistic(x: Array) -> Array:
    small = np.exp(-np.abs(x))
    found: Array = np.where(x >= 0, 1.0, small) / (1.0 + small)
    return found
