"""Bootstrap intervals: repeatable, honest, around the figure, and fast."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.metrics.figures import Mean, Ranked, average_precision
from automl.metrics.intervals import MIN_ROWS, Interval, bootstrap, bootstrap_mean
from automl.metrics.scores import scores_for, statistic_of
from tests.automl.metrics.test_scores import classified, regressed


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(MIN_ROWS, 150), st.sampled_from(scores_for("binary")))
def test_interval_holds_its_figure(seed: int, n_rows: int, name: str) -> None:
    found = bootstrap(
        statistic_of(name, classified(n_rows, 2, seed), None, task="binary"), seed=seed, n_draws=60
    )
    if not np.isnan(found.value):
        assert found.low is not None and found.high is not None
        assert found.low <= found.value <= found.high


def test_same_seed_same_interval() -> None:
    values = np.random.default_rng(0).normal(size=500)
    assert bootstrap_mean(values, seed=3) == bootstrap_mean(values, seed=3)
    assert bootstrap_mean(values, seed=3) != bootstrap_mean(values, seed=4)


def test_few_rows_get_no_interval() -> None:
    assert bootstrap_mean(np.arange(MIN_ROWS - 1.0), seed=0) == (None, None)
    found = bootstrap(Mean(np.array([1.0, 2.0])), seed=0)
    assert (found.value, found.low, found.high) == (1.5, None, None)


@pytest.mark.parametrize("n_rows", [400, 50_000, 300_000])
def test_interval_of_a_mean_is_that_of_theory(n_rows: int) -> None:
    values = np.random.default_rng(1).exponential(size=n_rows)
    low, high = bootstrap_mean(values, seed=0)
    expected = 2 * 1.96 * values.std() / np.sqrt(n_rows)
    assert low is not None and high is not None
    assert high - low == pytest.approx(expected, rel=0.12)
    assert (low + high) / 2 == pytest.approx(values.mean(), abs=expected / 8)


def test_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(2)
    inside = 0
    for seed in range(400):
        low, high = bootstrap_mean(rng.exponential(size=80), seed=seed, n_draws=400)
        assert low is not None and high is not None
        inside += low <= 1.0 <= high
    assert 0.92 <= inside / 400 <= 0.98


def test_many_rows_give_the_width_that_all_draws_would() -> None:
    found = classified(150_000, 2, 3)
    wide = bootstrap(
        statistic_of("accuracy", found.take(np.arange(37_500)), None, task="binary"), seed=0, n_draws=100
    )
    narrow = bootstrap(statistic_of("accuracy", found, None, task="binary"), seed=0, n_draws=100)
    assert _width(narrow) == pytest.approx(_width(wide) / 2, rel=0.35)


def _width(found: Interval) -> float:
    assert found.low is not None and found.high is not None
    return found.high - found.low


@pytest.mark.parametrize("task", ["binary", "regression"])
def test_every_score_of_5000_rows_is_resampled_1000_times_well_within_a_second(task: str) -> None:
    found = classified(5_000, 2, 0) if task == "binary" else regressed(5_000, 0)
    for name in scores_for(task):  # type: ignore[arg-type]  # a literal
        statistic = statistic_of(name, found, None, task=task)  # type: ignore[arg-type]  # a literal
        start = time.process_time()
        bootstrap(statistic, seed=0)
        assert time.process_time() - start < 1.0, name


def test_scaling_to_a_total_keeps_low_below_high() -> None:
    found = Interval(-2.0, -3.0, -1.0).scaled(-10)
    assert (found.value, found.low, found.high) == (20.0, 10.0, 30.0)


def test_resamples_in_which_a_class_is_missing_are_left_out() -> None:
    part = classified(400, 2, 0)
    rare = part.take(
        np.r_[np.flatnonzero(part.truth == 0)[:59], np.flatnonzero(part.truth == 1)[:1]].astype(np.int64)
    )
    found = bootstrap(statistic_of("roc_auc", rare, None, task="binary"), seed=0)
    assert found.low is not None and not np.isnan(found.low)
    assert isinstance(rare.rows, pd.DataFrame)


def test_a_model_that_never_states_the_positive_label_may_have_a_recall_all_the_same() -> None:
    """A resample of rows never holds a confusion that did not happen."""
    part = classified(80, 2, 0)
    never = part.with_predicted(np.column_stack([np.full(80, 0.9), np.full(80, 0.1)]))
    found = bootstrap(statistic_of("recall", never, None, task="binary"), seed=0)
    assert found.value == found.low == 0.0
    assert found.high is not None and 0.02 < found.high < 0.2


def test_average_precision_of_few_rows_is_covered_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)

    def drawn(n_rows: int) -> Ranked:
        truth = rng.random(n_rows) < 0.2
        return Ranked(truth + rng.normal(size=n_rows), truth, average_precision)

    true = drawn(200_000).value()
    inside = 0
    for seed in range(300):
        found = bootstrap(drawn(100), seed=seed, n_draws=200)
        assert found.low is not None and found.high is not None
        inside += found.low <= true <= found.high
    assert 0.92 <= inside / 300 <= 0.99
