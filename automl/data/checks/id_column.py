"""TD003: columns that name the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import Evidence
from automl.data.checks.names import is_id_name, is_rank_name, is_time_name

# On fewer rows ages and prices are all different by chance too.
MIN_ROWS = 20
# A few rows entered twice leave an id an id; a code for groups of rows has far fewer values.
MIN_SHARE_DISTINCT_NAMED = 0.9
# Numbers given out in turn with some dropped later: HR systems lose about a third of theirs over the years.
MAX_GAPS = 2.0
# A column that most rows lack cannot name them.
MAX_SHARE_MISSING = 0.5
N_HEAD_ROWS = 100
# Codes are written in one piece; a title, an address or a sentence has more words.
MAX_WORDS = 1.2
_UUID_OR_HASH = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|[0-9a-fA-F]{32,}")


class IdColumn(Check):
    """A column with a value of its own in each row, that is a code or a number given out in turn.

    A measure with a fraction, a date, and free text may be unique in each row too, and say something.
    """

    code = "TD003"
    title = "Id column"
    severity = "info"

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each id."""
        if evidence.n_rows < MIN_ROWS:
            return
        for name in _worth_a_look(evidence):
            reason = self._reason(evidence, name)
            if reason is not None:
                yield self.finding([name], reason, action="set_aside")

    def _reason(self, evidence: Evidence, name: str) -> str | None:
        named = is_id_name(name)
        if not _may_be_distinct(evidence, name, named=named):
            return None
        values = evidence.frame[name].dropna()
        n_distinct = int(values.nunique())
        if evidence.kinds[name] == "number":
            return _number_reason(evidence, name, values, n_distinct, named=named)
        return _code_reason(values, n_distinct, named=named)


def _worth_a_look(evidence: Evidence) -> list[str]:
    """Return the columns of codes and whole numbers, by their first rows: a wide table has thousands of measures."""
    known = [
        name for name in evidence.features if evidence.n_missing[name] <= MAX_SHARE_MISSING * evidence.n_rows
    ]
    numbers = [name for name in known if evidence.kinds[name] == "number"]
    head = evidence.frame[numbers].iloc[:N_HEAD_ROWS].to_numpy(dtype=np.float64)
    whole = np.all((np.mod(head, 1) == 0) | ~np.isfinite(head), axis=0)
    wanted = {name for name, is_whole in zip(numbers, whole, strict=True) if is_whole}
    return [name for name in known if name in wanted or evidence.kinds[name] in ("category", "text")]


def _may_be_distinct(evidence: Evidence, name: str, *, named: bool) -> bool:
    """Look at some rows first: counting the values of every column of a wide table takes seconds."""
    head = evidence.frame[name].iloc[:2_000].dropna()
    if len(head) == 0:
        return False
    return head.is_unique or (named and head.nunique() >= 0.8 * len(head))


def _number_reason(
    evidence: Evidence, name: str, values: pd.Series, n_distinct: int, *, named: bool
) -> str | None:
    if not evidence.is_whole(name):
        return None
    numbers = values.to_numpy(dtype=np.float64)
    if named and n_distinct >= MIN_SHARE_DISTINCT_NAMED * len(values):
        return f"It names the rows: {n_distinct:,} different numbers in {len(values):,} rows."
    if n_distinct < len(values) or is_time_name(name) or is_rank_name(name):
        return None
    span = np.ptp(numbers) + 1
    in_turn = bool(np.all(np.diff(numbers) > 0) or np.all(np.diff(numbers) < 0))
    if span == len(values) or (in_turn and span <= MAX_GAPS * len(values)):
        low, high = numbers.min(), numbers.max()
        return f"It counts the rows: {n_distinct:,} different whole numbers from {low:,.0f} to {high:,.0f}."
    return None


def _code_reason(values: pd.Series, n_distinct: int, *, named: bool) -> str | None:
    share = n_distinct / len(values)
    head: pd.Series[str] = values.iloc[:200].astype(str)
    if sum(len(text.split()) for text in head) > MAX_WORDS * len(head):
        return None
    if share == 1.0:
        return f"It names the rows: each of the {len(values):,} has a value of its own."
    coded = head.str.fullmatch(_UUID_OR_HASH).mean() >= 0.95
    if (named or coded) and share >= MIN_SHARE_DISTINCT_NAMED:
        return f"It names the rows: {n_distinct:,} different values in {len(values):,} rows."
    return None
