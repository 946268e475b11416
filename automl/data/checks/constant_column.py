"""TD001: columns that are the same in every row."""

from __future__ import annotations

from collections.abc import Iterator

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Evidence


class ConstantColumn(Check):
    """A column with one value and no missing cell: there is nothing in it to learn from.

    One value with missing cells beside it stays: that a cell is missing may mean something.
    """

    code = "TD001"
    title = "Constant column"
    severity = "info"

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each constant column."""
        for name in evidence.features:
            if evidence.n_rows < 2 or evidence.n_missing[name]:
                continue
            values = evidence.frame[name]
            # Two cells tell nearly every column that varies; the whole of it is read only for the others.
            if values.iloc[0] == values.iloc[-1] and bool((values == values.iloc[0]).all()):
                value = evidence.value_text(name, values.iloc[0])
                yield self.finding([name], f"It is {value} in every row.", action="set_aside")
