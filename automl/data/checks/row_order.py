"""TD011: a target that drifts along the rows of the file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Evidence

# Rows beside each other agree this much more than chance has it; shuffled rows of a thousand stay under 0.1.
MIN_AUTOCORRELATION = 0.2
MIN_ROWS = 200


class RowOrder(Check):
    """Neighbouring rows with alike targets: the file is sorted by the target, by time, or by groups.

    Only mentioned. Random folds mix the neighbours, so that scores are those of filling gaps, not of going on.
    """

    code = "TD011"
    title = "Target drifts along the file"
    severity = "info"
    needs_target = True

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding where the target of a row tells that of the next."""
        assert evidence.target is not None
        y = evidence.y
        if len(y) < MIN_ROWS:
            return
        if evidence.target_kind == "classes":
            y = (y == 0).astype(np.float64)  # the most frequent label against all others
        else:
            y = np.argsort(np.argsort(y, kind="stable"), kind="stable").astype(np.float64)
        if (
            np.ptp(y[:-1]) == 0 or np.ptp(y[1:]) == 0
        ):  # also where the only other value is the first or the last
            return
        likeness = float(np.corrcoef(y[:-1], y[1:])[0, 1])
        if likeness >= MIN_AUTOCORRELATION:
            reason = (
                f"{evidence.target!r} of a row tells that of the next one in the file (correlation {likeness:.2f}): "
                "the rows are in some order, such as time or groups."
            )
            yield self.finding([], reason, action="note")
