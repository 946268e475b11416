"""Standard scores and business value in one interface: see `automl.metrics.objective`."""

from __future__ import annotations

from typing import Any, Protocol, cast

from automl.data.problem import Problem
from automl.metrics.asymmetric import AsymmetricObjective
from automl.metrics.base import Batch, Decisions, Predictions, Rule, Setting
from automl.metrics.constraints import ConstraintCheck
from automl.metrics.cost_matrix import CostMatrixObjective
from automl.metrics.curve import CutPoint
from automl.metrics.expression import ExpressionObjective
from automl.metrics.floor import FloorObjective
from automl.metrics.intervals import Interval
from automl.metrics.money import MoneyIntervals, MoneyTotals
from automl.metrics.objective import Objective
from automl.metrics.payoff import PayoffObjective
from automl.metrics.scores import SCORES
from automl.metrics.standard import StandardObjective
from automl.metrics.tolerance import ToleranceObjective
from automl.metrics.top_k import TopKObjective
from automl.metrics.weighted import WeightedObjective
from automl.spec.model import Metric

#: One class for each kind of metric of the contract.
METRICS: dict[str, type[Objective]] = {
    "standard": StandardObjective,
    "payoff": PayoffObjective,
    "top_k": TopKObjective,
    "floor": FloorObjective,
    "cost_matrix": CostMatrixObjective,
    "asymmetric": AsymmetricObjective,
    "tolerance": ToleranceObjective,
    "weighted": WeightedObjective,
    "expression": ExpressionObjective,
}


class _Buildable(Protocol):
    def build(self, metric: Any, problem: Problem) -> Objective: ...


def build_objective(metric: Metric, problem: Problem) -> Objective:
    """Bind a metric to a problem; everything about it is checked here, before anything is fitted.

    Raises
    ------
    SpecError
        If it does not fit the task, the labels or the target.
    SqlExpressionError
        If a SQL expression in it cannot be evaluated on the problem's rows.
    """
    return cast("_Buildable", METRICS[metric.kind]).build(metric, problem)


__all__ = [
    "METRICS",
    "SCORES",
    "Batch",
    "ConstraintCheck",
    "CutPoint",
    "Decisions",
    "Interval",
    "MoneyIntervals",
    "MoneyTotals",
    "Objective",
    "Predictions",
    "Rule",
    "Setting",
    "build_objective",
]
