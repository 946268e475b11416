"""Tool `load_table`: an attached file becomes the project's table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.data.load import load_table as read_table
from prompts import load
from tools.context import ToolContext
from tools.describing import describe
from tools.documents import reframe
from tools.inbox import find, name_after


@tool(description=load("load_table"), parse_docstring=True, response_format="content_and_artifact")
def load_table(file: str, runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Make an attached file the table to work on.

    Args:
        file: Name of the attached file, as it was announced; for a database "name.duckdb::table".
    """
    context = runtime.context
    source = find(context.project, file)
    table = read_table(source, name=Path(file.partition("::")[0]).stem)
    name_after(context.project, file)
    context.project.add_data(source, file, fingerprint=table.fingerprint)
    reframe(context)
    return describe(context, context.table())
