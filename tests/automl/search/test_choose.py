"""Which model is named: the best, and the simplest that cannot be told from it, compared by what counts."""

from __future__ import annotations

import pytest
from tables import customers

from automl import run

BASE = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "models": {"include": ["linear", "lightgbm", "random_forest", "extra_trees", "ensemble"]},
    "budget": {"trials": 5, "workers": 2},
}


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ({"kind": "payoff", "tp": 180, "fp": -20}, "a row over doing nothing"),
        ({"kind": "standard", "name": "roc_auc"}, "Its ROC AUC of"),
    ],
)
def test_the_simplest_as_good_is_named_by_what_the_two_were_compared_by(
    metric: dict[str, object], words: str
) -> None:
    result = run({**BASE, "metric": metric}, customers())

    assert result.chosen.model != result.simplest.model
    assert words in result.simplest.reason
    assert "within the noise" in result.simplest.reason
