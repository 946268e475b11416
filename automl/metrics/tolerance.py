"""Kind `tolerance`: predictions close enough to the truth are fine, all others are not.

Close enough is ``|value - actual| <= relative · |actual|``, or ``<= absolute``. The value stated is the one that most
of what may come true is close enough to, from the smoothed distribution of out-of-fold residuals, each divided by the
spread of its row; where the plain prediction does as well on those rows, it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.data.problem import Problem
from automl.metrics.base import Decisions, FloatArray, Predictions, Rule, Statistic
from automl.metrics.constraints import check_names
from automl.metrics.figures import Mean
from automl.metrics.fits import require_task, setting_of
from automl.metrics.spread_based import SpreadObjective, scale_or_one, stated
from automl.metrics.spread_values import best_single, smooth_distribution, tolerance_values, within
from automl.metrics.words import share_words
from automl.spec.model import ToleranceMetric


@dataclass(frozen=True)
class ToleranceObjective(SpreadObjective):
    """Share of predictions close enough to the truth.

    Attributes
    ----------
    relative, absolute : float or None
        The tolerance: as a share of the truth, or in the unit of the target.
    cost_outside : float or None
        Positive cost of each row that is not close enough.
    """

    relative: float | None
    absolute: float | None
    cost_outside: float | None

    kind = "tolerance"

    @classmethod
    def build(cls, metric: ToleranceMetric, problem: Problem) -> ToleranceObjective:
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If the task or a bound does not fit.
        """
        require_task(cls.kind, problem.task, ("regression",))
        bounds = metric.constraints or ()
        check_names(bounds, problem.task)
        return cls(
            setting_of(problem),
            metric.currency,
            bounds,
            metric.relative,
            metric.absolute,
            metric.cost_outside,
        )

    @property
    def name(self) -> str:
        return f"share within {self._width} of the truth"

    @property
    def _width(self) -> str:
        return f"{self.absolute:g}" if self.absolute is not None else share_words(self.relative or 0.0)

    @property
    def has_money(self) -> bool:
        return self.cost_outside is not None

    def fit_rule(self, oof: Predictions) -> Rule:
        """Learn how residuals are distributed, and whether stating another value than the mean pays."""
        scale = scale_or_one(oof)
        residual = (oof.truth - oof.values) / scale
        low, high = np.quantile(residual, [0.05, 0.95])
        state = {
            "relative": self.relative,
            "absolute": self.absolute,
            "distribution": smooth_distribution(residual),
            "candidates": [float(min(low, 0.0)), float(max(high, 0.0))],
            "typical": float(np.median(scale)),
            "single": best_single(oof.truth, relative=self.relative, absolute=self.absolute),
        }
        moved = tolerance_values(state, oof.values, oof.scale)
        state["adjusted"] = bool(self._hits(oof.truth, moved).sum() > self._hits(oof.truth, oof.values).sum())
        return Rule("tolerance", state=state)

    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """1 for each row close enough, else 0."""
        return Mean(self._hits(predictions.truth, stated(predictions, decisions)))

    def row_values(self, predictions: Predictions, decisions: Decisions) -> FloatArray:
        """Cost of each row as a negative value."""
        assert self.cost_outside is not None
        return -self.cost_outside * (1 - self._hits(predictions.truth, stated(predictions, decisions)))

    def _hits(self, actual: FloatArray, value: FloatArray) -> FloatArray:
        return within(actual, value, relative=self.relative, absolute=self.absolute)

    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""
        if not rule.state["adjusted"]:
            return f"State the prediction as it is: no other value is within {self._width} of the truth more often."
        return f"State the value that is most often within {self._width} of the truth on rows like this one."
