"""Tool `get_progress`: what the search is doing now, how far it is, and why it does it."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.report.figures import duration, score
from automl.spec.labels import model_label, score_label
from prompts import load
from tools.context import ToolContext
from tools.progress import best_of, shares_so_far, why_now


@tool(description=load("get_progress"), parse_docstring=True, response_format="content_and_artifact")
def get_progress(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Say where a search stands.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest.
    """
    run = runtime.context.run(run_id)
    trials = [item.trial for item in runtime.context.project.trials(run.id)]
    artifact = {
        "run_id": run.id,
        "status": run.status,
        "message": run.message,
        "progress": run.progress,
        "n_trials": len(trials),
        "best": best_of(run, trials),
        "why": why_now(run, trials),
        "shares": shares_so_far(run),
    }
    return _sentence(artifact), artifact


def _sentence(found: dict[str, Any]) -> str:
    progress, best = found["progress"], found["best"]
    said = [f"The search {found['run_id']!r} is {found['status']}.", found["message"]]
    if found["n_trials"]:
        said.append(f"{found['n_trials']:,} models were fitted and judged.")
    if progress.get("elapsed_s") is not None:
        left = progress.get("left_s")
        ending = "." if left is None else f", about {duration(left)} are left."
        said.append(f"{duration(progress['elapsed_s'])} have passed{ending}")
    if progress.get("running"):
        said.append(f"Now being fitted: {'; '.join(model_label(name) for name in progress['running'])}.")
    if best is not None:
        said.append(
            f"Ahead so far: {model_label(best['model'])}, {score_label(best['score_name'])} {score(best['score'])}."
        )
    return " ".join(part for part in [*said, *found["shares"], found["why"]] if part)
