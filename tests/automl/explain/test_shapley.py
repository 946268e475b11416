"""Sampled Shapley values against the exact ones, and additivity by construction."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.explain import (
    Contributions,
    as_predict,
    explain_row,
    mix_contributions,
    native_contributions,
    sampled_shapley,
    typical_rows,
)
from automl.explain.rows import REST


def curved(X: pd.DataFrame) -> np.ndarray:
    return np.asarray(X["a"] * X["b"] + np.sin(3 * X["c"]) + (X["word"] == "x") * X["a"], dtype=float)


def shares(X: pd.DataFrame) -> np.ndarray:
    margins = np.column_stack([X["a"], X["b"] * X["c"], (X["word"] == "x") * 1.0])
    powers = np.exp(margins)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def table(n_rows: int, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    X = pd.DataFrame(random.normal(size=(n_rows, 3)), columns=["a", "b", "c"])
    X.loc[::7, "b"] = np.nan
    X["b"] = X["b"].fillna(0.25)
    X["word"] = pd.Series(random.choice(["x", "y", "z"], size=n_rows), dtype="str")
    return X


def exact_shapley(row: pd.DataFrame, background: pd.DataFrame) -> np.ndarray:
    values = np.zeros(4)
    orders = list(permutations(range(4)))
    for start in range(len(background)):
        for order in orders:
            at = background.iloc[[start]].reset_index(drop=True)
            said = curved(at)[0]
            for column in order:
                at.isetitem(column, row.iloc[:, column].array)
                values[column] += curved(at)[0] - said
                said = curved(at)[0]
    return values / (len(orders) * len(background))


def test_many_walks_come_close_to_the_exact_values() -> None:
    X = table(400)
    row, background = X.iloc[[5]].reset_index(drop=True), X.iloc[20:24].reset_index(drop=True)
    many = pd.concat([background] * 150, ignore_index=True)

    told = sampled_shapley(curved, row, many, seed=1)

    assert told.values[0] == pytest.approx(exact_shapley(row, background), abs=0.05)
    assert told.error is not None
    assert (np.abs(told.values[0] - exact_shapley(row, background)) <= 4 * told.error[0] + 1e-12).all()


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), n_background=st.integers(1, 12), grouped=st.booleans())
def test_contributions_add_up_to_the_prediction_however_few_walks(
    seed: int, n_background: int, grouped: bool
) -> None:
    X = table(60, seed)
    rows, background = X.iloc[:3].reset_index(drop=True), typical_rows(X, n_background, seed=seed)
    columns = [0, 3] if grouped else None

    told = sampled_shapley(curved, rows, background, columns=columns, seed=seed)
    classes = sampled_shapley(shares, rows, background, columns=columns, seed=seed)

    assert told.total == pytest.approx(curved(rows), abs=1e-9)
    assert told.base == pytest.approx(curved(background).mean(), abs=1e-9)
    assert classes.total == pytest.approx(shares(rows), abs=1e-9)
    assert classes.values.sum(axis=2) == pytest.approx(0, abs=1e-9)


def test_a_column_that_the_model_ignores_adds_exactly_nothing() -> None:
    X = table(60)
    X["ignored"] = np.random.default_rng(5).normal(size=60)

    told = sampled_shapley(curved, X.iloc[:4].reset_index(drop=True), typical_rows(X, 20, seed=0))

    assert (told.values[:, 4] == 0).all()


def test_the_same_seed_gives_the_same_values() -> None:
    X = table(60)
    row = X.iloc[[0]].reset_index(drop=True)
    background = typical_rows(X, 10, seed=0)

    first, again, other = (sampled_shapley(curved, row, background, seed=seed) for seed in (1, 1, 2))

    assert (first.values == again.values).all()
    assert (first.values != other.values).any()


class LogOdds:
    """A linear model with exact contributions in log-odds."""

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        p = 1 / (1 + np.exp(-(0.3 + X["a"] - 2 * X["b"])))
        return np.column_stack([1 - p, p])

    def contributions(self, X: pd.DataFrame) -> tuple[np.ndarray, float, str]:
        return np.column_stack([X["a"], -2 * X["b"], 0 * X["c"], 0 * X["c"]]), 0.3, "log-odds"


def test_native_contributions_are_used_only_where_they_add_up() -> None:
    X, model = table(60), LogOdds()
    predict = as_predict(model, "binary")

    def wrong(X: pd.DataFrame) -> tuple[np.ndarray, float, str]:
        values, base, unit = model.contributions(X)
        return values * 1.1, base, unit

    told = native_contributions(model.contributions, X, predict=predict, task="binary")

    assert told is not None
    assert told.unit == "log-odds"
    assert native_contributions(wrong, X, predict=predict, task="binary") is None
    assert native_contributions(lambda X: None, X, predict=predict, task="binary") is None


def test_a_rows_reasons_add_up_between_the_log_odds_of_base_and_prediction() -> None:
    X, model = table(60), LogOdds()
    options = {
        "background": typical_rows(X, 20, seed=0),
        "task": "binary",
        "classes": ("No", "Yes"),
        "row_id": 42,
    }

    told = explain_row(
        as_predict(model, "binary"),
        X.iloc[[7]],
        native=model.contributions,
        decision="act",
        **options,  # type: ignore[arg-type]
    )
    sampled = explain_row(as_predict(model, "binary"), X.iloc[[7]], **options)  # type: ignore[arg-type]

    def log_odds(p: float) -> float:
        return float(np.log(p / (1 - p)))

    assert (told.row, told.label, told.decision, told.unit) == (42, "Yes", "act", "log-odds")
    added = sum(c for _, _, c in told.contributions)
    assert added == pytest.approx(log_odds(told.prediction) - log_odds(told.base), abs=1e-9)
    assert sampled.unit == "probability"
    assert sum(c for _, _, c in sampled.contributions) == pytest.approx(
        sampled.prediction - sampled.base, abs=1e-9
    )


def test_wide_rows_name_the_columns_that_move_them_and_keep_the_sum() -> None:
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(50, 300)), columns=[f"c{i}" for i in range(300)])

    def predict(frame: pd.DataFrame) -> np.ndarray:
        return np.asarray(5 * frame["c250"] + 0.01 * frame.to_numpy().sum(axis=1))

    told = explain_row(predict, X.iloc[[0]], background=typical_rows(X, 10, seed=0), task="regression")

    assert told.contributions[0][0] == "c250" or told.contributions[1][0] == "c250"
    assert told.contributions[-1][0] == REST
    assert sum(c for _, _, c in told.contributions) == pytest.approx(told.prediction - told.base, abs=1e-9)


def test_members_of_an_ensemble_mix_in_values_but_not_in_log_odds() -> None:
    def part(unit: str, value: float) -> Contributions:
        return Contributions(np.full((2, 3), value), np.zeros(2), unit, "x", np.zeros(2))

    mixed = mix_contributions([part("value", 1.0), part("value", 3.0)], [0.25, 0.75])

    assert mixed is not None
    assert (mixed.values == 2.5).all()
    assert mix_contributions([part("log-odds", 1.0), part("log-odds", 3.0)], [0.5, 0.5]) is None
    assert mix_contributions([part("value", 1.0), None], [0.5, 0.5]) is None
