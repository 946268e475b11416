"""Tool `start_search`: run the approved plan in a worker process."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.searching import start


@tool(description=load("start_search"), parse_docstring=True, response_format="content_and_artifact")
def start_search(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Start the search that the approved plan describes."""
    run = start(runtime.context)
    version = runtime.context.version()
    document = runtime.context.document()
    budget = document.spec.to_json().get("budget") or document.defaults.get("budget") or {}
    text = f"The search {run.id!r} has started with version {version} of the plan."
    return text, {"run_id": run.id, "version": version, "budget": budget}
