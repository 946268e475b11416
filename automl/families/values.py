"""Which values a setting may take, so that a slip is a sentence before the run and not a failed trial in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from automl.errors import SpecError
from automl.families.base import Family
from automl.families.kernels import KERNELS
from automl.families.network import ACTIVATIONS
from automl.families.shape import Task
from automl.families.treatment import TREATMENTS
from automl.spec.model import HyperRange


@dataclass(frozen=True)
class Numbers:
    """Numbers from `low` to `high`, and words or single numbers that stand for something else."""

    low: float
    high: float = math.inf
    above: bool = False  # `low` itself is too small
    also: tuple[float | str, ...] = ()
    whole: bool = False
    whole_from: float = math.inf  # at or below it a share, such as 0.05 of the rows; above it a count

    def holds(self, value: float) -> bool:
        """Whether a number is one of them."""
        if (self.whole or value > self.whole_from) and not value.is_integer():
            return False
        return (value > self.low if self.above else value >= self.low) and value <= self.high

    def __str__(self) -> str:
        start = f"above {self.low:g}" if self.above else f"at least {self.low:g}"
        within = start if self.high == math.inf else f"{start} and at most {self.high:g}"
        kind = "a whole number" if self.whole else "a number"
        count = f", and a whole one above {self.whole_from:g}" if self.whole_from < self.high else ""
        return ", or ".join([f"{kind} {within}{count}", *(repr(word) for word in self.also)])


_COUNT, _COUNT_OR_NONE = Numbers(1, whole=True), Numbers(0, whole=True)
_NOT_NEGATIVE, _POSITIVE = Numbers(0), Numbers(0, above=True)
_SHARE = Numbers(0, 1, above=True)
_COUNT_OR_SHARE = Numbers(0, above=True, whole_from=1)  # of rows or columns

#: Parameter → numbers that every library takes; a name with its family goes before one without.
NUMBERS: Mapping[str, Numbers] = {
    **dict.fromkeys(
        (
            "n_estimators",
            "iterations",
            "max_iter",
            "n_neighbors",
            "n_networks",
            "repeats",
            "n_rounds",
            "num_parallel_tree",
            "min_child_samples",
            "min_data_in_leaf",
            "min_data_per_group",
            "max_cat_threshold",
            "max_cat_to_onehot",
            "subsample_for_bin",
            "degree",
            "leaf_estimation_iterations",
            "p",
        ),
        _COUNT,
    ),
    **dict.fromkeys(
        (
            "alpha",
            "reg_alpha",
            "reg_lambda",
            "l2_leaf_reg",
            "l2_regularization",
            "cat_l2",
            "cat_smooth",
            "ccp_alpha",
            "min_child_weight",
            "min_split_gain",
            "min_impurity_decrease",
            "path_smooth",
            "random_strength",
            "bagging_temperature",
            "model_size_reg",
            "max_delta_step",
            "epsilon",
        ),
        _NOT_NEGATIVE,
    ),
    **dict.fromkeys(
        (
            "early_stopping_rounds",
            "subsample_freq",
            "max_leaves",
            "one_hot_max_size",
            "max_ctr_complexity",
        ),
        _COUNT_OR_NONE,
    ),
    **dict.fromkeys(("C", "learning_rate", "learning_rate_init", "tol", "scale_pos_weight"), _POSITIVE),
    **dict.fromkeys(
        (
            "subsample",
            "colsample_bytree",
            "colsample_bylevel",
            "colsample_bynode",
            "feature_fraction_bynode",
            "rsm",
            "hist_gradient_boosting.max_features",
        ),
        _SHARE,
    ),
    "num_leaves": Numbers(2, 131_072, whole=True),
    "max_leaf_nodes": Numbers(2, whole=True),
    "max_depth": _COUNT,
    "lightgbm.max_depth": Numbers(1, also=(-1.0, 0.0), whole=True),
    "xgboost.max_depth": _COUNT_OR_NONE,
    "depth": Numbers(1, 16, whole=True),
    "border_count": Numbers(1, 65_535, whole=True),
    "max_bin": Numbers(2, whole=True),
    "max_bins": Numbers(2, 255, whole=True),
    "n_bins": Numbers(2, whole=True),
    "min_samples_leaf": _COUNT_OR_SHARE,
    "min_samples_split": _COUNT_OR_SHARE,
    "min_weight_fraction_leaf": Numbers(0, 0.5),
    "max_features": Numbers(0, above=True, also=("sqrt", "log2"), whole_from=1),
    "max_samples": _COUNT_OR_SHARE,
    "gamma": _NOT_NEGATIVE,
    "svm.gamma": Numbers(0, above=True, also=("scale", "auto")),
    "l1_ratio": Numbers(0, 1),
    "dropout": Numbers(0, 0.95),
    "batch_size": Numbers(1, also=("auto",), whole=True),
}

#: Parameter → the words that it takes.
WORDS: Mapping[str, tuple[str, ...]] = {
    "svm.kernel": tuple(KERNELS),
    "mlp.activation": tuple(ACTIVATIONS),
    "knn.weights": ("uniform", "distance"),
    "class_weight": ("balanced",),
    "splitter": ("best", "random"),
    "prep.rows": TREATMENTS,
}


def wrong_values(
    hyperparameters: Mapping[str, HyperRange], families: Mapping[str, Family], task: Task
) -> Iterator[SpecError]:
    """What no library would take, one sentence each.

    Parameters
    ----------
    hyperparameters : mapping
        The specification's: ``"lightgbm.num_leaves"`` → bound.
    families : mapping
        Name → family.
    """
    for key, bound in hyperparameters.items():
        name, _, given = key.partition(".")
        family = families.get(name)
        if family is None or given not in family.param_names(task):
            continue  # said elsewhere
        parameter = family.aliases.get(given, given)
        default = {**family.parameters(task)}.get(parameter)
        for value in _values(bound):
            expected = _expected(family.name, parameter, value, default=default)
            if expected:
                yield SpecError(
                    f"{key!r} must be {expected}; it is {value!r}.", field=f"hyperparameters.{key}"
                )
                break


def _values(bound: HyperRange) -> list[Any]:
    given = [bound.min, bound.max, bound.value, *(bound.choices or ())]
    return [value for value in given if value is not None]


def _expected(family: str, parameter: str, value: Any, *, default: Any) -> str:
    """What a value would have to be; empty where it may be as it is."""
    if isinstance(default, bool):
        return "" if isinstance(value, bool) or value in (0, 1) else "true or false"
    words = WORDS.get(f"{family}.{parameter}", WORDS.get(parameter))
    if words is not None:
        return "" if value in words else f"one of {', '.join(map(repr, words))}"
    numbers = NUMBERS.get(f"{family}.{parameter}", NUMBERS.get(parameter))
    if numbers is None or value in numbers.also:
        return ""
    number = _number(value)
    return "" if number is not None and numbers.holds(number) else str(numbers)


def _number(value: Any) -> float | None:
    """A number, or a text that holds one, as models write it; None for anything else."""
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
