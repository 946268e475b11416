"""TD012: several rows about the same person or thing."""

from __future__ import annotations

from collections.abc import Iterator

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Evidence
from automl.data.checks.names import is_entity_name

# Fewer groups than this cannot be split fairly, and are ordinary categories.
MIN_GROUPS = 20
MIN_ROWS_PER_GROUP = 1.5


class GroupStructure(Check):
    """A column that by its name tells whom or what a row is about, with several rows for each.

    Only mentioned: where new ones are to be predicted, validation has to keep each group on one side.
    """

    code = "TD012"
    title = "Several rows per group"
    severity = "info"

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each column that names groups."""
        for name in evidence.features:
            if evidence.kinds[name] not in ("category", "number") or not is_entity_name(name):
                continue
            if evidence.kinds[name] == "number" and not evidence.is_whole(name):
                continue
            n_groups = int(evidence.frame[name].nunique())
            n_known = evidence.n_rows - evidence.n_missing[name]
            if n_groups >= MIN_GROUPS and n_known >= MIN_ROWS_PER_GROUP * n_groups:
                reason = (
                    f"It names {n_groups:,} groups of {n_known / n_groups:.0f} rows on average; "
                    "if rows of new ones are to be predicted, validate by group."
                )
                yield self.finding([name], reason, action="note")
