"""Tool `list_memory`: what earlier searches of this user taught, and whether the next one uses it."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.project.remembered import memory_text
from prompts import load
from tools.context import ToolContext
from tools.remembering import FRESH


@tool(description=load("list_memory"), parse_docstring=True, response_format="content_and_artifact")
def list_memory(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """List what is remembered of earlier searches."""
    context = runtime.context
    fresh = context.project.starts_fresh
    with closing(context.home()) as home:
        text = memory_text(home, most=context.limits.list_length)
        lessons = [lesson.to_json() for lesson in reversed(home.lessons())]
        facts = {"on": home.remembers, "starts_fresh": fresh, "lessons": lessons}
    return (f"{text}\n{FRESH}" if fresh else text), facts
