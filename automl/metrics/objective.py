"""The base of every kind of metric: how candidates are compared, how decisions are made and what they are worth.

The way of a metric through a run: `build_objective` checks it before anything is fitted; `learning_score` compares
candidates; `fit_rule` chooses thresholds on out-of-fold predictions; `score`, `money` and `check_constraints` measure
the rule on rows that it has not seen; `Rule.decide` decides on new rows, whose truth nobody knows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from automl.metrics.base import Decisions, FloatArray, Predictions, Rule, Setting, Statistic
from automl.metrics.constraints import ConstraintCheck, check_bounds
from automl.metrics.curve import CutPoint, curve_points
from automl.metrics.intervals import Interval, bootstrap
from automl.metrics.money import MoneyTotals
from automl.metrics.scores import SCORES, statistic_of
from automl.spec.model import Constraint

#: Proper scores: the best that a model can say is what is true on average.
PROPER = {"binary": "log_loss", "multiclass": "log_loss", "regression": "rmse"}


@dataclass(frozen=True)
class Objective(ABC):
    """One metric of a specification, bound to a problem; it pickles, and holds no rows.

    Subclasses say how decisions are made (`fit_rule`), what they score (`statistic`) and what they are worth
    (`row_values` and its neighbours).
    """

    setting: Setting

    kind: ClassVar[str]

    @property
    @abstractmethod
    def name(self) -> str:
        """The metric in words, such as ``"value per row (USD)"``."""

    @property
    def greater_is_better(self) -> bool:
        """Direction of `score`."""
        return True

    @property
    def has_money(self) -> bool:
        """Whether decisions have a value: of money, or of ratios where no currency was named."""
        return False

    @property
    def currency(self) -> str | None:
        """ISO 4217 code; None for mere ratios and where there is no money."""
        return None

    @property
    def has_action(self) -> bool:
        """Whether the metric defines an action, and with it a column `decision` for new rows."""
        return False

    @property
    def needs_spread(self) -> bool:
        """Whether `Predictions.scale` helps to decide (`automl.metrics.spread`)."""
        return False

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """Bounds that the decisions have to keep to."""
        return ()

    @property
    def learning_name(self) -> str:
        """The score that candidates are compared by, a key of `SCORES`."""
        return PROPER[self.setting.task]

    @property
    def learning_greater_is_better(self) -> bool:
        """Direction of `learning_score`."""
        return SCORES[self.learning_name].greater_is_better

    def learning_score(self, predictions: Predictions, *, weight: FloatArray | None = None) -> float:
        """Return the score that candidates are compared by, in its natural unit and direction.

        Where it is not defined, as on a fold of one class, it is what a model without knowledge scores.
        """
        found = self.learning_statistic(predictions).value(weight)
        return SCORES[self.learning_name].undefined if np.isnan(found) else found

    def learning_statistic(self, predictions: Predictions) -> Statistic:
        """Return the same score, ready to be computed on resampled rows; row weights are left to the caller."""
        return statistic_of(self.learning_name, predictions, None, task=self.setting.task)

    def sample_weight(self, rows: pd.DataFrame) -> FloatArray | None:
        """Weight of each row in fitting and comparing; None where all count the same."""
        return None

    @abstractmethod
    def fit_rule(self, oof: Predictions) -> Rule:
        """Choose thresholds and cuts on out-of-fold predictions; the same rows give the same rule."""

    @abstractmethod
    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """The metric of some decisions, ready to be computed on resampled rows."""

    @abstractmethod
    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""

    def score(self, predictions: Predictions, rule: Rule) -> float:
        """Return the metric in its natural direction and unit; NaN where it is not defined."""
        return self.score_of(predictions, rule.decide(predictions))

    def score_of(self, predictions: Predictions, decisions: Decisions) -> float:
        """Return the metric of any decisions, such as today's."""
        return self.statistic(predictions, decisions).value()

    def interval(
        self,
        predictions: Predictions,
        rule: Rule,
        *,
        seed: int,
        level: float = 0.95,
        n_draws: int | None = None,
    ) -> Interval:
        """Return the metric with its bootstrap interval."""
        statistic = self.statistic(predictions, rule.decide(predictions))
        return bootstrap(statistic, seed=seed, level=level, n_draws=n_draws)

    def check_constraints(
        self, predictions: Predictions, rule: Rule, *, seed: int = 0
    ) -> tuple[ConstraintCheck, ...]:
        """Measure every bound that the metric carries on some rows."""
        decisions = rule.decide(predictions)
        return check_bounds(self.bounds, predictions, decisions, setting=self.setting, seed=seed)

    @property
    def bounds(self) -> Sequence[Constraint]:
        """All bounds, those that belong to the kind first."""
        return self.constraints

    def money(
        self, predictions: Predictions, rule: Rule, *, today: Decisions | None = None
    ) -> MoneyTotals | None:
        """Return what the rule is worth on some rows, beside its alternatives; None where there is no money.

        Parameters
        ----------
        predictions : Predictions
            Of rows whose truth is known.
        today : Decisions, optional
            Today's decisions on the same rows (`automl.metrics.baseline`).
        """
        if not self.has_money:
            return None
        decisions = rule.decide(predictions)
        everyone, plain = self.everyone(predictions), self.plain(predictions)
        return MoneyTotals(
            currency=self.currency,
            values=self.row_values(predictions, decisions),
            nothing_values=self.row_values(predictions, self.nothing(predictions, rule)),
            nothing_name=self.nothing_name(rule),
            everyone=None if everyone is None else float(self.row_values(predictions, everyone).sum()),
            today_values=None if today is None else self.row_values(predictions, today),
            perfect=self.perfect(predictions),
            plain_values=None if plain is None else self.row_values(predictions, plain),
            n_unvalued=decisions.n_unvalued,
        )

    def row_values(self, predictions: Predictions, decisions: Decisions) -> FloatArray:
        """What each decision was worth, now that the truth is known; only with money."""
        raise NotImplementedError(f"{self.kind} has no money.")

    def nothing(self, predictions: Predictions, rule: Rule) -> Decisions:
        """Decisions of doing nothing; the same for every model, so that what they earn over it can be compared."""
        return Decisions(action=np.zeros(predictions.n_rows, dtype=bool))

    def nothing_name(self, rule: Rule) -> str:
        """What doing nothing means, in words."""
        return "acting on nobody"

    def everyone(self, predictions: Predictions) -> Decisions | None:
        """Decisions of acting on every row; None where the metric has no action."""
        return Decisions(action=np.ones(predictions.n_rows, dtype=bool)) if self.has_action else None

    def plain(self, predictions: Predictions) -> Decisions | None:
        """Decisions of taking predictions as they are, where the metric states other values; None elsewhere."""
        return None

    def perfect(self, predictions: Predictions) -> float:
        """Value of the best decisions in hindsight; only with money."""
        raise NotImplementedError(f"{self.kind} has no money.")

    def curve(self, predictions: Predictions, *, n_points: int = 100) -> tuple[CutPoint, ...]:
        """Return what other thresholds would have done on these rows; empty where nothing is acted on."""
        if self.setting.task != "binary":
            return ()
        return curve_points(predictions, self.curve_gain(predictions), n_points=n_points)

    def curve_gain(self, predictions: Predictions) -> FloatArray | None:
        """What acting on each row brought over not acting; None without money."""
        return None
