"""What the four outcomes of acting or not are worth on each row: numbers, or SQL over the row's columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from automl.data.sql import check_expression, evaluate_rows
from automl.metrics.base import BoolArray, FloatArray, Predictions
from automl.spec.model import Payoffs as PayoffFields

OUTCOMES = ("tp", "fp", "fn", "tn")


def row_value(value: float | str, rows: pd.DataFrame, *, field: str) -> FloatArray:
    """A number, or a SQL expression, for each row; NaN where it cannot be worked out."""
    if not isinstance(value, str):
        return np.full(len(rows), float(value))
    found = np.asarray(evaluate_rows(value, rows, field=field, want="number"), dtype=np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def check_value(value: float | str | None, rows: pd.DataFrame, *, field: str) -> None:
    """Refuse SQL that cannot be evaluated on the columns there are, before anything is fitted."""
    if isinstance(value, str):
        check_expression(value, rows, field=field, want="number")


@dataclass(frozen=True)
class Payoffs:
    """Signed values of the four outcomes; what was not mentioned is 0."""

    tp: float | str = 0.0
    fp: float | str = 0.0
    fn: float | str = 0.0
    tn: float | str = 0.0

    @classmethod
    def of(cls, metric: PayoffFields) -> Payoffs | None:
        """The payoffs of a metric; None where it has none at all."""
        named = {name: getattr(metric, name) for name in OUTCOMES if getattr(metric, name) is not None}
        return cls(**named) if named else None

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Payoffs | None:
        """The payoffs that `to_json` wrote."""
        return None if data is None else cls(**data)

    def to_json(self) -> dict[str, Any]:
        """The payoffs as plain JSON data."""
        return {name: getattr(self, name) for name in OUTCOMES}

    def check(self, rows: pd.DataFrame) -> None:
        """Refuse SQL that cannot be evaluated on the rows' columns."""
        for name in OUTCOMES:
            check_value(getattr(self, name), rows, field=f"metric.{name}")

    @property
    def constant(self) -> bool:
        """Whether all rows have the same payoffs."""
        return not any(isinstance(getattr(self, name), str) for name in OUTCOMES)

    def expected_gain(self, predictions: Predictions) -> FloatArray:
        """What acting on each row is expected to bring over not acting; NaN where a payoff is unknown."""
        value = self._values(predictions.rows)
        p = predictions.positive
        return p * (value["tp"] - value["fn"]) + (1 - p) * (value["fp"] - value["tn"])

    def risk(self, predictions: Predictions) -> FloatArray:
        """Standard deviation of the gain of acting on each row, if the probabilities are true; 0 where unknown."""
        value = self._values(predictions.rows)
        p = predictions.positive
        stake = (value["tp"] - value["fn"]) - (value["fp"] - value["tn"])
        found: FloatArray = np.nan_to_num(np.sqrt(p * (1 - p)) * np.abs(stake))
        return found

    def gain(self, predictions: Predictions) -> FloatArray:
        """What acting on each row brings over not acting, now that the truth is known; 0 where unknown."""
        value = self._values(predictions.rows)
        positive = predictions.truth == 1
        return np.nan_to_num(np.where(positive, value["tp"] - value["fn"], value["fp"] - value["tn"]))

    def realised(self, predictions: Predictions, action: BoolArray) -> FloatArray:
        """What the decision on each row was worth; 0 where a payoff is unknown."""
        value = self._values(predictions.rows)
        positive = predictions.truth == 1
        acted = np.where(positive, value["tp"], value["fp"])
        left = np.where(positive, value["fn"], value["tn"])
        return np.nan_to_num(np.where(action, acted, left))

    def probability_at(self, gain: float) -> float | None:
        """Probability above which the expected gain exceeds a given one; None where rows or signs differ.

        With equal payoffs for all rows the expected gain is a line in the probability.
        """
        if not self.constant:
            return None
        tp, fp, fn, tn = (float(getattr(self, name)) for name in OUTCOMES)
        slope = (tp - fn) - (fp - tn)
        return (gain - (fp - tn)) / slope if slope > 0 else None

    def _values(self, rows: pd.DataFrame) -> dict[str, FloatArray]:
        return {name: row_value(getattr(self, name), rows, field=f"metric.{name}") for name in OUTCOMES}
