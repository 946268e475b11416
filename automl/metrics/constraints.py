"""Bounds on what the decisions do: recall at least 0.8, no more than 500 rows acted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automl.errors import SpecError
from automl.metrics.base import Decisions, FloatArray, Predictions, Setting, Statistic, Task
from automl.metrics.figures import Confusion
from automl.metrics.intervals import Interval, bootstrap
from automl.metrics.rates import RATES, Counts
from automl.metrics.scores import SCORES, labels_of, scores_for, statistic_of
from automl.spec.labels import score_label
from automl.spec.model import Bounds, Constraint
from automl.spec.names import did_you_mean

N_DRAWS = 300  # the ends of an interval beside a bound need no third digit


@dataclass(frozen=True)
class ConstraintCheck:
    """A bound, and what was measured on rows that the rule had not seen.

    Attributes
    ----------
    measured : Interval
        In the unit of the measure; for ``"flagged"`` scaled to the rows of the whole table, as the bound is.
    met : bool or None
        None where the measure is not defined, such as the precision of acting on nobody.
    """

    measure: str
    label: str
    at_least: float | None
    at_most: float | None
    measured: Interval
    met: bool | None

    @property
    def bound(self) -> str:
        """The bound in words."""
        return bound_in_words(self.at_least, self.at_most)

    @property
    def sentence(self) -> str:
        """Bound, figure and verdict in one sentence."""
        if self.met is None:
            return f"The {self.label} was to be {self.bound}; nothing there was to measure it on."
        found = f"{self.measured.value:.4g}"
        if self.measured.low is not None and self.measured.high is not None:
            found += f" ({self.measured.low:.4g} to {self.measured.high:.4g})"
        verdict = "which holds" if self.met else "which is not reached"
        return f"The {self.label} was to be {self.bound}, {verdict}: it is {found}."


def bound_in_words(at_least: float | None, at_most: float | None) -> str:
    """A bound in words: "at least 0.8", "between 0.8 and 0.9"."""
    if at_least is not None and at_most is not None:
        return f"between {at_least:g} and {at_most:g}"
    return f"at least {at_least:g}" if at_least is not None else f"at most {at_most:g}"


def measures_for(task: Task) -> tuple[str, ...]:
    """Names of what a constraint may bound."""
    rates = tuple(RATES) if task == "binary" else ()
    return tuple(dict.fromkeys((*rates, *scores_for(task))))


def check_names(bounds: Sequence[Constraint], task: Task) -> None:
    """Refuse a measure that does not exist or does not fit the task.

    Raises
    ------
    SpecError
        Naming the nearest measure, or those that fit.
    """
    known = measures_for(task)
    for i, bound in enumerate(bounds):
        if bound.measure in known:
            continue
        field = f"metric.constraints.{i}.measure"
        if bound.measure in RATES or bound.measure in SCORES:
            raise SpecError(
                f"A bound on {bound.measure!r} does not fit a {task} problem; "
                f"those that do are {', '.join(known)}.",
                field=field,
            )
        raise SpecError(
            f"There is no measure {bound.measure!r} to bound. {did_you_mean(bound.measure, known, noun='measures')} "
            f"Choose one of {', '.join(known)}.",
            field=field,
        )


def check_bounds(
    bounds: Sequence[Constraint],
    predictions: Predictions,
    decisions: Decisions,
    *,
    setting: Setting,
    seed: int,
) -> tuple[ConstraintCheck, ...]:
    """Measure each bound on some rows and decisions."""
    return tuple(_check(bound, predictions, decisions, setting=setting, seed=seed) for bound in bounds)


def _check(
    bound: Constraint, predictions: Predictions, decisions: Decisions, *, setting: Setting, seed: int
) -> ConstraintCheck:
    statistic, scale = _measure(bound.measure, predictions, decisions, setting)
    measured = bootstrap(statistic, seed=seed, n_draws=N_DRAWS).scaled(scale)
    rate = RATES.get(bound.measure)
    return ConstraintCheck(
        measure=bound.measure,
        label=rate.label if rate is not None else score_label(bound.measure),
        at_least=bound.at_least,
        at_most=bound.at_most,
        measured=measured,
        met=_met(bound, measured.value),
    )


def _measure(
    measure: str, predictions: Predictions, decisions: Decisions, setting: Setting
) -> tuple[Statistic, float]:
    """The figure, and the factor to the unit of the bound."""
    if setting.task != "binary" or measure not in RATES:
        return statistic_of(measure, predictions, decisions, task=setting.task, order=setting.order), 1.0
    name = "flagged_share" if measure == "flagged" else measure
    scale = float(setting.n_table_rows) if measure == "flagged" else 1.0
    return rate_statistic(name, predictions, decisions), scale


def rate_statistic(
    name: str, predictions: Predictions, decisions: Decisions, *, undefined: float = float("nan")
) -> Statistic:
    """A rate of `RATES` on some rows; `undefined` where there is nothing to divide by."""
    code = 2 * predictions.truth.astype(np.int64) + labels_of(predictions, decisions)

    def formula(table: FloatArray) -> float:
        found = RATES[name].formula(Counts(table[1, 1], table[0, 1], table[1, 0], table[0, 0]))
        return float(np.nan_to_num(found, nan=undefined))

    return Confusion(code, 2, formula)


def _met(bound: Bounds, found: float) -> bool | None:
    if np.isnan(found):
        return None
    slack = 1e-9 * max(1.0, abs(found))
    above = bound.at_least is None or found >= bound.at_least - slack
    return above and (bound.at_most is None or found <= bound.at_most + slack)
