"""What the folds of a trial found out is what it is fitted with for good."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from automl.search.candidate import Candidate
from automl.search.jobs import FoldOutcome
from automl.search.trial import Trial


def trial(*resolved: dict[str, Any]) -> Trial:
    folds = tuple(FoldOutcome(0.5, np.zeros(2), 1.0, 1.0, 0.1, 100.0, resolved=one) for one in resolved)
    return Trial(Candidate(1, "linear", {"l1_ratio": 0.0}), "ok", folds)


@pytest.mark.parametrize(
    ("name", "found", "kept"),
    [
        ("n_estimators", (80, 101, 90), 90),
        ("n_estimators", (0, 0, 1), 1),
        ("n_rounds", (np.int64(11), np.int64(14)), 12),
        ("C", (0.01, 0.1, 1.0), 0.1),
        ("prep.correction", (0.97, 0.97, 0.97), 0.97),
        ("alpha", (0.0, 1.0), 0.0),
        ("kernel", ("rbf", "rbf"), "rbf"),
    ],
)
def test_counts_stay_counts_and_strengths_keep_their_size(
    name: str, found: tuple[Any, ...], kept: Any
) -> None:
    params = trial(*({name: value} for value in found)).for_good().params

    assert params == {"l1_ratio": 0.0, name: pytest.approx(kept)}
    assert isinstance(params[name], type(kept))
