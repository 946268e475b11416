"""TD006: flags that together state a binary target."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from automl.data.checks.base import Check, Finding, quoted
from automl.data.checks.evidence import Evidence
from automl.data.checks.names import shape
from automl.data.checks.screening import promising

# "Whenever this flag is 1, so is the target", with room for wrong entries.
MIN_IMPLIES = 0.95
# Fewer rows than this hold one class by chance where the class is common.
MIN_FLAG_ROWS = 10
# A class that most rows have follows from nearly anything.
MAX_BASE = 0.5
# Some outcomes have a cause that nobody recorded.
MIN_COVERED = 0.9

Flags = NDArray[np.bool_]


class OutcomeFlags(Check):
    """Two or more flags of which each implies a label, and which together cover nearly all rows with it.

    Such are the kinds of a failure beside the failure itself, or the reasons for leaving beside the leaving. A flag
    in the same block of columns, named after the same pattern, belongs to them even where it hardly ever is set: it
    was recorded at the same moment, so it is asked about.
    """

    code = "TD006"
    title = "Flags that state the target"
    severity = "warning"
    needs_target = True

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for the flags that state the target, and one for their siblings."""
        if evidence.target_kind != "classes" or evidence.n_classes != 2:
            return
        flags = {name: _flag(evidence, name) for name in promising(evidence)}
        binary = {name: flag for name, flag in flags.items() if flag is not None}
        # Class 1 is the rarer one; a flag may imply the other only where that is no news.
        label = evidence.y == 1
        if not 0 < label.mean() < MAX_BASE:
            return
        stating = _stating(binary, label)
        if not stating:
            return
        yield self.finding(
            stating,
            f"Together they state the target: a row with any of {quoted(stating)} has it.",
            action="set_aside",
        )
        siblings = _siblings(list(evidence.frame.columns), set(binary), stating)
        if siblings:
            yield self.finding(
                siblings,
                f"It is named like {quoted(stating)}, which state the target, and stands among them: "
                "it may be recorded at the same moment.",
                action="ask",
            )


def _flag(evidence: Evidence, name: str) -> Flags | None:
    """Return where a column of two values has its rarer one, or None for other columns."""
    if evidence.kinds[name] not in ("number", "boolean", "category"):
        return None
    if evidence.frame[name].iloc[:100].nunique() > 2:
        return None
    levels = evidence.levels(name)
    counts = np.bincount(levels.codes, minlength=levels.n_levels)
    if (counts > 0).sum() != 2:
        return None
    rarer = int(np.argsort(np.where(counts > 0, counts, len(levels.codes) + 1), kind="stable")[0])
    return np.asarray(levels.codes == rarer)


def _stating(flags: dict[str, Flags], label: Flags) -> list[str]:
    implying = [
        name
        for name, flag in flags.items()
        if flag.sum() >= MIN_FLAG_ROWS and label[flag].mean() >= MIN_IMPLIES
    ]
    # One flag that covers them all is a copy of the target, which an earlier check looks for.
    if len(implying) < 2:
        return []
    covered = np.any([flags[name] for name in implying], axis=0)
    return implying if covered[label].mean() >= MIN_COVERED else []


def _siblings(order: list[str], binary: set[str], stating: list[str]) -> list[str]:
    """Return other flags in the same unbroken block of columns that are named after the same pattern."""
    shapes = {shape(name) for name in stating}
    found = []
    for step in (1, -1):
        position = order.index(stating[-1] if step == 1 else stating[0]) + step
        while 0 <= position < len(order) and order[position] in binary and shape(order[position]) in shapes:
            found.append(order[position])
            position += step
    first, last = order.index(stating[0]), order.index(stating[-1])
    found += [
        name for name in order[first:last] if name in binary and name not in stating and shape(name) in shapes
    ]
    return sorted(set(found), key=order.index)
