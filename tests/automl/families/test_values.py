"""Values that no library takes are a sentence before the run; all that ours suggest are fine."""

from __future__ import annotations

from typing import Any

import pytest

from automl.errors import SpecError
from automl.families import FAMILIES, Shape
from automl.families.values import wrong_values
from automl.framing import check
from automl.spec.model import HyperRange, ProblemSpec

BY_NAME = {family.name: family for family in FAMILIES}


def complaints(key: str, **bound: Any) -> list[str]:
    family = BY_NAME[key.partition(".")[0]]
    task = "regression" if key in ("svm.epsilon", "linear.alpha") else "binary"
    assert task in family.tasks
    return [str(error) for error in wrong_values({key: HyperRange(**bound)}, BY_NAME, task)]  # type: ignore[arg-type]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_default_and_every_searched_bound_is_a_value_that_may_be_set(family: Any) -> None:
    for task in family.tasks:
        n_classes = {"binary": 2, "multiclass": 4, "regression": 0}[task]
        shape = Shape(
            n_rows=5_000,
            n_numbers=9,
            n_categories=2,
            max_levels=9,
            n_texts=0,
            n_classes=n_classes,
            task=task,
            skewed=task == "regression",
        )
        said = [dict(family.parameters(task)), *family.defaults(shape)]
        for name, value in ((n, v) for params in said for n, v in params.items() if v is not None):
            bound = HyperRange(value=value)
            assert not list(wrong_values({f"{family.name}.{name}": bound}, BY_NAME, task)), (name, value)
        for setting in family.space(shape):
            ends = {"min": getattr(setting, "low", None), "max": getattr(setting, "high", None)}
            if ends["min"] is not None:
                key = f"{family.name}.{setting.name}"
                assert not list(wrong_values({key: HyperRange(**ends)}, BY_NAME, task)), setting


@pytest.mark.parametrize(
    ("key", "bound", "sentence"),
    [
        (
            "lightgbm.num_leaves",
            {"value": -8},
            "'lightgbm.num_leaves' must be a whole number at least 2 and at most 131072; it is -8.",
        ),
        (
            "svm.kernel",
            {"choices": ("rbf", "rbff")},
            "'svm.kernel' must be one of 'linear', 'poly', 'rbf', 'sigmoid'; it is 'rbff'.",
        ),
        ("random_forest.n_estimators", {"min": 0, "max": 100}, "must be a whole number at least 1; it is 0"),
        ("linear.l1_ratio", {"value": 2}, "must be a number at least 0 and at most 1; it is 2"),
        ("xgboost.subsample", {"min": 0.5, "max": 1.5}, "must be a number above 0 and at most 1; it is 1.5"),
        ("lightgbm.extra_trees", {"value": "sometimes"}, "must be true or false; it is 'sometimes'"),
        ("knn.n_neighbors", {"value": "many"}, "must be a whole number at least 1; it is 'many'"),
        (
            "lightgbm.min_data_in_leaf",
            {"value": 0},
            "'lightgbm.min_data_in_leaf' must be a whole number at least 1",
        ),
        ("decision_tree.max_depth", {"value": 2.5}, "must be a whole number at least 1; it is 2.5"),
        ("decision_tree.max_depth", {"min": 1.5, "max": 8}, "must be a whole number at least 1; it is 1.5"),
        ("xgboost.max_depth", {"choices": (3, 4.5)}, "must be a whole number at least 0; it is 4.5"),
        ("random_forest.min_samples_leaf", {"value": 1.5}, "above 0, and a whole one above 1; it is 1.5"),
    ],
)
def test_a_value_that_no_library_takes_is_named(key: str, bound: dict[str, Any], sentence: str) -> None:
    (found,) = complaints(key, **bound)

    assert sentence in found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lightgbm.max_depth", -1),
        ("decision_tree.min_samples_leaf", 0.05),
        ("random_forest.max_features", "sqrt"),
        ("random_forest.max_features", 4),
        ("svm.gamma", "scale"),
        ("svm.gamma", 0.3),
        ("mlp.hidden_layer_sizes", "64,32"),
        ("lightgbm.num_leaves", "31"),
        ("decision_tree.max_depth", 3.0),
        ("extra_trees.bootstrap", True),
    ],
)
def test_a_value_that_a_library_takes_is_left_alone(key: str, value: Any) -> None:
    assert not complaints(key, value=value)


def test_framing_refuses_it() -> None:
    import pandas as pd

    from automl.data.load import load_table

    table = load_table(pd.DataFrame({"a": range(40), "y": ["no", "yes"] * 20}))
    spec = ProblemSpec.model_validate(
        {
            "task": "binary",
            "target": "y",
            "positive_label": "yes",
            "hyperparameters": {"svm.kernel": {"value": "rbff"}},
        }
    )

    with pytest.raises(SpecError, match="'rbff'"):
        check(spec, table)
