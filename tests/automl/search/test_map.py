"""The map says which stretches of each range were tried, on the setting's own scale, and how it went there."""

from __future__ import annotations

from itertools import pairwise

import pytest
from made_trials import made_trial

from automl.families.space import Choice, Real, Setting, Whole
from automl.search.axes import Axis
from automl.search.map import explored
from automl.search.words import map_words

RATE = Axis(Real("learning_rate", 0.01, 1.0, log=True))
DEPTH = Axis(Whole("depth", 3, 9))
KERNEL = Axis(Choice("kernel", ("rbf", "linear")))


@pytest.mark.parametrize(
    "setting",
    [
        Real("a", 0.01, 1.0, log=True),
        Real("b", 0.8501, 0.8509),
        Whole("c", 3, 9),
        Whole("d", 4, 128, log=True),
        Whole("e", 1, 3),
        Whole("f", 1, 1),
        Choice("g", (False, True)),
    ],
    ids=lambda setting: setting.name,
)
def test_stretches_cover_a_range_without_gap_or_overlap(setting: Setting) -> None:
    axis = Axis(setting)
    drawn = [axis.draw(share / 100) for share in range(100)]

    spans = axis.spans()
    assert 1 <= len(spans) <= 5
    assert all(axis.places(drawn) >= 0)
    assert len(set(axis.places(drawn))) == len(spans)
    if isinstance(setting, Whole):
        assert all(one.high + 1 == other.low for one, other in pairwise(spans))  # type: ignore[operator]


def test_a_logarithmic_range_is_cut_into_equal_ratios() -> None:
    edges = [span.high for span in RATE.spans()]

    assert edges == [0.025, 0.063, 0.16, 0.4, 1.0]


def test_the_map_counts_trials_and_keeps_the_best_of_each_stretch() -> None:
    trials = [
        made_trial(1, "catboost", 0.7, params={"learning_rate": 0.02, "depth": 3}),
        made_trial(2, "catboost", 0.8, params={"learning_rate": 0.02, "depth": 9}),
        made_trial(3, "catboost", 0.1, params={"learning_rate": 0.5, "depth": 9}, status="rejected"),
    ]
    found, other = explored(trials, {"svm": [KERNEL], "catboost": [RATE, DEPTH]}, greater_is_better=True)

    assert (found.family, found.trials, found.best) == ("catboost", 3, 0.8)
    rate, depth = found.settings
    assert [stretch.trials for stretch in rate.stretches] == [2, 0, 0, 0, 1]
    assert [stretch.best for stretch in rate.stretches] == [0.8, None, None, None, None]
    assert rate.visited == 0.4
    assert [stretch.trials for stretch in depth.stretches] == [1, 0, 0, 0, 2]
    assert (other.family, other.trials, other.visited) == ("svm", 0, 0.0)
    assert map_words(other) == "Support vector machine: not tried."
    assert map_words(found) == "CatBoost: 3 models, 40 % of the ranges visited."
    (many,) = explored(trials * 2, {"catboost": [RATE, DEPTH]}, greater_is_better=True)
    assert "not yet learning rate 0.025 to 0.063, 0.063 to 0.16" in map_words(many)
