"""Kind `expression`: any aggregate in SQL over `actual`, `predicted`, `probability` and the columns of the rows.

For two classes `predicted` is 1 where the rule acts: the threshold is the one, of fifty evenly spread over the rows,
that is best for the expression on out-of-fold predictions. For several classes `actual` and `predicted` are labels and
`probability` is that of the label stated; for numbers there is no `probability`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from automl.data.expression import parse_expression
from automl.data.problem import Problem
from automl.data.sql import Aggregator, evaluate_aggregate
from automl.errors import SqlExpressionError
from automl.metrics.acting import Limits, acting_rule, capacities, cut_of_capacity, describe_acting
from automl.metrics.base import Decisions, FloatArray, IntArray, Predictions, Rule, Setting, Statistic
from automl.metrics.constraints import check_names
from automl.metrics.cuts import Cuts, choose_cut, make_cuts
from automl.metrics.figures import Computed
from automl.metrics.fits import setting_of
from automl.metrics.objective import Objective
from automl.metrics.rates import Counts
from automl.metrics.scores import labels_of
from automl.spec.model import Constraint, ExpressionMetric

FIELD = "metric.sql"
N_THRESHOLDS = 50
# Fifty thresholds on so many rows are a million rows of SQL, a fraction of a second.
MAX_ROWS = 20_000


@dataclass(frozen=True)
class ExpressionObjective(Objective):
    """A SQL aggregate.

    Attributes
    ----------
    sql : str
        The aggregate.
    direction : {"maximise", "minimise"}
        Where better is.
    uses_predicted : bool
        Whether decisions count in it.
    columns : tuple of str
        The rows' columns that occur in it.
    """

    sql: str
    direction: Literal["maximise", "minimise"]
    uses_predicted: bool
    columns: tuple[str, ...]
    carried: tuple[Constraint, ...] = ()
    limits: Limits = field(default_factory=dict)

    kind = "expression"

    @classmethod
    def build(cls, metric: ExpressionMetric, problem: Problem) -> ExpressionObjective:
        """Bind the metric to a problem, and evaluate it once on made-up predictions.

        Raises
        ------
        SqlExpressionError
            If the expression cannot be evaluated, or gives one value per row.
        SpecError
            If a bound does not fit.
        """
        setting = setting_of(problem)
        bounds = metric.constraints or ()
        check_names(bounds, problem.task)
        rows = problem.rows.iloc[:MAX_ROWS]
        reserved = _stand_in(problem.y[:MAX_ROWS], setting)
        evaluate_aggregate(metric.sql, rows, field=FIELD, reserved=reserved)
        found = parse_expression(
            metric.sql, [str(name) for name in rows.columns], field=FIELD, reserved=tuple(reserved)
        )
        if not any(name == "actual" for name, _ in found.uses) and problem.target not in dict(found.uses):
            raise SqlExpressionError(
                f"{FIELD}: {metric.sql!r} does not look at the truth, so every model would score the same by guessing "
                "what it likes; compare with actual.",
                field=FIELD,
            )
        return cls(
            setting,
            metric.sql,
            metric.direction,
            uses_predicted=("predicted", True) in found.uses,
            columns=tuple(name for name, is_prediction in found.uses if not is_prediction),
            carried=bounds,
            limits=capacities(bounds, setting),
        )

    @property
    def name(self) -> str:
        return self.sql

    @property
    def greater_is_better(self) -> bool:
        return self.direction == "maximise"

    @property
    def has_action(self) -> bool:
        return self.setting.task == "binary" and (self.uses_predicted or bool(self.limits))

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        return self.carried

    def fit_rule(self, oof: Predictions) -> Rule:
        """Choose the threshold that is best for the expression on out-of-fold rows; 0.5 if decisions do not count."""
        if self.setting.task == "regression":
            return Rule("none")
        if self.setting.task == "multiclass":
            return Rule("label")
        cuts = make_cuts(oof.positive, oof.truth == 1)
        above, met = 0.5, True
        if self.uses_predicted or self.carried:
            tried = _some_cuts(cuts)
            aim = self._aim(oof, tried.thresholds) if self.uses_predicted else -np.abs(tried.thresholds - 0.5)
            chosen = choose_cut(
                tried, aim, bounds=self.carried, n_table_rows=self.setting.n_table_rows, default=0.5
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

    def _aim(self, oof: Predictions, thresholds: FloatArray) -> FloatArray:
        """The expression at each threshold, higher being better: all of them in one table of repeated rows."""
        if oof.n_rows > MAX_ROWS:
            oof = oof.take(np.linspace(0, oof.n_rows - 1, MAX_ROWS).astype(np.int64))
        repeated = np.tile(np.arange(oof.n_rows), len(thresholds))
        reserved = {
            "actual": oof.truth[repeated],
            "predicted": (oof.positive[None, :] > thresholds[:, None]).ravel().astype(np.int64),
            "probability": oof.positive[repeated],
        }
        rows = oof.rows[list(self.columns)].iloc[repeated].reset_index(drop=True)
        prepared = Aggregator(self.sql, rows, reserved, field=FIELD)
        found = prepared.values(np.arange(len(repeated)).reshape(len(thresholds), oof.n_rows))
        return found if self.greater_is_better else -found

    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """The expression on decisions."""
        reserved = _reserved(predictions, decisions, self.setting)
        rows = predictions.rows[list(self.columns)].reset_index(drop=True)
        prepared = Aggregator(self.sql, rows, reserved, field=FIELD)
        return Computed(predictions.n_rows, prepared.value, prepared.values)

    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""
        if rule.kind == "threshold":
            return describe_acting(rule, self.setting.classes[-1])
        return (
            "State the predicted value as it is." if rule.kind == "none" else "State the most probable label."
        )


def _some_cuts(cuts: Cuts) -> Cuts:
    """At most `N_THRESHOLDS` cuts, evenly spread over the rows acted on, with the one nearest to 0.5."""
    wanted = np.linspace(0.0, 1.0, N_THRESHOLDS - 1)
    found = np.searchsorted(cuts.share, wanted).clip(0, len(cuts.share) - 1)
    kept = np.unique(np.r_[found, np.argmin(np.abs(cuts.thresholds - 0.5))])
    counts = Counts(*(getattr(cuts.counts, name)[kept] for name in ("tp", "fp", "fn", "tn")))
    return Cuts(cuts.thresholds[kept], counts, cuts.gains[kept])


def _reserved(predictions: Predictions, decisions: Decisions, setting: Setting) -> dict[str, NDArray[Any]]:
    if setting.task == "regression":
        value = predictions.values if decisions.value is None else decisions.value
        return {"actual": predictions.truth, "predicted": value}
    said = labels_of(predictions, decisions)
    if setting.task == "binary":
        return {"actual": predictions.truth, "predicted": said, "probability": predictions.positive}
    assert predictions.probability is not None
    probability = predictions.probability[np.arange(len(said)), said]
    return _of_labels(predictions.truth, said, probability, setting)


def _of_labels(
    actual: IntArray, said: IntArray, probability: FloatArray, setting: Setting
) -> dict[str, NDArray[Any]]:
    labels = np.array(setting.classes, dtype=object)
    return {"actual": labels[actual], "predicted": labels[said], "probability": probability}


def _stand_in(y: NDArray[Any], setting: Setting) -> dict[str, NDArray[Any]]:
    """Predictions of a model that knows nothing, to evaluate an expression on before there is a model."""
    even = np.arange(len(y)) % 2
    if setting.task == "regression":
        return {"actual": y, "predicted": y + even}
    if setting.task == "binary":
        return {"actual": y, "predicted": even, "probability": 0.25 + even / 2}
    return _of_labels(y, np.roll(y, 1), 0.25 + even / 2, setting)
