"""What more trials bring, held against what chance does where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from made_trials import made_trial

from automl.search.more_time import AHEAD_S, more_time, outlook, outlook_on, told_of


def test_on_scores_from_a_known_law_gains_are_as_foretold() -> None:
    """Exponential scores: the best of n + m is known to exceed that of n by the sum of 1 / i on average."""
    rng = np.random.default_rng(0)
    foretold, found, inside = [], [], []
    for _ in range(400):
        scores = rng.exponential(size=80)
        known = outlook(scores[:40])
        assert known is not None
        value, low, high = known.gain(40)
        gain = max(0.0, scores[40:].max() - scores[:40].max())
        foretold.append(value)
        found.append(gain)
        inside.append(low <= gain <= high)

    assert np.mean(foretold) == pytest.approx(np.mean(found), rel=0.2)
    assert 0.75 <= np.mean(inside) <= 0.97


def test_more_trials_bring_more_and_none_nothing() -> None:
    known = outlook(np.random.default_rng(1).normal(size=30).tolist())
    assert known is not None

    gains = [known.gain(more)[0] for more in (0, 10, 100)]
    assert gains[0] == 0.0
    assert gains[0] < gains[1] < gains[2]
    for more in (1, 10, 100):
        _, low, high = known.gain(more)
        assert 0.0 <= low <= high


def test_the_same_is_told_in_seconds() -> None:
    scores = np.random.default_rng(2).normal(0.8, 0.01, size=30)
    trials = [
        made_trial(0, "dummy", 0.5),
        *(made_trial(i + 1, "svm", s, seconds=6.0) for i, s in enumerate(scores)),
    ]
    found = more_time(trials, greater_is_better=True, workers=2)

    assert [more.seconds for more in found.ahead] == list(AHEAD_S)
    assert found.trial_s == pytest.approx(6.0 / 2, rel=0.05)
    assert found.ahead[0].trials == pytest.approx(20, abs=2)
    assert found.sentence.startswith(
        "5 minutes more are expected to improve the best single model by about 0.0"
    )
    ten = outlook_on(found, 600.0)
    assert told_of(ten).startswith("10 minutes more are expected")


def test_where_all_are_alike_more_time_is_not_worth_it() -> None:
    trials = [
        made_trial(0, "dummy", 0.5),
        *(made_trial(i, "svm", 0.8 + 1e-6 * (i % 3)) for i in range(1, 30)),
    ]
    found = more_time(trials, greater_is_better=True, workers=1)

    assert found.worth is False
    assert found.sentence.endswith("More time is not worth it.")


def test_of_a_few_models_nothing_is_foretold() -> None:
    found = more_time([made_trial(1, "svm", 0.8)], greater_is_better=True, workers=1)

    assert found.ahead == ()
    assert found.sentence == "What more time would bring is not known: that takes 8 models, and there are 1."
