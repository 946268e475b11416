"""Scaling, bends, moments, and a target learned as its logarithm."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import QuantileTransformer, StandardScaler

from automl.families.dates import DateParts
from automl.families.needs import Scale
from automl.families.scaling import Scaling
from automl.families.target_form import LogTarget


def scaled(X: np.ndarray, scale: Scale, *, fill: bool = True, new: np.ndarray | None = None) -> np.ndarray:
    fitted = Scaling(scale=scale, fill=fill, float32=False).fit(X, straight=np.zeros(X.shape[1], dtype=bool))
    found = fitted.transform(X if new is None else new)
    assert found.shape[1] == len(fitted.outputs())
    return found


def test_standard_is_that_of_scikit_learn() -> None:
    X = np.random.default_rng(0).gamma(2, size=(200, 3))

    assert np.allclose(scaled(X, "standard"), StandardScaler().fit_transform(X))


def test_quantile_is_near_that_of_scikit_learn() -> None:
    X = np.random.default_rng(0).gamma(2, size=(500, 2))

    reference = QuantileTransformer(n_quantiles=257, output_distribution="normal").fit_transform(X)

    assert np.allclose(scaled(X, "quantile"), reference, atol=0.05)


def test_equal_values_stay_equal_in_quantiles() -> None:
    X = np.repeat([[0.0], [1.0], [5.0]], 50, axis=0)

    assert len(np.unique(scaled(X, "quantile"))) == 3


def test_missing_and_infinite_numbers_become_the_median_with_a_mark() -> None:
    X = np.array([[1.0], [2.0], [3.0], [np.nan], [np.inf]])

    found = scaled(X, "standard")

    assert found.shape == (5, 2)
    assert found[3, 0] == found[1, 0] == found[4, 0]
    assert found[:, 1].tolist() == [0, 0, 0, 1, 1]


def test_columns_that_say_nothing_are_dropped() -> None:
    X = np.column_stack([np.ones(10), np.full(10, np.nan), np.arange(10.0)])

    assert scaled(X, "none", fill=False).shape == (10, 1)


def test_absurd_values_in_new_rows_are_cut() -> None:
    X = np.random.default_rng(0).normal(size=(50, 1))

    for scale in ("standard", "quantile", "spline"):
        found = scaled(X, scale, new=np.array([[1e308], [-1e308]]))  # type: ignore[arg-type] # a Scale
        assert np.isfinite(found).all() and np.abs(found[:, 0]).max() <= 20


def test_beyond_what_was_seen_only_moments_go_on() -> None:
    X = np.column_stack([np.arange(50.0), np.arange(50.0)])

    fitted = Scaling(scale="standard", fill=True, float32=False).fit(
        X, straight=np.zeros(2, dtype=bool), trends=np.array([False, True])
    )
    found = fitted.transform(np.array([[49.0, 49.0], [80.0, 80.0]]))

    assert found[1, 0] == found[0, 0] == found[0, 1]
    assert found[1, 1] - found[0, 1] == pytest.approx(31 / X[:, 1].std())


def test_bends_let_a_line_follow_a_curve() -> None:
    x = np.linspace(-3, 3, 300)[:, None]
    y = np.sin(2 * x[:, 0])

    def rest(X: np.ndarray) -> float:
        design = np.column_stack([X, np.ones(len(X))])
        return float(((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2).mean())

    assert rest(scaled(x, "spline")) < 0.3 * rest(scaled(x, "standard"))


def test_a_column_of_few_values_bends_at_each_of_them() -> None:
    hours = np.tile(np.arange(24.0), 10)[:, None]

    assert scaled(hours, "quantile-spline").shape == (240, 1 + 22)


def test_large_numbers_stay_apart_in_single_precision() -> None:
    days = np.arange(20230101.0, 20230131.0)[:, None]
    fitted = Scaling(scale="none", fill=True, float32=True).fit(days, straight=np.array([False]))

    assert len(np.unique(fitted.transform(days).astype(np.float32))) == 30


def test_moments_become_the_parts_that_vary() -> None:
    days = pd.Series(pd.date_range("2024-03-01", periods=40, freq="D")).astype("datetime64[us]")
    days[3] = pd.NaT

    parts = DateParts().fit(days)
    found = parts.transform(days)

    assert parts.names() == ["days", "month", "day of month", "weekday", "day of year"]
    assert found[10].tolist() == [10, 3, 11, 0, 71]
    assert np.isnan(found[3]).all()


def test_circles_join_the_end_of_a_week_to_its_beginning() -> None:
    days = pd.Series(pd.date_range("2024-03-04", periods=14, freq="D")).astype("datetime64[us]")
    parts = DateParts(circles=True).fit(days)

    weekday = parts.transform(days)[
        :, [parts.names().index(f"{side} of weekday") for side in ("sine", "cosine")]
    ]

    step = np.linalg.norm(np.diff(weekday, axis=0), axis=1)
    assert np.allclose(step, step[0])


def test_a_logarithm_is_brought_back_to_the_mean() -> None:
    random = np.random.default_rng(0)
    middle = random.normal(5, 1, 20_000)
    y = np.exp(middle + random.normal(0, 0.8, 20_000))

    target = LogTarget().fit(y)
    learned = target.forward(np.exp(middle))
    target.correct(y[:10_000], learned[:10_000])

    assert target.back(learned[10_000:]).mean() == pytest.approx(y[10_000:].mean(), rel=0.05)
    assert target.correction == pytest.approx(np.exp(0.32), rel=0.1)


def test_a_logarithm_of_small_targets_is_one_too() -> None:
    y = np.geomspace(1e-5, 1e-2, 50)

    target = LogTarget().fit(y)

    assert np.allclose(target.back(target.forward(y)), y)
    assert target.forward(y).std() > 0.5


@pytest.mark.parametrize("y", [[-1.0, 2.0], [0.0, 0.0], []])
def test_no_logarithm_where_it_does_not_fit(y: list[float]) -> None:
    assert not LogTarget.fits(np.array(y))
