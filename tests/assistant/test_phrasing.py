"""How results are put into words."""

from __future__ import annotations

from typing import Any

from assistant.phrasing.done import Done
from assistant.phrasing.model import say_importance
from assistant.phrasing.running import say_progress, say_stopped

PROGRESS = {
    "status": "running",
    "n_trials": 5,
    "progress": {"elapsed_s": 17.0, "left_s": 103.0, "running": ["random_forest-5, fold 4"]},
    "best": {"model": "linear-2", "family": "linear", "score": 0.4175, "score_name": "log_loss"},
}


def _done(*importance: dict[str, Any]) -> Done:
    return Done("get_importance", "", {"importance": list(importance), "score_name": "roc_auc"})


def test_a_column_that_chance_explains_is_not_what_the_model_relies_on_most() -> None:
    wide = {"column": "balance", "drop": 0.06, "low": -0.01, "high": 0.13}
    sure = {"column": "duration", "drop": 0.04, "low": 0.02, "high": 0.06}

    assert say_importance(_done(wide, sure), "novice").startswith("The model relies most on 'duration'.")
    assert say_importance(_done(wide), "novice").startswith("No single column stands out")


def test_progress_names_models_and_scores_as_people_do() -> None:
    said = say_progress(Done("get_progress", "", PROGRESS), "novice")

    assert "Now being fitted: Random forest · trial 5, fold 4." in said
    assert "Ahead so far: Linear model · trial 2, with a log loss of 0.4175." in said


def test_a_stop_says_what_stays() -> None:
    search = say_stopped(Done("stop_search", "", {"run_id": "run-001", "refit_of": None}), "business")
    refit = say_stopped(Done("stop_search", "", {"run_id": "run-002", "refit_of": "run-001"}), "business")

    assert "best model so far" in search
    assert "The earlier model stays" in refit
