"""Tool `get_result`: what came out of a search, in figures, with their intervals and in money."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.report.figures import duration, measured, money, score
from automl.search.result import Money, RunResult
from prompts import load
from tools.context import ToolContext

_PICTURES = {"explanation", "leaderboard", "spec", "provenance", "goal", "defaults", "versions", "not_tried"}


@tool(description=load("get_result"), parse_docstring=True, response_format="content_and_artifact")
def get_result(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Return the result of a finished search.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    run = context.finished_run(run_id)
    result = context.result(run.id)
    facts = {name: value for name, value in result.to_json().items() if name not in _PICTURES}
    return "\n".join(_lines(result)), {"run_id": run.id, "result": facts}


def _lines(result: RunResult) -> list[str]:
    held = "the held-out rows"
    lines = [
        f"Chosen: {result.chosen.label} ({result.chosen.model}). {result.chosen.reason}",
        f"{result.metric_name} on {held}: {measured(result.metric_held_out, score)}; "
        f"{'higher' if result.metric_greater_is_better else 'lower'} is better.",
    ]
    if result.score_name != result.metric.get("name"):
        lines.append(
            f"Candidates were compared by {result.score_name}: {measured(result.held_out, score)} on {held}."
        )
    if result.money is not None:
        lines += _money_lines(result.money)
    lines.append(result.decision.sentence)
    if result.simplest.model != result.chosen.model:
        lines.append(
            f"Simpler and as good within noise: {result.simplest.label} ({result.simplest.model}), "
            f"{result.score_name} {score(result.simplest.score.value or 0.0)}. {result.simplest.reason}"
        )
    comparisons = [found.sentence for found in (result.baseline, result.expectation) if found is not None]
    checks = [
        check.sentence for check in (*result.constraints, *result.limits, *result.fairness, *result.monotone)
    ]
    lines += [*comparisons, *checks, *result.warnings[:5], result.split.sentence, result.refit]
    spent = result.spent
    lines.append(f"{spent.trials:,} trials in {duration(spent.seconds)}; ended by: {spent.ended}.")
    return [line for line in lines if line]


def _money_lines(found: Money) -> list[str]:
    def write(value: float | None) -> str:
        return money(value, found.currency)

    lines = [
        f"Value on {found.n_rows:,} held-out rows: {measured(found.over_nothing, write)} more than doing nothing, "
        f"{measured(found.per_row, write)} per row."
    ]
    for name, value in (
        ("Doing nothing", found.nothing),
        ("Acting on every row", found.everyone),
        ("Today's rule", found.today),
        ("Perfect foresight", found.perfect),
    ):
        if value is not None:
            lines.append(f"{name}: {write(value)}.")
    lines.append(f"The model's decisions: {write(found.total.value or 0.0)}.")
    return lines
