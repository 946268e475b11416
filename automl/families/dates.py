"""Moments as numbers: the parts of the calendar that vary, and the days that went by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

_DAY = np.timedelta64(1, "D")

_PARTS: dict[str, Callable[[pd.DatetimeIndex], pd.Index]] = {
    "year": lambda at: at.year,
    "month": lambda at: at.month,
    "day of month": lambda at: at.day,
    "weekday": lambda at: at.day_of_week,
    "day of year": lambda at: at.day_of_year,
    "hour": lambda at: at.hour,
    "minute": lambda at: at.minute,
}
# Where the end meets the beginning, a learner that only knows straight lines needs a circle.
_CIRCLES = {"month": 12.0, "weekday": 7.0, "hour": 24.0}


class DateParts:
    """Parts of one column of moments.

    Parameters
    ----------
    circles : bool
        Add sine and cosine of month, weekday and hour: for learners that draw straight lines.
    plain : bool
        The moment alone, as the days that went by.
    """

    parts: list[str]
    start: np.datetime64

    def __init__(self, *, circles: bool = False, plain: bool = False) -> None:
        self.circles = circles
        self.plain = plain

    def fit(self, values: pd.Series) -> DateParts:
        """Keep the parts that take more than one value."""
        at = _moments(values)
        known = at.dropna()
        self.start = _first(known)
        wanted = {} if self.plain else _PARTS
        self.parts = [name for name, part in wanted.items() if len(known) and part(known).nunique() > 1]
        return self

    def names(self) -> list[str]:
        """What each column is."""
        circles = [f"{side} of {name}" for name in self._circled() for side in ("sine", "cosine")]
        return ["days", *self.parts, *circles]

    def transform(self, values: pd.Series) -> Array:
        """Matrix of shape (n_rows, n_parts); NaN where there is no moment."""
        at = _moments(values)
        missing = np.asarray(at.isna())
        elapsed = (at.to_numpy().astype("datetime64[us]") - self.start) / _DAY
        columns = [np.asarray(elapsed, dtype=np.float64)]
        columns += [np.asarray(_PARTS[name](at), dtype=np.float64) for name in self.parts]
        for name in self._circled():
            angle = np.asarray(_PARTS[name](at), dtype=np.float64) * (2 * np.pi / _CIRCLES[name])
            columns += [np.sin(angle), np.cos(angle)]
        found = np.column_stack(columns)
        found[missing] = np.nan
        return found

    def _circled(self) -> list[str]:
        return [name for name in self.parts if name in _CIRCLES] if self.circles else []


def _first(moments: pd.DatetimeIndex) -> np.datetime64:
    if not len(moments):
        return np.datetime64("1970-01-01T00:00:00.000000")
    first: np.datetime64 = moments.to_numpy().astype("datetime64[us]").min()
    return first


def _moments(values: pd.Series) -> pd.DatetimeIndex:
    moments = pd.to_datetime(values, errors="coerce")
    return pd.DatetimeIndex(moments.dt.tz_localize(None) if moments.dt.tz is not None else moments)
