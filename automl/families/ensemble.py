"""A weighted mean of models, with the face of a single one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from automl.families.learner import Array
from automl.families.model import Model
from automl.families.sheet import Sheet

if TYPE_CHECKING:
    from automl.data.table import Column


class WeightedEnsemble:
    """Mixes probabilities, or values, of fitted models.

    Parameters
    ----------
    models : sequence of Model
        Fitted, all for the same columns and classes.
    weights : sequence of float
        Share of each model; they are made to add up to 1.
    """

    family = "ensemble"

    def __init__(self, models: Sequence[Model], weights: Sequence[float]) -> None:
        if not models or len(models) != len(weights) or min(weights) < 0 or sum(weights) <= 0:
            raise ValueError(
                f"needs a weight of 0 or more for each of {len(models)} models, found {list(weights)}"
            )
        total = float(sum(weights))
        self.models = list(models)
        self.weights = [float(weight) / total for weight in weights]

    @property
    def columns(self) -> tuple[Column, ...]:
        """What it learned from."""
        return self.models[0].columns

    @property
    def task(self) -> str:
        """Task of its models."""
        return self.models[0].task

    @property
    def n_classes(self) -> int:
        """Classes of its models; 0 for regression."""
        return self.models[0].n_classes

    @property
    def resolved_params(self) -> dict[str, Any]:
        """Nothing: its models have their own."""
        return {}

    def predict_proba(self, X: pd.DataFrame | Sheet) -> Array:
        """Mean probabilities of shape (n_rows, n_classes)."""
        sheet = Sheet.of(X)
        return self._mixed([model.predict_proba(sheet) for model in self.models])

    def predict(self, X: pd.DataFrame | Sheet) -> Array:
        """Mean values, or codes of the likeliest classes."""
        if self.task != "regression":
            return np.asarray(self.predict_proba(X).argmax(axis=1))
        sheet = Sheet.of(X)
        return self._mixed([model.predict(sheet) for model in self.models])

    def contributions(self, X: pd.DataFrame | Sheet) -> tuple[Array, Array, str] | None:
        """Mean contributions of a regression whose models all have them; probabilities do not add up like that."""
        sheet = Sheet.of(X)
        found = [model.contributions(sheet) for model in self.models] if self.task == "regression" else [None]
        known = [one for one in found if one is not None]
        if len(known) < len(self.models):
            return None
        return self._mixed([one[0] for one in known]), self._mixed([one[1] for one in known]), known[0][2]

    def _mixed(self, predictions: list[Array]) -> Array:
        total = self.weights[0] * predictions[0]
        for weight, prediction in zip(self.weights[1:], predictions[1:], strict=True):
            total += weight * prediction
        return np.asarray(total)
