"""The base of the kinds that state another value than the mean, by how far the truth spreads around it.

Doing nothing means doing without a model: stating one value for all rows, the one that was best for the metric on past
rows. It is the same for every model, so that what models earn over it can be compared; what stating each model's plain
prediction would be worth stands beside it (`MoneyTotals.plain`). Without a spread of each row (`Predictions.scale`) one
spread for all rows serves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.metrics.base import Decisions, FloatArray, Predictions, Rule
from automl.metrics.objective import Objective
from automl.metrics.words import amount_words
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
        """State the value that was the best single one on past rows."""
        return Decisions(value=np.full(predictions.n_rows, float(rule.state["single"])))

    def nothing_name(self, rule: Rule) -> str:
        """What doing nothing means."""
        return f"stating {amount_words(rule.state['single'], None)} for every row"

    def plain(self, predictions: Predictions) -> Decisions:
        """State the predicted mean."""
        return Decisions(value=predictions.values)

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
