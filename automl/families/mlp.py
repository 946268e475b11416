"""A small neural network on scaled columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from automl.families.base import Family
from automl.families.learner import Array, Learner, Training, centre_and_spread
from automl.families.links import probabilities
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting

_ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda x: np.maximum(x, 0.0),
    "tanh": np.tanh,
    "logistic": lambda x: 0.5 * (1.0 + np.tanh(0.5 * x)),
    "identity": lambda x: x,
}
# Below this a tenth of the rows is too few to stop by.
ROWS_TO_STOP_BY = 1_000


class NetworkLearner(Learner):
    """The layers of fitted networks that differ in their random start only; what they say is averaged."""

    networks: list[
        list[tuple[Array, Array]]
    ]  # per network, per layer: weights (n_in, n_out) and shifts (n_out,)
    task: Task
    centre: float
    spread: float

    def fit(self, training: Training) -> None:
        """Descend along the gradient, in several networks."""
        self.task = training.task
        self.centre, self.spread = 0.0, 1.0
        goal = training.y
        if self.task == "regression":
            self.centre, self.spread = centre_and_spread(training)
            goal = (goal - self.centre) / self.spread
        n_networks = int(self.params.get("n_networks", 1))
        self.networks = [self._network(training, goal, seed=training.seed + k) for k in range(n_networks)]

    def margin(self, values: Matrix) -> Array:
        """Mean log-odds, logits, or value of the networks."""
        total = sum(self._forward(layers, values) for layers in self.networks)
        mean = np.asarray(total) / len(self.networks)
        margin = mean[:, 0] if mean.shape[1] == 1 else mean
        return margin * self.spread + self.centre if self.task == "regression" else margin

    def predict(self, values: Matrix) -> Array:
        """Probabilities, or values."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def _network(self, training: Training, goal: Array, *, seed: int) -> list[tuple[Array, Array]]:
        from sklearn.neural_network import MLPClassifier, MLPRegressor

        params = {k: v for k, v in self.params.items() if k not in ("n_networks", "class_weight")}
        params["hidden_layer_sizes"] = layer_sizes(params.get("hidden_layer_sizes", "100"))
        enough = len(training.y) >= ROWS_TO_STOP_BY
        if training.task != "regression":
            enough = enough and int(np.bincount(training.y).min()) >= 20
        params.setdefault("early_stopping", enough)
        estimator = MLPRegressor if self.task == "regression" else MLPClassifier
        fitted = estimator(**params, random_state=seed % 2**32)
        fitted.fit(training.values, goal, sample_weight=training.weight)
        return [
            (np.asarray(w, dtype=np.float64), np.asarray(b, dtype=np.float64))
            for w, b in zip(fitted.coefs_, fitted.intercepts_, strict=True)
        ]

    def _forward(self, layers: list[tuple[Array, Array]], values: Matrix) -> Array:
        bend = _ACTIVATIONS[str(self.params.get("activation", "relu"))]
        state: Any = values
        for i, (weights, shift) in enumerate(layers):
            state = np.asarray(state @ weights) + shift
            if i < len(layers) - 1:
                state = bend(state)
        return np.asarray(state, dtype=np.float64)


def layer_sizes(text: Any) -> tuple[int, ...]:
    """Sizes of the hidden layers: "128,64" or 128, as a specification can say it."""
    if isinstance(text, list | tuple):
        return tuple(int(size) for size in text)
    return tuple(int(float(size)) for size in str(text).split(","))


class MLP(Family):
    """Neural networks of one to three layers; `n_networks` of them are averaged."""

    name = "mlp"
    label = "Neural network"
    simplicity = 8
    preparation = Needs(encoding="onehot", scale="quantile", fill=True)
    encodings = ("onehot", "target", "ordinal")
    seldom_above = 200_000

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of MLPClassifier and MLPRegressor; sizes of layers as "128,64"."""
        shared = {
            "hidden_layer_sizes": "100",
            "activation": "relu",
            "solver": "adam",
            "alpha": 1e-4,
            "batch_size": "auto",
            "learning_rate_init": 1e-3,
            "max_iter": 200,
            "n_iter_no_change": 10,
            "early_stopping": False,
            "tol": 1e-4,
            "n_networks": 1,
        }
        return shared if task == "regression" else shared | {"class_weight": None}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Two layers, three networks where each is quick."""
        base = {
            "hidden_layer_sizes": "128,64" if shape.n_rows > 3_000 else "64",
            "alpha": 1e-3,
            "learning_rate_init": 2e-3,
            "max_iter": epochs_for(shape),
            "n_networks": 2 if shape.n_rows <= 20_000 else 1,
            "prep.encoding": "onehot",
            "prep.scale": "quantile",
        }
        return [base | {"prep.target": "log"}] if shape.skewed else [base]

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Layers, penalty, rate, and how columns enter."""
        found: list[Setting] = [
            Choice("hidden_layer_sizes", ("64", "128,64", "256", "64,64,32")),
            Real("alpha", 1e-5, 1.0, log=True),
            Real("learning_rate_init", 5e-4, 1e-2, log=True),
            Choice("prep.scale", ("quantile", "standard", "spline")),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("onehot", "target")))
        if shape.skewed:
            found.append(Choice("prep.target", ("log", "none")))
        return tuple(found)

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """Networks."""
        return NetworkLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        sizes = layer_sizes(params.get("hidden_layer_sizes", "100"))
        width = shape.n_columns + 5 * shape.n_categories + 30 * shape.n_texts
        weights = width * sizes[0] + sum(a * b for a, b in pairwise(sizes))
        rounds = int(params.get("max_iter", 200)) / 2
        return 0.1 + int(params.get("n_networks", 1)) * rounds * shape.n_rows * (2e-6 + 4e-10 * weights)


def epochs_for(shape: Shape) -> int:
    """Rounds over the rows: fewer where each round takes many steps."""
    return int(min(100, max(10, 1_000_000 // max(shape.n_rows, 1))))
