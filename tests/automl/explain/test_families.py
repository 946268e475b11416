"""Explanations of models as the search builds them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl.data.table import Column
from automl.explain import explain_model
from automl.families import family
from automl.families.ensemble import WeightedEnsemble

COLUMNS = (
    Column("tenure", "number", {}),
    Column("plan", "category", {}),
    Column("since", "datetime", {}),
    Column("noise", "number", {}),
)


def table(n_rows: int = 400) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(0)
    X = pd.DataFrame({"tenure": random.gamma(2, 12, n_rows)})
    X["plan"] = pd.Series(random.choice(["basic", "plus", "pro"], n_rows), dtype="str")
    X["since"] = pd.Series(
        pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 700, n_rows), unit="D")
    )
    X["since"] = X["since"].astype("datetime64[us]")
    X["noise"] = random.normal(size=n_rows)
    X.loc[::9, "tenure"] = np.nan
    margin = 1.5 - 0.1 * X["tenure"].fillna(20) + (X["plan"] == "basic")
    return X, margin.to_numpy(dtype=float)


@pytest.mark.parametrize("name", ["linear", "lightgbm", "decision_tree", "knn"])
@pytest.mark.parametrize("task", ["binary", "regression"])
def test_models_of_the_search_are_explained_with_reasons_that_add_up(name: str, task: str) -> None:
    X, margin = table()
    y = (margin > np.median(margin)).astype(np.int64) if task == "binary" else margin
    model = family(name).build({}, task=task, features=COLUMNS, n_classes=2, seed=0).fit(X, y)

    def score(positions: np.ndarray, predicted: np.ndarray) -> float:
        said = predicted[:, 1] if task == "binary" else predicted
        return float(((said - y[positions]) ** 2).mean())

    told = explain_model(
        model,
        X,
        y=y,
        task=task,  # type: ignore[arg-type] # one of the tasks
        classes=("No", "Yes") if task == "binary" else (),
        score=score,
        greater_is_better=False,
        kinds={column.name: column.kind for column in COLUMNS},
        seconds=0.5,
    )

    assert told.importance[0].column in ("tenure", "plan")
    for row in told.examples:
        added = sum(c for _, _, c in row.contributions)
        start, end = row.base, row.prediction
        if row.unit == "log-odds":
            start, end = (float(np.log(p / (1 - p))) for p in (start, end))
        assert added == pytest.approx(end - start, abs=1e-6)


def test_an_ensemble_is_explained_by_what_adds_up_to_its_own_predictions() -> None:
    X, margin = table()
    y = (margin > np.median(margin)).astype(np.int64)
    members = [
        family(name).build({}, task="binary", features=COLUMNS, n_classes=2, seed=0).fit(X, y)
        for name in ("linear", "lightgbm")
    ]
    told = explain_model(
        WeightedEnsemble(members, [0.4, 0.6]),
        X,
        y=y,
        task="binary",
        classes=("No", "Yes"),
        score=lambda positions, predicted: float(np.abs(predicted[:, 1] - y[positions]).mean()),
        greater_is_better=False,
        seconds=0.5,
    )

    assert all(row.unit == "probability" for row in told.examples)
    for row in told.examples:
        assert sum(c for _, _, c in row.contributions) == pytest.approx(row.prediction - row.base, abs=1e-9)
