"""TD004: columns that are the target in other words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from automl.data.checks.arithmetic import MIN_SHARE_EQUAL, share_equal
from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Codes, Evidence, Floats, Levels
from automl.data.checks.screening import promising
from automl.data.checks.strength import strength_of

# Of 10,000 rows of a re-coded target some hundred may be entered wrongly; an honest column that leaves fewer than one
# in a hundred errors was not seen on any of the public tables (the best legitimate one leaves 67 of 100).
MIN_SKILL = 0.99
# A rounded or rescaled copy correlates to five digits, a very good predictor to two.
MIN_CORRELATION = 0.9999
# A target cut into bands by exact limits; a predictor of bands is wrong near each limit.
MIN_BAND_SKILL = 0.97
MAX_BANDS = 50
# Bands leave no gap between them that is large beside the distances of the ten values on either side; a strong effect,
# such as that of smoking on cost, moves the rows apart.
MAX_GAP = 0.5
N_NEIGHBOURS = 10


class TargetCopy(Check):
    """A column that alone gives the target: a label in other words, a code, a unit, a band of values, a finer grade."""

    code = "TD004"
    title = "Copy of the target"
    severity = "warning"
    needs_target = True

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each copy."""
        for name in promising(evidence):
            if evidence.kinds[name] == "text":
                continue
            if evidence.target_kind == "classes":
                reason = _copy_of_classes(evidence, name)
            else:
                reason = _copy_of_numbers(evidence, name)
            if reason is not None:
                yield self.finding([name], reason, action="set_aside")


def _copy_of_classes(evidence: Evidence, name: str) -> str | None:
    skill = strength_of(evidence, name).skill
    if skill < MIN_SKILL:
        return None
    return f"It gives {evidence.target!r} away: who knows it avoids {skill:.1%} of the errors."


def _copy_of_numbers(evidence: Evidence, name: str) -> str | None:
    if evidence.kinds[name] == "number":
        values = evidence.numbers(name)
        if share_equal(values, evidence.y) >= MIN_SHARE_EQUAL:
            return f"It repeats {evidence.target!r}: the two are equal in nearly every row."
        correlation = max(_correlation(values, evidence.y), _correlation(_ranks(values), _ranks(evidence.y)))
        if correlation >= MIN_CORRELATION:
            return (
                f"It is {evidence.target!r} in another unit or form: the two correlate to {correlation:.5f}."
            )
    if _band_skill(evidence.levels(name), evidence.y) >= MIN_BAND_SKILL:
        return f"It is {evidence.target!r} cut into bands: each of its values covers a range of its own."
    return None


def _correlation(values: Floats, y: Floats) -> float:
    known = np.isfinite(values) & np.isfinite(y)
    if known.sum() < 0.5 * len(y) or known.sum() < 3:
        return 0.0
    values, y = values[known], y[known]
    if np.ptp(values) == 0 or np.ptp(y) == 0:
        return 0.0
    return abs(float(np.corrcoef(values, y)[0, 1]))


def _ranks(values: Floats) -> Floats:
    ranks = np.full(len(values), np.nan)
    known = np.isfinite(values)
    # Ties share a rank; which one does not matter here.
    _, ranks[known] = np.unique(values[known], return_inverse=True)
    return ranks


def _band_skill(levels: Levels, y: Floats) -> float:
    """Return how well limits on the target separate the levels: 1 where their ranges follow each other exactly."""
    present = np.flatnonzero(np.bincount(levels.codes, minlength=levels.n_levels))
    if not 2 <= len(present) <= MAX_BANDS:
        return 0.0
    means = [float(y[levels.codes == level].mean()) for level in present]
    position: Codes = np.zeros(levels.n_levels, dtype=np.int64)
    position[present[np.argsort(means, kind="stable")]] = np.arange(len(present))
    order = np.argsort(y, kind="stable")
    bands = position[levels.codes][order]
    expected = np.sort(bands)
    if not _touching(y[order], np.flatnonzero(np.diff(expected) > 0)):
        return 0.0
    always_wrong = 1.0 - float(np.bincount(bands).max()) / len(bands)
    return 1.0 - float((bands != expected).mean()) / always_wrong


def _touching(y: Floats, ends: Codes) -> bool:
    """Return whether the bands that end at those positions of the sorted target follow each other without a gap."""
    values = np.unique(y)
    last = np.searchsorted(values, y[ends])
    first = np.searchsorted(values, y[ends + 1])
    nearby = (
        values[np.minimum(first + N_NEIGHBOURS, len(values) - 1)] - values[np.maximum(last - N_NEIGHBOURS, 0)]
    )
    return bool(np.all(values[first] - values[last] <= MAX_GAP * nearby))
