"""What the built-in model says of what its tools returned: every figure is one of theirs, and nothing is added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.phrasing.asked import answer_to_talk, nearest
from assistant.phrasing.data import say_column, say_figures, say_loaded, say_table, say_targets
from assistant.phrasing.done import Done
from assistant.phrasing.model import say_effect, say_importance, say_models, say_not_tried, say_row
from assistant.phrasing.plan import say_plan, say_why
from assistant.phrasing.result import say_result
from assistant.phrasing.running import say_progress, say_runs, say_started, say_stopped

__all__ = ["Done", "speak"]


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
    "keep_column": say_plan,
    "show_spec": say_plan,
    "restore_spec": say_plan,
    "try_region": say_plan,
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
    audience, state = str(plan.get("audience") or "novice"), str(plan.get("state") or "framing")
    intents = [(name, arguments) for name, arguments in plan.get("intents", ())]
    said = [str(remark) for remark in plan.get("remarks", ())]
    asked_why = next((arguments for name, arguments in intents if name == "why"), None)
    for item in done:
        if item.failed:
            said.append(_failed(item))
        elif item.name == "show_spec" and asked_why is not None:
            said.append(say_why(item, asked_why, words=words))
        elif item.name in ("load_table", "use_sample") and item is not done[-1]:
            said.append(say_loaded(item))
        else:
            say = SAYINGS.get(item.name)
            said += [item.text] if say is None else [item.artifact.get("earlier") or "", say(item, audience)]
    talk = [answer_to_talk(name, state) for name, _ in intents]
    if not done and not any(talk) and not plan.get("foreign"):
        # What was remarked is all there is: it says what was not understood, and this what can be done instead.
        said.append(nearest(words, state, remarked=bool(said)))
    said += talk
    return "\n\n".join(part for part in dict.fromkeys(said) if part)


def _failed(item: Done) -> str:
    if item.name == "start_search" and "has not been approved" in item.text:
        return (
            "Nothing runs before you have approved it. Read the plan, then say “go ahead” or press Approve."
        )
    return item.text.removeprefix("Before a search can start: ")
