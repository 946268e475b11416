"""The proposal finds a planted region that nobody looked at, and says so where nothing is to be had."""

from __future__ import annotations

import numpy as np
from made_trials import made_trial

from automl.families.space import Choice, Real, Whole
from automl.search.axes import Axis
from automl.search.proposal import propose
from automl.search.result import Proposal
from automl.search.trial import Trial

AXES = {
    "catboost": (Axis(Whole("depth", 3, 12)), Axis(Real("rate", 0.01, 1.0, log=True))),
    "svm": (Axis(Real("C", 0.1, 10.0, log=True)), Axis(Choice("kernel", ("rbf", "linear")))),
}


def rising(up_to: int, *, slope: float) -> list[Trial]:
    """CatBoost gets better with depth, which was tried up to a bound only; support vector machines are all alike."""
    rng = np.random.default_rng(0)
    trials = [made_trial(0, "dummy", 0.5)]
    for number in range(1, 31):
        depth = int(rng.integers(3, up_to + 1))
        params = {"depth": depth, "rate": float(10 ** rng.uniform(-2, 0))}
        score = 0.7 + slope * depth + rng.normal(0, 0.0005)
        trials.append(made_trial(number, "catboost", score, params=params))
    for number in range(31, 41):
        params = {"C": float(10 ** rng.uniform(-1, 1)), "kernel": ["rbf", "linear"][number % 2]}
        trials.append(made_trial(number, "svm", 0.7 + rng.normal(0, 0.0005), params=params))
    return trials


def proposed(trials: list[Trial], *, seed: int = 0, greater_is_better: bool = True) -> Proposal:
    found = propose(trials, AXES, greater_is_better=greater_is_better, workers=2, seed=seed)
    assert found is not None
    return found


def test_it_goes_on_where_the_scores_rise() -> None:
    found = proposed(rising(8, slope=0.01))

    assert found.region.family == "catboost"
    assert found.region.settings["depth"]["min"] >= 7
    assert found.worth
    assert found.trials_inside <= 5
    low, high = found.gain.low, found.gain.high
    assert low is not None and high is not None
    assert low <= 0.04 <= high + 0.01  # the truth: 4 steps of 0.01 beyond the best depth tried
    assert "Hardly explored and promising: CatBoost with depth" in found.sentence
    assert found.seconds == 5.0  # ten models of a second each, on two workers


def test_errors_that_fall_are_followed_down() -> None:
    trials = [made_trial(t.candidate.trial, t.candidate.family, 1 - t.score, params=dict(t.candidate.params))
              for t in rising(8, slope=0.01)]  # fmt: skip
    found = proposed(trials, greater_is_better=False)

    assert found.region.settings["depth"]["min"] >= 7
    assert (found.gain.value or 0.0) > 0


def test_where_everything_was_tried_nothing_is_promised() -> None:
    found = proposed(rising(12, slope=0.0))

    assert not found.worth
    assert found.sentence.startswith("No region is expected to bring anything that would be noticed")


def test_the_same_trials_give_the_same_proposal() -> None:
    trials = rising(8, slope=0.01)

    assert proposed(trials) == proposed(trials)


def test_of_a_few_trials_nothing_is_said() -> None:
    trials = rising(8, slope=0.01)[:6]

    assert propose(trials, AXES, greater_is_better=True, workers=1, seed=0) is None


def test_a_family_without_settings_is_passed_over() -> None:
    axes = {**AXES, "linear": ()}
    trials = [*rising(8, slope=0.01), made_trial(41, "linear", 0.9)]

    found = propose(trials, axes, greater_is_better=True, workers=1, seed=0)
    assert found is not None
    assert found.region.family != "linear"
