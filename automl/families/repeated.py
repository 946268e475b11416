"""Several fits of one learner that differ by their seed alone, and the mean of what they say: less luck of a seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from automl.families.learner import Array, Learner, Training
from automl.families.links import probabilities
from automl.families.matrix import Matrix
from automl.families.shape import Task

SEED_STEP = 7_919  # a prime, so that seeds of neighbouring trials do not meet


class RepeatedLearner(Learner):
    """The mean of learners, taken before any transformation, so that their exact contributions still add up.

    Parameters
    ----------
    learners : sequence of Learner
        Unfitted, all alike; each knows its margin.
    """

    task: Task

    def __init__(self, learners: Sequence[Learner]) -> None:
        super().__init__(learners[0].params)
        self.learners = list(learners)

    def fit(self, training: Training) -> None:
        """Fit one after the other; what the first one decides itself holds for it alone."""
        self.task = training.task
        for i, learner in enumerate(self.learners):
            learner.fit(replace(training, seed=training.seed + i * SEED_STEP))
        self.resolved = self.learners[0].resolved

    def predict(self, values: Matrix) -> Array:
        """Probabilities of the mean margin, or mean values."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def margin(self, values: Matrix) -> Array:
        """Mean log-odds, logits, or values."""
        return _mean(_known(learner.margin(values)) for learner in self.learners)

    def contributions(self, values: Matrix) -> tuple[Array, Array] | None:
        """Mean contributions and mean base."""
        found = [learner.contributions(values) for learner in self.learners]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        return _mean(values for values, _ in known), _mean(base for _, base in known)


def _mean(parts: Iterable[Array]) -> Array:
    """Added one after the other: all at once they would take as many times the memory."""
    n, total = 0, np.zeros(())
    for part in parts:
        n, total = n + 1, total + part
    return np.asarray(total / n)


def _known(margin: Array | None) -> Array:
    if margin is None:
        raise TypeError("a learner without a margin cannot be repeated")
    return margin
