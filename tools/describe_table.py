"""Tool `describe_table`: what is in the table, column by column."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from prompts import load
from tools.context import ToolContext
from tools.describing import describe


@tool(description=load("describe_table"), parse_docstring=True, response_format="content_and_artifact")
def describe_table(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Describe the table."""
    return describe(runtime.context, runtime.context.table())
