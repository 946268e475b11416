"""How the built-in model says what a tool returned."""

from __future__ import annotations

from assistant.phrasing.done import Done
from assistant.phrasing.running import say_progress

PROGRESS = {
    "status": "running",
    "n_trials": 5,
    "progress": {"elapsed_s": 17.0, "left_s": 103.0, "running": ["random_forest-5, fold 4"]},
    "best": {"model": "linear-2", "family": "linear", "score": 0.4175, "score_name": "log_loss"},
}


def test_progress_names_models_and_scores_as_people_do() -> None:
    said = say_progress(Done("get_progress", "", PROGRESS), "novice")

    assert "Now being fitted: Random forest · trial 5, fold 4." in said
    assert "Ahead so far: Linear model · trial 2, with a log loss of 0.4175." in said
