"""Tool `use_sample`: one of the sample tables becomes the project's table."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.data.samples import sample
from prompts import load
from tools.context import ToolContext
from tools.describing import describe
from tools.documents import reframe
from tools.inbox import name_after


@tool(description=load("use_sample"), parse_docstring=True, response_format="content_and_artifact")
def use_sample(name: str, runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Make a sample table the table to work on.

    Args:
        name: Name of the sample.
    """
    found, context = sample(name), runtime.context
    name_after(context.project, found.story.title)
    context.project.add_data(found.file_bytes(), found.file_name())
    reframe(context)
    text, artifact = describe(context, context.table())
    story = f"{found.story.text} {found.story.money}"
    return f"{story} {text}", artifact | {"story": story, "goal": found.story.goal}
