"""Small dense networks in NumPy: Adam, dropout, a rate that falls to nothing, and the best round kept.

Written here and not taken from scikit-learn for what its `MLPClassifier` lacks: dropout, a falling rate, rows to stop
on that the caller chooses, and a round to stop at that can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array32 = NDArray[np.float32]

ACTIVATIONS = ("relu", "tanh", "logistic", "identity")
_BETA1, _BETA2, _EPSILON = 0.9, 0.999, 1e-8
# Rounds without a better loss after which nothing better is expected; chosen, not measured.
LEAST_PATIENCE = 8
WARM_UP = 0.05  # share of the steps in which the rate rises; chosen, not measured


@dataclass(frozen=True)
class Plan:
    """How a network is trained; names as in scikit-learn's MLPClassifier."""

    sizes: tuple[int, ...]
    activation: str
    alpha: float  # weights shrink by rate × alpha at each step
    dropout: float
    batch_size: int
    learning_rate_init: float
    max_iter: int


class Network:
    """Layers of weights; the last one has no activation.

    Parameters
    ----------
    n_in, n_out : int
        Columns and outputs.
    """

    weights: list[Array32]
    shifts: list[Array32]

    def __init__(self, plan: Plan, *, n_in: int, n_out: int, seed: int) -> None:
        self.plan = plan
        self.rng = np.random.default_rng(seed)
        widths = (n_in, *plan.sizes, n_out)
        gain = 2.0 if plan.activation == "relu" else 1.0
        self.weights = [
            self.rng.normal(scale=np.sqrt(gain / a), size=(a, b)).astype(np.float32)
            for a, b in pairwise(widths)
        ]
        self.weights[-1] *= np.float32(0.1)  # a network that starts near the mean has nothing to unlearn
        self.shifts = [np.zeros(b, dtype=np.float32) for b in widths[1:]]
        self._moments = [(np.zeros_like(p), np.zeros_like(p)) for p in self._parameters()]
        self._n_steps = 0

    def train_round(self, X: Array32, y: Array32, weight: Array32 | None, *, n_rounds: int) -> None:
        """Go once over the rows in random order.

        Parameters
        ----------
        y : ndarray of shape (n_rows, n_out)
            Indicators of classes, or standardised values for one output.
        n_rounds : int
            Rounds that the rate falls over.
        """
        order = self.rng.permutation(len(X))
        size = min(self.plan.batch_size, len(X))
        n_batches = -(-len(X) // size)
        for batch in np.array_split(order, n_batches):
            w = None if weight is None else weight[batch]
            self._step(X[batch], y[batch], w, done=self._n_steps / (n_rounds * n_batches))

    def output(self, X: Array32) -> Array32:
        """Raw outputs of shape (n_rows, n_out)."""
        state = X
        for i, (weights, shift) in enumerate(zip(self.weights, self.shifts, strict=True)):
            state = state @ weights + shift
            if i < len(self.weights) - 1:
                state = activate(self.plan.activation, state)
        return state

    def _step(self, X: Array32, y: Array32, weight: Array32 | None, *, done: float) -> None:
        states, masks = [X], []
        for i, (weights, shift) in enumerate(zip(self.weights, self.shifts, strict=True)):
            state = states[-1] @ weights + shift
            if i < len(self.weights) - 1:
                state = activate(self.plan.activation, state)
                masks.append(self._mask(state.shape))
                state = state * masks[-1] if masks[-1] is not None else state
            states.append(state)
        error = _error(states[-1], y)
        error *= np.float32(1 / len(X)) if weight is None else (weight / weight.sum())[:, None]
        gradients: list[Array32] = []
        for i in reversed(range(len(self.weights))):
            gradients += [error.sum(axis=0), states[i].T @ error]
            if i:
                error = (error @ self.weights[i].T) * _slope(self.plan.activation, states[i])
                mask = masks[i - 1]
                error = error * mask if mask is not None else error
        self._descend(gradients[::-1], rate=self.plan.learning_rate_init * _rate_at(done))

    def _mask(self, shape: tuple[int, ...]) -> Array32 | None:
        keep = 1.0 - self.plan.dropout
        if keep >= 1.0:
            return None
        return (self.rng.random(shape, dtype=np.float32) < keep).astype(np.float32) / np.float32(keep)

    def _descend(self, gradients: list[Array32], *, rate: float) -> None:
        """One step of Adam with decoupled decay of the weights."""
        self._n_steps += 1
        unbias1, unbias2 = 1 - _BETA1**self._n_steps, 1 - _BETA2**self._n_steps
        shrink = np.float32(1 - rate * self.plan.alpha)
        for parameter, (first, second), gradient in zip(
            self._parameters(), self._moments, gradients, strict=True
        ):
            first += (1 - _BETA1) * (gradient - first)
            second += (1 - _BETA2) * (gradient * gradient - second)
            if parameter.ndim == 2:
                parameter *= shrink
            parameter -= (rate / unbias1) * first / (np.sqrt(second / unbias2) + _EPSILON)

    def _parameters(self) -> list[Array32]:
        return [p for pair in zip(self.weights, self.shifts, strict=True) for p in pair]


def train(
    networks: list[Network],
    X: Array32,
    y: Array32,
    weight: Array32 | None,
    *,
    stop_after: int | None,
    loss: Callable[[], float] | None,
) -> int:
    """Train networks side by side; returns the rounds after which they are as they are left.

    Parameters
    ----------
    stop_after : int or None
        Stop after so many rounds, whatever the loss.
    loss : callable, optional
        Loss of the networks on rows that they do not learn from; the round with the smallest is kept.
    """
    n_rounds = networks[0].plan.max_iter
    best_loss, best_round, kept = np.inf, 0, None
    patience = max(LEAST_PATIENCE, n_rounds // 4)
    for done in range(1, (stop_after or n_rounds) + 1):
        for network in networks:
            network.train_round(X, y, weight, n_rounds=n_rounds)
        if loss is None:
            continue
        if (found := loss()) < best_loss:
            best_loss, best_round = found, done
            kept = [([w.copy() for w in n.weights], [s.copy() for s in n.shifts]) for n in networks]
        if done - best_round >= patience:
            break
    if kept is None:
        return stop_after or n_rounds
    for network, (weights, shifts) in zip(networks, kept, strict=True):
        network.weights, network.shifts = weights, shifts
    return best_round


def activate(name: str, x: Array32) -> Array32:
    """The bend of a layer."""
    if name == "relu":
        return np.maximum(x, np.float32(0))
    if name == "tanh":
        return np.tanh(x)
    return np.float32(0.5) * (1 + np.tanh(np.float32(0.5) * x)) if name == "logistic" else x


def _slope(name: str, state: Array32) -> Array32 | float:
    """Slope of the bend, from the state behind it."""
    if name == "relu":
        return (state > 0).astype(np.float32)
    if name == "tanh":
        return 1 - state * state
    return state * (1 - state) if name == "logistic" else 1.0


def _error(output: Array32, y: Array32) -> Array32:
    """Slope of half the squared error for one output without classes, else of the log loss."""
    if output.shape[1] == 1 and y.shape[1] == 1:
        return output - y
    raised = np.exp(output - output.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True) - y)


def _rate_at(done: float) -> float:
    """Share of the rate after a share of the steps: a short rise, then a half cosine down."""
    if done < WARM_UP:
        return (done + 0.2 * WARM_UP) / (1.2 * WARM_UP)
    return 0.5 * (1 + float(np.cos(np.pi * min(1.0, (done - WARM_UP) / (1 - WARM_UP)))))
