"""From a stored rule and predictions to decisions: one function for each kind of rule, on rows whose truth is unknown.

A rule is all that is needed: it is plain JSON, and none of these functions looks at the problem it was fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from automl.metrics.base import Batch, BoolArray, Decisions, FloatArray, Predictions, Rule
from automl.metrics.costs import Costs
from automl.metrics.payoffs import Payoffs
from automl.metrics.spread_values import tolerance_values


def _act(rule: Rule, predictions: Predictions, batch: Batch) -> Decisions:
    """Act where the priority is above a cut, on the best of them where there is a capacity."""
    payoffs = Payoffs.from_json(rule.state.get("payoffs"))
    priority = predictions.positive if payoffs is None else payoffs.expected_gain(predictions)
    known = ~np.isnan(priority)
    if batch == "row":
        action = known & (np.where(known, priority, 0.0) > rule.state["cut"])
    else:
        action = _best(priority, known, rule.state, batch)
    label = action if rule.state["states_action"] else predictions.positive > 0.5
    return Decisions(
        action=action,
        label=label.astype(np.int64),
        priority=priority,
        n_unvalued=int((~known).sum()),
    )


def _best(priority: FloatArray, known: BoolArray, state: dict[str, Any], batch: Batch) -> BoolArray:
    """The rows above the cut, fewer where the capacity is less, more where so many have to be acted on."""
    above = state["above"]
    n_known = int(known.sum())
    n_acted = n_known if above is None else int((priority[known] > above).sum())
    most, least = state.get("most"), state.get("least")
    if most is not None:
        n_acted = min(n_acted, capacity(most, len(priority), batch))
    if least is not None:
        n_acted = min(max(n_acted, capacity(least, len(priority), batch)), n_known)
    order = np.argsort(np.where(known, -priority, np.inf), kind="stable")
    action = np.zeros(len(priority), dtype=bool)
    action[order[:n_acted]] = True
    return action


def capacity(limit: dict[str, Any], n_rows: int, batch: Batch) -> int:
    """Rows that may, or have to, be acted on among `n_rows`: a number for a file of new rows, else a share."""
    if batch == "file" and limit.get("count") is not None:
        return int(limit["count"])
    wanted = float(limit["share"]) * n_rows
    if limit["rounding"] == "nearest":
        return round(wanted)
    # Shares such as 0.1 are a little more or less than a tenth; a tenth of 50 rows is 5 rows all the same.
    return math.floor(wanted + 1e-9) if limit["rounding"] == "down" else math.ceil(wanted - 1e-9)


def _label(rule: Rule, predictions: Predictions, batch: Batch) -> Decisions:
    """The most probable label, each probability weighted; or the class of the expected rank, between cuts."""
    assert predictions.probability is not None
    probability = predictions.probability
    if rule.state.get("cuts"):
        order = np.asarray(rule.state["order"])
        expected = probability[:, order] @ np.arange(len(order))
        return Decisions(label=order[np.searchsorted(rule.state["cuts"], expected)])
    weights = np.asarray(rule.state.get("weights") or 1.0)
    return Decisions(label=np.argmax(probability * weights, axis=1))


def _cost_matrix(rule: Rule, predictions: Predictions, batch: Batch) -> Decisions:
    """The label of the highest expected value; the most frequent class where the values are unknown."""
    assert predictions.probability is not None
    expected = Costs.from_json(rule.state["costs"]).expected(predictions.probability, predictions.rows)
    unknown = np.asarray(np.isnan(expected).any(axis=1))
    label = np.argmax(np.where(unknown[:, None], -np.inf, expected), axis=1)
    label = np.where(unknown, rule.state["most_frequent"], label)
    return Decisions(label=label, n_unvalued=int(unknown.sum()))


def _quantile(rule: Rule, predictions: Predictions, batch: Batch) -> Decisions:
    """The predicted value, moved by as many spreads of the row as the rule says, or by the same for all rows."""
    if rule.state["scaled"] and predictions.scale is not None:
        return Decisions(value=predictions.values + rule.state["z"] * predictions.scale)
    return Decisions(value=predictions.values + rule.state["shift"])


def _tolerance(rule: Rule, predictions: Predictions, batch: Batch) -> Decisions:
    """The value that is most likely close enough to the truth."""
    if not rule.state["adjusted"]:
        return Decisions(value=predictions.values)
    return Decisions(value=tolerance_values(rule.state, predictions.values, predictions.scale))


def _as_predicted(rule: Rule, predictions: Predictions, batch: Batch) -> Decisions:
    """The predicted value as it is."""
    return Decisions(value=predictions.values)


#: One function per kind of rule: ``decide(rule, predictions, batch) -> Decisions``.
DECIDERS: dict[str, Callable[[Rule, Predictions, Batch], Decisions]] = {
    "payoff": _act,
    "top_k": _act,
    "threshold": _act,
    "label": _label,
    "cost_matrix": _cost_matrix,
    "quantile": _quantile,
    "tolerance": _tolerance,
    "none": _as_predicted,
}
