"""What acting above each probability would have done: the value curve of the report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.metrics.base import FloatArray, Predictions
from automl.metrics.cuts import make_cuts


@dataclass(frozen=True)
class CutPoint:
    """One probability to act above, on some rows whose truth is known.

    Attributes
    ----------
    share_flagged : float
        Share of the rows acted on.
    value : float or None
        Total over doing nothing; None without money.
    precision, recall : float or None
        None where not defined.
    """

    threshold: float
    share_flagged: float
    value: float | None
    precision: float | None
    recall: float | None


def curve_points(
    predictions: Predictions, gain: FloatArray | None, *, n_points: int = 100
) -> tuple[CutPoint, ...]:
    """Work out at most `n_points` thresholds, from acting on nobody to acting on all, evenly spaced in rows acted on.

    Parameters
    ----------
    gain : ndarray of shape (n_rows,), or None
        What acting on each row brought over not acting.
    """
    cuts = make_cuts(predictions.positive, predictions.truth == 1, gain)
    wanted = np.linspace(0.0, 1.0, min(n_points, len(cuts.thresholds)))
    chosen = np.unique(np.searchsorted(cuts.share, wanted).clip(0, len(cuts.share) - 1))
    precision, recall = cuts.rate("precision"), cuts.rate("recall")
    return tuple(
        CutPoint(
            threshold=float(cuts.thresholds[i]),
            share_flagged=float(cuts.share[i]),
            value=None if gain is None else float(cuts.gains[i]),
            precision=_known(precision[i]),
            recall=_known(recall[i]),
        )
        for i in chosen
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
