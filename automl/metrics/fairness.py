"""Differences and ratios between groups in who is acted on, by fairlearn's names.

Rows without a value form a group of their own that can be seen, and numbers of many values, such as ages, are cut into
four bands with a quarter of the rows each: a rate needs more than one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.errors import SpecError
from automl.metrics.base import BoolArray, IntArray
from automl.metrics.rates import count, divide

MISSING = "(missing)"
# Numbers of up to so many values are codes or counts of their own; beyond, they are cut into bands.
MAX_VALUES = 10
N_BANDS = 4

#: Measures that compare how positives (and negatives) fare, so that groups without any cannot take part.
NEEDS_POSITIVES = ("equal_opportunity_difference", "equal_opportunity_ratio")
NEEDS_BOTH = ("equalized_odds_difference", "equalized_odds_ratio")
MEASURES = (
    "demographic_parity_difference",
    "demographic_parity_ratio",
    "equalized_odds_difference",
    "equalized_odds_ratio",
    "equal_opportunity_difference",
    "equal_opportunity_ratio",
)


@dataclass(frozen=True)
class GroupRates:
    """How one group fares.

    Attributes
    ----------
    flagged_share : float
        Share acted on.
    recall, false_positive_rate : float
        Among its positives, and among its negatives; NaN where it has none.
    """

    group: str
    n_rows: int
    flagged_share: float
    recall: float
    false_positive_rate: float


def fairness_measure(name: str, actual: IntArray, action: NDArray[Any], group: pd.Series[Any]) -> float:
    """Return a measure between the groups of a column.

    Parameters
    ----------
    name : str
        One of `MEASURES`.
    actual, action : ndarray of shape (n_rows,)
        1 for the positive label, and where the business acts, else 0.
    group : Series of shape (n_rows,)
        The column, as it stands in the rows.

    Returns
    -------
    float
        NaN where fewer than two groups can be compared. For measures of positives (or of positives and negatives),
        groups without any are left out.

    Raises
    ------
    SpecError
        If there is no measure of that name.
    """
    if name not in MEASURES:
        raise SpecError(
            f"There is no fairness measure {name!r}; choose one of {', '.join(MEASURES)}.",
            field="fairness.measure",
        )
    groups = groups_of(group)
    kept = _comparable(name, np.asarray(actual) == 1, groups)
    if len(np.unique(groups[kept])) < 2:
        return float("nan")
    import fairlearn.metrics

    measure = getattr(fairlearn.metrics, name)
    acted = np.asarray(action).astype(np.int64)[kept]
    if name.endswith("ratio") and not acted.any():
        return 1.0  # nobody is acted on in any group: no group is worse off, and 0 / 0 would warn
    return float(
        measure(np.asarray(actual).astype(np.int64)[kept], acted, sensitive_features=groups[kept].tolist())
    )


def group_rates(actual: IntArray, action: NDArray[Any], group: pd.Series[Any]) -> tuple[GroupRates, ...]:
    """Return how each group fares, for the table beside a measure."""
    groups = groups_of(group)
    positive, acted = np.asarray(actual) == 1, np.asarray(action).astype(bool)
    found = []
    for name in sorted(set(groups.tolist())):
        inside = groups == name
        c = count(acted[inside], positive[inside])
        found.append(
            GroupRates(
                group=str(name),
                n_rows=int(inside.sum()),
                flagged_share=float(divide(c.flagged, c.total)),
                recall=float(divide(c.tp, c.tp + c.fn)),
                false_positive_rate=float(divide(c.fp, c.fp + c.tn)),
            )
        )
    return tuple(found)


def groups_of(column: pd.Series[Any]) -> NDArray[Any]:
    """Name of each row's group."""
    missing = column.isna().to_numpy()
    if pd.api.types.is_numeric_dtype(column) and column.nunique() > MAX_VALUES:
        names = _bands(column.to_numpy(dtype=np.float64))
    elif pd.api.types.is_float_dtype(column):
        names = np.array([f"{value:g}" for value in column.to_numpy()], dtype=object)
    else:
        names = column.astype("str").to_numpy(dtype=object)
    names[missing] = MISSING
    return names


def _bands(values: NDArray[np.float64]) -> NDArray[Any]:
    """Quarters of the rows, named by their lowest and highest value."""
    edges = np.unique(np.nanquantile(values, np.linspace(0, 1, N_BANDS + 1)[1:-1]))
    band = np.searchsorted(edges, values, side="left")
    names = np.empty(len(values), dtype=object)
    for code in np.unique(band):
        inside = band == code
        known = values[inside & ~np.isnan(values)]
        names[inside] = f"{known.min():g} to {known.max():g}" if len(known) else MISSING
    return names


def _comparable(name: str, positive: BoolArray, groups: NDArray[Any]) -> BoolArray:
    """Rows of groups that the measure is defined for."""
    kept = np.ones(len(groups), dtype=bool)
    if name not in NEEDS_POSITIVES + NEEDS_BOTH:
        return kept
    for group in set(groups.tolist()):
        inside = groups == group
        lacks = not positive[inside].any() or (name in NEEDS_BOTH and positive[inside].all())
        kept &= ~inside if lacks else True
    return kept
