"""Kind `cost_matrix`: signed value of each confusion of classes, or of each step between ordered ones.

The label stated is the one of the highest expected value, with the row's own probabilities and values. Doing nothing
means stating the most frequent class everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.data.problem import Problem
from automl.errors import SpecError
from automl.metrics.base import Decisions, FloatArray, Predictions, Rule, Statistic
from automl.metrics.constraints import check_names
from automl.metrics.costs import Costs
from automl.metrics.figures import Mean
from automl.metrics.fits import require_task, setting_of
from automl.metrics.objective import Objective
from automl.metrics.payoffs import check_value
from automl.metrics.scores import labels_of
from automl.metrics.words import value_name
from automl.spec.model import Constraint, CostMatrixMetric
from automl.spec.names import did_you_mean


@dataclass(frozen=True)
class CostMatrixObjective(Objective):
    """Value of the labels stated.

    Attributes
    ----------
    costs : Costs
        Value of each confusion.
    unit : str or None
        The currency.
    """

    costs: Costs
    unit: str | None = None
    carried: tuple[Constraint, ...] = ()

    kind = "cost_matrix"

    @classmethod
    def build(cls, metric: CostMatrixMetric, problem: Problem) -> CostMatrixObjective:
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If a label does not occur, a step would earn something, SQL is wrong, or the task or a bound does not fit.
        """
        require_task(cls.kind, problem.task, ("binary", "multiclass"))
        setting = setting_of(problem)
        rows = problem.rows.drop(columns=problem.target)
        check_value(metric.per_step, rows, field="metric.per_step")
        if isinstance(metric.per_step, float) and metric.per_step >= 0:
            raise SpecError(
                f"metric.per_step is what each step off is worth, a loss being negative; {metric.per_step:g} would pay "
                f"for being wrong. Write {-abs(metric.per_step or 1):g}.",
                field="metric.per_step",
            )
        cells = []
        for actual, row in (metric.costs or {}).items():
            for stated, value in row.items():
                check_value(value, rows, field=f"metric.costs.{actual}.{stated}")
                cells.append((_code(actual, problem), _code(stated, problem), value))
        bounds = metric.constraints or ()
        check_names(bounds, problem.task)
        order = setting.order if metric.per_step is not None else ()
        costs = Costs(len(setting.classes), tuple(cells), metric.per_step, order)
        return cls(setting, costs, metric.currency, bounds)

    @property
    def name(self) -> str:
        return value_name(self.unit)

    @property
    def has_money(self) -> bool:
        return True

    @property
    def currency(self) -> str | None:
        return self.unit

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        return self.carried

    def fit_rule(self, oof: Predictions) -> Rule:
        """Note the costs and the most frequent class; nothing has to be chosen."""
        frequent = int(np.bincount(oof.truth, minlength=len(self.setting.classes)).argmax())
        return Rule("cost_matrix", state={"costs": self.costs.to_json(), "most_frequent": frequent})

    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """Value of each row."""
        return Mean(self.row_values(predictions, decisions))

    def row_values(self, predictions: Predictions, decisions: Decisions) -> FloatArray:
        """Value of each label stated; 0 where it is unknown."""
        return self.costs.realised(predictions.truth, labels_of(predictions, decisions), predictions.rows)

    def nothing(self, predictions: Predictions, rule: Rule) -> Decisions:
        """State the most frequent class everywhere."""
        return Decisions(label=np.full(predictions.n_rows, rule.state["most_frequent"], dtype=np.int64))

    def nothing_name(self, rule: Rule) -> str:
        """What doing nothing means."""
        return f"always saying {self.setting.classes[rule.state['most_frequent']]!r}"

    def perfect(self, predictions: Predictions) -> float:
        """Value of the best label for each row in hindsight."""
        return float(self.costs.best(predictions.truth, predictions.rows).sum())

    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""
        return "State the label that is expected to cost least, given the row's own probabilities and costs."


def _code(label: str, problem: Problem) -> int:
    if label not in problem.classes:
        raise SpecError(
            f"metric.costs names the label {label!r}, which does not occur in {problem.target!r}. "
            f"{did_you_mean(label, problem.classes, noun='labels')}",
            field="metric.costs",
        )
    return problem.classes.index(label)
