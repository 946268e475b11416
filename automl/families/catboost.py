"""CatBoost: boosted symmetric trees that read labels by statistics of the rows before them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from automl.families import threads
from automl.families.base import Family
from automl.families.boosting import boosting_cost_s, n_trees, patience, stops_early
from automl.families.learner import Array, Learner, Training
from automl.families.links import probabilities
from automl.families.matrix import Layout, Matrix
from automl.families.needs import Needs
from automl.families.presets import in_plain_form, with_pairs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting, Whole

_OWN = ("iterations", "early_stopping_rounds", "class_weight")

# Bytes of what CatBoost keeps of a tree level to work out the next: four doubles for each leaf, border, column and
# function; with 7 classes, 55 columns and 254 borders 200 MB. Fewer take half the time at equal scores.
MOST_STATISTICS = 64e6
BORDERS = (128, 64, 32)
# Statistics of pairs of labels gain a little (adult income 0.0004 of the area under the curve) and cost half the time
# of a long fit; those of 40 columns took a gigabyte and ten times as long, for nothing (house prices).
MOST_PAIRS = 30
MOST_ROWS_WITH_PAIRS = 50_000


class CatBoostLearner(Learner):
    """A model of the native interface."""

    booster: Any
    task: Task
    layout: Layout

    def fit(self, training: Training) -> None:
        """Boost; with validation rows, until they stop getting better."""
        from catboost import CatBoost

        self.task, self.layout = training.task, training.layout
        stop = stops_early(self.params, "iterations", validated=training.valid is not None)
        outputs = training.n_classes if training.n_classes > 2 else 1
        trees = n_trees(self.params, "iterations", n_rows=len(training.y), n_outputs=outputs, validated=stop)
        booster = CatBoost(self._params(training) | {"iterations": trees})
        booster.fit(
            self._pool(training.values, label=training.y, weight=training.weight),
            eval_set=self._pool(training.valid[0], label=training.valid[1])
            if training.valid and stop
            else None,
            use_best_model=stop,
            early_stopping_rounds=patience(self.params) if stop else None,
        )
        self.resolved = {"iterations": int(booster.tree_count_) if stop else trees}
        self.booster = booster

    def margin(self, values: Matrix) -> Array:
        """Log-odds, logits, or the value."""
        n_threads = threads.for_rows(values.shape[0])
        raw = self.booster.predict(
            self._pool(values), prediction_type="RawFormulaVal", thread_count=n_threads
        )
        return np.asarray(raw, dtype=np.float64)

    def predict(self, values: Matrix) -> Array:
        """Probabilities, or values."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def contributions(self, values: Matrix) -> tuple[Array, Array]:
        """Tree Shapley values."""
        raw = self.booster.get_feature_importance(self._pool(values), type="ShapValues", thread_count=1)
        raw = np.asarray(raw, dtype=np.float64)
        if raw.ndim == 2:
            return raw[:, :-1], raw[:, -1]
        by_class = raw.transpose(0, 2, 1)
        return by_class[:, :-1], by_class[:, -1]

    def _pool(self, values: Matrix, *, label: Any = None, weight: Array | None = None) -> Any:
        from catboost import Pool

        categorical = list(self.layout.categorical)
        if not categorical:
            return Pool(values, label=label, weight=weight, thread_count=1)
        n_numbers = categorical[0]
        columns: dict[int, Any] = {j: values[:, j] for j in range(n_numbers)}
        for j, n_levels in zip(categorical, self.layout.n_levels, strict=True):
            column = values[:, j]  # a missing label is a label of its own here
            columns[j] = np.where(np.isnan(column), n_levels, column).astype(np.int32)
        return Pool(
            pd.DataFrame(columns), label=label, weight=weight, cat_features=categorical, thread_count=1
        )

    def _params(self, training: Training) -> dict[str, Any]:
        params = {k: v for k, v in self.params.items() if k not in _OWN and v is not None}
        outputs = training.n_classes if training.n_classes > 2 else 1
        one_hot = int(params.get("one_hot_max_size", 2))
        n_read = sum(n > one_hot for n in training.layout.n_levels)  # columns read by statistics
        pairs = n_read * (n_read - 1) // 2
        affordable = len(training.y) <= MOST_ROWS_WITH_PAIRS and outputs == 1 and pairs <= MOST_PAIRS
        params.setdefault("max_ctr_complexity", 2 if affordable else 1)
        params.setdefault(
            "border_count", borders(training.values.shape[1], outputs, int(params.get("depth", 6)))
        )
        params |= {
            "random_seed": training.seed,
            "thread_count": 1,
            "allow_writing_files": False,
            "logging_level": "Silent",
        }
        if training.layout.constrained:
            params["monotone_constraints"] = list(training.layout.directions)
        if training.task == "regression":
            return params | {"loss_function": "RMSE"}
        return params | {"loss_function": "Logloss" if training.n_classes == 2 else "MultiClass"}


