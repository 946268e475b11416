"""Fewer rows for learners whose cost grows faster than the table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from automl.families.learner import Training


def at_most_rows(training: Training, most: int) -> Training:
    """The same training on at most `most` rows drawn by its seed; at least one row of each class stays."""
    n_rows = len(training.y)
    if n_rows <= most:
        return training
    order = np.random.default_rng(training.seed).permutation(n_rows)
    drawn = order[:most]
    if training.task != "regression":
        first = {
            int(label): int(row) for row, label in zip(order[::-1], training.y[order[::-1]], strict=True)
        }
        drawn = np.union1d(drawn, list(first.values()))
    rows = np.sort(drawn)
    weight = None if training.weight is None else training.weight[rows]
    return replace(training, values=training.values[rows], y=training.y[rows], weight=weight)
