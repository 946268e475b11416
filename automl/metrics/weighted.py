"""Kind `weighted`: a standard score, each row weighted by a SQL expression; the weight counts in fitting, too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from automl.data.problem import Problem
from automl.data.sql import evaluate_rows
from automl.errors import SqlExpressionError
from automl.metrics.base import FloatArray
from automl.metrics.standard import StandardObjective, standard_fields
from automl.spec.model import WeightedMetric

FIELD = "metric.weight"


@dataclass(frozen=True)
class WeightedObjective(StandardObjective):
    """A standard score of weighted rows.

    Attributes
    ----------
    weight : str
        SQL over the row's columns; a row without a weight counts as 0.
    """

    weight: str = "1"

    kind = "weighted"

    @classmethod
    def build(cls, metric: WeightedMetric, problem: Problem) -> WeightedObjective:  # type: ignore[override]  # another kind of metric
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If the score does not fit, or the weight is no SQL, negative, or 0 in every row.
        """
        built = cls(**standard_fields(metric, metric.name, problem), weight=metric.weight)
        weight = built.sample_weight(problem.rows)
        if not weight.any():
            raise SqlExpressionError(
                f"{FIELD}: {metric.weight!r} is 0 or missing in every row, so nothing would count; "
                "weigh by something positive.",
                field=FIELD,
            )
        return built

    @property
    def name(self) -> str:
        return f"{super().name} weighted by {self.weight}"

    def sample_weight(self, rows: pd.DataFrame) -> FloatArray:
        """Weight of each row, scaled by nothing; 0 where it is missing.

        Raises
        ------
        SqlExpressionError
            If a weight is negative.
        """
        found: FloatArray = np.nan_to_num(evaluate_rows(self.weight, rows, field=FIELD, want="number"))
        if (found < 0).any():
            raise SqlExpressionError(
                f"{FIELD} must be 0 or more in every row; {self.weight!r} is {found.min():g} in one of them. "
                f"greatest(0, {self.weight}) would leave such rows out.",
                field=FIELD,
            )
        return found
