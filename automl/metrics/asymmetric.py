"""Kind `asymmetric`: predicting too low and predicting too high cost differently per unit.

The value of least expected cost is a quantile of what may come true: the share ``under / (under + over)`` of it lies
below. For each row it is the predicted mean plus so many spreads of the row, the number chosen to cost least on
out-of-fold rows; where one shift for all rows costs less there, that is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.data.problem import Problem
from automl.metrics.base import Decisions, FloatArray, Predictions, Rule, Statistic
from automl.metrics.constraints import check_names
from automl.metrics.figures import Mean
from automl.metrics.fits import require_task, setting_of
from automl.metrics.spread_based import SpreadObjective, stated
from automl.metrics.spread_values import weighted_quantile
from automl.metrics.words import amount_words, share_words
from automl.spec.model import AsymmetricMetric


@dataclass(frozen=True)
class AsymmetricObjective(SpreadObjective):
    """Cost per row of predicting too low or too high.

    Attributes
    ----------
    under, over : float
        Positive cost per unit of predicting too low, and too high.
    """

    under: float
    over: float

    kind = "asymmetric"

    @classmethod
    def build(cls, metric: AsymmetricMetric, problem: Problem) -> AsymmetricObjective:
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If the task or a bound does not fit.
        """
        require_task(cls.kind, problem.task, ("regression",))
        bounds = metric.constraints or ()
        check_names(bounds, problem.task)
        return cls(setting_of(problem), metric.currency, bounds, metric.under, metric.over)

    @property
    def name(self) -> str:
        return f"cost per row ({self.unit})" if self.unit else "cost per row"

    @property
    def greater_is_better(self) -> bool:
        return False

    @property
    def has_money(self) -> bool:
        return True

    @property
    def share(self) -> float:
        """Share of what may come true that the best value lies above."""
        return self.under / (self.under + self.over)

    def fit_rule(self, oof: Predictions) -> Rule:
        """Choose how many spreads, or which shift, cost least on out-of-fold rows."""
        residual = oof.truth - oof.values
        shift = weighted_quantile(residual, np.ones(len(residual)), self.share)
        single = weighted_quantile(oof.truth, np.ones(len(residual)), self.share)
        state = {"scaled": False, "z": 0.0, "shift": shift, "share": self.share, "single": single}
        if oof.scale is not None:
            # The cost of a row is its spread times that of its standardised residual: so the weights.
            z = weighted_quantile(residual / oof.scale, oof.scale, self.share)
            state["z"] = z
            scaled = self._costs(residual - z * oof.scale).mean()
            state["scaled"] = bool(scaled < self._costs(residual - shift).mean())
        return Rule("quantile", state=state)

    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """Cost of each row."""
        return Mean(self._costs(predictions.truth - stated(predictions, decisions)))

    def row_values(self, predictions: Predictions, decisions: Decisions) -> FloatArray:
        """Cost of each row as a negative value."""
        return -self._costs(predictions.truth - stated(predictions, decisions))

    def _costs(self, missing: FloatArray) -> FloatArray:
        """Cost of stating too little (positive) or too much (negative)."""
        return np.where(missing > 0, self.under * missing, -self.over * missing)

    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""
        state = rule.state
        said = (
            f"State the value that the truth stays below in {share_words(state['share'])} of such rows: each unit too "
            f"low costs {amount_words(self.under, self.unit)}, each too high {amount_words(self.over, self.unit)}."
        )
        moved = state["z"] if state["scaled"] else state["shift"]
        way = "raised" if moved > 0 else "lowered"
        by = (
            f"{abs(moved):.3g} times the usual error of such rows"
            if state["scaled"]
            else f"{abs(moved):,.4g}"
        )
        return f"{said} For that, the prediction is {way} by {by}."
