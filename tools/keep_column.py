"""Tool `keep_column`: the user vouches that a column in doubt is known at the time of the prediction."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.errors import SpecError
from prompts import load
from tools.context import ToolContext
from tools.documents import Patch, change
from tools.doubts import keep_in
from tools.provenance import is_said
from tools.show_spec import shown


@tool(description=load("keep_column"), parse_docstring=True, response_format="content_and_artifact")
def keep_column(column: str, quote: str, runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Keep a column that was asked about.

    Args:
        column: Column name, spelled as in the table.
        quote: The user's exact words, copied.
    """
    context = runtime.context
    context.table().column(column)
    if not is_said(context, quote) or len(quote.split()) < 2 <= len(context.words[-1].split()):
        raise SpecError(f"Only the user can vouch for {column!r}, and they did not say {quote!r}; ask them.")
    before = context.document()
    keep_in(context, column, quote=quote)
    text, artifact = shown(context, change(context, Patch()), before=before)
    return f"{column!r} is learned from; the user vouches for it. {text}", artifact | {"kept": column}
