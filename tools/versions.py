"""Where a search or its result obeys another version of the plan than the one that stands, as a sentence."""

from __future__ import annotations

from typing import Any

from automl.project.runs import Run
from tools.context import ToolContext


def of_what_runs(context: ToolContext) -> str:
    """That a search which is going on obeys an earlier version; empty where none does."""
    run = context.going_on()
    if run is None or run.document["version"] == context.version():
        return ""
    return (
        f"The search {run.id!r} is going on and keeps to version {run.document['version']} of the plan, with which it "
        f"was started; version {context.version()} needs a search of its own."
    )


def of_result(context: ToolContext, run: Run) -> str:
    """That a result belongs to an earlier version than the one that stands; empty where it does not."""
    version = run.document["version"]
    if version == context.version():
        return ""
    return f"This result belongs to version {version} of the plan, which is at version {context.version()} by now."


def told(context: ToolContext, run: Run, text: str, facts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """An answer about a result, begun with the version it belongs to where that is an earlier one."""
    earlier = of_result(context, run)
    return (f"{earlier}\n{text}" if earlier else text), {**facts, "earlier": earlier}
