"""What families, scores and the models of a search are called where people read."""

from __future__ import annotations

import re
from typing import Final

from automl.spec.plugins import outside_label

FAMILY_LABELS: Final[dict[str, str]] = {
    "dummy": "Baseline",
    "linear": "Linear model",
    "decision_tree": "Decision tree",
    "random_forest": "Random forest",
    "extra_trees": "Extra trees",
    "knn": "Nearest neighbours",
    "naive_bayes": "Naive Bayes",
    "svm": "Support vector machine",
    "mlp": "Neural network",
    "lightgbm": "LightGBM",
    "xgboost": "XGBoost",
    "catboost": "CatBoost",
    "hist_gradient_boosting": "Histogram gradient boosting",
    "ensemble": "Ensemble",
}

SCORE_LABELS: Final[dict[str, str]] = {
    "roc_auc": "ROC AUC",
    "average_precision": "average precision",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "f1": "F1",
    "f1_macro": "macro F1",
    "precision": "precision",
    "recall": "recall",
    "log_loss": "log loss",
    "brier": "Brier score",
    "mcc": "Matthews correlation",
    "quadratic_kappa": "quadratic kappa",
    "rmse": "RMSE",
    "mae": "mean absolute error",
    "mape": "mean absolute percentage error",
    "smape": "symmetric mean absolute percentage error",
    "r2": "R²",
    "rmsle": "root mean squared log error",
    "median_ae": "median absolute error",
    "silhouette": "silhouette",
}

# "random_forest-4, fold 2": the family, the number of the trial, and what is being done with it.
_MODEL = re.compile(r"(?P<family>\w+)(?:-(?P<trial>\d+))?(?P<rest>,.*)?")


def family_label(name: str) -> str:
    """A family for people; one from outside as it calls itself, or by its name."""
    return FAMILY_LABELS.get(name) or outside_label(name)


def score_label(name: str) -> str:
    """A score for people; what is no standard score by its own name."""
    return SCORE_LABELS.get(name, name.replace("_", " "))


def model_label(name: str) -> str:
    """A model of a search for people.

    Examples
    --------
    >>> model_label("random_forest-4, fold 2")
    'Random forest · trial 4, fold 2'
    >>> model_label("dummy-0")
    'Baseline'
    """
    found = _MODEL.fullmatch(name)
    if found is None:
        return name
    # There is one baseline, and it is always the first.
    is_numbered = found["trial"] is not None and found["family"] != "dummy"
    number = f" · trial {found['trial']}" if is_numbered else ""
    return f"{family_label(found['family'])}{number}{found['rest'] or ''}"
