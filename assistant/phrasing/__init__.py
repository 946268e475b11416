"""What the built-in model says of what its tools returned: every figure is one of theirs, and nothing is added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.phrasing.asked import NO_TABLE, answer_to_talk, not_understood
from assistant.phrasing.data import say_column, say_figures, say_table, say_targets
from assistant.phrasing.done import Done
from assistant.phrasing.model import say_effect, say_importance, say_models, say_not_tried, say_row
from assistant.phrasing.plan import say_plan, say_why
from assistant.phrasing.result import say_result
from assistant.phrasing.running import say_progress, say_runs, say_started, say_stopped

__all__ = ["Done", "speak"]


def _as_it_is(done: Done, audience: str) -> str:
    return done.text


#: How each tool's result is said; those without an entry are said in the tool's own words.
SAYINGS: dict[str, Callable[[Done, str], str]] = {
    "load_table": say_table,
    "use_sample": say_table,
    "describe_table": say_table,
    "find_targets": say_targets,
    "profile_column": say_column,
    "run_query": say_figures,
    "change_spec": say_plan,
    "answer_question": say_plan,
    "show_spec": say_plan,
    "restore_spec": say_plan,
    "start_search": say_started,
    "get_progress": say_progress,
    "stop_search": say_stopped,
    "get_result": say_result,
    "compare_models": say_models,
    "get_importance": say_importance,
    "get_effect": say_effect,
    "explain_row": say_row,
    "list_not_tried": say_not_tried,
    "list_runs": say_runs,
}


def speak(done: Sequence[Done], plan: Mapping[str, Any], *, words: str) -> str:
    """Return the answer of a turn.

    Args:
        done: What the tools returned, in order.
        plan: What was understood: remarks, intents, state, audience.
        words: The user's message.
    """
    audience = str(plan.get("audience") or "novice")
    intents = [(name, arguments) for name, arguments in plan.get("intents", ())]
    said = [str(remark) for remark in plan.get("remarks", ())]
    asked_why = next((arguments for name, arguments in intents if name == "why"), None)
    for item in done:
        if item.failed:
            said.append(_failed(item))
        elif item.name == "show_spec" and asked_why is not None:
            said.append(say_why(item, asked_why))
        elif _is_last_word(item, done):
            said.append(SAYINGS.get(item.name, _as_it_is)(item, audience))
    said += [answer_to_talk(name, str(plan.get("state", ""))) for name, _ in intents]
    if not any(said):
        said = [
            NO_TABLE if plan.get("state") == "no_table" else not_understood(words, str(plan.get("state", "")))
        ]
    return "\n\n".join(part for part in dict.fromkeys(said) if part)


def _is_last_word(item: Done, done: Sequence[Done]) -> bool:
    """A table that was loaded in the same turn is not described before the plan that came of it; one line does."""
    later = {other.name for other in done[done.index(item) + 1 :]}
    return not (item.name in ("load_table", "use_sample") and later & {"find_targets", "describe_table"})


def _failed(item: Done) -> str:
    if item.name == "start_search" and "has not been approved" in item.text:
        return (
            "Nothing runs before you have approved it. Read the plan, then say “go ahead” or press Approve."
        )
    return item.text.removeprefix("Before a search can start: ")
