"""Of very many columns the telling ones are found, whatever way they tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl.data.table import Column
from automl.families import FAMILIES, family
from automl.families.screening import most_telling

N_ROWS, N_COLUMNS = 600, 3_000


@pytest.fixture(scope="module")
def planted() -> tuple[np.ndarray, np.ndarray]:
    """Column 7 tells by its value, 1200 by its distance from the middle, 2999 by being missing; 5 never varies."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(N_ROWS, N_COLUMNS))
    gap = rng.random(N_ROWS) < 0.4
    X[gap, 2_999] = np.nan
    X[:, 5] = 3.0
    X[3, 11], X[4, 12] = np.inf, 1e300
    signal = 1.5 * X[:, 7] + 1.5 * (X[:, 1_200] ** 2 - 1) + 3.0 * gap
    return X, (signal > np.median(signal)).astype(np.int64)


def test_the_telling_columns_are_kept(planted: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = planted

    kept = most_telling(X, y[:, None].astype(float), most=20, always=np.zeros(N_COLUMNS, dtype=bool))

    assert kept.sum() == 20
    assert kept[[7, 1_200, 2_999]].all()
    assert not kept[5]


def test_a_column_with_a_promise_is_kept_whatever_it_tells(planted: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = planted
    always = np.zeros(N_COLUMNS, dtype=bool)
    always[[5, 33]] = True

    kept = most_telling(X, y[:, None].astype(float), most=10, always=always)

    assert kept[[5, 33, 7]].all() and kept.sum() == 10


def test_few_columns_are_all_kept() -> None:
    kept = most_telling(np.zeros((4, 3)), np.ones((4, 1)), most=3, always=np.zeros(3, dtype=bool))

    assert kept.all()


def test_a_model_learns_from_the_telling_columns_and_says_the_same_of_new_rows(
    planted: tuple[np.ndarray, np.ndarray],
) -> None:
    X, y = planted
    frame = pd.DataFrame(X, columns=[f"n{j}" for j in range(N_COLUMNS)])
    columns = tuple(Column(name, "number") for name in frame)
    model = family("lightgbm").build(
        {"n_estimators": 60, "prep.max_columns": 50}, task="binary", features=columns, n_classes=2, seed=0
    )

    model.fit(frame[:400], y[:400])
    said = model.predict_proba(frame[400:])[:, 1]

    assert model.learner.width == 50
    assert said[y[400:] == 1].mean() > said[y[400:] == 0].mean() + 0.4
    contributions = model.contributions(frame[400:])
    assert contributions is not None and contributions[0].shape == (200, N_COLUMNS)


def test_the_baseline_prepares_no_column(planted: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = planted
    frame = pd.DataFrame(X, columns=[f"n{j}" for j in range(N_COLUMNS)])
    columns = tuple(Column(name, "number") for name in frame)
    model = family("dummy").build({}, task="binary", features=columns, n_classes=2, seed=0)

    model.fit(frame, y)

    assert model.preparation.names == ()
    found = model.contributions(frame[:5])
    assert found is not None and found[0].shape == (5, N_COLUMNS) and not found[0].any()


@pytest.mark.parametrize("one", [f for f in FAMILIES if f.why_unavailable() is None], ids=lambda f: f.name)
def test_ten_thousand_columns_are_not_estimated_to_take_hours(one: object) -> None:
    from automl.families import Shape

    shape = Shape(
        n_rows=2_000, n_numbers=10_000, n_categories=0, max_levels=0, n_texts=0, n_classes=2, task="binary"
    )
    params = one.defaults(shape)[0]  # type: ignore[attr-defined]  # a Family

    assert one.fit_s(shape, params) < 60  # type: ignore[attr-defined]
