"""Tool `get_progress`: what the search is doing now, how far it is, and why it does it."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.project.runs import Run
from automl.report.figures import duration
from prompts import load
from tools.context import ToolContext


@tool(description=load("get_progress"), parse_docstring=True, response_format="content_and_artifact")
def get_progress(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """Say where a search stands.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest.
    """
    run = runtime.context.run(run_id)
    trials = runtime.context.project.trials(run.id)
    artifact = {
        "run_id": run.id,
        "status": run.status,
        "message": run.message,
        "progress": run.progress,
        "n_trials": len(trials),
        "newest": trials[-1].trial if trials else None,
    }
    return _sentence(run, len(trials)), artifact


def _sentence(run: Run, n_trials: int) -> str:
    said = [f"The search {run.id!r} is {run.status}."]
    if run.message:
        said.append(run.message)
    progress = run.progress
    if n_trials:
        said.append(f"{n_trials:,} models were fitted and judged.")
    if progress.get("elapsed_s") is not None:
        left = progress.get("left_s")
        said.append(
            f"{duration(progress['elapsed_s'])} have passed"
            + (f", about {duration(left)} are left." if left else ".")
        )
    if progress.get("stage") and not run.is_over:
        said.append(f"Now: {progress['stage']}.")
    if progress.get("why") and not run.is_over:
        said.append(f"Why: {progress['why']}.")
    best = progress.get("best") or {}
    if best.get("model"):
        said.append(
            f"Best so far: {best['model']}"
            + (f" with {best['score']:.4g}." if best.get("score") is not None else ".")
        )
    return " ".join(said)
