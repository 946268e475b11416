"""Which candidates are worth all their folds: those whose first one is no worse than is usual in their family [1]_.

References
----------
.. [1] Golovin, Solnik, Moitra, Kochanski, Karro, Sculley (2017), Google Vizier: A Service for Black-Box Optimization,
   KDD, on stopping by the median.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from automl.families import family
from automl.metrics.words import figure_words
from automl.search.candidate import Candidate
from automl.search.column_trials import ORIGIN as OF_COLUMNS
from automl.search.treatments import ORIGIN
from automl.search.trial import Trial

LEAST_KNOWN = 3  # complete trials of a family, below which nothing is usual yet


def usual_first(candidate: Candidate, trials: Sequence[Trial], *, up_to: int) -> float | None:
    """Median score on the first fold of the family's complete trials.

    Parameters
    ----------
    trials : sequence of Trial
        All that have ended, in any order.
    up_to : int
        Number of the last trial to look at: one that is told however many workers there are.

    Returns
    -------
    float or None
        None where too few are known, and for an experiment, which is compared on all folds.
    """
    if candidate.origin in (ORIGIN, OF_COLUMNS):
        return None
    known = [
        trial.folds[0].score
        for trial in trials
        if trial.ok
        and trial.candidate.origin not in (ORIGIN, OF_COLUMNS)
        and trial.candidate.family == candidate.family
        and trial.candidate.trial <= up_to
    ]
    return float(np.median(known)) if len(known) >= LEAST_KNOWN else None


def why_rejected(candidate: Candidate, first: float, usual: float) -> str:
    """One sentence for the record."""
    label = family(candidate.family).label
    return (
        f"It was given up after its first fold: {figure_words(first)}, where {figure_words(usual)} is usual for "
        f"{label} on this table."
    )
