"""Conformance suites: what every member of a registry must do, for ours and for those that come from outside.

    from automl.testing import FAMILY_CHECKS
    for check in FAMILY_CHECKS:
        check(family)

Each check takes one member and raises AssertionError where it breaks the promise in its first line. The tables are
planted: what is to be found in them is known.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.table import Column, Kind
from automl.families import Family, Model, Shape, Task, shape_of
from automl.families.storage import load_model, save_model
from automl.spec.model import HyperRange

N_ROWS = 240

# Names that broke one library or another: quotes, JSON, brackets, an emoji, blanks, a comma, nothing but a digit.
ODD_NAMES: dict[str, Kind] = {
    'size "m²" [log]': "number",
    "{income}: €": "number",
    "member?": "boolean",
    "colour, main": "category",
    "shop 😀": "category",
    "since <when>": "datetime",
    "7": "text",
}


@dataclass(frozen=True)
class Planted:
    """A table whose target follows from its first number, a colour and a word of its text, and noise."""

    task: Task
    X: pd.DataFrame
    y: NDArray[Any]
    columns: tuple[Column, ...]
    n_classes: int

    @property
    def shape(self) -> Shape:
        """Its shape."""
        return shape_of(self.X, self.y, features=self.columns, task=self.task, n_classes=self.n_classes)

    def build(
        self,
        family: Family,
        params: dict[str, Any] | None = None,
        *,
        monotone: dict[str, Literal["increasing", "decreasing"]] | None = None,
    ) -> Model:
        """An unfitted model of a family, by default its first configuration."""
        return family.build(
            family.defaults(self.shape)[0] if params is None else params,
            task=self.task,
            features=self.columns,
            n_classes=self.n_classes,
            seed=7,
            monotone=monotone,
        )


def planted(task: Task, *, n_rows: int = N_ROWS, seed: int = 0) -> Planted:
    """Make a table with every kind of column, odd names, and gaps."""
    rng = np.random.default_rng(seed)
    size, colour = rng.normal(size=n_rows), rng.choice(["red", "green", "blue"], n_rows)
    word = rng.choice(["broken", "splendid", "usual"], n_rows)
    signal = (
        2 * size + 2.0 * (colour == "red") + 1.5 * (word == "splendid") + rng.normal(scale=0.5, size=n_rows)
    )
    income = np.exp(rng.normal(10, 1, n_rows))
    income[rng.random(n_rows) < 0.1] = np.nan
    labels = pd.Series(colour, dtype="str").mask(rng.random(n_rows) < 0.05)
    days = pd.to_timedelta(rng.integers(0, 900, n_rows), unit="D")
    values = (
        size,
        income,
        (rng.random(n_rows) < 0.4).astype(float),
        labels,
        pd.Series([f"shop {i}" for i in rng.integers(0, 40, n_rows)], dtype="str"),
        pd.Series(pd.Timestamp("2023-01-01") + days).astype("datetime64[us]"),
        pd.Series([f"it came {w} on day {d}" for w, d in zip(word, rng.integers(1, 9, n_rows), strict=True)]),
    )
    X = pd.DataFrame(dict(zip(ODD_NAMES, values, strict=True)))
    columns = tuple(Column(name, kind) for name, kind in ODD_NAMES.items())
    if task == "regression":
        return Planted(task, X, np.exp(signal / 3), columns, 0)
    edges = [1.0] if task == "binary" else [-0.5, 2.0]
    return Planted(task, X, np.digitize(signal, edges).astype(np.int64), columns, len(edges) + 1)


@lru_cache(maxsize=8)
def fitted(family: Family, task: Task) -> Model:
    """A family's first default on all rows of the planted table; not to be changed."""
    data = planted(task)
    return data.build(family).fit(data.X, data.y)


def said(model: Any, X: pd.DataFrame) -> NDArray[np.float64]:
    """Probabilities or values, checked for shape and sense."""
    if model.task == "regression":
        values = np.asarray(model.predict(X))
        assert values.shape == (len(X),) and values.dtype == np.float64 and np.isfinite(values).all()
        return values
    shares = np.asarray(model.predict_proba(X))
    assert shares.shape == (len(X), model.n_classes) and shares.dtype == np.float64
    assert np.isfinite(shares).all() and (shares >= 0).all()
    assert np.allclose(shares.sum(axis=1), 1.0, atol=1e-6)
    return shares


def check_learns(family: Family) -> None:
    """It finds what was planted, better than the baseline, on rows that it has not seen."""
    for data in _tables(family):
        data = planted(data.task, n_rows=600)
        train, asked = np.arange(600) < 400, np.arange(600) >= 400
        model = data.build(family).fit(data.X[train], data.y[train])
        loss = _loss(said(model, data.X[asked]), data.y[asked])
        constant = _constant(data, data.y[train], n_rows=int(asked.sum()))
        assert family.simplicity == 0 or loss < 0.97 * _loss(constant, data.y[asked]), (
            family.name,
            data.task,
            loss,
        )


