"""Kind `top_k`: only so many rows can be acted on, so act on the best of them; see `automl.metrics.acting`.

With payoffs the best are those of the highest expected gain, and nobody is acted on at an expected loss; without, those
of the highest probability. On rows held back the capacity is a share, ``k / out_of``, with `out_of` the rows of the
table where it was not said; in a file of new rows a bare `k` is `k` rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from automl.data.problem import Problem
from automl.metrics.acting import ActingObjective, capacities, tighter
from automl.metrics.base import Setting
from automl.metrics.constraints import check_names
from automl.metrics.fits import require_task, setting_of
from automl.metrics.payoffs import Payoffs
from automl.spec.model import TopKMetric


@dataclass(frozen=True)
class TopKObjective(ActingObjective):
    """Value of acting on the best rows, or precision among them."""

    kind = "top_k"

    @classmethod
    def build(cls, metric: TopKMetric, problem: Problem) -> TopKObjective:
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If SQL is wrong, or the task or a bound does not fit.
        """
        require_task(cls.kind, problem.task, ("binary",))
        payoffs = Payoffs.of(metric)
        if payoffs is not None:
            payoffs.check(problem.rows.drop(columns=problem.target))
        bounds = metric.constraints or ()
        check_names(bounds, problem.task)
        setting = setting_of(problem)
        limits = capacities(bounds, setting)
        limits["most"] = tighter("most", _capacity(metric, setting), limits.get("most"))
        return cls(setting, payoffs, metric.currency, bounds, limits)


def _capacity(metric: TopKMetric, setting: Setting) -> dict[str, Any]:
    if metric.fraction is not None:
        return {"share": metric.fraction, "count": None, "rounding": "nearest"}
    assert metric.k is not None
    share = min(metric.k / (metric.out_of or setting.n_table_rows), 1.0)
    return {"share": share, "count": None if metric.out_of else metric.k, "rounding": "nearest"}
