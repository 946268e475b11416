"""Tool `list_not_tried`: what the search left out, and why."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.spec.labels import model_label
from prompts import load
from tools.context import ToolContext


@tool(description=load("list_not_tried"), parse_docstring=True, response_format="content_and_artifact")
def list_not_tried(runtime: ToolRuntime[ToolContext], run_id: str = "") -> tuple[str, dict[str, Any]]:
    """List what was not tried, and what failed.

    Args:
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    result = runtime.context.result(run_id)
    lines = [f"{model_label(item.what)}: {item.reason}" for item in result.not_tried]
    lines += [
        f"{model_label(item.model)} was skipped ({item.kind}): {item.reason}" for item in result.failures[:10]
    ]
    artifact = {
        "not_tried": [item.to_json() for item in result.not_tried],
        "failures": [item.to_json() for item in result.failures[:30]],
    }
    return "\n".join(lines) or "Nothing was left out, and nothing failed.", artifact
