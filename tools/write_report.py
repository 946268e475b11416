"""Tool `write_report`: the documents of a run."""

from __future__ import annotations

from typing import Any, Literal

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.versions import told


@tool(description=load("write_report"), parse_docstring=True, response_format="content_and_artifact")
def write_report(
    runtime: ToolRuntime[ToolContext], to: Literal["html", "pdf", "md", "pptx"] = "html", run_id: str = ""
) -> tuple[str, dict[str, Any]]:
    """Write the report of a finished search.

    Args:
        to: html for reading, pdf to send, md to edit, pptx as slides.
        run_id: Which search, such as "run-001"; empty for the newest that has a result.
    """
    from automl.folder import report_again

    context = runtime.context
    run = context.finished_run(run_id)
    path = report_again(run.folder, to=to)
    text = f"The report of {run.id!r} is written: {path.name!r}, to download from the page."
    files = [str(path.relative_to(context.project.folder))]
    return told(context, run, text, {"run_id": run.id, "files": files})
