"""Greedy selection: it finds mixes that are better, and says when none is."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.search.ensemble import MAX_MEMBERS, select

RNG = np.random.default_rng(0)
TRUTH = RNG.normal(size=400)


def error(predicted: np.ndarray) -> float:
    return float(np.sqrt(np.mean((predicted - TRUTH) ** 2)))


def test_two_models_with_independent_errors_are_mixed_evenly() -> None:
    one, two = TRUTH + RNG.normal(size=400), TRUTH + RNG.normal(size=400)

    weights = select([one, two], error, greater_is_better=False)

    assert set(weights) == {0, 1}
    assert abs(weights[0] - 0.5) < 0.15
    assert error(weights[0] * one + weights[1] * two) < min(error(one), error(two))


def test_a_model_that_only_adds_noise_is_left_out() -> None:
    good, noise = TRUTH + 0.01 * RNG.normal(size=400), RNG.normal(size=400) * 5

    assert select([noise, good], error, greater_is_better=False) == {1: 1.0}


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), n_models=st.integers(1, 9))
def test_the_mix_is_never_worse_than_the_best_and_weights_sum_to_one(seed: int, n_models: int) -> None:
    rng = np.random.default_rng(seed)
    models = [TRUTH + rng.normal(scale=rng.uniform(0.2, 2), size=400) for _ in range(n_models)]

    weights = select(models, lambda p: -error(p), greater_is_better=True)
    mixed = sum((w * models[i] for i, w in weights.items()), np.zeros(400))

    assert abs(sum(weights.values()) - 1) < 1e-9
    assert 1 <= len(weights) <= MAX_MEMBERS
    # Tiny weights are dropped after the selection, so a hair is allowed.
    assert error(mixed) <= min(map(error, models)) * 1.01
