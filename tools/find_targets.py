"""Tool `find_targets`: what could be predicted with this table."""

from __future__ import annotations

from typing import Any

from langchain.tools import ToolRuntime, tool

from automl.data.profile import describe_column
from automl.report.figures import percent
from automl.spec.facts import facts_of
from automl.spec.reading import target_candidates
from prompts import load
from tools.context import ToolContext
from tools.privacy import levels

_CHOICES = 3


@tool(description=load("find_targets"), parse_docstring=True, response_format="content_and_artifact")
def find_targets(runtime: ToolRuntime[ToolContext]) -> tuple[str, dict[str, Any]]:
    """Rank the columns that could be predicted."""
    context = runtime.context
    facts = facts_of(context.table())
    names = target_candidates([facts.column(name) for name in facts.names])[:_CHOICES]
    found = [{"column": name, "sentence": _sentence(context, name)} for name in names]
    text = "\n".join(f"{place}. {item['sentence']}" for place, item in enumerate(found, 1))
    return text or "No column of this table looks like an outcome.", {"candidates": found}


def _sentence(context: ToolContext, name: str) -> str:
    """What predicting a column would mean."""
    column = describe_column(context.table(), name)
    if column.kind == "number" and column.n_distinct > 2:
        return f"{name!r}: a number, {column.n_distinct:,} different values; predict how large it will be."
    counted = [(str(label), int(n)) for label, n in column.top]
    shown = levels(counted, column.n_distinct, context.limits)
    if column.n_distinct == 2 and len(shown) == 2:
        share = counted[-1][1] / max(1, sum(n for _, n in counted))
        usual, rare = counted[0][0], counted[1][0]
        return f"{name!r}: {usual!r} or {rare!r} ({percent(share)}); predict which rows get {rare!r}."
    return f"{name!r}: {column.n_distinct:,} different labels; predict which one a row gets."
