"""The built-in model's next step: understand the message, call the tools it needs one after the other, then speak.

What is left to do travels with each message (`additional_kwargs`), so the planner itself remembers nothing.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.arriving import CORRECTION, Step, said, said_so_far, step_before
from assistant.further import further_steps, unsaid
from assistant.offline.context import Context, Intent, Understood
from assistant.offline.text.language import foreign_language
from assistant.offline.understand import understand
from assistant.phrasing import Done, speak
from assistant.remembering import memory_steps

Look = Callable[[], Context]

#: Where a turn's plan travels in a message.
PLAN = "tandem_plan"
# Asked for while a search is going on, these have no answer yet; what it is doing is the nearest.
_NEEDS_RESULT = {"result": "get_result", "importance": "get_importance"}
# After a change in the same message: what was made of it has to be read first, and is shown by itself.
_READ_FIRST = ("start_search", "show_spec", "change_spec")
_GO = re.compile(r"\b(?:go|start|run|begin|proceed|launch)\b", re.IGNORECASE)
_NEW_SEARCH = (
    "A search that has ended cannot go on where it stopped: this will be a new one, from the start, with that time "
    "for itself. The result so far stays."
)
_PLAIN: dict[str, str] = {
    "stop": "stop_search",
    "leaderboard": "compare_models",
    "targets": "find_targets",
    "show_plan": "show_spec",
    "reject": "show_spec",
    "why": "show_spec",
    "undo": "restore_spec",
    "approve": "start_search",
    "start": "start_search",
    "proposals": "list_proposals",
    "families": "list_families",
    "memory": "list_memory",
    "start_why": "explain_start",
}


def next_message(messages: Sequence[AnyMessage], look: Look | None) -> AIMessage:
    """Return the next message of the assistant: a tool call, or the answer."""
    begin = max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=-1)
    if begin < 0:
        return AIMessage("Say what you want to predict, and what it is worth to you.")
    human, since = messages[begin], list(messages[begin + 1 :])
    if human.additional_kwargs.get(CORRECTION):
        return AIMessage("")  # it says what its tools returned; there is no other way to put it
    done = [m for m in since if isinstance(m, ToolMessage)]
    if not done:
        state = look().state if look else "no_table"
        first = step_before(human, state)
        if first:
            return _call(first, None, {"before": state})
        return _after_understanding(messages[: begin + 1], look, done)
    plan = next(m.additional_kwargs.get(PLAN, {}) for m in reversed(since) if isinstance(m, AIMessage))
    if done[-1].status == "error" or plan.get("steps") == []:
        return _answer(human, done, plan)
    if "steps" not in plan:
        return _after_understanding(messages[: begin + 1], look, done, before=plan.get("before"))
    steps = [(name, arguments) for name, arguments in plan["steps"]]
    return _call(steps[0], steps[1:], plan)


def _after_understanding(
    heard: Sequence[AnyMessage], look: Look | None, done: list[ToolMessage], *, before: str | None = None
) -> AIMessage:
    human, context = heard[-1], look() if look else Context(state="no_table")
    words = said(human) or (said_so_far(heard) if before == "no_table" else "")
    if _is_done_with(done):
        words = ""
    understood = understand(words, context) if words.strip() else Understood()
    about_memory = memory_steps(words, understood, heard)
    if about_memory:
        understood = Understood()
    further = about_memory or further_steps(words, understood, context, heard)
    steps = further or steps_of(understood, context, words)
    foreign = bool(words and foreign_language(words))
    plan = {
        # Without a table nothing can be understood of what is said about one; it is read again later.
        "remarks": []
        if further or (context.state == "no_table" and not foreign)
        else [*understood.remarks, *unsaid(words, context), *_about_more_time(understood, context)],
        "foreign": foreign,
        "intents": [[intent.name, dict(intent.arguments)] for intent in understood.intents],
        "understood": bool(understood.patches or understood.questions or understood.intents),
        "state": context.state,
        "audience": context.spec.get("audience") or understood.patches.get("audience"),
    }
    return _call(steps[0], steps[1:], plan) if steps else _answer(human, done, plan)


def _about_more_time(understood: Understood, context: Context) -> list[str]:
    """That a search which has ended does not go on: more time is the time of the next one."""
    if context.state == "finished" and any(intent.name == "continue" for intent in understood.intents):
        return [_NEW_SEARCH]
    return []


def _is_done_with(done: list[ToolMessage]) -> bool:
    """Rows that were scored are the answer; the words beside the file only asked for it."""
    return any(message.name == "score_rows" for message in done)


def steps_of(understood: Understood, context: Context, words: str) -> list[Step]:
    """Return the tool calls that a message asks for, in order."""
    if context.state == "no_table":
        return [*_defined(understood.intents), *_of_memory(understood.intents, context, words)]
    steps: list[Step] = []
    if understood.patches or understood.questions:
        steps.append(("change_spec", _changes(understood, words)))
    for intent in understood.intents:
        step = _step(intent, context, words)
        if step and not (steps and step[0] in _READ_FIRST) and step not in steps:
            steps.append(step)
    return [*_foretold(understood.intents, context), *steps]


def _foretold(intents: Sequence[Intent], context: Context) -> list[Step]:
    """Before more time is spent: what it is expected to bring."""
    wanted = next((intent for intent in intents if intent.name == "continue"), None)
    if wanted is None or context.state != "finished":
        return []
    return [("expect_more_time", {"seconds": wanted.arguments.get("time_s") or 0})]


def _defined(intents: Sequence[Intent]) -> list[Step]:
    return [
        ("explain_term", {"term": i.arguments["term"]})
        for i in intents
        if i.name == "define" and i.arguments.get("term")
    ]


def _of_memory(intents: Sequence[Intent], context: Context, words: str) -> list[Step]:
    """What is remembered is there without a table too."""
    found = [_step(i, context, words) for i in intents if i.name in ("memory", "forget", "use_memory")]
    return [step for step in found if step is not None]


def _changes(understood: Understood, words: str) -> dict[str, Any]:
    changes = []
    for path, value in understood.patches.items():
        quote = understood.quotes.get(path, "")
        change = {"path": path, "value": _json(value), "quote": quote if quote and quote in words else words}
        if understood.sources.get(path) == "data":
            change["source"] = "data"
        changes.append(change)
    asked = [{"field": field, "text": text} for field, text in understood.questions]
    return {"changes": changes, **({"questions": asked} if asked else {})}


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(inner) for key, inner in value.items()}
    return [_json(inner) for inner in value] if isinstance(value, list | tuple) else value


def _step(intent: Intent, context: Context, words: str) -> Step | None:
    name, given = intent.name, dict(intent.arguments)
    if name == "approve" and context.questions and not _GO.search(words):
        return "show_spec", {}  # a bare "yes" beside an open question approves nothing
    if name in _PLAIN:
        return _PLAIN[name], {}
    if name in _NEEDS_RESULT:
        return (_NEEDS_RESULT[name] if context.state != "running" else "get_progress"), {}
    if name == "status":
        return ("get_progress", {}) if context.state in ("running", "finished") else ("show_spec", {})
    if name == "profile":
        return (
            ("profile_column", {"column": given["column"]}) if given.get("column") else ("describe_table", {})
        )
    if name == "query":
        return "run_query", given
    if name == "reset":
        return "change_spec", {"changes": [{"path": path, "value": None} for path in context.spec]}
    if name == "report":
        return "write_report", {"to": given.get("format") or "html"}
    if name == "continue":
        if not given.get("time_s"):
            return "show_spec", {}
        return "change_spec", {
            "changes": [{"path": "budget.time_s", "value": given["time_s"], "quote": words}]
        }
    if name == "explored":
        return ("get_progress", {}) if context.state == "running" else ("get_exploration", given)
    if name == "experiments":
        return ("get_progress", {}) if context.state == "running" else ("get_experiments", given)
    if name == "try_region":
        return "try_region", {"quote": words, **given}
    if name == "forget":
        return "forget_memory", given
    if name == "use_memory":
        return "use_memory", {"quote": words, **given}
    if name == "more_time":
        return "expect_more_time", {"seconds": given.get("time_s", 0)}
    keyed = {"effect": ("get_effect", "column"), "define": ("explain_term", "term")}
    if name in keyed:
        tool, key = keyed[name]
        return (tool, {key: given[key]}) if given.get(key) else None
    if name == "explain_row":
        return "explain_row", {
            key: given[key] for key in ("row", "column", "value", "changes") if key in given
        } or {"row": 1}
    return None


def _call(step: Step, rest: list[Step] | None, plan: dict[str, Any]) -> AIMessage:
    """A tool call with what is left to do behind it; None where the message is still to be understood then."""
    name, arguments = step
    kept = plan if rest is None else {**plan, "steps": [[n, a] for n, a in rest]}
    call = {"name": name, "args": arguments, "id": f"call_{uuid.uuid4().hex[:8]}", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[call], additional_kwargs={PLAN: kept})


def _answer(human: AnyMessage, done: list[ToolMessage], plan: dict[str, Any]) -> AIMessage:
    results = [
        Done(str(message.name), message.text, message.artifact or {}, failed=message.status == "error")
        for message in done
    ]
    return AIMessage(speak(results, plan, words=said(human)))
