"""Columns made of two: found where they tell more than both, not where there is nothing, and the same on new rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from automl.data.table import Column
from automl.families import family
from automl.families.storage import load_model, save_model

N = 2_000
COLUMNS = (
    Column("force", "number"),
    Column("speed", "number"),
    Column("noise", "number"),
    Column("shop", "category"),
)


def machines(*, seed: int, n: int = N) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.lognormal(0, 0.5, size=(n, 3)), columns=["force", "speed", "noise"])
    X["shop"] = pd.Series([f"shop {k}" for k in rng.integers(0, 12, n)], dtype="str")
    X["force"] += 3.0 * X["shop"].str[5:].astype(int)  # each shop has a level of its own
    return X


def by_power(X: pd.DataFrame) -> np.ndarray:
    return (X["speed"] * X["noise"]).to_numpy()


def by_what_is_usual(X: pd.DataFrame) -> np.ndarray:
    return (X["force"] - 3.0 * X["shop"].str[5:].astype(int)).to_numpy() * 4


def by_chance(X: pd.DataFrame) -> np.ndarray:
    return np.random.default_rng(5).normal(size=len(X))


def fitted(
    truth: Any, combine: str, *, name: str = "lightgbm", monotone: dict[str, Any] | None = None
) -> Any:
    X = machines(seed=0)
    params: dict[str, Any] = {"prep.combine": combine} | ({"n_estimators": 60} if name == "lightgbm" else {})
    one = family(name)
    model = one.build(params, task="regression", features=COLUMNS, n_classes=0, seed=0, monotone=monotone)
    return model.fit(X, truth(X) + np.random.default_rng(1).normal(size=N) * 0.3)


@pytest.mark.parametrize(
    ("truth", "combine", "name"),
    [
        (by_power, "numbers", "speed × noise"),
        (by_power, "both", "speed × noise"),
        (by_what_is_usual, "labels", "force against the mean of its shop"),
    ],
)
def test_what_is_planted_is_found_and_helps_on_new_rows(truth: Any, combine: str, name: str) -> None:
    plain, made = fitted(truth, "none", name="linear"), fitted(truth, combine, name="linear")
    new = machines(seed=7)

    def error(model: Any) -> float:
        return float(np.sqrt(np.mean((model.predict(new) - truth(new)) ** 2)))

    assert name in made.preparation.layout.names
    assert error(made) < 0.7 * error(plain)


def test_where_there_is_nothing_nothing_is_made() -> None:
    made = sum(len(fitted(by_chance, "both").preparation.combinations.made) for _ in range(1))
    assert made == 0


def test_a_number_with_a_promised_direction_is_in_no_pair() -> None:
    model = fitted(by_power, "numbers", monotone={"speed": "increasing"})

    assert not any("speed" in name for name in model.preparation.layout.names if name != "speed")


def test_contributions_are_shared_by_both_parts_and_add_up(tmp_path: Path) -> None:
    model = fitted(by_power, "numbers")
    new = machines(seed=9, n=40)

    values, base, _ = model.contributions(new)

    np.testing.assert_allclose(values.sum(axis=1) + base, model.predict(new), atol=1e-6)
    assert np.abs(values[:, :3]).mean(axis=0)[1:].min() > np.abs(values[:, 0]).mean()
    save_model(model, tmp_path / "model", {})
    np.testing.assert_array_equal(load_model(tmp_path / "model").predict(new), model.predict(new))


def test_contributions_of_many_columns_are_worked_out_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    model, new = fitted(by_power, "numbers"), machines(seed=9, n=40)
    at_once, base, _ = model.contributions(new)

    monkeypatch.setattr("automl.families.model.CELLS_EXPLAINED", 30)
    in_parts, same_base, _ = model.contributions(new)

    np.testing.assert_allclose(in_parts, at_once)
    np.testing.assert_allclose(same_base, base)


def test_gaps_new_labels_and_zeros_are_no_trouble() -> None:
    model = fitted(by_power, "both")
    new = machines(seed=9, n=5)
    new.loc[0, ["force", "speed"]] = [np.nan, 0.0]
    new.loc[1, "shop"] = "a new shop"
    new.loc[2, "shop"] = None

    assert np.isfinite(model.predict(new)).all()
