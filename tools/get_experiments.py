"""Tool `get_experiments`: whether what was done to rows and columns helped, and by how much."""

from __future__ import annotations

from typing import Any, Literal

from langchain.tools import ToolRuntime, tool

from automl.search.derived_words import derived_words
from automl.search.treated_words import experiments_words
from prompts import load
from tools.context import ToolContext
from tools.versions import told

About = Literal["extra_rows", "rare_class", "columns"]
_KINDS = {"extra_rows": ("augmentation", "pseudo_labels"), "rare_class": ("rare_class",)}


@tool(description=load("get_experiments"), parse_docstring=True, response_format="content_and_artifact")
def get_experiments(
    runtime: ToolRuntime[ToolContext], about: About, run_id: str = ""
) -> tuple[str, dict[str, Any]]:
    """Say what an experiment found.

    Args:
        about: "extra_rows" for made-up rows and rows without a target, "rare_class" for weights, resampling and
            threshold, "columns" for columns made of others.
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    context = runtime.context
    run = context.finished_run(run_id)
    result = context.result(run.id)
    if about == "columns":
        found = [one.to_json() for one in result.derived]
        text = "\n".join(derived_words(result))
    else:
        found = [one.to_json() for one in result.experiments if one.kind in _KINDS[about]]
        text = "\n".join(experiments_words(result, _KINDS[about]))
    return told(context, run, text, {"run_id": run.id, "about": about, "experiments": found})
