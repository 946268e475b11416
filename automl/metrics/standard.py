"""Kind `standard`: a score by its name, and the labels that are best for it.

The score that the user names is what candidates are compared by. Scores of labels depend on where the line is drawn:
two classes get the threshold that is best on out-of-fold rows, except for `precision` and `recall`, which alone would
ask for acting on nobody or on all and keep 0.5; several classes get the most probable label, one weighted against
frequent classes, or, where the distance between classes counts, the one that the expected rank falls on: whichever is
best there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from automl.data.problem import Problem
from automl.errors import SpecError
from automl.metrics.acting import Limits, acting_rule, capacities, cut_of_capacity, describe_acting
from automl.metrics.base import Decisions, FloatArray, Predictions, Rule, Statistic
from automl.metrics.constraints import check_names
from automl.metrics.cuts import BestCut, choose_cut, make_cuts
from automl.metrics.figures import Best, Weighted
from automl.metrics.fits import setting_of
from automl.metrics.objective import Objective
from automl.metrics.rates import RATES
from automl.metrics.scores import SCORES, scores_for, statistic_of
from automl.spec.labels import score_label
from automl.spec.model import Constraint, MetricPart, ScoreName, StandardMetric

#: Scores whose best threshold would act on nobody, or on everybody.
ONE_SIDED = ("precision", "recall")
#: Labels of rare classes are preferred by their frequency to this power: not at all, half-way, fully.
RARE_POWERS = (0.0, 0.5, 1.0)
#: Scores in which every class counts the same, however rare.
CLASSES_COUNT_THE_SAME = ("balanced_accuracy", "f1", "f1_macro", "precision", "recall", "mcc")


@dataclass(frozen=True)
class StandardObjective(Objective):
    """A standard score.

    Attributes
    ----------
    score_name : str
        A key of `SCORES`.
    carried : tuple of Constraint
        Bounds on what the labels do.
    limits : dict
        ``most`` and ``least`` rows to give the positive label.
    """

    score_name: ScoreName
    carried: tuple[Constraint, ...] = ()
    limits: Limits = field(default_factory=dict)

    kind = "standard"

    @classmethod
    def build(cls, metric: StandardMetric, problem: Problem) -> StandardObjective:
        """Bind the metric to a problem.

        Raises
        ------
        SpecError
            If the score does not fit the task or the target, or a bound does not fit.
        """
        return cls(**standard_fields(metric, metric.name, problem))

    @property
    def name(self) -> str:
        return score_label(self.score_name)

    @property
    def greater_is_better(self) -> bool:
        return SCORES[self.score_name].greater_is_better

    @property
    def has_action(self) -> bool:
        return bool(self.limits)

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        return self.carried

    @property
    def learning_name(self) -> str:
        return self.score_name

    def learning_score(self, predictions: Predictions, *, weight: FloatArray | None = None) -> float:
        """Return the score itself; one of labels at its best threshold, or with its best labels, on these rows."""
        weight = self.sample_weight(predictions.rows) if weight is None else weight
        return super().learning_score(predictions, weight=weight)

    def learning_statistic(self, predictions: Predictions) -> Statistic:
        """Return the score itself; one of labels at the threshold, or with the labels, that is best on the rows."""
        task, score = self.setting.task, SCORES[self.score_name]
        if score.needs == "label" and task == "binary" and self.score_name not in ONE_SIDED:
            return BestCut(predictions.positive, predictions.truth == 1, self.score_name)
        if score.needs == "label" and task == "multiclass":
            rules = self._label_rules(predictions)
            return Best(tuple(self._statistic_of(rule, predictions) for rule in rules))
        return super().learning_statistic(predictions)

    def fit_rule(self, oof: Predictions) -> Rule:
        """Choose the threshold, or the weights of the labels, that is best on out-of-fold rows."""
        if self.setting.task == "regression":
            return Rule("none")
        if self.setting.task == "binary":
            return self._fit_threshold(oof)
        weight = self.sample_weight(oof.rows)
        rules = self._label_rules(oof)
        return rules[int(np.argmax([np.nan_to_num(self._of_labels(rule, oof, weight)) for rule in rules]))]

    def _fit_threshold(self, oof: Predictions) -> Rule:
        weight = self.sample_weight(oof.rows)
        cuts = make_cuts(oof.positive, oof.truth == 1, weight=weight)
        best = SCORES[self.score_name].needs == "label" and self.score_name not in ONE_SIDED
        above, met = 0.5, True
        if best or self.carried:
            aim = cuts.rate(self.score_name if self.score_name in RATES else "balanced_accuracy")
            if not best:  # the middle, unless the bounds ask for another
                aim = -np.abs(cuts.thresholds - 0.5)
            chosen = choose_cut(
                cuts, aim, bounds=self.carried, n_table_rows=self.setting.n_table_rows, default=0.5
            )
            above, met = chosen.threshold, chosen.met
        return acting_rule(
            "threshold",
            above=above,
            cut=cut_of_capacity(cuts, oof.positive, self.limits, above),
            payoffs=None,
            states_action=True,
            limits=self.limits,
            met=met,
        )

    def _label_rules(self, predictions: Predictions) -> list[Rule]:
        """Ways to state a label that are worth trying for the score; the most probable one first."""
        rules = [Rule("label")]
        if self.score_name == "quadratic_kappa":
            order = list(self.setting.order)
            cuts = _rank_cuts(predictions, order)
            rules += [Rule("label", state={"cuts": cut, "order": order}) for cut in cuts]
        if self.score_name in CLASSES_COUNT_THE_SAME:
            share = np.bincount(predictions.truth, minlength=len(self.setting.classes)) + 1.0
            share = share / share.sum()
            rules += [Rule("label", state={"weights": (share**-power).tolist()}) for power in RARE_POWERS[1:]]
        return rules

    def _of_labels(self, rule: Rule, predictions: Predictions, weight: FloatArray | None) -> float:
        return self._statistic_of(rule, predictions).value(weight)

    def _statistic_of(self, rule: Rule, predictions: Predictions) -> Statistic:
        return statistic_of(
            self.score_name,
            predictions,
            rule.decide(predictions),
            task=self.setting.task,
            order=self.setting.order,
        )

    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """The score of what was decided."""
        found = statistic_of(
            self.score_name, predictions, decisions, task=self.setting.task, order=self.setting.order
        )
        weight = self.sample_weight(predictions.rows)
        return found if weight is None else Weighted(found, weight)

    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""
        if rule.kind == "none":
            return "State the predicted value as it is."
        if rule.kind == "threshold":
            label = self.setting.classes[-1]
            return describe_acting(rule, label).replace("Act where", f"State {label!r} where", 1)
        if rule.state.get("cuts"):
            return "State the class that the expected rank falls on."
        if rule.state.get("weights"):
            return "State the most probable label, with rare classes given more weight."
        return "State the most probable label."


def _rank_cuts(predictions: Predictions, order: list[int]) -> list[list[float]]:
    """Cuts between classes on the expected rank: half-way, and so that each class is stated as often as it occurs.

    The expected rank varies less than the truth does, and quadratic kappa minds.
    """
    assert predictions.probability is not None
    half_way = [i + 0.5 for i in range(len(order) - 1)]
    if not predictions.n_rows:
        return [half_way]
    expected = predictions.probability[:, order] @ np.arange(len(order))
    share = np.bincount(np.argsort(order)[predictions.truth], minlength=len(order)) / predictions.n_rows
    as_often = np.quantile(expected, np.minimum(np.cumsum(share)[:-1], 1.0))
    return [half_way, as_often.tolist()]


def standard_fields(metric: MetricPart, name: ScoreName, problem: Problem) -> dict[str, Any]:
    """What standard and weighted scores have in common, checked against the problem."""
    _require_fit(name, problem)
    bounds = metric.constraints or ()
    check_names(bounds, problem.task)
    setting = setting_of(problem)
    limits = capacities(bounds, setting)
    return {"setting": setting, "score_name": name, "carried": bounds, "limits": limits}


def _require_fit(name: ScoreName, problem: Problem) -> None:
    if problem.task not in SCORES[name].tasks:
        what = "scores clusters, and this problem has" if name == "silhouette" else "does not fit"
        raise SpecError(
            f"The score {name!r} {what} a {problem.task} target; "
            f"choose one of {', '.join(scores_for(problem.task))}.",
            field="metric.name",
        )
    if problem.task != "regression":
        return
    lowest = float(np.min(problem.y))
    if name == "rmsle" and lowest < 0:
        raise SpecError(
            f"The score 'rmsle' needs a target of 0 or more, and {problem.target!r} goes down to {lowest:g}; "
            "choose rmse or mae.",
            field="metric.name",
        )
    if name == "mape" and not np.any(problem.y):
        raise SpecError(
            f"The score 'mape' needs a target other than 0, and {problem.target!r} is 0 in every row; choose mae.",
            field="metric.name",
        )
    if name == "quadratic_kappa" and not np.array_equal(problem.y, np.rint(problem.y)):
        raise SpecError(
            f"The score 'quadratic_kappa' needs whole grades, and {problem.target!r} holds fractions; choose rmse.",
            field="metric.name",
        )
