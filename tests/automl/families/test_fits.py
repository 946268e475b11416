"""What a fit decides itself, what a user fixes, and what is found in data with a planted truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from automl.data.load import load_table
from automl.data.table import Column
from automl.families import Model, family, shape_of
from automl.families.network import Network, Plan, train
from automl.testing import planted

SHARED = Path(__file__).parents[4] / "shared" / "data"

BOOSTED = {
    "lightgbm": "n_estimators",
    "xgboost": "n_estimators",
    "catboost": "iterations",
    "hist_gradient_boosting": "max_iter",
}


def boosted(name: str) -> Any:
    one = family(name)
    if one.why_unavailable() is not None:
        pytest.skip(str(one.why_unavailable()))
    return one


@pytest.mark.parametrize("name", BOOSTED)
def test_a_number_of_trees_that_somebody_set_is_exact(name: str) -> None:
    one, data = boosted(name), planted("binary")

    model = data.build(one, {BOOSTED[name]: 7}).fit(
        data.X[60:], data.y[60:], valid=(data.X[:60], data.y[:60])
    )

    assert model.resolved_params == {BOOSTED[name]: 7}


@pytest.mark.parametrize("name", BOOSTED)
def test_boosting_stops_where_noise_begins(name: str) -> None:
    one, data = boosted(name), planted("binary")
    noise = np.random.default_rng(0).permutation(data.y)

    model = data.build(one).fit(data.X[80:], noise[80:], valid=(data.X[:80], noise[:80]))

    assert model.resolved_params[BOOSTED[name]] < 60


def test_an_alias_that_a_user_writes_wins_over_a_default() -> None:
    data = planted("regression")

    model = data.build(boosted("catboost"), {"iterations": 50, "n_estimators": 5}).fit(data.X, data.y)

    assert model.params["iterations"] == 5


def test_the_strength_of_a_penalty_is_found() -> None:
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(120, 60)), columns=[f"x{j}" for j in range(60)])
    y = X["x0"].to_numpy() + random.normal(size=120)
    columns = tuple(Column(name, "number") for name in X)

    model = family("linear").build({}, task="regression", features=columns, n_classes=0, seed=0)
    model.fit(X, y)

    assert model.resolved_params["alpha"] >= 10


def test_balanced_classes_raise_the_rare_one() -> None:
    data = planted("binary", n_rows=400)
    rare = np.where((data.y == 1) & (np.arange(400) % 4 == 0), 1, 0)

    def mean(params: dict[str, Any]) -> float:
        return float(
            data.build(family("linear"), params).fit(data.X, rare).predict_proba(data.X)[:, 1].mean()
        )

    assert mean({"C": 1.0, "class_weight": "balanced"}) > 2 * mean({"C": 1.0})


def test_a_skewed_target_is_predicted_by_its_mean() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=3_000)
    X, y = pd.DataFrame({"x": x}), np.exp(1 + x + random.normal(0, 1, 3_000))
    model = family("lightgbm").build(
        {"prep.target": "log"}, task="regression", features=(Column("x", "number"),), n_classes=0, seed=0
    )

    model.fit(X[:2_000], y[:2_000])

    assert model.predict(X[2_000:]).mean() == pytest.approx(y[2_000:].mean(), rel=0.15)
    assert model.contributions(X[:5]) is None


def test_a_network_learns_what_no_line_can() -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(2_000, 2)).astype(np.float32)
    y = np.eye(2, dtype=np.float32)[(X[:, 0] * X[:, 1] > 0).astype(int)]
    plan = Plan((32, 16), "relu", 0.01, 0.0, 64, 0.01, 20)
    network = Network(plan, n_in=2, n_out=2, seed=0)

    rounds = train([network], X, y, None, stop_after=None, loss=None)

    assert rounds == 20
    assert (network.output(X).argmax(axis=1) == y.argmax(axis=1)).mean() > 0.95


def test_calibrated_families_mean_what_they_say() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(3_000, 3))
    truth = 1 / (1 + np.exp(-(2 * x[:, 0] + x[:, 1])))
    y = (random.random(3_000) < truth).astype(np.int64)
    X = pd.DataFrame(np.column_stack([x, x[:, 0]]), columns=["a", "b", "c", "a again"])
    columns = tuple(Column(name, "number") for name in X)

    for name in ("svm", "naive_bayes"):
        model = family(name).build({}, task="binary", features=columns, n_classes=2, seed=0)
        said = model.fit(X[:2_000], y[:2_000]).predict_proba(X[2_000:])[:, 1]
        assert np.abs(said - truth[2_000:]).mean() < 0.1, name
        assert abs(said[said > 0.8].mean() - y[2_000:][said > 0.8].mean()) < 0.06, name


def test_many_rows_are_handled_by_those_that_cost_much() -> None:
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(35_000, 2)), columns=["a", "b"])
    y = (X["a"] * X["b"] + random.normal(0, 0.3, 35_000) > 0).astype(np.int64).to_numpy()
    columns = tuple(Column(name, "number") for name in X)

    for name in ("svm", "knn"):
        model = family(name).build({}, task="binary", features=columns, n_classes=2, seed=0).fit(X, y)
        assert roc_auc_score(y[:2_000], model.predict_proba(X[:2_000])[:, 1]) > 0.9, name


def test_a_target_that_a_fold_lacks_in_validation_rows_stops_nothing() -> None:
    data = planted("multiclass")
    train_rows, other = data.y != 2, data.y == 2

    model = data.build(family("lightgbm")).fit(
        data.X[train_rows], data.y[train_rows], valid=(data.X[other], data.y[other])
    )

    assert model.predict_proba(data.X).shape == (len(data.y), 3)


def test_a_thousand_columns_are_prepared_in_no_time() -> None:
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(100, 1_000)), columns=[f"c{j}" for j in range(1_000)])
    y = (X["c0"] > 0).astype(np.int64).to_numpy()
    columns = tuple(Column(name, "number") for name in X)

    for name in ("linear", "lightgbm", "random_forest"):
        model: Model = family(name).build({}, task="binary", features=columns, n_classes=2, seed=0).fit(X, y)
        assert model.predict_proba(X).shape == (100, 2)


def auc_of_folds(name: str, file: str, target: str, positive: str, ignored: tuple[str, ...]) -> float:
    path = SHARED / file
    if not path.is_file():
        pytest.skip("the public tables of ../shared/data are not here")
    table = load_table(path)
    columns = tuple(c for c in table.columns if c.name not in (target, *ignored))
    X, y = (
        table.frame[[c.name for c in columns]],
        (table.labels(target) == positive).to_numpy().astype(np.int64),
    )
    one = family(name)
    params = one.defaults(shape_of(X, y, features=columns, task="binary", n_classes=2))[0]
    parts = np.random.default_rng(0).permutation(len(y)) % 5
    said = np.empty(len(y))
    for part in range(5):
        inside = parts == part
        model = one.build(params, task="binary", features=columns, n_classes=2, seed=0)
        model.fit(X[~inside], y[~inside], valid=(X[inside], y[inside]))
        said[inside] = model.predict_proba(X[inside])[:, 1]
    return float(roc_auc_score(y, said))


@pytest.mark.parametrize("name", ["lightgbm", "linear", "mlp"])
def test_telco_churn_is_predicted_as_well_as_it_can_be(name: str) -> None:
    assert auc_of_folds(name, "telco_churn.csv", "Churn", "Yes", ("customerID",)) > 0.84


def test_insurance_charges_are_predicted_within_their_noise() -> None:
    path = SHARED / "insurance_charges.csv"
    if not path.is_file():
        pytest.skip("the public tables of ../shared/data are not here")
    table = load_table(path)
    columns = tuple(c for c in table.columns if c.name != "charges")
    X, y = table.frame[[c.name for c in columns]], table.frame["charges"].to_numpy()
    aside = np.arange(len(y)) % 4 == 0
    one = family("lightgbm")
    params = one.defaults(shape_of(X, y, features=columns, task="regression", n_classes=0))[0]

    model = one.build(params, task="regression", features=columns, n_classes=0, seed=0).fit(
        X[~aside], y[~aside]
    )

    assert np.sqrt(((model.predict(X[aside]) - y[aside]) ** 2).mean()) < 0.45 * y.std()
