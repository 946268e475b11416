"""Kind `payoff`: each of the four outcomes of acting or not has its value; see `automl.metrics.acting`."""

from __future__ import annotations

from dataclasses import dataclass

from automl.data.problem import Problem
from automl.errors import SpecError
from automl.metrics.acting import ActingObjective, capacities
from automl.metrics.constraints import check_names
from automl.metrics.fits import require_task, setting_of
from automl.metrics.payoffs import Payoffs
from automl.spec.model import PayoffMetric


@dataclass(frozen=True)
class PayoffObjective(ActingObjective):
    """Value of acting where it is expected to pay."""

    kind = "payoff"

    @classmethod
    def build(cls, metric: PayoffMetric, problem: Problem) -> PayoffObjective:
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If nothing was said of what acting is worth, SQL is wrong, or the task or a bound does not fit.
        """
        require_task(cls.kind, problem.task, ("binary",))
        payoffs = Payoffs.of(metric)
        if payoffs is None:
            raise SpecError(
                "A metric of kind 'payoff' needs the value of at least one outcome: tp, fp, fn or tn.",
                field="metric.tp",
            )
        payoffs.check(problem.rows.drop(columns=problem.target))
        bounds = metric.constraints or ()
        check_names(bounds, problem.task)
        setting = setting_of(problem)
        return cls(setting, payoffs, metric.currency, bounds, capacities(bounds, setting))
