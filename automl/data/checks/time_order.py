"""TD010: rows that happened one after the other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Evidence

# Rows appended as they happened, with a few entered late.
MIN_SHARE_IN_ORDER = 0.98
# A handful of dates, such as the waves of a survey, is a category and no course of time.
MIN_DISTINCT = 20


class TimeOrder(Check):
    """A column of dates by which the rows are sorted, or which takes many values.

    Only mentioned: whether tomorrow's rows are to be predicted is for the user to say.
    """

    code = "TD010"
    title = "Rows in time order"
    severity = "info"

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each column of dates that could order a split by time."""
        for name in evidence.features:
            if evidence.kinds[name] != "datetime":
                continue
            dates = evidence.frame[name].dropna()
            if dates.nunique() < MIN_DISTINCT:
                continue
            seconds = dates.to_numpy(dtype="datetime64[s]").astype(np.int64)
            in_order = float(max((np.diff(seconds) >= 0).mean(), (np.diff(seconds) <= 0).mean()))
            sorted_words = (
                "The rows are sorted by it" if in_order >= MIN_SHARE_IN_ORDER else "It dates the rows"
            )
            reason = (
                f"{sorted_words}, from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}; "
                "if later rows are to be predicted, validate by time."
            )
            yield self.finding([name], reason, action="note")
