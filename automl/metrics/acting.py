"""The base of the kinds that act on the rows worth it: payoffs, capacity and bounds become one rule.

A row is acted on where acting is expected to bring more than not acting, with the row's own probability and payoffs:
``p · (tp - fn) + (1 - p) · (fp - tn) > 0``; without payoffs, in the order of the probability. That cut of 0 moves only
where out-of-fold rows prove beyond luck that another one earns more (`shifted_cut`), or where bounds ask for it: then
to the cut of highest value that keeps to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from automl.metrics.base import BoolArray, Decisions, FloatArray, Predictions, Rule, Setting, Statistic
from automl.metrics.cuts import SAME, Cuts, choose_cut, make_cuts, shortfall
from automl.metrics.decide import capacity
from automl.metrics.figures import Mean
from automl.metrics.objective import Objective
from automl.metrics.payoffs import Payoffs
from automl.metrics.scores import statistic_of
from automl.metrics.words import amount_words, share_words, value_name
from automl.spec.model import Constraint

# Three standard errors: a dozen candidates are judged in a run, and at two a third of all runs would hold one whose cut
# chance alone had moved. Probabilities that are really off show by far more (tests/automl/metrics/test_payoff.py).
BEYOND_NOISE = 3.0

Limits = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class ActingObjective(Objective):
    """Value of acting where it is expected to pay, or on the most probable rows.

    Attributes
    ----------
    payoffs : Payoffs or None
        None where only a capacity was named.
    unit : str or None
        The currency.
    carried : tuple of Constraint
        Bounds on what the actions do.
    limits : dict
        ``most`` and ``least`` rows to act on, as `capacity` reads them.
    """

    payoffs: Payoffs | None
    unit: str | None = None
    carried: tuple[Constraint, ...] = ()
    limits: Limits = field(default_factory=dict)

    @property
    def name(self) -> str:
        if self.payoffs is not None:
            return value_name(self.unit)
        return f"precision among the best {share_words(self.limits['most']['share'])}"

    @property
    def has_money(self) -> bool:
        return self.payoffs is not None

    @property
    def currency(self) -> str | None:
        return self.unit

    @property
    def has_action(self) -> bool:
        return True

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        return self.carried

    def fit_rule(self, oof: Predictions) -> Rule:
        """Choose the cut on the expected gain, or on the probability, within capacity and bounds."""
        positive = oof.truth == 1
        priority = self._priority(oof)
        gain = None if self.payoffs is None else self.payoffs.gain(oof)
        cuts = make_cuts(priority, positive, gain)
        above = None if gain is None else self._proven_cut(oof, priority, gain)
        moved, met = "earns more" if above else "", True
        if not self._keeps_to_bounds(cuts, priority, above):
            aim = cuts.counts.flagged if gain is None else cuts.gains
            chosen = choose_cut(
                cuts,
                aim,
                bounds=self._all_bounds(len(priority)),
                n_table_rows=self.setting.n_table_rows,
                default=above or 0.0,
            )
            above, met, moved = chosen.threshold, chosen.met, "keeps to the bounds"
        cut = cut_of_capacity(cuts, priority, self.limits, above)
        return acting_rule(
            self.kind,
            above=above,
            cut=cut,
            payoffs=self.payoffs,
            states_action=False,
            limits=self.limits,
            met=met,
            moved=moved,
            currency=self.unit,
        )

    def _proven_cut(self, oof: Predictions, priority: FloatArray, gain: FloatArray) -> float:
        assert self.payoffs is not None
        return shifted_cut(priority, gain, oof.truth == 1, risk=self.payoffs.risk(oof))

    def _priority(self, predictions: Predictions) -> FloatArray:
        return predictions.positive if self.payoffs is None else self.payoffs.expected_gain(predictions)

    def _keeps_to_bounds(self, cuts: Cuts, priority: FloatArray, above: float | None) -> bool:
        known = priority[~np.isnan(priority)]
        n_acted = len(known) if above is None else int((known > above).sum())
        if "most" in self.limits:
            n_acted = min(n_acted, capacity(self.limits["most"], len(priority), "sample"))
        index = cuts.index_of(n_acted)
        n_table_rows = self.setting.n_table_rows
        return all(shortfall(cuts, b, n_table_rows=n_table_rows)[index] <= SAME for b in self.carried)

    def _all_bounds(self, n_rows: int) -> tuple[Constraint, ...]:
        if "most" not in self.limits or not n_rows:
            return self.carried
        share = capacity(self.limits["most"], n_rows, "sample") / n_rows
        return (*self.carried, Constraint(measure="flagged_share", at_most=share))

    def statistic(self, predictions: Predictions, decisions: Decisions) -> Statistic:
        """Value of each row; without payoffs, precision among those acted on."""
        if self.payoffs is None:
            return statistic_of("precision", predictions, decisions, task="binary")
        return Mean(self.row_values(predictions, decisions))

    def row_values(self, predictions: Predictions, decisions: Decisions) -> FloatArray:
        """Value of each decision; 0 where a payoff is unknown."""
        assert self.payoffs is not None and decisions.action is not None
        return self.payoffs.realised(predictions, decisions.action)

    def perfect(self, predictions: Predictions) -> float:
        """Value of acting on the rows that turned out best, as many as the capacity allows."""
        assert self.payoffs is not None
        gain = np.sort(self.payoffs.gain(predictions))[::-1]
        n_most = len(gain)
        if "most" in self.limits:
            n_most = min(n_most, capacity(self.limits["most"], len(gain), "sample"))
        left = self.payoffs.realised(predictions, np.zeros(len(gain), dtype=bool))
        return float(left.sum() + np.maximum(gain[:n_most], 0).sum())

    def curve_gain(self, predictions: Predictions) -> FloatArray | None:
        """What acting on each row brought over not acting."""
        return None if self.payoffs is None else self.payoffs.gain(predictions)

    def describe(self, rule: Rule) -> str:
        """The rule in one plain sentence."""
        return describe_acting(rule, self.setting.classes[-1])


def describe_acting(rule: Rule, label: str) -> str:
    """A rule that acts above a cut, in plain words."""
    state = rule.state
    if rule.state["payoffs"] is None or rule.threshold is not None:
        above = f"the probability of {label!r} is above {rule.threshold:.3g}"
    elif state["cut"] == 0:
        above = "acting is expected to earn more than not acting"
    else:
        gained = amount_words(state["cut"], state.get("currency"))
        above = f"acting is expected to earn {gained} more than not acting"
    words = f"Act where {above}"
    if "most" in state:
        words = f"Act on the best {_limit_words(state['most'])}, here where {above}"
    if state.get("moved") and state["met"]:
        words += f"; the cut was moved to there because it {state['moved']} on past rows"
    if not state["met"]:
        words += "; no cut keeps to every bound, this one comes closest"
    return words + "."


def _limit_words(limit: dict[str, Any]) -> str:
    if limit.get("count") is not None:
        return f"{limit['count']:,} rows ({share_words(limit['share'])} of the table)"
    return f"{share_words(limit['share'])} of the rows"


def capacities(bounds: Iterable[Constraint], setting: Setting) -> Limits:
    """Bounds on how many rows are acted on, as the rule obeys them: ``most`` and ``least``.

    A number of rows is out of as many as the table has, and is a number of rows again in a file of new ones.
    """
    found: Limits = {}
    for bound in bounds:
        if bound.measure not in ("flagged", "flagged_share"):
            continue
        counted = bound.measure == "flagged"
        for side, limit, rounding in (("most", bound.at_most, "down"), ("least", bound.at_least, "up")):
            if limit is not None:
                share = min(limit / setting.n_table_rows, 1.0) if counted else limit
                new = {"share": share, "count": int(limit) if counted else None, "rounding": rounding}
                found[side] = tighter(side, new, found.get(side))
    return found


def tighter(side: str, one: dict[str, Any], other: dict[str, Any] | None) -> dict[str, Any]:
    """The one of two limits on the same side that leaves less room."""
    if other is None:
        return one
    pick = min if side == "most" else max
    return pick(one, other, key=lambda limit: float(limit["share"]))


def acting_rule(
    kind: str,
    *,
    above: float | None,
    cut: float,
    payoffs: Payoffs | None,
    states_action: bool,
    limits: Limits,
    met: bool,
    **notes: Any,
) -> Rule:
    """Put together a rule that acts above a cut.

    Parameters
    ----------
    above : float or None
        Priority above which the rule acts, within its capacity; None where the capacity alone decides.
    cut : float
        Priority above which it acts on a row by itself: the capacity, too, as it fell on the past.
    states_action : bool
        Whether the label stated is the action; otherwise it is the more probable one.
    met : bool
        Whether the bounds hold on the rows that the rule was chosen on.
    """
    return Rule(
        kind=kind,
        threshold=cut if payoffs is None else payoffs.probability_at(cut),
        state={
            "above": above,
            "cut": cut,
            "payoffs": None if payoffs is None else payoffs.to_json(),
            "states_action": states_action,
            "met": met,
            **limits,
            **notes,
        },
    )


def cut_of_capacity(cuts: Cuts, priority: FloatArray, limits: Limits, above: float | None) -> float:
    """Priority at which the capacity is used up on these rows, or `above` where that is higher."""
    lowest = float(cuts.thresholds[-1])
    cut = lowest if above is None else above
    if "most" in limits:
        n_most = capacity(limits["most"], len(priority), "sample")
        cut = max(cut, float(cuts.thresholds[cuts.index_of(n_most)]))
    return cut


def shifted_cut(priority: FloatArray, gain: FloatArray, positive: BoolArray, *, risk: FloatArray) -> float:
    """The cut on the expected gain: 0, unless another one has earned more beyond the luck of the rows.

    With true probabilities no cut beats 0. Where they are off, another may; but the best of thousands of cuts is
    mostly luck. So the rows are halved, the best cut of each half is tried on the other, and only if it earns more by
    three standard errors of the paired differences is the best cut of all rows taken. The error is at least what the
    probabilities imply (`risk`, the standard deviation of each row's gain): a dozen rows that all came out alike would
    otherwise seem to prove anything.
    """
    half = np.random.default_rng(0).permutation(len(priority)) % 2 == 0
    known = np.nan_to_num(priority, nan=-np.inf)
    changed = np.zeros(len(priority))
    for part in (half, ~half):
        if not part.any() or part.all():
            return 0.0
        cut = _best_cut(make_cuts(priority[part], positive[part], gain[part]))
        changed[~part] = (known[~part] > cut).astype(np.float64) - (known[~part] > 0)
    differences = gain * changed
    variance = max(
        float(differences.var(ddof=1)) * len(differences), float((risk * changed) @ (risk * changed))
    )
    if not differences.sum() > BEYOND_NOISE * np.sqrt(variance):
        return 0.0
    return _best_cut(make_cuts(priority, positive, gain))


def _best_cut(cuts: Cuts) -> float:
    return choose_cut(cuts, cuts.gains, n_table_rows=1, default=0.0).threshold
