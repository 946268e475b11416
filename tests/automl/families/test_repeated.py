"""Fits with seeds of their own: their mean, its exact contributions, and what it gains where one seed is luck."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from automl.data.table import Column
from automl.families import family
from automl.families.base import Family
from automl.families.storage import load_model, save_model

BOOSTED = ("lightgbm", "xgboost", "catboost", "hist_gradient_boosting")
COLUMNS = tuple(Column(f"x{i}", "number") for i in range(6))
SETTINGS = {
    "lightgbm": {"n_estimators": 30, "subsample": 0.6, "subsample_freq": 1},
    "xgboost": {"n_estimators": 30, "subsample": 0.6},
    "catboost": {"iterations": 30, "rsm": 0.3, "random_strength": 5.0},
    "hist_gradient_boosting": {"max_iter": 30, "max_features": 0.5},
}


def rows(n: int, *, seed: int, task: str) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n, 6)), columns=[c.name for c in COLUMNS])
    signal = X["x0"] + X["x1"] * X["x2"] + rng.normal(size=n)
    if task == "regression":
        return X, signal.to_numpy()
    cuts = [0.0] if task == "binary" else [-0.7, 0.7]
    return X, np.digitize(signal, cuts)


def fit(one: Family, task: str, *, seed: int, repeats: int) -> Any:
    X, y = rows(300, seed=0, task=task)
    params = SETTINGS[one.name] | ({"repeats": repeats} if repeats > 1 else {})
    n_classes = {"binary": 2, "multiclass": 3, "regression": 0}[task]
    model = one.build(params, task=task, features=COLUMNS, n_classes=n_classes, seed=seed)  # type: ignore[arg-type]
    return model.fit(X, y)


@pytest.mark.parametrize("name", BOOSTED)
@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_contributions_of_the_mean_add_up_and_it_is_stored_as_it_is(
    name: str, task: str, tmp_path: Path
) -> None:
    model = fit(family(name), task, seed=1, repeats=3)
    X, _ = rows(50, seed=9, task=task)

    margin = model.margin(X)
    found = model.contributions(X)

    if found is not None:
        values, base, _ = found
        np.testing.assert_allclose(values.sum(axis=1) + base, margin, atol=1e-4)
    save_model(model, tmp_path / "model", {})
    again = load_model(tmp_path / "model")
    np.testing.assert_array_equal(again.margin(X), margin)


@pytest.mark.parametrize("name", BOOSTED)
def test_the_mean_depends_less_on_the_seed_than_one_fit(name: str) -> None:
    X, _ = rows(400, seed=9, task="regression")

    def spread(repeats: int) -> float:
        said = [fit(family(name), "regression", seed=s, repeats=repeats).predict(X) for s in range(4)]
        return float(np.std(said, axis=0).mean())

    assert 0 < spread(4) < 0.7 * spread(1)  # half, if the seeds were independent


def test_families_without_chance_know_no_repeats() -> None:
    assert not any(
        family(name).repeatable for name in ("linear", "decision_tree", "naive_bayes", "knn", "svm")
    )
    assert "repeats" not in family("linear").param_names("binary")
