"""Kind `floor`: one rate as good as possible while another keeps to a bound.

The threshold is the one that is best on out-of-fold rows among those that keep to the bound there; where none does,
the one that comes closest, and the rule says so. Whether the bound holds on rows not seen is measured afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from automl.data.problem import Problem
from automl.metrics.acting import Limits, acting_rule, capacities, cut_of_capacity, describe_acting
from automl.metrics.base import Decisions, Predictions, Rule, Statistic
from automl.metrics.constraints import bound_in_words, check_names, rate_statistic
from automl.metrics.cuts import choose_cut, make_cuts
from automl.metrics.fits import require_task, setting_of
from automl.metrics.objective import Objective
from automl.metrics.rates import RATES
from automl.spec.model import Constraint, FloorMetric


@dataclass(frozen=True)
class FloorObjective(Objective):
    """A rate at its best under a bound on another.

    Attributes
    ----------
    maximise : str
        A key of `RATES` that is better when higher.
    floor : Constraint
        The bound that belongs to the metric.
    carried : tuple of Constraint
        Further bounds.
    limits : dict
        ``most`` and ``least`` rows to act on.
    """

    maximise: str
    floor: Constraint
    carried: tuple[Constraint, ...] = ()
    limits: Limits = field(default_factory=dict)

    kind = "floor"

    @classmethod
    def build(cls, metric: FloorMetric, problem: Problem) -> FloorObjective:
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If the task or a bound does not fit.
        """
        require_task(cls.kind, problem.task, ("binary",))
        floor = Constraint(measure=metric.subject_to, at_least=metric.at_least, at_most=metric.at_most)
        bounds = metric.constraints or ()
        check_names(bounds, problem.task)
        setting = setting_of(problem)
        return cls(setting, metric.maximise, floor, bounds, capacities((floor, *bounds), setting))

    @property
    def name(self) -> str:
        bound = bound_in_words(self.floor.at_least, self.floor.at_most)
        return f"{RATES[self.maximise].label} with {RATES[self.floor.measure].label} {bound}"

    @property
    def has_action(self) -> bool:
        return True

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        return (self.floor, *self.carried)

    def fit_rule(self, oof: Predictions) -> Rule:
        """Choose the threshold on out-of-fold probabilities."""
        cuts = make_cuts(oof.positive, oof.truth == 1)
        chosen = choose_cut(
            cuts,
            cuts.rate(self.maximise),
            bounds=self.constraints,
            n_table_rows=self.setting.n_table_rows,
            default=0.5,
            nobody=False,
        )
        cut = cut_of_capacity(cuts, oof.positive, self.limits, chosen.threshold)
        return acting_rule(
            "threshold",
            above=chosen.threshold,
            cut=cut,
            payoffs=None,
            states_action=True,
            limits=self.limits,
            met=chosen.met,
        )

    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """The rate that is to be at its best; as bad as can be where there is nothing to divide by."""
        return rate_statistic(self.maximise, predictions, decisions, undefined=0.0)

    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""
        return describe_acting(rule, self.setting.classes[-1])
