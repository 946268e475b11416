"""Contributions that a model tells itself, checked against its predictions before anybody believes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from automl.explain.predictor import Array, Native, Predict, Task
from automl.explain.shapley import Contributions

# XGBoost adds in 32 bits: margins agree to about five digits.
_TOLERANCE = 1e-3
_EDGE = 1e-6


def native_contributions(
    native: Native | None, X: pd.DataFrame, *, predict: Predict, task: Task
) -> Contributions | None:
    """The model's own contributions.

    Parameters
    ----------
    native : callable or None
        ``native(X) -> (values, base, unit) | None``.
    X : DataFrame of shape (n_rows, n_columns)
        Rows to explain.
    predict, task
        The predictions that the contributions have to add up to.

    Returns
    -------
    Contributions or None
        None where the model has none, or where they do not add up to what it predicts (a calibrated or mixed model).
    """
    told = native(X) if native is not None else None
    if told is None:
        return None
    values, base, unit = told
    values = np.asarray(values, dtype=np.float64)
    bases = np.broadcast_to(np.asarray(base, dtype=np.float64), (len(X), *values.shape[2:])).copy()
    found = Contributions(
        values=values, base=bases, unit=unit, method="the model's own SHAP values", rest=np.zeros_like(bases)
    )
    return found if _adds_up(found, predict(X), task) else None


def _adds_up(found: Contributions, predicted: Array, task: Task) -> bool:
    if task == "multiclass" and found.unit == "log-odds":
        said = np.exp(found.total - found.total.max(axis=1, keepdims=True))
        return bool(np.allclose(said / said.sum(axis=1, keepdims=True), predicted, atol=_TOLERANCE))
    if task == "binary":
        predicted = predicted[:, -1]
        if found.unit == "log-odds":
            return bool(np.allclose(probability(found.total), predicted, atol=_TOLERANCE))
    spread = float(np.std(predicted)) if found.unit == "value" else 1.0
    return bool(np.allclose(found.total, predicted, rtol=_TOLERANCE, atol=_TOLERANCE * max(spread, _EDGE)))


def mix_contributions(
    parts: Sequence[Contributions | None], weights: Sequence[float]
) -> Contributions | None:
    """Contributions to a weighted mean of models.

    Parameters
    ----------
    parts : sequence of Contributions or None
        Of the members, for the same rows.
    weights : sequence of float
        Of the members; sum to 1.

    Returns
    -------
    Contributions or None
        None where a member has none or the units differ; and for log-odds, because a mean of probabilities is not the
        mean of their log-odds: such a mix would not add up.
    """
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or len({part.unit for part in known}) != 1 or known[0].unit == "log-odds":
        return None

    def mixed(name: str) -> Array:
        return np.asarray(sum(w * getattr(part, name) for w, part in zip(weights, known, strict=True)))

    return Contributions(
        values=mixed("values"),
        base=mixed("base"),
        unit=known[0].unit,
        method=f"weighted SHAP values of {len(known)} models",
        rest=mixed("rest"),
    )


def probability(log_odds: Array) -> Array:
    """Probability of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -700, 700))), dtype=np.float64)
