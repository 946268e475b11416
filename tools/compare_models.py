"""Tool `compare_models`: the leaderboard, every candidate on the same rows."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.report.figures import duration, money, score
from automl.search.result import LeaderboardRow
from automl.spec.labels import model_label, score_label
from prompts import load
from tools.context import ToolContext
from tools.wording import table as rows_of

_SHOWN = 12


@tool(description=load("compare_models"), parse_docstring=True, response_format="content_and_artifact")
def compare_models(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Compare the models of a search.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest.
    """
    context = runtime.context
    run = context.run(run_id)
    if not run.is_over:
        trials = [trial.trial for trial in context.project.trials(run.id)]
        return _so_far(trials), {"run_id": run.id, "status": run.status, "trials": trials[-30:]}
    result = context.result(run_id)
    currency = None if result.money is None else result.money.currency
    rows = result.leaderboard[:_SHOWN]
    name = score_label(result.score_name)
    head = ("rank", "model", name, "±", "fit", *(("value per row",) if result.money else ()))
    text = rows_of(head, [_cells(row, money_too=result.money is not None, currency=currency) for row in rows])
    if len(result.leaderboard) > _SHOWN:
        text += f"\n{len(result.leaderboard):,} models in all."
    text += f"\nOut-of-fold, {'higher' if result.greater_is_better else 'lower'} {name} is better."
    facts = [row.model_dump(mode="json", exclude={"params"}) for row in result.leaderboard[:30]]
    return text, {"run_id": run.id, "score_name": result.score_name, "leaderboard": facts}


def _cells(row: LeaderboardRow, *, money_too: bool, currency: str | None) -> list[str]:
    figures = [score(row.score), score(row.std), duration(row.fit_seconds)]
    cells = [str(row.rank), model_label(row.model), *figures]
    if money_too:
        cells.append("" if row.value is None else money(row.value, currency))
    return cells


def _so_far(trials: list[dict[str, Any]]) -> str:
    scored = [trial for trial in trials if trial.get("score") is not None]
    if not scored:
        return "The search is still at its first model."
    lines = [(model_label(trial["model"]), score(float(trial["score"]))) for trial in scored[-_SHOWN:]]
    return "Still searching; so far, in the order fitted:\n" + rows_of(("model", "score"), lines)
