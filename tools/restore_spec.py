"""Tool `restore_spec`: go back to an earlier version of the specification."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.errors import SpecError
from automl.spec.document import SpecDocument
from prompts import load
from tools.context import ToolContext
from tools.documents import keep
from tools.show_spec import shown


@tool(description=load("restore_spec"), parse_docstring=True, response_format="content_and_artifact")
def restore_spec(runtime: ToolRuntime[ToolContext], version: int = 0) -> tuple[str, dict[str, Any]]:
    """Take a change back.

    Args:
        version: Number of the version to go back to; 0 for the one before the newest.
    """
    context = runtime.context
    before = context.document()
    wanted = version or context.version() - 1
    stored = {item.version: item.document for item in context.project.documents()}
    if wanted not in stored:
        known = f"versions 1 to {len(stored)}" if stored else "no version yet"
        raise SpecError(f"There is no version {wanted} of the plan to go back to: there is {known}.")
    document = keep(context, SpecDocument.from_json(stored[wanted]), why=f"back to version {wanted}")
    return shown(context, document, before=before)
