"""What each confusion of classes is worth on each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from automl.metrics.base import FloatArray, IntArray
from automl.metrics.payoffs import row_value


@dataclass(frozen=True)
class Costs:
    """Signed values of stating one class where another is true; a right answer and the unmentioned are 0.

    Attributes
    ----------
    n_classes : int
        Number of classes.
    cells : tuple of (actual, stated, value)
        Positions in the classes, and a number or SQL over the row's columns.
    per_step : float or str or None
        Value of each step between ordered classes, in place of `cells`.
    order : tuple of int
        Positions in the classes from the lowest class on; only for `per_step`.
    """

    n_classes: int
    cells: tuple[tuple[int, int, float | str], ...] = ()
    per_step: float | str | None = None
    order: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Costs:
        """The costs that `to_json` wrote."""
        return cls(
            n_classes=data["n_classes"],
            cells=tuple((int(a), int(s), value) for a, s, value in data["cells"]),
            per_step=data["per_step"],
            order=tuple(data["order"]),
        )

    def to_json(self) -> dict[str, Any]:
        """The costs as plain JSON data."""
        return {
            "n_classes": self.n_classes,
            "cells": [list(cell) for cell in self.cells],
            "per_step": self.per_step,
            "order": list(self.order),
        }

    def expected(self, probability: FloatArray, rows: pd.DataFrame) -> FloatArray:
        """Expected value of stating each class, shape (n_rows, n_classes); NaN rows where a value is unknown."""
        if self.per_step is not None:
            step = row_value(self.per_step, rows, field="metric.per_step")
            return step[:, None] * (probability @ self._steps())
        found = np.zeros((len(rows), self.n_classes))
        for actual, stated, value in self.cells:
            found[:, stated] += probability[:, actual] * row_value(value, rows, field="metric.costs")
        return found

    def realised(self, actual: IntArray, stated: IntArray, rows: pd.DataFrame) -> FloatArray:
        """Value of what was stated on each row, now that the truth is known; 0 where unknown."""
        if self.per_step is not None:
            step = row_value(self.per_step, rows, field="metric.per_step")
            return np.nan_to_num(step * self._steps()[actual, stated])
        found = np.zeros(len(rows))
        for a, s, value in self.cells:
            hit = (actual == a) & (stated == s)
            found[hit] = row_value(value, rows, field="metric.costs")[hit]
        return np.nan_to_num(found)

    def best(self, actual: IntArray, rows: pd.DataFrame) -> FloatArray:
        """Highest value that any statement has on each row, now that the truth is known."""
        stated = (np.full(len(actual), code, dtype=np.int64) for code in range(self.n_classes))
        best: FloatArray = np.max([self.realised(actual, label, rows) for label in stated], axis=0)
        return best

    def _steps(self) -> FloatArray:
        """Number of steps between each pair of classes."""
        rank = np.empty(self.n_classes)
        rank[list(self.order)] = np.arange(self.n_classes)
        return np.abs(rank[:, None] - rank[None, :])
