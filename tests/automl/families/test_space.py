"""Search spaces keep to what a user says, whatever it is."""

from __future__ import annotations

from typing import Any

import optuna
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.errors import SpecError
from automl.families import FAMILIES, Family, Shape, family
from automl.spec.model import HyperRange

SHAPES = (
    Shape(n_rows=5_000, n_numbers=8, n_categories=3, max_levels=30, n_texts=1, n_classes=2, task="binary"),
    Shape(n_rows=900, n_numbers=4, n_categories=0, max_levels=0, n_texts=0, n_classes=5, task="multiclass"),
    Shape(
        n_rows=60_000,
        n_numbers=20,
        n_categories=2,
        max_levels=9,
        n_texts=0,
        n_classes=0,
        task="regression",
        skewed=True,
    ),
)


def ask(one: Family, shape: Shape, bounds: dict[str, HyperRange], *, seed: int = 0) -> dict[str, Any]:
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=seed))
    return one.suggest(study.ask(), shape, bounds)


@st.composite
def bounded_families(draw: st.DrawFn) -> tuple[Family, Shape, str, HyperRange]:
    shape = draw(st.sampled_from(SHAPES))
    one = draw(st.sampled_from([f for f in FAMILIES if shape.task in f.tasks and f.space(shape)]))
    numeric = {
        name: default
        for name, default in one.parameters(shape.task).items()
        if isinstance(default, int | float) and not isinstance(default, bool)
    }
    name = draw(st.sampled_from(sorted(numeric)))
    whole = isinstance(numeric[name], int)
    edges = st.integers(1, 500) if whole else st.floats(1e-4, 100, allow_nan=False)
    low, high = sorted((float(draw(edges)), float(draw(edges))))
    form = draw(st.sampled_from(("both", "min", "max", "value", "choices")))
    if form == "value":
        return one, shape, name, HyperRange(value=low)
    if form == "choices":
        return one, shape, name, HyperRange(choices=(low, high))
    return (
        one,
        shape,
        name,
        HyperRange(min=low if form != "max" else None, max=high if form != "min" else None),
    )


@settings(max_examples=150)
@given(bounded_families(), st.integers(0, 5))
def test_every_suggestion_keeps_to_the_bound(case: tuple[Family, Shape, str, HyperRange], seed: int) -> None:
    one, shape, name, bound = case

    value = ask(one, shape, {name: bound}, seed=seed)[name]
    moved = one.bounded(one.defaults(shape)[-1], shape.task, {name: bound})[name]

    default = one.parameters(shape.task)[name]
    for found in (value, moved):
        if bound.value is not None:
            assert found == bound.value
        elif bound.choices is not None:
            assert found in bound.choices
        else:
            assert bound.min is None or found >= bound.min
            assert bound.max is None or found <= bound.max
        assert isinstance(default, float) or type(found) is int


@settings(max_examples=40)
@given(st.sampled_from(FAMILIES), st.sampled_from(SHAPES), st.integers(0, 3))
def test_the_same_seed_asks_for_the_same(one: Family, shape: Shape, seed: int) -> None:
    if shape.task in one.tasks:
        assert ask(one, shape, {}, seed=seed) == ask(one, shape, {}, seed=seed)


def test_an_alias_bounds_the_parameter_it_stands_for() -> None:
    params = ask(family("catboost"), SHAPES[0], {"n_estimators": HyperRange(value=77)})

    assert params["iterations"] == 77 and "n_estimators" not in params


def test_a_parameter_outside_of_the_space_is_searched_where_it_is_bounded() -> None:
    found = {
        ask(family("lightgbm"), SHAPES[0], {"path_smooth": HyperRange(min=1, max=9)}, seed=s)["path_smooth"]
        for s in range(5)
    }

    assert len(found) > 1 and all(1 <= value <= 9 for value in found)


def test_choices_of_preparation_can_be_bounded_too() -> None:
    params = ask(family("linear"), SHAPES[0], {"prep.encoding": HyperRange(value="target")})

    assert params["prep.encoding"] == "target"


def test_a_whole_number_needs_a_whole_number_in_its_range() -> None:
    with pytest.raises(
        SpecError, match=r"'num_leaves' must be a whole number, and there is none between 8.2 and 8.7"
    ):
        ask(family("lightgbm"), SHAPES[0], {"num_leaves": HyperRange(min=8.2, max=8.7)})


def test_none_can_be_said_in_words() -> None:
    params = ask(family("random_forest"), SHAPES[0], {"max_depth": HyperRange(choices=("none", 7))}, seed=1)

    assert params["max_depth"] in (None, 7)
