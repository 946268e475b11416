"""Tool `answer_question`: the user's answer to an open question goes into its field."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.errors import SpecError
from automl.spec.names import did_you_mean
from prompts import load
from tools.context import ToolContext
from tools.documents import Patch, change
from tools.provenance import sources_of
from tools.show_spec import shown


@tool(description=load("answer_question"), parse_docstring=True, response_format="content_and_artifact")
def answer_question(
    field: str, value: Any, quote: str, runtime: ToolRuntime[ToolContext]
) -> tuple[str, dict[str, Any]]:
    """Answer an open question.

    Args:
        field: Dotted path of the question's field, as `show_spec` lists it.
        value: The answer as the field wants it, as JSON.
        quote: The user's exact words, copied.
    """
    context = runtime.context
    before = context.document()
    fields = [question.field for question in before.questions]
    if field not in fields:
        offer = did_you_mean(field, fields, noun="questions") if fields else ""
        raise SpecError(
            f"No question on {field!r} is open. {offer}".strip(),
            field=field,
        )
    sources = sources_of(context, {field: (value, quote)})
    patch = Patch(values={field: value}, quotes={field: quote}, sources=sources)
    return shown(context, change(context, patch), before=before)
