"""TD007: two columns that tell the target together, and hardly alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from automl.data.checks.base import Check, Finding
from automl.data.checks.evidence import FEW_LEVELS, MAX_STRONG, Evidence, Floats, Levels, cut
from automl.data.checks.screening import promising
from automl.data.checks.strength import contingency, strength, strength_of

# On the public tables the ratio or difference of two honest columns gains at most 0.16 over the better of them and
# reaches 0.69; instalment over amount, which gives a loan's rate away, gains 0.60 and reaches 0.99.
MIN_SCORE = 0.85
MIN_GAIN = 0.3
# A hidden quantity shows between columns that move together.
MIN_RANK_CORRELATION = 0.6
MAX_NUMBER_PAIRS = 40
# Two labels that together decide a third leave next to no errors; a strong interaction leaves many.
MIN_JOINT_SKILL = 0.98
MAX_LEVELS = 60
MAX_LABEL_COLUMNS = 15
# Fewer rows in each combination decide anything by chance.
MIN_ROWS_PER_CELL = 10
N_ROWS_FOR_RANKS = 2_000


class JointCopy(Check):
    """Two numbers whose ratio or difference tells the classes, or two labels that decide them.

    Asked about, and of two numbers only the one with more distinct values: what is computed from others is finer
    than they are.
    """

    code = "TD007"
    title = "Two columns that tell the target together"
    severity = "warning"
    needs_target = True

    def run(self, evidence: Evidence) -> Iterator[Finding]:
        """Yield one finding for each column that completes such a pair."""
        if evidence.target_kind != "classes":
            return
        asked: set[str] = set()
        for finding in (*self._numbers(evidence), *self._labels(evidence)):
            if not asked & set(finding.columns):
                asked.update(finding.columns)
                yield finding

    def _numbers(self, evidence: Evidence) -> Iterator[Finding]:
        for one, other in _moving_together(evidence):
            left, right = evidence.numbers(one), evidence.numbers(other)
            alone = max(strength_of(evidence, name).score for name in (one, other))
            for word, values in (("ratio", _ratio(left, right)), ("difference", left - right)):
                score = strength(evidence, cut(values)).score
                if score >= MIN_SCORE and score - alone >= MIN_GAIN:
                    finer, coarser = _by_distinct(one, left, other, right)
                    reason = (
                        f"Its {word} with {coarser!r} tells {evidence.target!r} nearly by itself "
                        f"(strength {score:.2f} of 1, alone {alone:.2f}); it may follow from the outcome."
                    )
                    yield self.finding([finer], reason, action="ask")
                    break

    def _labels(self, evidence: Evidence) -> Iterator[Finding]:
        for one, other in combinations(_strongest_labels(evidence), 2):
            alone = max(strength_of(evidence, name).skill for name in (one, other))
            joint = _joined(evidence, one, other)
            if joint is None or not _may_decide(evidence, joint):
                continue
            skill = strength(evidence, joint).skill
            if skill >= MIN_JOINT_SKILL and skill - alone >= MIN_GAIN:
                reason = (
                    f"Together they decide {evidence.target!r}: who knows both avoids {skill:.1%} of the errors, "
                    f"who knows one {alone:.1%}."
                )
                yield self.finding([one, other], reason, action="ask")


def _moving_together(evidence: Evidence) -> list[tuple[str, str]]:
    """Return the pairs of measures that correlate by rank, the closest first."""
    names = [name for name in promising(evidence) if _is_measure(evidence, name)]
    if len(names) > MAX_STRONG:
        scores = {name: strength_of(evidence, name).score for name in names}
        names = sorted(names, key=lambda name: -scores[name])[:MAX_STRONG]
    if len(names) < 2:
        return []
    step = max(1, len(evidence.rows) // N_ROWS_FOR_RANKS)
    ranks = evidence.sample[names].iloc[::step].rank()
    ranks = ranks.fillna(ranks.mean())
    varying = [name for name in names if ranks[name].nunique() > 1]
    if len(varying) < 2:
        return []
    names = varying
    correlation = np.abs(np.corrcoef(ranks[names].to_numpy().T))
    found = [(correlation[i, j], i, j) for i, j in combinations(range(len(names)), 2)]
    close = sorted((entry for entry in found if entry[0] >= MIN_RANK_CORRELATION), reverse=True)
    return [(names[i], names[j]) for _, i, j in close[:MAX_NUMBER_PAIRS]]


def _ratio(left: Floats, right: Floats) -> Floats:
    ratio: Floats = np.divide(left, right, out=np.full(len(left), np.nan), where=right != 0)
    return ratio


def _by_distinct(one: str, left: Floats, other: str, right: Floats) -> tuple[str, str]:
    finer_first = len(np.unique(left)) >= len(np.unique(right))
    return (one, other) if finer_first else (other, one)


def _strongest_labels(evidence: Evidence) -> list[str]:
    few = [name for name in promising(evidence) if _has_few_levels(evidence, name)]
    scores = {name: strength_of(evidence, name).score for name in few}
    return sorted(few, key=lambda name: -scores[name])[:MAX_LABEL_COLUMNS]


def _is_measure(evidence: Evidence, name: str) -> bool:
    return evidence.kinds[name] == "number" and evidence.levels(name).n_levels > FEW_LEVELS


def _has_few_levels(evidence: Evidence, name: str) -> bool:
    return (
        evidence.kinds[name] in ("number", "boolean", "category")
        and evidence.levels(name).n_levels <= MAX_LEVELS
    )


def _joined(evidence: Evidence, one: str, other: str) -> Levels | None:
    """Return the combinations of two columns as levels, or None where they are too many for the rows."""
    left, right = evidence.levels(one), evidence.levels(other)
    joint = Levels(left.codes * right.n_levels + right.codes, left.n_levels * right.n_levels)
    n_cells = np.count_nonzero(np.bincount(joint.codes))
    return joint if n_cells * MIN_ROWS_PER_CELL <= len(joint.codes) else None


def _may_decide(evidence: Evidence, joint: Levels) -> bool:
    """Look at the rows themselves first: what does not decide them decides no others."""
    counts = contingency(evidence, joint)
    right, most_frequent = counts.max(axis=1).sum(), counts.sum(axis=0).max()
    return bool(right - most_frequent >= MIN_JOINT_SKILL * (counts.sum() - most_frequent))
