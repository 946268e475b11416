"""Model families: what can be learned with, each in one file behind one interface.

    from automl.families import FAMILIES, family, applicable, shape_of
    model = family("lightgbm").build(params, task="binary", features=columns, n_classes=2, seed=0)
    model.fit(X, y).predict_proba(X)

Importing this imports pandas and nothing heavier; scikit-learn and the boosters come with the first fit.
"""

from __future__ import annotations

from automl.errors import SpecError
from automl.families.base import Direction, Family
from automl.families.catboost import CatBoost
from automl.families.choosing import applicable
from automl.families.decision_tree import DecisionTree
from automl.families.dummy import Dummy
from automl.families.extra_trees import ExtraTrees
from automl.families.hist_gradient_boosting import HistGradientBoosting
from automl.families.knn import NearestNeighbours
from automl.families.lightgbm import LightGBM
from automl.families.linear import Linear
from automl.families.mlp import MLP
from automl.families.model import Model
from automl.families.naive_bayes import NaiveBayes
from automl.families.plugin import SklearnFamily, plugin
from automl.families.preparation import Derived
from automl.families.random_forest import RandomForest
from automl.families.shape import Shape, Task, shape_of
from automl.families.svm import SVM
from automl.families.xgboost import XGBoost
from automl.spec.plugins import outside_names

FAMILIES: tuple[Family, ...] = (
    Dummy(),
    Linear(),
    DecisionTree(),
    RandomForest(),
    ExtraTrees(),
    NearestNeighbours(),
    NaiveBayes(),
    SVM(),
    MLP(),
    LightGBM(),
    XGBoost(),
    CatBoost(),
    HistGradientBoosting(),
)

_BY_NAME = {one.name: one for one in FAMILIES}


def known_family(name: str) -> Family | None:
    """The family of a name, one from outside imported for it; None where there is none that can be used."""
    return _BY_NAME.get(name) or plugin(name)


def family(name: str) -> Family:
    """The family of a name.

    Raises
    ------
    SpecError
        If there is none.
    """
    found = known_family(name)
    if found is None:
        known = ", ".join((*_BY_NAME, *outside_names()))
        raise SpecError(f"There is no model family {name!r}; there are {known}.", field="models")
    return found


__all__ = [
    "FAMILIES",
    "Derived",
    "Direction",
    "Family",
    "Model",
    "Shape",
    "SklearnFamily",
    "Task",
    "applicable",
    "family",
    "known_family",
    "shape_of",
]
