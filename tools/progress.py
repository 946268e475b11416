"""What a search that goes on has found so far, and why it does what it does now; read from its own records."""

from __future__ import annotations

from typing import Any

from automl.project.runs import Run
from automl.search.result import SharedPart
from automl.search.words import part_words
from automl.spec.document import SpecDocument
from automl.spec.shares import shares_are_of
from automl.spec.vocabulary import ERRORS

_WHY = {
    "baseline": "It begins with the baseline, which looks at no column, so that every model has something to beat.",
    "default": "It first fits each family with settings that usually work well, before it searches around the best.",
    "search": "The usual settings are done; it now tries new settings of the families that did best so far.",
}
_FINISH = "The search is over; the chosen model is fitted on all rows, checked and explained."


def score_name(run: Run) -> str:
    """Return what the candidates of a run are compared by."""
    document = SpecDocument.from_json(run.document)
    metric = {**document.defaults.get("metric", {}), **document.spec.to_json().get("metric", {})}
    if metric.get("kind") in ("standard", "weighted"):
        return str(metric["name"])
    task = document.spec.task or document.defaults.get("task")
    return "rmse" if task == "regression" else "log_loss"


def best_of(run: Run, trials: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the trial that is ahead, by name, family and score."""
    done = [trial for trial in trials if trial.get("status") == "ok"]
    if not done:
        return None
    name = score_name(run)
    sign = -1 if name in ERRORS else 1
    best = max(done, key=lambda trial: sign * trial["score"])
    return {"model": best["model"], "family": best["family"], "score": best["score"], "score_name": name}


def shares_so_far(run: Run) -> list[str]:
    """Return how the budget was shared so far, where somebody steers."""
    budget = SpecDocument.from_json(run.document).spec.budget
    parts = [SharedPart.model_validate(part) for part in run.progress.get("parts") or ()]
    return [part_words(part, shares_are_of(budget), so_far=True) for part in parts]


def why_now(run: Run, trials: list[dict[str, Any]]) -> str:
    """Return why the search does what it does."""
    if run.is_over:
        return ""
    if run.progress.get("stage") == "finish":
        return _FINISH
    newest = str(trials[-1].get("origin", "baseline")) if trials else "baseline"
    return _WHY.get(newest, "")
