"""How well one column alone tells the target: learned on one half of the rows, measured on the other.

Levels stand in for a small tree: a column is cut into levels, and each level predicts what the target is there. That
takes a millisecond where fitting a tree takes ten, and needs no library that is slow to import.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.data.checks.evidence import Codes, Evidence, Floats, Levels

# A class with fewer rows in the sample moves an average that it says little about.
MIN_CLASS_ROWS = 20
# Rows of the whole sample that a level's mean is mixed with, so that a level of one row claims nothing.
PRIOR_ROWS = 2.0


@dataclass(frozen=True)
class Strength:
    """How well levels tell a target.

    Attributes
    ----------
    score : float
        0 for nothing, 1 for everything: 2·AUC - 1, averaged over the classes, or R².
    skill : float
        Share of the errors of always saying the most frequent class that are avoided; R² for numbers.
    """

    score: float
    skill: float


def strength_of(evidence: Evidence, name: str) -> Strength:
    """Return how well a column tells the target; computed once for all checks."""
    found = evidence.memory.get(name)
    if not isinstance(found, Strength):
        found = evidence.memory[name] = strength(evidence, evidence.levels(name))
    return found


def strength(evidence: Evidence, levels: Levels) -> Strength:
    """Return how well levels of the sampled rows tell the target."""
    if evidence.target_kind == "numbers":
        r2 = _strength_for_numbers(evidence, levels)
        return Strength(r2, r2)
    tables = [contingency(evidence, levels, half) for half in (True, False)]
    large = (tables[0] + tables[1]).sum(axis=0) >= MIN_CLASS_ROWS
    if large.sum() < 2:
        large[:] = False
    scores, skills = [], []
    for learned, other in (tables, tables[::-1]):
        shares = _shares(learned)
        scores.append(_mean_auc(shares[:, large], other[:, large], other.sum(axis=1)))
        skills.append(_skill(shares, other))
    return Strength(max(0.0, 2 * float(np.mean(scores)) - 1), float(np.mean(skills)))


def contingency(evidence: Evidence, levels: Levels, half: bool | None = None) -> Floats:
    """Return the number of sampled rows of each level and class, of all rows or of one half.

    Returns
    -------
    ndarray of shape (n_levels, n_classes)
    """
    rows = slice(None) if half is None else np.flatnonzero(evidence.half == half)
    cells: Codes = levels.codes[rows] * evidence.n_classes + evidence.classes[rows]
    counts = np.bincount(cells, minlength=levels.n_levels * evidence.n_classes)
    return counts.reshape(levels.n_levels, evidence.n_classes).astype(np.float64)


def _shares(counts: Floats) -> Floats:
    n_rows = max(1.0, counts.sum())
    overall = counts.sum(axis=0) / n_rows
    shares: Floats = (counts + PRIOR_ROWS * overall) / (counts.sum(axis=1, keepdims=True) + PRIOR_ROWS)
    return shares


def _skill(shares: Floats, counts: Floats) -> float:
    most_frequent = counts.sum(axis=0).max()
    right = counts[np.arange(len(counts)), shares.argmax(axis=1)].sum()
    wrong_always = counts.sum() - most_frequent
    return max(0.0, float((right - most_frequent) / wrong_always)) if wrong_always > 0 else 0.0


def _mean_auc(shares: Floats, positives: Floats, n_rows: Floats) -> float:
    found = [_auc(shares[:, k], positives[:, k], n_rows - positives[:, k]) for k in range(shares.shape[1])]
    return float(np.mean(found)) if found else 0.5


def _auc(predicted: Floats, positives: Floats, negatives: Floats) -> float:
    """Return the share of pairs of a positive and a negative row that levels put in the right order."""
    if positives.sum() == 0 or negatives.sum() == 0:
        return 0.5
    _, ranks = np.unique(predicted, return_inverse=True)
    above = np.bincount(ranks, weights=positives)
    below = np.bincount(ranks, weights=negatives)
    won = above * (np.cumsum(below) - below) + 0.5 * above * below
    return float(won.sum() / (positives.sum() * negatives.sum()))


def _strength_for_numbers(evidence: Evidence, levels: Levels) -> float:
    found = []
    for half in (True, False):
        learned, other = evidence.half == half, evidence.half != half
        if not learned.any() or not other.any():
            return 0.0
        codes, y = levels.codes[learned], evidence.y[learned]
        sums = np.bincount(codes, weights=y, minlength=levels.n_levels)
        counts = np.bincount(codes, minlength=levels.n_levels)
        means = (sums + PRIOR_ROWS * y.mean()) / (counts + PRIOR_ROWS)
        found.append(_r2(evidence.y[other], means[levels.codes[other]]))
    return float(np.mean(found))


def _r2(actual: Floats, predicted: Floats) -> float:
    residual, spread = actual - predicted, actual - actual.mean()
    total = float(spread @ spread)
    return max(0.0, 1.0 - float(residual @ residual) / total) if total > 0 else 0.0
