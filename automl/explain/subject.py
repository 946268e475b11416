"""What is explained: a model, the rows, and how it is judged."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.explain.native import native_contributions
from automl.explain.predictor import Array, IntArray, Native, Predict, RowScore, Task
from automl.explain.shapley import Contributions
from automl.explain.sizes import NativeCost


@dataclass(frozen=True)
class Subject:
    """One model on one set of rows.

    Attributes
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        Typed rows that the model was not fitted on.
    y : ndarray of shape (n_rows,)
        Positions in `classes`, or the target.
    predicted : ndarray of shape (n_rows, n_classes) or (n_rows,)
        What the model says of `X`.
    """

    predict: Predict
    native: Native | None
    X: pd.DataFrame
    y: NDArray[Any]
    predicted: Array
    task: Task
    classes: tuple[str, ...]
    score: RowScore
    greater_is_better: bool
    kinds: Mapping[str, str]
    seed: int

    @property
    def shown(self) -> Array:
        """One number per row: the value, the positive label's probability, or that of the likeliest label."""
        if self.task == "regression":
            return self.predicted
        return self.predicted[:, -1] if self.task == "binary" else self.predicted.max(axis=1)

    def told(self, rows: IntArray) -> Contributions | None:
        """The model's own contributions for some rows, where it has any that add up."""
        sample = self.X.iloc[rows].reset_index(drop=True)
        return native_contributions(self.native, sample, predict=self.predict, task=self.task)

    def checked(self) -> tuple[Subject, NativeCost | None]:
        """Without the model's own contributions where they do not add up; and what they cost where they do."""
        if self.native is None:
            return self, None
        started = time.perf_counter()
        if self.told(np.arange(min(2, len(self.X)))) is None:
            return replace(self, native=None), None
        between = time.perf_counter()
        more = np.arange(min(18, len(self.X)))
        self.told(more)
        few_s, more_s = between - started, time.perf_counter() - between
        return self, NativeCost(call_s=few_s, row_s=max(more_s - few_s, 0.0) / max(len(more) - 2, 1))
