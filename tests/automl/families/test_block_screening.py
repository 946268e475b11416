"""What a column tells follows from sums over groups of rows, and only from the rows asked about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automl.families.block_screening import telling_of_blocks

Array = NDArray[np.float64]


def by_hand(x: Array, y: Array) -> float:
    """The largest correlation of the values, their squared distances from the mean, or the gaps."""
    gaps = np.isnan(x)
    filled = np.where(gaps, np.nanmean(x), x) - np.nanmean(x)
    views = [filled, filled**2, gaps.astype(float)]
    return max(abs(float(np.corrcoef(view, y)[0, 1])) for view in views if view.std() > 0)


def test_the_sums_give_what_the_definition_gives() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 30)) * 10.0 ** rng.integers(-3, 4, 30) + rng.normal(size=30) * 50
    y = X[:, 3] / X[:, 3].std() + rng.normal(size=200)
    X[rng.random(X.shape) < 0.1] = np.nan
    parts = [np.arange(0, 150), np.arange(50, 200), np.arange(200)]

    blocks = [(0, X[:, :17]), (17, X[:, 17:])]
    telling = telling_of_blocks(blocks, y[:, None], parts, n_columns=30)

    wanted = [[by_hand(X[rows, j], y[rows]) for j in range(30)] for rows in parts]
    np.testing.assert_allclose(telling, wanted, atol=1e-5)


def test_rows_that_are_not_asked_about_change_nothing() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(100, 40)), rng.normal(size=(100, 1))
    learned, others = np.arange(0, 80), np.arange(80, 100)
    before = telling_of_blocks([(0, X)], y, [learned, np.arange(100)], n_columns=40)
    X[others], y[others] = rng.normal(size=(20, 40)), rng.normal(size=(20, 1))

    after = telling_of_blocks([(0, X)], y, [learned, np.arange(100)], n_columns=40)

    np.testing.assert_allclose(after[0], before[0], atol=1e-6)
    assert abs(after[1] - before[1]).max() > 0.05


def test_what_does_not_vary_tells_nothing() -> None:
    X = np.column_stack([np.full(50, 1e9), np.full(50, np.nan), np.full(50, np.inf)])
    y = np.arange(50.0)[:, None]

    assert telling_of_blocks([(0, X)], y, [np.arange(50)], n_columns=3).tolist() == [[0.0, 0.0, 0.0]]
