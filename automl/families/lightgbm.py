"""LightGBM: boosted trees grown leaf by leaf on binned columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from automl.families import threads
from automl.families.base import Family
from automl.families.boosting import (
    boosting_cost_s,
    columns_of_a_tree,
    n_trees,
    patience,
    small_leaf,
    stops_early,
)
from automl.families.learner import Array, Learner, Training
from automl.families.links import probabilities
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.presets import in_plain_form, with_pairs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting, Whole

_FIXED = {
    "verbosity": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,  # the choice between the two is made by timing otherwise
    "feature_pre_filter": False,
}


class LightGBMLearner(Learner):
    """A booster of the native interface."""

    booster: Any
    task: Task
    width: int

    def fit(self, training: Training) -> None:
        """Boost; with validation rows, until they stop getting better."""
        import lightgbm as lgb

        self.task = training.task
        n_rows = len(training.y)
        params = {k: v for k, v in self.params.items() if k not in _OWN and v is not None}
        params["min_child_samples"] = small_leaf(int(params.get("min_child_samples", 20)), n_rows)
        params |= _FIXED | self._objective(training)
        data = self._dataset(training, params)
        validated = training.valid is not None
        stop = stops_early(self.params, "n_estimators", validated=validated)
        outputs = training.n_classes if training.n_classes > 2 else 1
        trees = n_trees(self.params, "n_estimators", n_rows=n_rows, n_outputs=outputs, validated=stop)
        booster = lgb.train(
            params,
            data,
            num_boost_round=trees,
            valid_sets=[data.create_valid(training.valid[0], training.valid[1])]
            if training.valid and stop
            else None,
            callbacks=[lgb.early_stopping(patience(self.params), verbose=False)] if stop else None,
        )
        best = booster.best_iteration if stop and booster.best_iteration > 0 else trees
        self.resolved = {"n_estimators": best}
        self.width = training.values.shape[1]
        # Read back from its own text: what is stored is then the very model that was judged.
        self.booster = lgb.Booster(model_str=booster.model_to_string(num_iteration=best))

    def margin(self, values: Matrix) -> Array:
        """Log-odds, logits, or the value."""
        raw = self.booster.predict(values, raw_score=True, num_threads=threads.for_rows(values.shape[0]))
        return np.asarray(raw, dtype=np.float64)

    def predict(self, values: Matrix) -> Array:
        """Probabilities, or values."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def contributions(self, values: Matrix) -> tuple[Array, Array]:
        """Tree Shapley values."""
        raw = np.asarray(self.booster.predict(values, pred_contrib=True, num_threads=1), dtype=np.float64)
        if raw.shape[1] == self.width + 1:
            return raw[:, :-1], raw[:, -1]
        by_class = raw.reshape(len(raw), -1, self.width + 1).transpose(0, 2, 1)
        return by_class[:, :-1], by_class[:, -1]

    def _objective(self, training: Training) -> dict[str, Any]:
        seed = {"seed": training.seed}
        if training.task == "regression":
            return seed | {"objective": "regression"}
        if training.n_classes == 2:
            return seed | {"objective": "binary"}
        return seed | {"objective": "multiclass", "num_class": training.n_classes}

    def _dataset(self, training: Training, params: dict[str, Any]) -> Any:
        import lightgbm as lgb

        if training.layout.constrained:
            params["monotone_constraints"] = list(training.layout.directions)
        return lgb.Dataset(
            training.values,
            label=training.y,
            weight=training.weight,
            categorical_feature=list(training.layout.categorical),
            params=params,
            free_raw_data=False,
        )


_OWN = ("n_estimators", "early_stopping_rounds", "class_weight")


