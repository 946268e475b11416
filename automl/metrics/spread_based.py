"""The base of the kinds that state another value than the mean, by how far the truth spreads around it.

Doing nothing means stating the plain prediction. Without a spread of each row (`Predictions.scale`) one spread for all
rows serves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.metrics.base import Decisions, FloatArray, Predictions, Rule
from automl.metrics.objective import Objective
from automl.spec.model import Constraint


@dataclass(frozen=True)
class SpreadObjective(Objective):
    """A cost of being wrong by some amount, in some direction.

    Attributes
    ----------
    unit : str or None
        The currency.
    """

    unit: str | None
    carried: tuple[Constraint, ...]

    @property
    def currency(self) -> str | None:
        return self.unit

    @property
    def needs_spread(self) -> bool:
        return True

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        return self.carried

    def nothing(self, predictions: Predictions, rule: Rule) -> Decisions:
        """State the plain prediction."""
        return Decisions(value=predictions.values)

    def nothing_name(self, rule: Rule) -> str:
        """What doing nothing means."""
        return "using the plain prediction"

    def perfect(self, predictions: Predictions) -> float:
        """A perfect prediction costs nothing."""
        return 0.0


def stated(predictions: Predictions, decisions: Decisions) -> FloatArray:
    """The values that were decided on."""
    return predictions.values if decisions.value is None else decisions.value


def scale_or_one(predictions: Predictions) -> FloatArray:
    """Spread of each row, the same for all where it is unknown."""
    if predictions.scale is not None:
        return predictions.scale
    typical = float(np.mean(np.abs(predictions.truth - predictions.values))) if predictions.n_rows else 0.0
    return np.full(predictions.n_rows, typical or 1.0)
