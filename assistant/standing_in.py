"""The built-in model stands in where the one elsewhere is gone and nothing of its turn was shown or done yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from assistant.failures import fault_of, is_gone
from assistant.models import ModelSettings
from tools.context import Limits, ToolContext

#: Tools that change nothing: what only they did can be done again. One that is not named here is taken to change.
READS = frozenset(
    (
        "describe_table",
        "find_targets",
        "profile_column",
        "run_query",
        "show_spec",
        "list_families",
        "list_memory",
        "get_progress",
        "get_result",
        "compare_models",
        "get_importance",
        "get_effect",
        "explain_row",
        "list_not_tried",
        "expect_more_time",
        "get_experiments",
        "get_exploration",
        "list_proposals",
        "explain_start",
        "list_runs",
        "explain_term",
    )
)


def why_instead(
    error: Exception, settings: ModelSettings, *, said: str, drawn: Iterable[Mapping[str, Any]]
) -> str:
    """Return why the built-in model is to answer, as a sentence; nothing where the user has to decide.

    Args:
        error: What ended the turn of the model elsewhere.
        settings: Which model that was.
        said: What of its answer was shown.
        drawn: What its tools did.
    """
    acted = any(event.get("name", "") not in READS for event in drawn if event["kind"] == "tool_started")
    if said.strip() or acted or not is_gone(error):
        return ""
    fault = (fault_of(error, settings) or "").rstrip(".")
    return f"{fault}, so the built-in model answers instead; it sends nothing."


def at_home(context: ToolContext) -> ToolContext:
    """Return the context as the built-in model has it: it reads artifacts and cells, as they stay on this machine."""
    return replace(context, sees_artifacts=True, limits=Limits())
