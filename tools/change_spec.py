"""Tool `change_spec`: write what the user said into the specification, as small typed patches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from langchain.tools import ToolRuntime, tool
from pydantic import BaseModel, Field

from automl.spec.document import Source
from prompts import load
from tools.context import ToolContext
from tools.documents import Patch, change
from tools.provenance import sources_of
from tools.show_spec import shown


class Change(BaseModel):
    """One field of the specification and its new value."""

    path: str = Field(
        description='Dotted path of the field, such as "target", "metric.fn", "models.exclude".'
    )
    value: Any = Field(
        description="New value as JSON; null takes the field away. Lists are whole, not additions to what was there."
    )
    quote: str = Field(default="", description="The user's exact words that the value comes from, copied.")
    source: Literal["user", "data"] = Field(
        default="user", description='"data" where the value follows from the data rather than from the words.'
    )


class Asked(BaseModel):
    """A question that the user has to answer."""

    field: str = Field(description="Dotted path of the field that the answer fills.")
    text: str = Field(description="One clear question.")


@tool(description=load("change_spec"), parse_docstring=True, response_format="content_and_artifact")
def change_spec(
    changes: list[Change], runtime: ToolRuntime[ToolContext], questions: Sequence[Asked] = ()
) -> tuple[str, dict[str, Any]]:
    """Change the specification.

    Args:
        changes: The fields to change, each with the user's words it comes from.
        questions: What the user said in part or ambiguously and has to be asked; the field stays empty.
    """
    context = runtime.context
    follows: dict[str, Source] = {item.path: "data" for item in changes if item.source == "data"}
    patch = Patch(
        values={item.path: item.value for item in changes},
        quotes={item.path: item.quote for item in changes if item.quote},
        sources=sources_of(context, {item.path: (item.value, item.quote) for item in changes}) | follows,
        questions=tuple((question.field, question.text) for question in questions),
    )
    before = context.document()
    return shown(context, change(context, patch, whole=not context.sees_artifacts), before=before)
