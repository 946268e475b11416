"""Small neural networks on scaled columns."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.families.base import Family
from automl.families.learner import Array, Learner, Training, centre_and_spread
from automl.families.links import probabilities
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.network import ACTIVATIONS, Array32, Network, Plan, activate, train
from automl.families.presets import with_pairs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting

BATCH_ROWS = 128  # chosen, not measured
LARGE_BATCH_ROWS = 512
# Rows above which larger batches lose nothing and save half of the time.
LARGE = 20_000


class NetworkLearner(Learner):
    """Networks that differ in their random start only; what they say is averaged."""

    layers: list[
        list[tuple[Array, Array]]
    ]  # per network, per layer: weights (n_in, n_out) and shifts (n_out,)
    task: Task
    centre: float
    spread: float
    activation: str

    def fit(self, training: Training) -> None:
        """Train; with validation rows, keep the round that is best on them."""
        self.task = training.task
        self.activation = str(self.params.get("activation", "relu"))
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"'mlp.activation' must be one of {', '.join(map(repr, ACTIVATIONS))}")
        self.centre, self.spread = 0.0, 1.0
        if self.task == "regression":
            self.centre, self.spread = centre_and_spread(training)
        X, y = np.asarray(training.values, dtype=np.float32), self._goals(training.y, training.n_classes)
        plan = self._plan(len(X))
        networks = [
            Network(plan, n_in=X.shape[1], n_out=y.shape[1], seed=training.seed + k)
            for k in range(int(self.params.get("n_networks", 1)))
        ]
        given = self.params.get("n_rounds")
        stop_after = None if given is None else int(given)
        weight = None if training.weight is None else training.weight.astype(np.float32)
        loss = (
            self._loss_of(training, networks) if stop_after is None and training.valid is not None else None
        )
        rounds = train(networks, X, y, weight, stop_after=stop_after, loss=loss)
        self.resolved = {"n_rounds": rounds}
        self.layers = [
            [(w.astype(np.float64), s.astype(np.float64)) for w, s in zip(n.weights, n.shifts, strict=True)]
            for n in networks
        ]

    def margin(self, values: Matrix) -> Array:
        """Mean log-odds, logits, or value of the networks."""
        total = sum(self._forward(layers, values) for layers in self.layers)
        mean = np.asarray(total) / len(self.layers)
        if self.task == "regression":
            return np.asarray(mean[:, 0] * self.spread + self.centre)
        return np.asarray(mean[:, 1] - mean[:, 0]) if mean.shape[1] == 2 else mean

    def predict(self, values: Matrix) -> Array:
        """Probabilities, or values."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def _goals(self, y: NDArray[Any], n_classes: int) -> Array32:
        if self.task == "regression":
            return np.asarray((np.asarray(y) - self.centre)[:, None] / self.spread, dtype=np.float32)
        return np.asarray(np.eye(n_classes, dtype=np.float32)[y])

    def _plan(self, n_rows: int) -> Plan:
        batch = self.params.get("batch_size", "auto")
        return Plan(
            sizes=layer_sizes(self.params.get("hidden_layer_sizes", "100")),
            activation=self.activation,
            alpha=float(self.params.get("alpha", 1e-4)),
            dropout=float(self.params.get("dropout", 0.0)),
            batch_size=(LARGE_BATCH_ROWS if n_rows > LARGE else BATCH_ROWS)
            if batch == "auto"
            else int(batch),
            learning_rate_init=float(self.params.get("learning_rate_init", 1e-3)),
            max_iter=int(self.params.get("max_iter", 50)),
        )

    def _loss_of(self, training: Training, networks: list[Network]) -> Any:
        assert training.valid is not None
        X = np.asarray(training.valid[0], dtype=np.float32)
        y = self._goals(training.valid[1], training.n_classes)

        def loss() -> float:
            mean = np.asarray(np.mean([network.output(X) for network in networks], axis=0, dtype=np.float64))
            if self.task == "regression":
                return float(((mean - y) ** 2).mean())
            return float(-np.log(np.maximum((probabilities(mean) * y).sum(axis=1), 1e-12)).mean())

        return loss

    def _forward(self, layers: list[tuple[Array, Array]], values: Matrix) -> Array:
        state: Any = values
        for i, (weights, shift) in enumerate(layers):
            state = np.asarray(state @ weights) + shift
            if i < len(layers) - 1:
                state = activate(self.activation, state)
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
        """Those of MLPClassifier that matter here, sizes of layers as "128,64", and dropout.

        `n_rounds` stops earlier than `max_iter`, over which the rate falls.
        """
        shared = {
            "hidden_layer_sizes": "100",
            "activation": "relu",
            "alpha": 1e-4,
            "dropout": 0.0,
            "batch_size": "auto",
            "learning_rate_init": 1e-3,
            "max_iter": 50,
            "n_rounds": 50,
            "n_networks": 1,
        }
        return shared if task == "regression" else shared | {"class_weight": None}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Two layers on quantiles with bends; a calmer one without them, for small tables that need no curves.

        The last has columns made of two others.
        """
        base: dict[str, Any] = {
            "hidden_layer_sizes": "128,64",
            "alpha": 0.02,
            "dropout": 0.15,
            "learning_rate_init": 3e-3,
            "max_iter": rounds_for(shape),
            "n_networks": 2 if shape.n_rows <= 20_000 else 1,
            "prep.encoding": "onehot",
            "prep.scale": "quantile-spline",
        }
        if shape.skewed:
            base["prep.target"] = "log"
        calm = base | {"dropout": 0.3, "learning_rate_init": 1.5e-3, "prep.scale": "quantile"}
        return with_pairs([base, calm], shape, of=0)

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Layers, penalty, dropout, rate, and how columns enter."""
        found: list[Setting] = [
            Choice("hidden_layer_sizes", ("128,64", "64", "256,128", "128,128,64")),
            Real("alpha", 1e-3, 0.3, log=True),
            Real("dropout", 0.0, 0.5),
            Real("learning_rate_init", 1e-3, 1e-2, log=True),
            Choice("prep.scale", ("quantile-spline", "quantile", "spline", "standard")),
        ]
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("onehot", "target")))
        if shape.has_pairs:
            found.append(Choice("prep.combine", ("none", "both")))
        if shape.skewed:
            found.append(Choice("prep.target", ("log", "none")))
        return tuple(found)

    def left_to_fit(self, task: Task) -> str | None:
        """Rounds over the rows."""
        return "n_rounds"

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """Networks."""
        return NetworkLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        sizes = layer_sizes(params.get("hidden_layer_sizes", "100"))
        width = shape.n_columns + 5 * shape.n_categories + 30 * shape.n_texts
        weights = width * sizes[0] + sum(a * b for a, b in pairwise(sizes))
        # Half of the rounds are usually enough where validation rows say so.
        rounds = float(params.get("n_rounds") or 0.5 * params.get("max_iter", 50))
        per_row = 1.2e-6 + 1.4e-10 * weights
        return 0.1 + int(params.get("n_networks", 1)) * rounds * shape.n_rows * per_row


def rounds_for(shape: Shape) -> int:
    """Rounds over the rows: fewer where each takes many steps."""
    return int(min(60, max(12, 500_000 // max(shape.n_rows, 1))))
