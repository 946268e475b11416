"""An ensemble and the best single model, each picked on all folds but one and judged on that one.

Weights that are chosen on the rows that then judge them look better than they are, and so does the best of many; only
the two judged in this way can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automl.data.splits import Splits

Array = NDArray[np.float64]
Positions = NDArray[np.int64]
#: ``select(positions) -> weights`` of the mix that is best on some of the compared rows.
Select = Callable[[Positions], Mapping[int, float]]

N_PARTS = 5  # of the rows where there is one cut only


@dataclass(frozen=True)
class CrossFitted:
    """Predictions for the compared rows, by a mix and by a single model that were picked on other rows."""

    mix: Array
    single: Array


def parts_of(splits: Splits) -> list[Positions]:
    """Positions among the compared rows of each fold; with one cut only, of fifths of its rows."""
    compared = splits.compared
    if len(splits.folds) > 1:
        return [np.searchsorted(compared, np.sort(validation)) for _, validation in splits.folds]
    dealt = np.random.default_rng(0).permutation(len(compared)) % N_PARTS
    return [np.flatnonzero(dealt == part) for part in range(N_PARTS)]


def cross_fitted(
    predictions: Sequence[Array],
    parts: Sequence[Positions],
    *,
    select: Select,
    best_single: Callable[[Positions], int],
    max_rows: int,
) -> CrossFitted:
    """Pick on all parts but one, predict that one.

    Parameters
    ----------
    predictions : sequence of ndarray
        Of each model that may take part, for the compared rows.
    max_rows : int
        Rows that a mix is picked on; of more an evenly spaced part.
    """
    mix, single = np.zeros_like(predictions[0]), np.zeros_like(predictions[0])
    for part in parts:
        others = np.setdiff1d(np.arange(len(mix)), part)
        if len(others) > max_rows:
            others = others[np.linspace(0, len(others) - 1, max_rows).astype(np.int64)]
        for i, weight in select(others).items():
            mix[part] += weight * predictions[i][part]
        single[part] = predictions[best_single(others)][part]
    return CrossFitted(mix, single)
