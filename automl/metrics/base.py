"""What every metric shares: predictions beside the truth, the rule that decides, its decisions, and the objective.

The way of a metric through a run: `build_objective` checks it before anything is fitted; `fit_rule` chooses thresholds
on out-of-fold predictions; `score`, `money` and `check_constraints` measure the rule on rows that it has not seen;
`Rule.decide` decides on new rows, whose truth nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.spec.order import natural_order

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Task = Literal["binary", "multiclass", "regression"]

#: How a capacity ("the best 5 %") reads the rows it is given: rows held back to measure on, of which it takes its
#: share; a file of new rows, of which it takes its number; or rows looked at one by one, against the cut of the past.
Batch = Literal["sample", "file", "row"]


@dataclass(frozen=True)
class Predictions:
    """What a model says about some rows, beside what is true of them.

    Attributes
    ----------
    actual : ndarray of shape (n_rows,), or None
        Positions in the classes as int64, or the target as float64; None on rows whose truth is unknown.
    probability : ndarray of shape (n_rows, n_classes), or None
        Of each class; for binary, column 1 is the positive label.
    value : ndarray of shape (n_rows,), or None
        Predicted mean, in the unit of the target.
    scale : ndarray of shape (n_rows,), or None
        Spread of the truth around `value`, in the unit of the target (`automl.metrics.spread`).
    rows : DataFrame of shape (n_rows, n_columns)
        Typed columns of the same rows, for payoffs and weights in SQL.
    """

    actual: NDArray[Any] | None
    probability: FloatArray | None
    value: FloatArray | None
    scale: FloatArray | None
    rows: pd.DataFrame

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def truth(self) -> NDArray[Any]:
        """What is true; only where it is known."""
        if self.actual is None:
            raise ValueError("These rows have no truth to be measured against.")
        return self.actual

    @property
    def positive(self) -> FloatArray:
        """Probability of the last class: the positive label of a binary problem."""
        if self.probability is None:
            raise ValueError("These predictions hold no probabilities.")
        return self.probability[:, -1]

    @property
    def values(self) -> FloatArray:
        """Predicted values; only for regression."""
        if self.value is None:
            raise ValueError("These predictions hold no values.")
        return self.value

    def take(self, positions: IntArray | BoolArray) -> Predictions:
        """Return the rows at some positions, which may repeat."""
        return Predictions(
            actual=None if self.actual is None else self.actual[positions],
            probability=None if self.probability is None else self.probability[positions],
            value=None if self.value is None else self.value[positions],
            scale=None if self.scale is None else self.scale[positions],
            rows=self.rows.iloc[positions],
        )

    def with_predicted(self, predicted: FloatArray) -> Predictions:
        """Return the same rows with other predictions: probabilities if they have two dimensions, else values."""
        if predicted.ndim == 2:
            return replace(self, probability=predicted)
        return replace(self, value=predicted)

    def with_scale(self, scale: FloatArray | None) -> Predictions:
        """Return the same rows with another spread."""
        return replace(self, scale=scale)

    def without_truth(self) -> Predictions:
        """Return the same rows as they look before the truth is known."""
        return replace(self, actual=None)


@dataclass(frozen=True)
class Decisions:
    """What is done with each row.

    Attributes
    ----------
    action : ndarray of bool, or None
        Whether the business acts; for binary problems only.
    label : ndarray of int64, or None
        Position in the classes of the label to state.
    value : ndarray of float64, or None
        The value to act on, in the unit of the target.
    priority : ndarray of float64, or None
        What rows are ordered by before acting on the best: the expected gain of acting over not acting where the metric
        has money, else the probability. NaN where the payoffs of the row are unknown.
    n_unvalued : int
        Rows whose payoffs cannot be worked out; they are not acted on.
    """

    action: BoolArray | None = None
    label: IntArray | None = None
    value: FloatArray | None = None
    priority: FloatArray | None = None
    n_unvalued: int = 0


@dataclass(frozen=True)
class Rule:
    """How predictions become decisions: plain JSON, stored with the model.

    Attributes
    ----------
    kind : str
        ``"payoff"``, ``"top_k"``, ``"threshold"``, ``"label"``, ``"cost_matrix"``, ``"quantile"``, ``"tolerance"`` or
        ``"none"``.
    threshold : float or None
        Probability above which the rule acts, where one holds for all rows.
    state : dict
        What else the rule needs, as plain JSON.
    """

    kind: str
    threshold: float | None = None
    state: dict[str, Any] = field(default_factory=dict)

    def decide(self, predictions: Predictions, *, batch: Batch = "sample") -> Decisions:
        """Decide on rows; their truth is not looked at.

        Parameters
        ----------
        predictions : Predictions
            `actual` may be None.
        batch : {"sample", "file", "row"}
            What a capacity is a part of: see `Batch`. Use ``"file"`` for new rows, ``"row"`` for rows by themselves.
        """
        from automl.metrics.decide import DECIDERS

        return DECIDERS[self.kind](self, predictions.without_truth(), batch)

    def to_json(self) -> dict[str, Any]:
        """Return the rule as plain JSON data."""
        return {"kind": self.kind, "threshold": self.threshold, "state": self.state}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Rule:
        """Return the rule that `to_json` wrote."""
        return cls(kind=data["kind"], threshold=data.get("threshold"), state=dict(data.get("state") or {}))


class Statistic(Protocol):
    """A figure of some rows that can be computed again with each row counted several times, or not at all."""

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        ...

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the figure; NaN where it is not defined, such as the AUC of one class."""
        ...


@dataclass(frozen=True)
class Setting:
    """What an objective knows of the problem; small, so that it travels to workers.

    Attributes
    ----------
    classes : tuple of str
        Labels exactly as in the data; binary: (negative, positive). Empty for regression.
    n_table_rows : int
        Rows of the whole table, which a `k` or a number of flagged rows is out of.
    """

    task: Task
    target: str
    classes: tuple[str, ...]
    n_table_rows: int

    @property
    def order(self) -> tuple[int, ...]:
        """Positions of the classes from the lowest on (`automl.spec.order`)."""
        return tuple(self.classes.index(label) for label in natural_order(self.classes))
