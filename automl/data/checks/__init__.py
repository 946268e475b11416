"""Checks of a table before anything is learned from it: one file each, all in `CHECKS`."""

from __future__ import annotations

from collections.abc import Sequence

from automl.data.checks.all_missing import AllMissing
from automl.data.checks.base import Check, Finding
from automl.data.checks.constant_column import ConstantColumn
from automl.data.checks.duplicate_rows import DuplicateRows
from automl.data.checks.evidence import Evidence
from automl.data.checks.group_structure import GroupStructure
from automl.data.checks.id_column import IdColumn
from automl.data.checks.joint_copy import JointCopy
from automl.data.checks.known_afterwards import KnownAfterwards
from automl.data.checks.outcome_flags import OutcomeFlags
from automl.data.checks.row_order import RowOrder
from automl.data.checks.target_copy import TargetCopy
from automl.data.checks.target_formula import TargetFormula
from automl.data.checks.time_order import TimeOrder
from automl.data.table import Table

__all__ = ["CHECKS", "Check", "Finding", "run_checks"]

#: In the order in which they run: what one sets aside, the next ones do not look at.
CHECKS: tuple[Check, ...] = (
    AllMissing(),
    ConstantColumn(),
    IdColumn(),
    TargetCopy(),
    TargetFormula(),
    OutcomeFlags(),
    JointCopy(),
    KnownAfterwards(),
    DuplicateRows(),
    TimeOrder(),
    RowOrder(),
    GroupStructure(),
)


def run_checks(
    table: Table, target: str | None = None, *, task: str | None = None, keep: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Look at a table with every check.

    Deterministic: rows are sampled with a fixed seed. A column is set aside by one finding at most, and asked about
    by one at most.

    Parameters
    ----------
    table : Table
        As loaded.
    target : str, optional
        What is to be predicted; without it only the checks that need none run.
    task : str, optional
        As in the specification; guessed from the target's kind where it is left out.
    keep : sequence of str, default=()
        Columns that are neither set aside nor asked about, because the user wants them.

    Returns
    -------
    tuple of Finding
        In the order of `CHECKS`.
    """
    evidence = Evidence(table, target, task=task, keep=keep)
    found: list[Finding] = []
    for check in CHECKS:
        if check.needs_target and not evidence.has_target:
            continue
        new = list(check.run(evidence))
        found += new
        evidence.leave_out([name for finding in new if finding.action != "note" for name in finding.columns])
    return tuple(found)