class LightGBM(Family):
    """Boosted trees, the quickest."""

    name = "lightgbm"
    label = "LightGBM"
    monotone = True
    package = "lightgbm"
    simplicity = 7
    repeatable = True
    preparation = Needs(encoding="native")
    encodings = ("native", "target", "ordinal", "onehot")
    aliases: ClassVar[Mapping[str, str]] = {
        "num_iterations": "n_estimators",
        "num_boost_round": "n_estimators",
        "feature_fraction": "colsample_bytree",
        "bagging_fraction": "subsample",
        "bagging_freq": "subsample_freq",
        "min_data_in_leaf": "min_child_samples",
        "lambda_l1": "reg_alpha",
        "lambda_l2": "reg_lambda",
        "eta": "learning_rate",
    }

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of LGBMClassifier and LGBMRegressor, and of the library's own that matter."""
        shared = {
            "n_estimators": 100,
            "learning_rate": 0.1,
            "num_leaves": 31,
            "max_depth": -1,
            "min_child_samples": 20,
            "min_child_weight": 1e-3,
            "min_split_gain": 0.0,
            "subsample": 1.0,
            "subsample_freq": 0,
            "subsample_for_bin": 200_000,
            "colsample_bytree": 1.0,
            "feature_fraction_bynode": 1.0,
            "reg_alpha": 0.0,
            "reg_lambda": 0.0,
            "boosting_type": "gbdt",
            "extra_trees": False,
            "linear_tree": False,
            "max_bin": 255,
            "path_smooth": 0.0,
            "cat_smooth": 10.0,
            "cat_l2": 10.0,
            "min_data_per_group": 100,
            "max_cat_threshold": 32,
            "max_cat_to_onehot": 4,
            "early_stopping_rounds": 0,
        }
        return shared if task == "regression" else shared | {"class_weight": None, "scale_pos_weight": 1.0}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Well-rounded, then with random thresholds, small and slow, large, and with columns made of two others."""
        usual = columns_of_a_tree(shape)
        base = {
            "learning_rate": 0.05 if shape.n_rows <= 30_000 else 0.1,
            "num_leaves": usual_leaves(shape),
            "min_child_samples": 20,
            "colsample_bytree": usual,
            "subsample": 0.9,
            "subsample_freq": 1,
            "reg_lambda": 1.0,
            "extra_trees": False,
            "max_bin": 127
            if shape.n_rows <= 20_000
            else 255,  # a third quicker, and no worse on small tables
            "prep.encoding": "native",
        }
        small = base | {
            "learning_rate": 0.03,
            "num_leaves": 8,
            "colsample_bytree": 0.75 * usual,
            "reg_lambda": 5.0,
        }
        random = base | {"extra_trees": True, "num_leaves": 31, "prep.encoding": "target"}
        large = base | {
            "num_leaves": 96,
            "min_child_samples": 10,
            "colsample_bytree": 1.125 * usual,
            "prep.encoding": "ordinal",
        }
        return in_plain_form(with_pairs([base, random, large, small], shape, of=0), shape)

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Size of trees, rate, shares of rows and columns, penalty; the number of trees follows from them."""
        usual = columns_of_a_tree(shape)
        found: list[Setting] = [
            Real("learning_rate", 0.02, 0.2, log=True),
            Whole("num_leaves", 4, 128 if shape.n_rows > 3_000 else 48, log=True),
            Whole("min_child_samples", 3, 100, log=True),
            Real("colsample_bytree", usual / 2, 1.25 * usual),
            Real("subsample", 0.6, 1.0),
            Real("reg_lambda", 1e-3, 30.0, log=True),
            Choice("extra_trees", (False, True)),
        ]
        if shape.has_pairs:
            found.append(Choice("prep.combine", ("none", "both")))
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("native", "target", "ordinal")))
        if shape.skewed:
            found.append(Choice("prep.target", ("none", "log")))
        return tuple(found)

    def left_to_fit(self, task: Task) -> str | None:
        """The number of trees."""
        return "n_estimators"

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """A booster."""
        return LightGBMLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        trees = n_trees(
            params, "n_estimators", n_rows=shape.n_rows, n_outputs=shape.n_outputs, validated=False
        )
        leaves = float(params.get("num_leaves", 31))
        return boosting_cost_s(shape, trees, fixed_s=0.05, per_leaf_s=2e-6, per_cell_s=1.5e-9, leaves=leaves)


def usual_leaves(shape: Shape) -> int:
    """Leaves of a tree: more rows bear larger trees, of which fewer are needed.

    With 96 instead of 31 on 76,000 bookings the area under the curve rose from 0.9504 to 0.9517 in four fifths of the
    time; on 17,000 adults 31 were better than 96 (0.929, 0.925).
    """
    if shape.n_rows <= (10_000 if shape.task != "regression" else 5_000):
        return 16
    return 31 if shape.n_rows <= 35_000 else 96
