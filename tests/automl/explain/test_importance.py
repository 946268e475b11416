"""Permutation importance on data whose important columns are planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl.explain import as_predict, permutation_importance
from automl.explain.screening import screen_columns
from automl.explain.sizes import Cost, NativeCost, choose_sizes, sample_rows


class Planted:
    """Log-odds: twice `strong`, half `weak`, and the category `kind`; nothing else matters."""

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        kind = X["kind"].map({"a": -1.0, "b": 1.0}).fillna(0.0).to_numpy(dtype=float)
        p = 1 / (1 + np.exp(-(2 * X["strong"].to_numpy() + 0.5 * X["weak"].to_numpy() + kind)))
        return np.column_stack([1 - p, p])


def planted_table(n_rows: int = 800, n_noise: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(0)
    X = pd.DataFrame({name: random.normal(size=n_rows) for name in ("strong", "weak")})
    X["kind"] = pd.Series(random.choice(["a", "b"], size=n_rows), dtype="str")
    for i in range(n_noise):
        X[f"noise{i}"] = random.normal(size=n_rows)
    y = (random.random(n_rows) < Planted().predict_proba(X)[:, 1]).astype(np.int64)
    return X, y


def log_loss_of(y: np.ndarray):  # type: ignore[no-untyped-def] # a closure over the truth
    def score(positions: np.ndarray, predicted: np.ndarray) -> float:
        said = predicted[np.arange(len(positions)), y[positions]]
        return float(-np.log(np.clip(said, 1e-12, 1)).mean())

    return score


def test_planted_columns_come_first_and_noise_measures_exactly_nothing() -> None:
    X, y = planted_table()

    found = permutation_importance(
        as_predict(Planted(), "binary"), X, y=y, score=log_loss_of(y), greater_is_better=False
    )

    assert [f.column for f in found[:3]] == ["strong", "kind", "weak"]
    assert all(f.drop > 0 and f.low <= f.drop <= f.high for f in found[:3])
    assert {f.column: (f.drop, f.low, f.high) for f in found[3:]} == {
        f"noise{i}": (0, 0, 0) for i in range(3)
    }


def test_the_interval_covers_the_importance_on_many_rows() -> None:
    X, y = planted_table(20_000)
    truth = permutation_importance(
        as_predict(Planted(), "binary"),
        X,
        y=y,
        score=log_loss_of(y),
        greater_is_better=False,
        columns=[1],
        n_repeats=2,
    )[0].drop

    covered = 0
    for draw in range(40):
        rows = np.arange(500 * draw, 500 * (draw + 1))
        found = permutation_importance(
            as_predict(Planted(), "binary"),
            X,
            y=y,
            score=log_loss_of(y),
            greater_is_better=False,
            positions=rows,
            columns=[1],
            n_repeats=3,
        )[0]
        covered += found.low <= truth <= found.high

    assert covered >= 34


def test_the_same_seed_gives_the_same_figures_whichever_columns_are_asked_for() -> None:
    X, y = planted_table()
    options = {"y": y, "score": log_loss_of(y), "greater_is_better": False, "seed": 3}
    predict = as_predict(Planted(), "binary")

    everything = permutation_importance(predict, X, **options)  # type: ignore[arg-type]
    one = permutation_importance(predict, X, columns=[1], **options)  # type: ignore[arg-type]
    other_seed = permutation_importance(predict, X, **(options | {"seed": 4}))  # type: ignore[arg-type]

    assert one[0] == next(f for f in everything if f.column == "weak")
    assert everything != other_seed


def test_a_score_that_fails_on_one_class_gives_a_figure_without_nan() -> None:
    X, y = planted_table(30)

    def nan_score(positions: np.ndarray, predicted: np.ndarray) -> float:
        return float("nan")

    found = permutation_importance(
        as_predict(Planted(), "binary"), X, y=y, score=nan_score, greater_is_better=True
    )

    assert all(f.drop == f.low == f.high == 0 for f in found)


def test_screening_finds_the_columns_that_matter_among_thousands() -> None:
    random = np.random.default_rng(1)
    X = pd.DataFrame(random.normal(size=(64, 4000)), columns=[f"c{i}" for i in range(4000)])
    n_calls = 0

    def predict(frame: pd.DataFrame) -> np.ndarray:
        nonlocal n_calls
        n_calls += 1
        return 3 * frame["c17"].to_numpy() + 2 * frame["c3999"].to_numpy() + frame["c1234"].to_numpy()

    found = screen_columns(predict, X, limit=10, seed=0)

    assert found == [17, 3999, 1234]
    assert n_calls < 60


@pytest.mark.parametrize("native", [NativeCost(0.01, 0.0001), None])
def test_slower_predictions_get_smaller_sizes(native: NativeCost | None) -> None:
    quick = choose_sizes(Cost(0.002, 1e-6, 1e-4), 5000, n_columns=20, seconds=3, native=native)
    slow = choose_sizes(Cost(0.2, 1e-3, 1e-3), 5000, n_columns=20, seconds=3, native=native)

    assert (quick.rows, quick.repeats, quick.columns) == (2000, 5, 20)
    assert slow.rows < quick.rows
    assert slow.columns < 20


def test_slow_contributions_of_the_model_itself_are_averaged_over_fewer_rows() -> None:
    quick, slow = (
        choose_sizes(Cost(0.002, 1e-6, 1e-4), 5000, n_columns=20, seconds=3, native=NativeCost(0.01, row_s))
        for row_s in (1e-4, 1e-2)
    )

    assert (quick.shap_rows, slow.shap_rows) == (1000, 50)


def test_a_smaller_sample_is_part_of_a_larger_one() -> None:
    few, many = sample_rows(1000, 50, seed=2), sample_rows(1000, 300, seed=2)

    assert set(few) < set(many)
    assert list(few) == sorted(few)
