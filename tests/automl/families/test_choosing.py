"""Which families may be tried, and what is said of those that may not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from automl.errors import SpecError
from automl.families import FAMILIES, Shape, applicable, family
from automl.spec.model import Limits, Models

LARGE = Shape(
    n_rows=300_000, n_numbers=9, n_categories=0, max_levels=0, n_texts=0, n_classes=2, task="binary"
)


def names(found: tuple[object, ...]) -> list[str]:
    return [one.name for one in found]  # type: ignore[attr-defined] # families


def test_all_thirteen_families_of_the_contract_are_there() -> None:
    assert len(FAMILIES) == 13 and len(set(names(FAMILIES))) == 13


def test_an_inclusion_leaves_the_others_out_and_the_baseline_in() -> None:
    usable, left_out = applicable("binary", models=Models(include=("linear",)))

    assert names(usable) == ["dummy", "linear"]
    assert dict(left_out)["svm"] == "The specification names other families to use only."


def test_an_exclusion_is_obeyed_but_for_the_baseline() -> None:
    usable, left_out = applicable("regression", models=Models(exclude=("mlp", "dummy")))

    assert "mlp" not in names(usable) and "dummy" in names(usable)
    assert dict(left_out)["mlp"] == "The specification excludes it."
    assert dict(left_out)["naive_bayes"] == "Naive Bayes does not do regression."


def test_only_what_a_person_can_follow() -> None:
    usable, _ = applicable("binary", limits=Limits(interpretable=True))

    assert names(usable) == ["dummy", "linear", "decision_tree", "naive_bayes"]


def test_only_what_can_promise_a_direction() -> None:
    usable, left_out = applicable("regression", monotone={"area": "increasing"})

    assert set(names(usable)) == {f.name for f in FAMILIES if f.monotone}
    assert "'area'" in dict(left_out)["knn"]


def test_no_direction_for_more_than_two_classes() -> None:
    usable, left_out = applicable("multiclass", monotone={"area": "increasing"})

    assert names(usable) == ["dummy"] and "more than two classes" in dict(left_out)["lightgbm"]


def test_slow_families_are_tried_on_large_tables_only_when_named() -> None:
    _, left_out = applicable("binary", shape=LARGE)
    usable, _ = applicable("binary", shape=LARGE, models=Models(include=("knn", "svm")))

    assert {"knn", "svm", "mlp"} <= set(dict(left_out))
    assert "there are 300,000" in dict(left_out)["knn"]
    assert names(usable) == ["dummy", "knn", "svm"]


def test_a_missing_library_is_said_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = __import__("importlib.util").util.find_spec
    monkeypatch.setattr(
        "automl.families.base.importlib.util.find_spec",
        lambda name: None if name == "catboost" else found(name),
    )

    _, left_out = applicable("binary")

    expected = "CatBoost is not installed; `python3 start.py --extras boost` installs it."
    assert dict(left_out)["catboost"] == expected


def test_an_unknown_family_and_an_unknown_parameter_are_answered_with_those_that_exist() -> None:
    with pytest.raises(SpecError, match="There is no model family 'lightbgm'; there are dummy, linear"):
        family("lightbgm")
    with pytest.raises(
        SpecError, match=r"LightGBM has no parameter 'num_leafs' for binary. Did you mean 'num_leaves'"
    ):
        family("lightgbm").build({"num_leafs": 3}, task="binary", features=(), n_classes=2, seed=0)


def test_an_encoding_that_a_family_cannot_use_is_refused() -> None:
    with pytest.raises(SpecError, match=r"'knn.prep.encoding' must be one of 'target', 'onehot', 'ordinal'"):
        family("knn").build({"prep.encoding": "native"}, task="binary", features=(), n_classes=2, seed=0)


def test_a_direction_that_a_family_cannot_promise_is_refused() -> None:
    with pytest.raises(SpecError, match="Neural network cannot promise a direction for 'age'"):
        family("mlp").build(
            {}, task="binary", features=(), n_classes=2, seed=0, monotone={"age": "increasing"}
        )


def test_importing_the_families_brings_no_learner_with_it() -> None:
    code = "import automl.families, sys; print([m for m in ('sklearn', 'lightgbm', 'scipy') if m in sys.modules])"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("one", FAMILIES, ids=lambda one: one.name)
def test_parameters_are_those_of_the_estimators(one: object) -> None:
    import lightgbm
    import sklearn.ensemble
    import sklearn.svm
    import sklearn.tree

    estimators = {
        "random_forest": sklearn.ensemble.RandomForestClassifier,
        "extra_trees": sklearn.ensemble.ExtraTreesClassifier,
        "decision_tree": sklearn.tree.DecisionTreeClassifier,
        "hist_gradient_boosting": sklearn.ensemble.HistGradientBoostingClassifier,
        "svm": sklearn.svm.SVC,
        "lightgbm": lightgbm.LGBMClassifier,
    }
    extra = {"early_stopping_rounds"}
    of_the_library = {
        "lightgbm": {
            "feature_fraction_bynode",
            "extra_trees",
            "linear_tree",
            "max_bin",
            "path_smooth",
            "cat_smooth",
            "cat_l2",
            "min_data_per_group",
            "max_cat_threshold",
            "max_cat_to_onehot",
            "scale_pos_weight",
        }
    }
    estimator = estimators.get(one.name)  # type: ignore[attr-defined] # a family
    if estimator is None:
        pytest.skip("its parameters are those of several estimators, or our own")
    known = set(estimator().get_params()) | extra | of_the_library.get(one.name, set())  # type: ignore[attr-defined] # a family
    assert set(one.parameters("binary")) <= known  # type: ignore[attr-defined] # a family
