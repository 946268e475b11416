"""All thresholds at once: what acting on the best 0, 1, 2 … rows would have done, and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automl.metrics.base import BoolArray, FloatArray
from automl.metrics.rates import RATES, Counts
from automl.spec.model import Constraint

# Differences of a metric below this share of its size are rounding, not a reason to prefer a threshold.
SAME = 1e-9
LOWEST = -1e300  # of what is not defined; arithmetic on infinity would warn


@dataclass(frozen=True)
class Cuts:
    """Every threshold that tells some rows apart, from acting on nobody to acting on all.

    Attributes
    ----------
    thresholds : ndarray of shape (n_cuts,)
        Act where the score is above. Half-way between neighbouring scores, so that new rows fall on either side.
    counts : Counts
        Outcomes at each threshold.
    gains : ndarray of shape (n_cuts,)
        Sum over the rows acted on of what acting on each turned out to bring.
    """

    thresholds: FloatArray
    counts: Counts
    gains: FloatArray

    @property
    def share(self) -> FloatArray:
        """Share of rows acted on at each threshold."""
        return np.nan_to_num(self.rate("flagged_share"))

    def index_of(self, n_flagged: int) -> int:
        """Position of the last threshold that acts on at most so many rows."""
        return int(np.searchsorted(self.counts.flagged, n_flagged + 0.5)) - 1

    def rate(self, name: str) -> FloatArray:
        """A rate of `RATES` at each threshold; NaN where it is not defined."""
        return RATES[name].formula(self.counts)


class BestCut:
    """Highest value of a rate at any threshold, on weighted rows; they are put in order, and ties found, once."""

    def __init__(self, score: FloatArray, positive: BoolArray, rate: str) -> None:
        self.n_rows = len(score)
        self._order = np.argsort(-score, kind="stable")
        ranked = score[self._order]
        tied = np.append(ranked[1:] == ranked[:-1], [False]) if self.n_rows else np.zeros(0, dtype=bool)
        self._last = np.flatnonzero(~tied)
        self._positive = positive[self._order].astype(np.float64)
        self._rate = RATES[rate].formula

    def value(self, weight: FloatArray | None = None) -> float:
        """Return the rate at the threshold that is best with these weights."""
        ordered = np.ones(self.n_rows) if weight is None else weight[self._order]
        acted = np.append(0.0, np.cumsum(ordered)[self._last])
        tp = np.append(0.0, np.cumsum(ordered * self._positive)[self._last])
        fp = acted - tp
        counts = Counts(tp=tp, fp=fp, fn=tp[-1] - tp, tn=fp[-1] - fp)
        return float(np.nan_to_num(self._rate(counts)).max())


@dataclass(frozen=True)
class Cut:
    """The threshold chosen, and whether it keeps to every bound."""

    threshold: float
    met: bool
    index: int


def make_cuts(
    score: FloatArray,
    positive: BoolArray,
    gain: FloatArray | None = None,
    *,
    weight: FloatArray | None = None,
) -> Cuts:
    """Work out every threshold.

    Parameters
    ----------
    score : ndarray of shape (n_rows,)
        Rows are acted on in its order, the highest first; rows of NaN never.
    positive : ndarray of bool
        What is true of the rows.
    gain : ndarray, optional
        What acting on each row brings over not acting, now that the truth is known.
    weight : ndarray, optional
        Of each row in the counts.
    """
    order = np.argsort(np.where(np.isnan(score), np.inf, -score), kind="stable")
    order = order[: int((~np.isnan(score)).sum())]
    weight = np.ones(len(score)) if weight is None else weight
    ranked, hit, miss = score[order], (weight * positive)[order], (weight * ~positive)[order]
    last = (
        np.flatnonzero(np.r_[ranked[1:] != ranked[:-1], True]) if len(ranked) else np.zeros(0, dtype=np.int64)
    )
    tp = np.r_[0.0, np.cumsum(hit)[last]]
    fp = np.r_[0.0, np.cumsum(miss)[last]]
    counts = Counts(tp=tp, fp=fp, fn=float(weight @ positive) - tp, tn=float(weight @ ~positive) - fp)
    gains = np.zeros(len(last) + 1) if gain is None else np.r_[0.0, np.cumsum(gain[order])[last]]
    return Cuts(_thresholds(ranked, last), counts, gains)


def _thresholds(ranked: FloatArray, last: np.ndarray[tuple[int], np.dtype[np.int64]]) -> FloatArray:
    if not len(ranked):
        return np.zeros(1)
    upper = ranked[last]
    lower = np.r_[ranked[last[:-1] + 1], np.nextafter(ranked[-1], -np.inf)]
    middle = (upper + lower) / 2
    # Between neighbouring floats there is no middle; the lower one still lets the upper pass.
    thresholds: FloatArray = np.r_[ranked[0], np.where(middle < upper, middle, lower)]
    return thresholds


def choose_cut(
    cuts: Cuts,
    aim: FloatArray,
    *,
    bounds: Sequence[Constraint] = (),
    n_table_rows: int,
    default: float,
    nobody: bool = True,
) -> Cut:
    """The threshold with the highest aim among those that keep to all bounds; without one, the closest to them.

    Ties go to what tells positives from negatives best, then to the threshold nearest to `default`, then to the one
    that acts on fewer rows: the same rows always give the same threshold.

    Parameters
    ----------
    aim : ndarray of shape (n_cuts,)
        What is to be as high as possible; NaN counts as lowest.
    bounds : sequence of Constraint
        Those on rates; others do not depend on the threshold and are passed over.
    n_table_rows : int
        Rows that a bound on the number of rows acted on is out of.
    default : float
        The threshold to stay near where nothing else decides.
    nobody : bool, default=True
        Whether acting on nobody meets a bound on a rate that is then not defined, such as precision.
    """
    short = sum(
        (shortfall(cuts, bound, n_table_rows=n_table_rows, nobody=nobody) for bound in bounds),
        np.zeros(len(aim)),
    )
    met = bool((short <= SAME).any())
    allowed = short <= (SAME if met else short.min() + SAME)
    aim = np.where(allowed, np.nan_to_num(aim, nan=LOWEST), -np.inf)
    best = aim.max()
    tied = allowed & (aim >= best - SAME * max(1.0, abs(float(best))))
    told_apart = np.nan_to_num(cuts.rate("recall")) - np.nan_to_num(cuts.rate("false_positive_rate"))
    told_apart = np.where(tied, told_apart, -np.inf)
    tied &= told_apart >= told_apart.max() - SAME
    candidates = np.flatnonzero(tied)
    distance = np.abs(cuts.thresholds[candidates] - default)
    index = int(candidates[np.argmin(distance)])
    return Cut(float(cuts.thresholds[index]), met, index)


def shortfall(cuts: Cuts, bound: Constraint, *, n_table_rows: int, nobody: bool = True) -> FloatArray:
    """How far each threshold stays from a bound, as a share of the bound; 0 where it keeps to it."""
    if bound.measure not in RATES:
        return np.zeros(len(cuts.thresholds))
    scale = 1.0
    found = cuts.rate(bound.measure)
    if bound.measure == "flagged":
        found, scale = cuts.share, 1.0 / n_table_rows
    short = np.zeros(len(found))
    if bound.at_least is not None:
        short = np.maximum(short, bound.at_least * scale - found)
    if bound.at_most is not None:
        short = np.maximum(short, found - bound.at_most * scale)
    limit = max(abs(bound.at_least or 0.0), abs(bound.at_most or 0.0)) * scale
    undefined = 0.0 if nobody else 1.0
    shortfalls: FloatArray = np.where(np.isnan(found), undefined, short / max(limit, SAME))
    return shortfalls
