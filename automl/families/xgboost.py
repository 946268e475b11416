"""XGBoost: boosted trees grown level by level on binned columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from automl.families import threads
from automl.families.base import Family
from automl.families.boosting import boosting_cost_s, columns_of_a_tree, n_trees, patience, stops_early
from automl.families.learner import Array, Learner, Training
from automl.families.links import probabilities
from automl.families.matrix import Matrix
from automl.families.needs import Needs
from automl.families.presets import in_plain_form, with_pairs
from automl.families.shape import Shape, Task
from automl.families.space import Choice, Real, Setting, Whole

_OWN = ("n_estimators", "early_stopping_rounds", "class_weight")


class XGBoostLearner(Learner):
    """A booster of the native interface."""

    booster: Any
    task: Task
    types: list[str]

    def fit(self, training: Training) -> None:
        """Boost; with validation rows, until they stop getting better."""
        import xgboost as xgb

        self.task = training.task
        categorical = set(training.layout.categorical)
        self.types = ["c" if j in categorical else "q" for j in range(training.values.shape[1])]
        data = self._data(training.values, label=training.y, weight=training.weight)
        stop = stops_early(self.params, "n_estimators", validated=training.valid is not None)
        outputs = training.n_classes if training.n_classes > 2 else 1
        trees = n_trees(
            self.params, "n_estimators", n_rows=len(training.y), n_outputs=outputs, validated=stop
        )
        evals = (
            [(self._data(training.valid[0], label=training.valid[1]), "valid")]
            if training.valid and stop
            else None
        )
        booster = xgb.train(
            self._params(training),
            data,
            num_boost_round=trees,
            evals=evals,
            early_stopping_rounds=patience(self.params) if stop else None,
            verbose_eval=False,
        )
        best = booster.best_iteration + 1 if stop else trees
        self.resolved = {"n_estimators": best}
        self.booster = booster[:best]

    def margin(self, values: Matrix) -> Array:
        """Log-odds, logits, or the value."""
        self.booster.set_param({"nthread": threads.for_rows(values.shape[0])})
        return np.asarray(self.booster.predict(self._data(values), output_margin=True), dtype=np.float64)

    def predict(self, values: Matrix) -> Array:
        """Probabilities, or values."""
        margin = self.margin(values)
        return margin if self.task == "regression" else probabilities(margin)

    def contributions(self, values: Matrix) -> tuple[Array, Array]:
        """Tree Shapley values."""
        raw = np.asarray(self.booster.predict(self._data(values), pred_contribs=True), dtype=np.float64)
        if raw.ndim == 2:
            return raw[:, :-1], raw[:, -1]
        by_class = raw.transpose(0, 2, 1)
        return by_class[:, :-1], by_class[:, -1]

    def _data(self, values: Matrix, *, label: Any = None, weight: Array | None = None) -> Any:
        import xgboost as xgb

        return xgb.DMatrix(
            values, label=label, weight=weight, feature_types=self.types, enable_categorical=True, nthread=1
        )

    def _params(self, training: Training) -> dict[str, Any]:
        params = {k: v for k, v in self.params.items() if k not in _OWN and v is not None}
        params |= {"nthread": 1, "verbosity": 0, "seed": training.seed, "tree_method": "hist"}
        if training.layout.constrained:
            params["monotone_constraints"] = "(" + ",".join(map(str, training.layout.directions)) + ")"
        if training.task == "regression":
            return params | {"objective": "reg:squarederror"}
        if training.n_classes == 2:
            return params | {"objective": "binary:logistic"}
        return params | {"objective": "multi:softprob", "num_class": training.n_classes}


class XGBoost(Family):
    """Boosted trees, level by level."""

    name = "xgboost"
    label = "XGBoost"
    monotone = True
    package = "xgboost"
    simplicity = 7
    repeatable = True
    preparation = Needs(encoding="target", float32=True)
    encodings = ("target", "native", "ordinal", "onehot")
    aliases: ClassVar[Mapping[str, str]] = {
        "num_boost_round": "n_estimators",
        "eta": "learning_rate",
        "min_split_loss": "gamma",
    }

    def parameters(self, task: Task) -> Mapping[str, Any]:
        """Those of XGBClassifier and XGBRegressor."""
        shared = {
            "n_estimators": 100,
            "learning_rate": 0.3,
            "max_depth": 6,
            "max_leaves": 0,
            "grow_policy": "depthwise",
            "min_child_weight": 1.0,
            "gamma": 0.0,
            "subsample": 1.0,
            "colsample_bytree": 1.0,
            "colsample_bylevel": 1.0,
            "colsample_bynode": 1.0,
            "reg_alpha": 0.0,
            "reg_lambda": 1.0,
            "max_bin": 256,
            "max_delta_step": 0.0,
            "max_cat_to_onehot": 4,
            "max_cat_threshold": 64,
            "num_parallel_tree": 1,
            "early_stopping_rounds": 0,
        }
        return shared if task == "regression" else shared | {"class_weight": None, "scale_pos_weight": 1.0}

    def defaults(self, shape: Shape) -> list[dict[str, Any]]:
        """Well-rounded, then deeper with more chance in it, then shallow and slow."""
        usual = columns_of_a_tree(shape)
        base = {
            "learning_rate": 0.05 if shape.n_rows <= 30_000 else 0.1,
            "max_depth": 4 if shape.n_rows <= 5_000 else 6 if shape.n_rows <= 35_000 else 8,
            "min_child_weight": 2.0,
            "subsample": 0.9,
            "colsample_bytree": usual,
            "reg_lambda": 2.0,
            "prep.encoding": "target",
        }
        deep = base | {
            "max_depth": 8,
            "min_child_weight": 5.0,
            "colsample_bytree": 0.625 * usual,
            "subsample": 0.7,
        }
        shallow = base | {"learning_rate": 0.08, "max_depth": 3, "min_child_weight": 5.0, "reg_lambda": 5.0}
        found = [base, deep | {"prep.encoding": "ordinal"}, shallow]
        return in_plain_form(with_pairs(found, shape), shape)

    def space(self, shape: Shape) -> tuple[Setting, ...]:
        """Size of trees, rate, shares of rows and columns, penalty."""
        usual = columns_of_a_tree(shape)
        found: list[Setting] = [
            Real("learning_rate", 0.02, 0.2, log=True),
            Whole("max_depth", 2, 10),
            Real("min_child_weight", 0.5, 50.0, log=True),
            Real("subsample", 0.5, 1.0),
            Real("colsample_bytree", usual / 2, 1.25 * usual),
            Real("reg_lambda", 0.01, 30.0, log=True),
        ]
        if shape.has_pairs:
            found.append(Choice("prep.combine", ("none", "both")))
        if shape.n_categories:
            found.append(Choice("prep.encoding", ("target", "ordinal", "native")))
        if shape.skewed:
            found.append(Choice("prep.target", ("none", "log")))
        return tuple(found)

    def left_to_fit(self, task: Task) -> str | None:
        """The number of trees."""
        return "n_estimators"

    def learner(self, params: dict[str, Any], task: Task) -> Learner:
        """A booster."""
        return XGBoostLearner(params)

    def cost_s(self, shape: Shape, params: Mapping[str, Any]) -> float:
        """From benchmarks/fit_cost.py."""
        trees = n_trees(
            params, "n_estimators", n_rows=shape.n_rows, n_outputs=shape.n_outputs, validated=False
        )
        leaves = 2.0 ** float(params.get("max_depth", 6))
        return boosting_cost_s(shape, trees, fixed_s=0.06, per_leaf_s=1e-6, per_cell_s=1.8e-9, leaves=leaves)
