"""Tool `explain_term`: what a word of machine learning means, in plain language."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.errors import InputError
from automl.spec.names import did_you_mean
from prompts import load, terms
from tools.context import ToolContext


@tool(description=load("explain_term"), parse_docstring=True, response_format="content_and_artifact")
def explain_term(term: str, runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Explain a term.

    Args:
        term: The term, such as "roc_auc", "leakage" or "ensemble".
    """
    known = terms()
    wanted = term.strip().lower()
    for name in (wanted, wanted.replace("_", " "), wanted.replace("-", " "), wanted.removesuffix("s")):
        if name in known:
            return f"{term}: {known[name]}", {"term": term, "meaning": known[name]}
    offer = did_you_mean(wanted, sorted(known), noun="terms")
    raise InputError(f"There is no plain meaning on file for {term!r}. {offer}")