def check_every_default_fits(family: Family) -> None:
    """Each default configuration fits, alone and with rows to stop early on."""
    for data in _tables(family):
        for params in family.defaults(data.shape)[: 1 if data.task == "multiclass" else None]:
            model = data.build(family, params)
            said(model.fit(data.X[60:], data.y[60:], valid=(data.X[:60], data.y[:60])), data.X[:5])


def check_same_again(family: Family) -> None:
    """Fitted again, pickled, stored and loaded, it predicts the same to the last bit."""
    for data in _tables(family):
        model = fitted(family, data.task)
        first = said(model, data.X)
        assert np.array_equal(first, said(data.build(family).fit(data.X, data.y), data.X))
        assert np.array_equal(first, said(pickle.loads(pickle.dumps(model)), data.X))
        with tempfile.TemporaryDirectory() as folder:
            save_model(model, folder, {})
            assert np.array_equal(first, said(load_model(folder), data.X))


def check_rows_stand_alone(family: Family) -> None:
    """A row's prediction does not depend on the rows beside it; no row gives no prediction."""
    for data in _tables(family):
        model = fitted(family, data.task)
        together = said(model, data.X[:6])
        alone = np.concatenate([said(model, data.X.iloc[[i]]) for i in range(6)])
        assert np.allclose(together, alone, rtol=1e-9, atol=1e-12)
        assert np.array_equal(together, said(model, data.X[:6][list(reversed(ODD_NAMES))]))


def check_odd_rows(family: Family) -> None:
    """Labels never seen, columns without a value, infinite and huge numbers are predicted for as well."""
    for data in _tables(family):
        model = fitted(family, data.task)
        odd = data.X[:6].copy()
        numbers = [name for name, kind in ODD_NAMES.items() if kind == "number"]
        odd[numbers] = np.array(
            [[np.inf, -np.inf], [1e300, -1e300], [np.nan, np.nan], [0, 0], [1e9, 1e-9], [5, 5]]
        )
        odd["colour, main"] = pd.Series(["", "purple", None, 'r"ed', "red", "😀"], dtype="str")
        said(model, odd)
        empty = odd.copy()
        for name, kind in ODD_NAMES.items():
            empty[name] = pd.Series([None] * 6).astype(_DTYPES[kind])
        said(model, empty)


def check_poor_columns(family: Family) -> None:
    """It learns where columns are constant or empty within the rows, and where none says anything."""
    for data in _tables(family):
        poor = data.X.copy()
        poor["{income}: €"] = np.nan
        poor["member?"] = 1.0
        poor["colour, main"] = pd.Series([None] * N_ROWS, dtype="str")
        said(data.build(family).fit(poor, data.y), data.X)
        for name, kind in ODD_NAMES.items():
            poor[name] = pd.Series([None] * N_ROWS).astype(_DTYPES[kind])
        said(data.build(family).fit(poor, data.y), data.X)


def check_rare_classes(family: Family) -> None:
    """A class that the rows lack gets a small probability; one class alone, or one value, is learned as such."""
    for data in _tables(family):
        if data.task == "regression":
            model = data.build(family).fit(data.X, np.full(N_ROWS, 3.5))
            assert np.allclose(said(model, data.X[:4]), 3.5)
            continue
        rare = np.where(data.y == 0, 0, data.n_classes - 1)
        if data.n_classes > 2:
            shares = said(data.build(family).fit(data.X, rare), data.X)
            assert (shares[:, 1] < 0.05).all() and (shares[:, 1] > 0).all()
            once = rare.copy()
            once[0] = 1
            said(data.build(family).fit(data.X, once, valid=(data.X[:50], data.y[:50])), data.X)
        shares = said(data.build(family).fit(data.X, np.zeros(N_ROWS, dtype=np.int64)), data.X)
        assert (shares[:, 0] > 0.9).all()


def check_weights(family: Family) -> None:
    """Where every row is contradicted by a copy that weighs little, the row is believed."""
    for data in _tables(family):
        high = data.y.max()
        twice = pd.concat([data.X, data.X], ignore_index=True)
        y = np.concatenate([data.y, np.full(N_ROWS, high)])
        weight = np.repeat([1.0, 0.02], N_ROWS)
        level = [said(data.build(family).fit(twice, y, w), data.X) for w in (np.ones(2 * N_ROWS), weight)]
        mean = [s.mean() if s.ndim == 1 else s[:, -1].mean() for s in level]
        truth = data.y.mean() if data.task == "regression" else (data.y == high).mean()
        assert abs(mean[1] - truth) < 0.5 * abs(mean[0] - truth), (family.name, data.task, mean, truth)


