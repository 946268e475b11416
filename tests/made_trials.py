"""Trials with scores that a test plants."""

from __future__ import annotations

from typing import Any

import numpy as np

from automl.search.candidate import Candidate
from automl.search.jobs import FoldOutcome
from automl.search.trial import Status, Trial


def made_trial(
    number: int,
    family: str,
    score: float,
    *,
    params: dict[str, Any] | None = None,
    seconds: float = 1.0,
    status: Status = "ok",
    origin: str = "default",
) -> Trial:
    """A trial of one fold."""
    fold = FoldOutcome(
        score=score,
        predicted=np.zeros(1),
        fit_seconds=seconds,
        predict_ms=1.0,
        size_mb=1.0,
        peak_mb=1.0,
        resolved={},
    )
    return Trial(Candidate(number, family, params or {}, origin=origin), status, (fold,))
