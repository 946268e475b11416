"""TD005: several numbers that together give a numeric target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from automl.data.checks.base import Action, Check, Finding, quoted
from automl.data.checks.evidence import MAX_STRONG, Evidence, Floats

# A sum of rounded parts misses its total by their roundings; an honest model of a real target leaves a thousand times
# more.
MAX_UNEXPLAINED = 1e-6
# Below this share of the target's spread a column has no part in the formula.
MIN_PART = 0.005
# Parts that are added or taken away as they are, not weighted.
MAX_OFF_ONE = 1e-3
# A total of more parts than this is a score over many items: worth a question, not a verdict.
MAX_PARTS = 6
# A fit through as many columns as rows is exact whatever they hold.
MIN_ROWS_PER_COLUMN = 5
N_ROWS = 3_000


class TargetFormula(Check):
    """Numbers whose sum, difference, product or quotient is the target.

    Weighted sums and long ones are asked about: a price list may be what is to be learned.
    """

    code = "TD005"
    title = "Columns that add up to the target"
    severity = "warning"
    needs_target = True

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for a formula that holds in every row."""
        if evidence.target_kind != "numbers":
            return
        names, columns, y = _numbers(evidence)
        formula = _fit(names, columns, y, with_constant=True)
        if formula is not None:
            yield self._found(evidence, formula, signs=("+", "-"))
            return
        positive = np.all(columns > 0, axis=0)
        if np.all(y > 0) and positive.any():
            names = [name for name, use in zip(names, positive, strict=True) if use]
            formula = _fit(names, np.log(columns[:, positive]), np.log(y), with_constant=True)
            if formula is not None:
                yield self._found(evidence, formula, signs=("×", "/"))

    def _found(self, evidence: Evidence, formula: Formula, *, signs: tuple[str, str]) -> Finding:
        exact = formula.is_plain and len(formula.names) <= MAX_PARTS
        action: Action = "set_aside" if exact else "ask"
        if exact:
            reason = (
                f"Together they give the target: {formula.text(signs)} is {evidence.target!r} in every row."
            )
        else:
            reason = f"Together they give the target exactly: {quoted(formula.names)} add up to {evidence.target!r}."
            reason = reason if signs[0] == "+" else reason.replace("add up", "multiply")
        return self.finding(formula.names, reason, action=action)


@dataclass(frozen=True)
class Formula:
    """A weighted sum that holds in every row."""

    names: list[str]
    weights: Floats
    constant: float  # in units of the target's spread

    @property
    def is_plain(self) -> bool:
        """Whether every weight is 1 or -1 and nothing is added."""
        return bool(
            np.all(np.abs(np.abs(self.weights) - 1) < MAX_OFF_ONE) and abs(self.constant) < MAX_OFF_ONE
        )

    def text(self, signs: tuple[str, str]) -> str:
        """Return it as a person would write it, what is added first."""
        order = np.argsort(self.weights < 0, kind="stable")
        text = ""
        for position in order:
            sign = signs[0] if self.weights[position] > 0 else signs[1]
            text += (
                f" {sign} {self.names[position]!r}"
                if text or sign == signs[1]
                else f"{self.names[position]!r}"
            )
        return text.strip()


def _numbers(evidence: Evidence) -> tuple[list[str], Floats, Floats]:
    """Return names, values of shape (n_rows, n_columns) and target of a sample of complete rows."""
    names = [name for name in evidence.numeric_features() if not evidence.n_missing[name]]
    if len(names) > MAX_STRONG:
        names = _strongest(evidence, names)
    step = max(1, len(evidence.rows) // N_ROWS)
    y = evidence.y[::step]
    columns = np.empty((len(y), len(names)))
    for position, name in enumerate(names):
        columns[:, position] = evidence.numbers(name)[::step]
    return names, columns, y


def _strongest(evidence: Evidence, names: list[str]) -> list[str]:
    values = evidence.sample[names].to_numpy(dtype=np.float64)
    spread = values.std(axis=0)
    along = np.abs((evidence.y - evidence.y.mean()) @ (values - values.mean(axis=0)))
    order = np.argsort(-along / np.where(spread > 0, spread, np.inf), kind="stable")[:MAX_STRONG]
    return [names[position] for position in np.sort(order)]


def _fit(names: list[str], columns: Floats, y: Floats, *, with_constant: bool) -> Formula | None:
    """Return the weighted sum of the columns that is the target, reduced to the columns that have a part in it."""
    kept = np.arange(len(names))
    formula = None
    for _ in range(5):
        if len(kept) < 2 or len(y) < MIN_ROWS_PER_COLUMN * len(kept):
            return formula if formula is not None and len(formula.names) >= 2 else None
        weights, constant, unexplained = _least_squares(columns[:, kept], y)
        if not unexplained <= MAX_UNEXPLAINED:
            return formula
        formula = Formula([names[position] for position in kept], weights, constant / y.std())
        parts = np.abs(weights) * columns[:, kept].std(axis=0) / y.std()
        if np.all(parts >= MIN_PART):
            return formula
        kept = kept[parts >= MIN_PART]
    return formula


def _least_squares(columns: Floats, y: Floats) -> tuple[Floats, float, float]:
    """Return weights, constant, and the share of the target's variance left unexplained."""
    centre, spread = columns.mean(axis=0), columns.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    middle = y - y.mean()
    weights, *_ = np.linalg.lstsq((columns - centre) / scale, middle, rcond=None)
    residual = middle - ((columns - centre) / scale) @ weights
    weights = weights / scale
    variance = float(middle @ middle)
    unexplained = float(residual @ residual) / variance if variance > 0 else 1.0
    return weights, float(y.mean() - centre @ weights), unexplained