def check_resolved(family: Family) -> None:
    """With what a fit with validation rows decided, a fit without them says the same."""
    for data in _tables(family):
        train = np.arange(N_ROWS) < 160
        first = family.defaults(data.shape)[0]
        model = data.build(family, first).fit(
            data.X[train], data.y[train], valid=(data.X[~train], data.y[~train])
        )
        again = data.build(family, first | model.resolved_params).fit(data.X[train], data.y[train])
        assert np.allclose(said(model, data.X), said(again, data.X), rtol=1e-6), (family.name, data.task)


def check_contributions(family: Family) -> None:
    """Where a family has contributions, they add up to the margin, column by column of the original table."""
    for data in _tables(family):
        model = fitted(family, data.task)
        found = family.contributions(model, data.X[:20])
        if found is None:
            continue
        values, base, unit = found
        margin = model.margin(data.X[:20])
        assert margin is not None
        assert values.shape[:2] == (20, len(data.columns)) and unit in ("log-odds", "value")
        assert np.allclose(values.sum(axis=1) + base, margin, rtol=1e-4, atol=1e-4), (family.name, data.task)
        if data.task == "regression":
            assert np.allclose(margin, said(model, data.X[:20]))


def check_monotone(family: Family) -> None:
    """A family that promises a direction keeps to it in its predictions; another refuses."""
    first = next(iter(ODD_NAMES))
    for data in _tables(family):
        if data.task == "multiclass" or not family.monotone:
            continue
        noise = np.random.default_rng(3).permutation(data.y)  # nothing to be learned but wiggles
        model = data.build(family, monotone={first: "increasing"}).fit(data.X, noise)
        for row in range(3):
            grid = data.X.iloc[[row] * 40].reset_index(drop=True)
            grid[first] = np.linspace(-4, 4, 40)
            level = said(model, grid) if data.task == "regression" else said(model, grid)[:, 1]
            assert (np.diff(level) >= -1e-9).all(), (family.name, data.task)


def check_space(family: Family) -> None:
    """What is searched is known by name, lies around the defaults, and keeps to the bounds that a user sets."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    for data in _tables(family):
        known = family.param_names(data.task)
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
        for _ in range(10):
            params = family.suggest(study.ask(), data.shape, {})
            assert set(params) <= set(known), (family.name, set(params) - set(known))
        for params in family.defaults(data.shape):
            assert set(params) <= set(known)
            left = family.left_to_fit(data.task)
            assert {s.name for s in family.space(data.shape)} - {left} <= set(params), family.name
        for setting in family.space(data.shape):
            value = family.defaults(data.shape)[0].get(setting.name, 0.25)
            fixed = family.suggest(study.ask(), data.shape, {setting.name: HyperRange(value=value)})
            assert fixed[setting.name] == value and type(fixed[setting.name]) is type(value)


def check_cost(family: Family) -> None:
    """More rows never cost less."""
    for data in _tables(family):
        params = family.defaults(data.shape)[0]
        sizes = (200, 2_000, 10_000, 20_000)
        costs = [family.fit_s(_resized(data.shape, n), params) for n in sizes]
        assert costs == sorted(costs) and costs[0] > 0


FAMILY_CHECKS: tuple[Callable[[Family], None], ...] = (
    check_learns,
    check_every_default_fits,
    check_same_again,
    check_rows_stand_alone,
    check_odd_rows,
    check_poor_columns,
    check_rare_classes,
    check_weights,
    check_resolved,
    check_contributions,
    check_monotone,
    check_space,
    check_cost,
)


def check_family(family: Family) -> None:
    """Everything that a family must do."""
    for check in FAMILY_CHECKS:
        check(family)


_DTYPES: dict[str, Any] = {
    "number": "float64",
    "boolean": "float64",
    "category": "str",
    "datetime": "datetime64[us]",
    "text": "str",
}


def _tables(family: Family) -> Iterator[Planted]:
    for task in family.tasks:
        yield planted(task)


def _loss(predicted: NDArray[np.float64], y: NDArray[Any]) -> float:
    if predicted.ndim == 1:
        return float(((predicted - y) ** 2).mean())
    return float(-np.log(np.maximum(predicted[np.arange(len(y)), y], 1e-12)).mean())


def _constant(data: Planted, y: NDArray[Any], *, n_rows: int) -> NDArray[np.float64]:
    if data.task == "regression":
        return np.full(n_rows, y.mean())
    return np.tile(np.bincount(y, minlength=data.n_classes) / len(y), (n_rows, 1))


def _resized(shape: Shape, n_rows: int) -> Shape:
    return replace(shape, n_rows=n_rows)
