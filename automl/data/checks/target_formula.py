"""TD005: several numbers that together give a numeric target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from automl.data.checks.arithmetic import pair_giving
from automl.data.checks.base import Check, Finding, quoted
from automl.data.checks.evidence import MAX_STRONG, Codes, Evidence, Floats
from automl.data.checks.screening import centred

# A sum of rounded parts misses its total by their roundings; an honest model of a real target leaves a thousand times
# more.
MAX_UNEXPLAINED = 1e-6
# Below this share of the target's spread a column has no part in the sum.
MIN_PART = 0.005
# Parts that are added or taken away as they are, not weighted.
MAX_OFF_ONE = 1e-3
# A total of more parts than this is a score over many items: worth a question, not a verdict.
MAX_PARTS = 6
# A fit through as many columns as rows is exact whatever they hold.
MIN_ROWS_PER_COLUMN = 5
N_ROWS = 3_000
# Pairs cost the square of the columns and are compared row by row.
MAX_PAIR_COLUMNS = 100
N_PAIR_ROWS = 500


class TargetFormula(Check):
    """Two numbers whose sum, difference, product or quotient is the target, or more of which it is the sum.

    Weighted sums and long ones are asked about: a price list may be what is to be learned.
    """

    code = "TD005"
    title = "Columns that add up to the target"
    severity = "warning"
    needs_target = True

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for a formula that holds."""
        if evidence.target_kind != "numbers":
            return
        found = self._pair(evidence) or self._sum(evidence)
        if found is not None:
            yield found

    def _pair(self, evidence: Evidence) -> Finding | None:
        names = _strongest(evidence, evidence.numeric_features(), limit=MAX_PAIR_COLUMNS)
        step = max(1, len(evidence.rows) // N_PAIR_ROWS)
        columns = np.array([evidence.numbers(name)[::step] for name in names])
        pair = pair_giving(columns, evidence.y[::step]) if len(names) > 1 else None
        if pair is None:
            return None
        one, other = names[pair.one], names[pair.other]
        formula = pair.form.format(repr(one), repr(other))
        return self.finding(
            [one, other],
            f"Together they give the target: {formula} is {evidence.target!r}.",
            action="set_aside",
        )

    def _sum(self, evidence: Evidence) -> Finding | None:
        complete = [name for name in evidence.numeric_features() if not evidence.n_missing[name]]
        names = _strongest(evidence, complete, limit=MAX_STRONG)
        step = max(1, len(evidence.rows) // N_ROWS)
        columns = np.array([evidence.numbers(name)[::step] for name in names]).T
        found = _weighted_sum(columns, evidence.y[::step]) if len(names) > 1 else None
        if found is None:
            return None
        parts = [names[position] for position in found.positions]
        if found.is_plain and len(parts) <= MAX_PARTS:
            reason = f"Together they give the target: {found.text(parts)} is {evidence.target!r}."
            return self.finding(parts, reason, action="set_aside")
        reason = f"A weighted sum of {quoted(parts)} is exactly {evidence.target!r}."
        return self.finding(parts, reason, action="ask")


@dataclass(frozen=True)
class WeightedSum:
    """Columns by position, and the weights with which they give the target."""

    positions: Codes
    weights: Floats
    constant: float  # in units of the target's spread

    @property
    def is_plain(self) -> bool:
        """Whether every weight is 1 or -1 and nothing is added."""
        return bool(
            np.all(np.abs(np.abs(self.weights) - 1) < MAX_OFF_ONE) and abs(self.constant) < MAX_OFF_ONE
        )

    def text(self, names: list[str]) -> str:
        """Return it as a person would write it, what is added first."""
        added = [repr(name) for name, weight in zip(names, self.weights, strict=True) if weight > 0]
        taken = [repr(name) for name, weight in zip(names, self.weights, strict=True) if weight < 0]
        return " - ".join([" + ".join(added), *taken])


def _strongest(evidence: Evidence, names: list[str], *, limit: int) -> list[str]:
    """Return the columns that correlate best with the target, in the order of the table."""
    if len(names) <= limit:
        return names
    values = centred(evidence.sample[names].to_numpy(dtype=np.float64))
    spread = values.std(axis=0)
    along = np.abs((evidence.y - evidence.y.mean()) @ values)
    order = np.argsort(-along / np.where(spread > 0, spread, np.inf), kind="stable")[:limit]
    return [names[position] for position in np.sort(order)]


def _weighted_sum(columns: Floats, y: Floats) -> WeightedSum | None:
    """Return the weighted sum that is the target, reduced to the columns that have a part in it."""
    kept = np.arange(columns.shape[1])
    found = None
    while len(kept) >= 2 and len(y) >= MIN_ROWS_PER_COLUMN * len(kept):
        weights, constant, unexplained = _least_squares(columns[:, kept], y)
        if not unexplained <= MAX_UNEXPLAINED:
            return found
        found = WeightedSum(kept, weights, constant / float(y.std()))
        parts = np.abs(weights) * columns[:, kept].std(axis=0) / y.std()
        if np.all(parts >= MIN_PART):
            return found
        kept = kept[parts >= MIN_PART]
    return found


def _least_squares(columns: Floats, y: Floats) -> tuple[Floats, float, float]:
    """Return weights, constant, and the share of the target's variance left unexplained."""
    centre, spread = columns.mean(axis=0), columns.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    standard, middle = (columns - centre) / scale, y - y.mean()
    weights, *_ = np.linalg.lstsq(standard, middle, rcond=None)
    residual = middle - standard @ weights
    variance = float(middle @ middle)
    unexplained = float(residual @ residual) / variance if variance > 0 else 1.0
    weights = weights / scale
    return weights, float(y.mean() - centre @ weights), unexplained
