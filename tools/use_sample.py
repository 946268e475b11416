"""Tool `use_sample`: one of the sample tables becomes the project's table."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.data.names import did_you_mean
from automl.errors import DataError
from prompts import load
from tools.context import ToolContext
from tools.describe_table import describe
from tools.documents import reframe


@tool(description=load("use_sample"), parse_docstring=True, response_format="content_and_artifact")
def use_sample(name: str, runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Make a sample table the table to work on.

    Args:
        name: Name of the sample.
    """
    from automl.data.samples import SAMPLES

    known = {sample.name: sample for sample in SAMPLES}
    if name not in known:
        raise DataError(f"There is no sample table {name!r}. {did_you_mean(name, list(known))}")
    context, sample = runtime.context, known[name]
    context.project.add_data(sample.frame().to_csv(index=False).encode(), f"{name}.csv")
    reframe(context)
    text, artifact = describe(context, context.table())
    return f"{sample.story.text} {text}", artifact | {"story": sample.story.text}
