"""Every contender with its decisions: the rule chosen out of fold, what it is worth, and the bounds it keeps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from automl.families import family
from automl.metrics import Predictions, Rule
from automl.metrics.fairness import fairness_measure
from automl.metrics.spread import cross_fitted_scale
from automl.search.choose import N_JUDGED, Judged
from automl.search.contender import Contender
from automl.search.jobs import Workspace
from automl.spec.model import Bounds, Fairness, Limits, ProblemSpec

Array = NDArray[np.float64]


def judge(
    space: Workspace,
    contenders: Sequence[Contender],
    spec: ProblemSpec,
    *,
    seed: int,
    rule: Rule | None = None,
) -> list[Judged]:
    """Judge the best contenders and the baseline, the best first.

    Parameters
    ----------
    contenders : sequence of Contender
        The best by learning score first.
    rule : Rule, optional
        How predictions become decisions, where that was found before and on other rows.
    """
    chosen = list(contenders[:N_JUDGED])
    chosen += [
        c for c in contenders[N_JUDGED:] if c.family in ("dummy", "ensemble") or _may_be_simplest(c, chosen)
    ]
    scale = _scale(space, chosen[0], seed=seed) if space.objective.needs_spread else None
    return [_judged(space, contender, spec, scale=scale, rule=rule) for contender in chosen]


def _may_be_simplest(contender: Contender, chosen: Sequence[Contender]) -> bool:
    """Whether it is the best of a family that none of the others has."""
    found = contender.family not in {c.family for c in chosen}
    return found and family(contender.family).interpretable


def _scale(space: Workspace, contender: Contender, *, seed: int) -> Array:
    """How far the truth lies from the best contender's predictions, by a model that had not seen the row."""
    rows = space.splits.compared
    features = space.problem.features
    return cross_fitted_scale(
        space.problem.X.iloc[rows], space.problem.y[rows], contender.predicted, features=features, seed=seed
    )


def _judged(
    space: Workspace, contender: Contender, spec: ProblemSpec, *, scale: Array | None, rule: Rule | None
) -> Judged:
    predictions = contender.predictions(space).with_scale(scale)
    rule = space.objective.fit_rule(predictions) if rule is None else rule
    money = space.objective.money(predictions, rule)
    metric = space.objective.score(predictions, rule)
    return Judged(
        contender=contender,
        predictions=predictions,
        rule=rule,
        metric=None if np.isnan(metric) else float(metric),
        gain=None if money is None else money.gain,
        why_not=_why_not(space, contender, predictions, rule, spec),
    )


def _why_not(
    space: Workspace, contender: Contender, predictions: Predictions, rule: object, spec: ProblemSpec
) -> str:
    found = limit_broken(
        spec.limits, size_mb=contender.size_mb, predict_ms=contender.predict_ms, families=_families(contender)
    )
    if found:
        return found
    if spec.fairness is not None:
        measured = measured_fairness(space, predictions, rule, spec.fairness)
        if not keeps(spec.fairness, measured):
            return (
                f"Its {spec.fairness.measure.replace('_', ' ')} by {spec.fairness.column!r} is {measured:.3g} out of "
                f"fold, and is to be {in_words(spec.fairness)}."
            )
    for check in space.objective.check_constraints(predictions, rule):  # type: ignore[arg-type]  # a Rule
        if check.met is False:
            return check.sentence
    return ""


def _families(contender: Contender) -> tuple[str, ...]:
    return tuple(trial.candidate.family for trial, _ in contender.members)


def limit_broken(limits: Limits | None, *, size_mb: float, predict_ms: float, families: Sequence[str]) -> str:
    """The sentence about the first limit that a model does not keep to; empty where it keeps to all."""
    if limits is None:
        return ""
    if limits.model_mb is not None and size_mb > limits.model_mb:
        return f"It takes {size_mb:.3g} MB, and at most {limits.model_mb:g} MB are allowed."
    if limits.predict_ms is not None and predict_ms > limits.predict_ms:
        return f"One prediction takes {predict_ms:.3g} ms, and at most {limits.predict_ms:g} ms are allowed."
    black = [name for name in families if name != "dummy" and not family(name).interpretable]
    if limits.interpretable and (black or len(families) > 1):
        return f"It is not a model that a person can follow ({', '.join(black or families)})."
    return ""


def measured_fairness(space: Workspace, predictions: Predictions, rule: object, fairness: Fairness) -> float:
    """The measure between the groups of a column, for the decisions of a rule; NaN where it is not defined."""
    decisions = rule.decide(predictions)  # type: ignore[attr-defined]  # a Rule
    action = decisions.action if decisions.action is not None else decisions.label
    return float(
        fairness_measure(
            fairness.measure,
            predictions.truth,
            np.asarray(action).astype(np.int64),
            predictions.rows[fairness.column],
        )
    )


def keeps(bounds: Bounds, measured: float) -> bool:
    """Whether a figure lies within bounds; what is not defined does not."""
    if np.isnan(measured):
        return False
    above = bounds.at_least is None or measured >= bounds.at_least
    return above and (bounds.at_most is None or measured <= bounds.at_most)


def in_words(bounds: Bounds) -> str:
    """Bounds as words."""
    if bounds.at_least is not None and bounds.at_most is not None:
        return f"between {bounds.at_least:g} and {bounds.at_most:g}"
    return f"at least {bounds.at_least:g}" if bounds.at_least is not None else f"at most {bounds.at_most:g}"
