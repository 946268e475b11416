"""Gains: whether one is worth the while, and how it is said."""

from __future__ import annotations

from automl.metrics.words import spread_words
from automl.search.result import Measured

# Of what the best model gains over the baseline: less is lost in the noise of any held-out part of usual size.
NOTICEABLE = 0.005


def noticeable(gain: float, over_baseline: float) -> bool:
    """Whether a gain is worth another search.

    Parameters
    ----------
    gain : float
        Expected, in the unit of the score.
    over_baseline : float
        What the best model so far gains over the baseline.
    """
    return gain > NOTICEABLE * max(over_baseline, 0.0) and gain > 0.0


def gain_words(gain: Measured) -> str:
    """A gain with its interval: ``"about 0.001 (0 to 0.004)"``."""
    value, low, high = (spread_words(figure or 0.0) for figure in (gain.value, gain.low, gain.high))
    return f"about {value} ({low} to {high})"
