"""Which scores, metrics and families go with which task, and which way each score points."""

from __future__ import annotations

from math import inf
from typing import Final

from automl.spec.fields import FAMILY_NAMES
from automl.spec.plugins import fact_of, outside_names

_NUMBERS: Final = ("regression", "forecast")
_LABELS: Final = ("binary", "multiclass")

#: Tasks that have a column to predict.
SUPERVISED: Final = ("binary", "multiclass", "regression", "forecast")

#: Score → the tasks that it can judge.
SCORE_TASKS: Final[dict[str, tuple[str, ...]]] = {
    "roc_auc": _LABELS,
    "average_precision": _LABELS,
    "accuracy": _LABELS,
    "balanced_accuracy": _LABELS,
    "f1": _LABELS,
    "f1_macro": _LABELS,
    "precision": _LABELS,
    "recall": _LABELS,
    "log_loss": _LABELS,
    "brier": _LABELS,
    "mcc": _LABELS,
    "quadratic_kappa": (*_LABELS, "regression"),  # grades, predicted as classes or as numbers
    "rmse": _NUMBERS,
    "mae": _NUMBERS,
    "mape": _NUMBERS,
    "smape": _NUMBERS,
    "r2": _NUMBERS,
    "rmsle": _NUMBERS,
    "median_ae": _NUMBERS,
    "silhouette": ("clustering",),
}

#: Scores of which less is better.
ERRORS: Final = ("log_loss", "brier", "rmse", "mae", "mape", "smape", "rmsle", "median_ae")

#: Scores that lie between 0 and 1.
SHARES: Final = (
    "roc_auc",
    "average_precision",
    "accuracy",
    "balanced_accuracy",
    "f1",
    "f1_macro",
    "precision",
    "recall",
    "brier",
)

#: Rates of acting on the right and the wrong rows, which a floor or a constraint may bound.
RATES: Final = (
    "precision",
    "recall",
    "false_positive_rate",
    "specificity",
    "false_negative_rate",
    "negative_predictive_value",
)

#: Rows that are acted on, as a count and as a share, which a constraint may bound.
FLAGGED: Final = ("flagged", "flagged_share")

#: The lowest and the highest value of what has them; other scores can be any number.
RANGES: Final[dict[str, tuple[float, float]]] = {
    **dict.fromkeys(ERRORS, (0.0, inf)),
    **dict.fromkeys((*SHARES, *RATES, "flagged_share"), (0.0, 1.0)),
    **dict.fromkeys(("mcc", "quadratic_kappa", "silhouette"), (-1.0, 1.0)),
    "r2": (-inf, 1.0),
}

#: What should be small: a bound on it is one from above.
SMALL_IS_GOOD: Final = (*ERRORS, "false_positive_rate", "false_negative_rate")

#: Kind of metric → the tasks that it can judge. `standard` and `weighted` follow their score.
KIND_TASKS: Final[dict[str, tuple[str, ...]]] = {
    "payoff": ("binary",),
    "top_k": ("binary",),
    "floor": ("binary",),
    "cost_matrix": ("multiclass",),
    "asymmetric": _NUMBERS,
    "tolerance": _NUMBERS,
    "expression": SUPERVISED,
}

#: Families that cannot be used for some task.
FAMILY_TASKS: Final[dict[str, tuple[str, ...]]] = {"naive_bayes": _LABELS}

#: Families that a person can read.
INTERPRETABLE: Final = ("linear", "decision_tree", "naive_bayes")

#: The score that stands in where no metric was spoken of: proper, and known to everybody.
DEFAULT_SCORE: Final[dict[str, str]] = {
    "binary": "roc_auc",
    "multiclass": "log_loss",
    "regression": "rmse",
    "forecast": "mae",
    "clustering": "silhouette",
}


def family_names() -> tuple[str, ...]:
    """All families: those of the contract, and those that installed packages name."""
    return (*FAMILY_NAMES, *outside_names())


def can_do(family: str, task: str) -> bool:
    """Whether a family can be used for a task."""
    return task in FAMILY_TASKS.get(family, fact_of(family, "tasks", (task,)))


def interpretable_families() -> tuple[str, ...]:
    """Families that a person can read."""
    return (*INTERPRETABLE, *(name for name in outside_names() if fact_of(name, "interpretable", False)))


def scores_for(task: str) -> list[str]:
    """Names of the standard scores that can judge a task."""
    return [name for name, tasks in SCORE_TASKS.items() if task in tasks]


def metric_kinds_for(task: str) -> list[str]:
    """Kinds of metric that can judge a task, besides a standard score."""
    return [kind for kind, tasks in KIND_TASKS.items() if task in tasks]
