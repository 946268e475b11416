"""Which columns of a very wide table are worth a closer look."""

from __future__ import annotations

import numpy as np

from automl.data.checks.evidence import Evidence, Floats

# Up to here every column gets its closer look, which takes half a millisecond.
MAX_COLUMNS = 1_000
N_KEPT = 500


def promising(evidence: Evidence) -> list[str]:
    """Return the features, or those of a very wide table that have something to do with the target.

    Of more than a thousand features, numbers are screened by the share of their variance that lies between the
    classes, or by their correlation with a numeric target: a leak is among the first of them. All others stay.
    """
    if len(evidence.features) <= MAX_COLUMNS:
        return evidence.features
    scores = evidence.memory.get("screening")
    if not isinstance(scores, dict):
        scores = evidence.memory["screening"] = _scores(evidence)
    numbers = sorted((name for name in evidence.features if name in scores), key=lambda name: -scores[name])
    kept = set(numbers[:N_KEPT])
    return [name for name in evidence.features if name not in scores or name in kept]


def _scores(evidence: Evidence) -> dict[str, float]:
    names = evidence.numeric_features()
    values = centred(evidence.sample[names].to_numpy(dtype=np.float64))
    variance = (values**2).sum(axis=0)
    explained = _explained(evidence, values)
    shares = np.divide(explained, variance, out=np.zeros(len(names)), where=variance > 0)
    return dict(zip(names, shares.tolist(), strict=True))


def centred(values: Floats) -> Floats:
    """Return columns with a mean of 0, their missing cells 0 as well."""
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    means = filled.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, values - means, 0.0)


def _explained(evidence: Evidence, values: Floats) -> Floats:
    """Return how much of the columns' sums of squares the target explains."""
    if evidence.target_kind == "numbers":
        y = evidence.y - evidence.y.mean()
        along: Floats = (y @ values) ** 2 / float(y @ y)
        return along
    one_hot = np.eye(evidence.n_classes)[evidence.classes]
    sums = one_hot.T @ values
    between: Floats = (sums**2 / np.maximum(one_hot.sum(axis=0), 1.0)[:, None]).sum(axis=0)
    return between
