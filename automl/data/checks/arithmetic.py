"""Numbers that are made of two others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from automl.data.checks.evidence import Floats

# Sums of amounts in cents differ in the last digits of a float.
RELATIVE_TOLERANCE = 1e-6
# A few rows are corrected by hand.
MIN_SHARE_EQUAL = 0.99
# What is computed and then rounded, such as to cents, is off by half a unit; that unit must be small beside the spread,
# or whole numbers would be rounded products of anything.
MAX_UNIT = 0.001
MIN_SHARE_KNOWN = 0.5

Operation = Callable[[Floats, Floats], Floats]
#: What two columns may be joined by, and how that is written.
OPERATIONS: dict[str, Operation] = {
    "{0} + {1}": lambda one, others: one + others,
    "{0} - {1}": lambda one, others: one - others,
    "{1} - {0}": lambda one, others: others - one,
    "{0} × {1}": lambda one, others: one * others,
    "{0} / {1}": lambda one, others: one / np.where(others == 0, np.nan, others),
    "{1} / {0}": lambda one, others: others / np.where(one == 0, np.nan, one),
}
SUMS = ("{0} + {1}", "{0} - {1}", "{1} - {0}")


@dataclass(frozen=True)
class Pair:
    """Two columns by position, and how they are joined."""

    one: int
    other: int
    form: str


def pair_giving(columns: Floats, whole: Floats, *, forms: tuple[str, ...] = tuple(OPERATIONS)) -> Pair | None:
    """Return two columns that give another one when joined, in all but a few rows.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_rows)
        Numbers; NaN where missing.
    whole : ndarray of shape (n_rows,)
        What they are to give.
    forms : tuple of str
        Keys of `OPERATIONS` to try.
    """
    tolerance = _tolerance(whole)
    for one in range(len(columns)):
        for form in forms:
            made = OPERATIONS[form](columns[one], columns[one + 1 :])
            known = np.isfinite(made) & np.isfinite(whole)
            equal = (np.abs(made - whole) <= tolerance) & known
            n_known = np.maximum(known.sum(axis=1), MIN_SHARE_KNOWN * len(whole))
            share = equal.sum(axis=1) / n_known
            if len(share) and share.max() >= MIN_SHARE_EQUAL:
                return Pair(one, one + 1 + int(share.argmax()), form)
    return None


def share_equal(values: Floats, whole: Floats) -> float:
    """Return the share of the rows known on both sides in which two columns agree."""
    known = np.isfinite(values) & np.isfinite(whole)
    if known.sum() < MIN_SHARE_KNOWN * len(whole):
        return 0.0
    return float((np.abs(values[known] - whole[known]) <= RELATIVE_TOLERANCE * np.abs(whole[known])).mean())


def _tolerance(whole: Floats) -> Floats:
    known = whole[np.isfinite(whole)]
    spread = float(known.std()) if len(known) else 0.0
    tolerance: Floats = RELATIVE_TOLERANCE * np.maximum(np.abs(whole), spread)
    for digits in (0, 1, 2, 3, 4):
        unit = 10.0**-digits
        if unit <= MAX_UNIT * spread and np.allclose(
            known, np.round(known, digits), rtol=0, atol=1e-9 * spread
        ):
            return np.maximum(tolerance, 0.51 * unit)
    return tolerance
