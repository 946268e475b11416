"""TD008: columns that look as if they were only known once the outcome is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from automl.data.checks.base import Check, Finding
from automl.data.checks.derived import derived_from
from automl.data.checks.evidence import FEW_LEVELS, Evidence
from automl.data.checks.names import after_the_fact, speaks_of
from automl.data.checks.screening import promising
from automl.data.checks.strength import contingency, strength_of

# Who knows it avoids nine of ten errors. The best honest column of the public tables avoids a third; the petals of
# iris avoid 0.87.
NEAR_CERTAIN_SKILL = 0.9
# The share of the variance that it explains. The best honest column reaches 0.92 (the sales of a store by its
# number), a part of a sum 0.95.
NEAR_CERTAIN_R2 = 0.97
# A column this good is odd where none of the others comes near it. The best honest one reaches 0.62 for classes.
STANDS_OUT_CLASSES = 0.75
STANDS_OUT_NUMBERS = 0.93
MIN_LEAD = 0.25
# In a table of eight columns and more, up to three that leaked together may stand out from the rest.
MANY_COLUMNS = 8
MAX_LEADERS = 3
# A value that only ever comes with one label: so many rows, and by chance less often than once in 10¹².
MIN_PURE_ROWS = 50
MAX_LOG_CHANCE = -12.0
# That a cell is filled at all may be entered wrongly now and then.
MIN_SHARE_PRESENCE = 0.99
# Mushrooms: nearly every property has such a value.
MAX_PURE_COLUMNS = 3
MAX_SHARE_PURE_COLUMNS = 0.1


class KnownAfterwards(Check):
    """Columns to ask about: is it known at the moment at which the prediction is needed?

    By its name: words of an end, a payment, a result, or the target's own name with something added. By what it
    does: it alone tells the target, or far better than the others; one of its values, or its being missing, comes
    with one label only. By what it is made of: a sum or difference with a column already under suspicion.
    """

    code = "TD008"
    title = "Known only afterwards"
    severity = "warning"
    needs_target = True

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each column to ask about."""
        reasons: dict[str, str] = {}
        for find in (_by_value, _by_strength, _by_name):  # what the last says is the easiest to check
            reasons |= find(evidence)
        for name, origin in derived_from(evidence, list(reasons)).items():
            reasons[name] = f"It follows from {origin!r}, which may only be known afterwards."
        for name in evidence.features:
            if name in reasons:
                yield self.finding([name], reasons[name], action="ask")


def _by_name(evidence: Evidence) -> dict[str, str]:
    found = {}
    for name in evidence.features:
        word = after_the_fact(name)
        if word is not None:
            found[name] = (
                f"The word {word!r} in its name sounds like something that is only known afterwards."
            )
        elif evidence.target is not None and speaks_of(name, evidence.target):
            found[name] = f"Its name speaks of {evidence.target!r}, so it may be recorded with it."
    return found


def _by_strength(evidence: Evidence) -> dict[str, str]:
    names = [name for name in promising(evidence) if evidence.kinds[name] != "text"]
    names.sort(key=lambda name: -strength_of(evidence, name).score)
    n_leaders = MAX_LEADERS if len(names) >= MANY_COLUMNS else 1
    rest = max((strength_of(evidence, name).score for name in names[n_leaders:]), default=0.0)
    classes = evidence.target_kind == "classes"
    found = {}
    for position, name in enumerate(names):
        alone = strength_of(evidence, name)
        if alone.skill >= (NEAR_CERTAIN_SKILL if classes else NEAR_CERTAIN_R2):
            found[name] = f"It tells {evidence.target!r} nearly by itself (strength {alone.score:.2f} of 1)."
        elif (
            position < n_leaders
            and len(names) > n_leaders
            and alone.score >= (STANDS_OUT_CLASSES if classes else STANDS_OUT_NUMBERS)
            and alone.score - rest >= MIN_LEAD
        ):
            found[name] = (
                f"It tells {evidence.target!r} far better (strength {alone.score:.2f} of 1) than the other "
                f"columns ({rest:.2f})."
            )
    return found


def _by_value(evidence: Evidence) -> dict[str, str]:
    """Look for values that only come with one label; where many columns have some, that is the nature of the data."""
    if evidence.target_kind != "classes":
        return {}
    found = {}
    for name in promising(evidence):
        reason = _pure_level(evidence, name) if evidence.kinds[name] != "text" else None
        if reason is not None:
            found[name] = reason
    usual = len(found) > max(MAX_PURE_COLUMNS, MAX_SHARE_PURE_COLUMNS * len(evidence.features))
    return {} if usual else found


def _pure_level(evidence: Evidence, name: str) -> str | None:
    levels = evidence.levels(name)
    counts = contingency(evidence, levels)
    chance = np.log10(counts.sum(axis=0) / counts.sum())
    missing = counts[-1:]
    for what, groups, min_share in (
        ("is missing", missing, MIN_SHARE_PRESENCE),
        ("has a value at all", counts.sum(axis=0, keepdims=True) - missing, MIN_SHARE_PRESENCE),
        ("has one of its values", counts[:-1], 1.0),
    ):
        measure = evidence.kinds[name] in ("number", "datetime") and levels.n_levels > FEW_LEVELS
        if min_share == 1.0 and measure:
            continue
        n_rows, label = groups.sum(axis=1), groups.argmax(axis=1)
        pure = (groups.max(axis=1) >= min_share * n_rows) & (n_rows >= MIN_PURE_ROWS)
        pure &= n_rows * chance[label] <= MAX_LOG_CHANCE
        if pure.any():
            n_shown = n_rows[int(pure.argmax())]
            return (
                f"All the {n_shown:,.0f} sampled rows in which it {what} have the same {evidence.target!r}."
            )
    return None
