"""Tool `list_runs`: the searches of this project."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext


@tool(description=load("list_runs"), parse_docstring=True, response_format="content_and_artifact")
def list_runs(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """List the searches."""
    project = runtime.context.project
    runs = [
        {"run_id": run.id, "status": run.status, "created": run.created, "version": run.document.get("version"),
         "n_trials": len(project.trials(run.id)), **run.job}
        for run in project.runs()
    ]  # fmt: skip
    text = "\n".join(
        f"{run['run_id']}: {run['status']}, version {run['version']} of the plan, {run['n_trials']:,} models"
        f"{_kind(run)}."
        for run in runs
    )
    return text or "No search was started yet.", {"runs": runs}


def _kind(run: dict[str, Any]) -> str:
    if "refit_of" in run:
        return f", the model of {run['refit_of']} learned anew"
    return ", begun afresh" if run.get("fresh") else ""
