"""How results are put into words."""

from __future__ import annotations

from typing import Any

from assistant.phrasing.done import Done
from assistant.phrasing.model import say_importance


def _done(*importance: dict[str, Any]) -> Done:
    return Done("get_importance", "", {"importance": list(importance), "score_name": "roc_auc"})


def test_a_column_that_chance_explains_is_not_what_the_model_relies_on_most() -> None:
    wide = {"column": "balance", "drop": 0.06, "low": -0.01, "high": 0.13}
    sure = {"column": "duration", "drop": 0.04, "low": 0.02, "high": 0.06}

    assert say_importance(_done(wide, sure), "novice").startswith("The model relies most on 'duration'.")
    assert say_importance(_done(wide), "novice").startswith("No single column stands out")
