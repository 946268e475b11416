"""TD009: rows that repeat others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Evidence
from automl.data.twins import row_hashes

# One in a hundred is what typing twice leaves; below it scores do not move.
MIN_SHARE = 0.01
# Rows of a few columns with few values are equal by chance, and that is no mistake.
MIN_COLUMNS = 3
# Wide tables: so many columns tell two rows apart, and hashing all of ten thousand takes seconds.
MAX_COLUMNS = 300


class DuplicateRows(Check):
    """Rows equal in every column, target included.

    They are kept; splits put copies of one record on the same side, so that no model is tested on what it has seen.
    """

    code = "TD009"
    title = "Duplicate rows"
    severity = "info"

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding where more than one row in a hundred repeats another."""
        names = list(evidence.frame.columns)
        if len(names) < MIN_COLUMNS or evidence.n_rows < 2:
            return
        if len(names) > MAX_COLUMNS:
            names = names[:: len(names) // MAX_COLUMNS]
        n_repeated = evidence.n_rows - len(np.unique(row_hashes(evidence.frame[names])))
        if n_repeated >= MIN_SHARE * evidence.n_rows:
            share = n_repeated / evidence.n_rows
            reason = f"{n_repeated:,} of {evidence.n_rows:,} rows ({share:.1%}) repeat another one in every column."
            yield self.finding([], reason, action="note")