class CatBoost(Family):
    """Boosted symmetric trees, strong with labels."""

    name = "catboost"
    label = "CatBoost"
    monotone = True
    package = "catboost"
    simplicity = 7
    repeatable = True
    preparation = Needs(
        encoding="native", float32=True, max_levels=1_000_000, max_codes=1_000_000, min_count=1
    )
    encodings = ("native", "target", "ordinal", "onehot")
    aliases: ClassVar[Mapping[str, str]] = {
        "n_estimators": "iterations",
        "num_boost_round": "iterations",
        "num_trees": "iterations",
        "eta": "learning_rate",
        "max_depth": "depth",
        "reg_lambda": "l2_leaf_reg",
        "colsample_bylevel": "rsm",
        "max_bin": "border_count",
        "min_child_samples": "min_data_in_leaf",
        "max_leaves": "num_leaves",
    }

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of CatBoostClassifier and CatBoostRegressor."""
        shared = {
            "iterations": 1000,
            "learning_rate": 0.03,
            "depth": 6,
            "l2_leaf_reg": 3.0,
            "random_strength": 1.0,
            "bagging_temperature": 1.0,
            "bootstrap_type": "MVS",
            "subsample": 0.8,
            "rsm": 1.0,
            "border_count": 254,
            "one_hot_max_size": 2,
            "max_ctr_complexity": 4,
            "min_data_in_leaf": 1,
            "num_leaves": 31,
            "grow_policy": "SymmetricTree",
            "boosting_type": "Plain",
            "leaf_estimation_iterations": 1,
            "model_size_reg": 0.5,
            "early_stopping_rounds": 0,
        }
        return shared if task == "regression" else shared | {"class_weight": None, "scale_pos_weight": 1.0}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Well-rounded, then with means of the target, then deep where there are many rows and shallow where few.

        The last has columns made of two others.
        """
        base = {
            "learning_rate": (0.06 if shape.n_outputs == 1 else 0.1) if shape.n_rows <= 30_000 else 0.12,
            "depth": 6,
            "l2_leaf_reg": 3.0,
            "random_strength": 1.0,
            "rsm": columns_per_tree(shape),
            "one_hot_max_size": 8,
            "boosting_type": "Plain",
            "prep.encoding": "native",
        }
        # Means of the target instead of statistics by permutation: quicker with many labels, and other mistakes.
        other = base | {
            "depth": 7 if shape.n_outputs == 1 else 6,
            "l2_leaf_reg": 8.0,
            "prep.encoding": "target",
        }
        sized = base | ({"depth": 8, "l2_leaf_reg": 5.0} if shape.n_rows > 10_000 else {"depth": 4})
        return in_plain_form(with_pairs([base, other, sized], shape, of=0), shape)

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Rate, depth, penalty, and how labels are read."""
        found: list[Setting] = [
            Real("learning_rate", 0.03, 0.2, log=True),
            Whole("depth", 3, 9),
            Real("l2_leaf_reg", 0.5, 30.0, log=True),
            Real("random_strength", 0.1, 10.0, log=True),
            Real("rsm", 0.3, 1.0),
        ]
        if shape.has_pairs:
            found.append(Choice("prep.combine", ("none", "both")))
        if shape.n_categories:
            found.append(Whole("one_hot_max_size", 2, 32, log=True))
            found.append(Choice("prep.encoding", ("native", "target")))
        if shape.skewed:
            found.append(Choice("prep.target", ("none", "log")))
        return tuple(found)

    def left_to_fit(self, task: Task) -> str | None:
        """The number of trees."""
        return "iterations"

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """A booster."""
        return CatBoostLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        trees = n_trees(params, "iterations", n_rows=shape.n_rows, n_outputs=shape.n_outputs, validated=False)
        leaves = 2.0 ** float(params.get("depth", 6))
        native = params.get("prep.encoding", "native") == "native"
        share = shape.n_categories / max(1, shape.n_columns) if native else 0.0
        return boosting_cost_s(
            shape, trees, fixed_s=0.3, per_leaf_s=1.6e-5, per_cell_s=3e-9 * (1 + 0.7 * share), leaves=leaves
        )


def borders(n_columns: int, n_outputs: int, depth: int) -> int:
    """Borders between the values of a number: as many as keep the statistics of a level within bounds."""
    each = 32.0 * 2**depth * n_columns * n_outputs
    return next((n for n in BORDERS if n * each <= MOST_STATISTICS), BORDERS[-1])


def columns_per_tree(shape: Shape) -> float:
    """Share of the columns that each split looks at; of many columns a part, which is quicker and no worse."""
    return float(min(1.0, max(0.4, 20 / max(1, shape.n_columns))))
