"""TD002: columns without a single value."""

from __future__ import annotations

from collections.abc import Iterator

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Evidence


class AllMissing(Check):
    """A column in which every cell is missing."""

    code = "TD002"
    title = "Empty column"
    severity = "info"

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each empty column."""
        for name in evidence.features:
            if evidence.n_missing[name] == evidence.n_rows:
                yield self.finding([name], "It has no value in any row.", action="set_aside")
