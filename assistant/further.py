"""Requests about one row and about what was left out, which need the table or the conversation to be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage

from assistant.arriving import Step
from assistant.offline.context import Context, Understood
from assistant.what_if import changes_of

_NOT_TRIED = re.compile(
    r"\b(?:not|n't|never) (?:been )?(?:tr(?:y|ied)|tested?)\b|\b(?:was|were|got) (?:left out|skipped)\b",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"\b(?:earlier|previous|past|all(?: the)?|list(?: the)?) (?:searches|runs)\b", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:which|what) (?:models?|ones?)\b[^?]*\b(?:ahead|lead|leads|leading|in front)\b", re.IGNORECASE
)
_THAN_TODAY = re.compile(
    r"\b(?:better|worse|more|compared?)\b.*\b(?:today|now|currently|at the moment|so far)\b", re.IGNORECASE
)
_WHY = re.compile(r"\b(?:why|explain|what about|look at|tell me about)\b", re.IGNORECASE)
_WHAT_IF = re.compile(
    r"\b(?:what (?:if|would)|suppose|imagine|if (?:it|he|she|they|the|this|that|its|their))\b", re.IGNORECASE
)
_ROW = re.compile(r"\b(?:row|number|no\.?|record|line|#)\s*(\d[\d,]*)\b", re.IGNORECASE)
_ABOUT_MEMORY = ("memory", "forget", "use_memory", "start_why")  # "what do you remember of earlier searches?"
# Answers to whether a column is known at the time of the prediction; longer messages say more than that.
_ANSWER_WORDS = 12
_LEAVE_OUT = re.compile(
    r"\b(?:leave|drop|ignore|exclude|remove|throw)\b|\b(?:not|n't|never) (?:yet )?known\b", re.IGNORECASE
)
_KEEP = re.compile(
    r"\b(?:keep|use) (?:it|them|that|both|all|the column)\b|\bkeep\b|\bknown\b|\bwe (?:do )?know\b",
    re.IGNORECASE,
)
_YES = re.compile(r"\W*(?:yes|yep|yeah|sure|it is|they are|yes,? (?:it is|they are))\W*\Z", re.IGNORECASE)
_NO = re.compile(r"\W*(?:no|nope|it is not|it isn't|no,? it is(?: not|n't))\W*\Z", re.IGNORECASE)
# An id has digits, and letters or hyphens among them; a mere number is the number of a row.
_ID = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z-])[A-Za-z0-9]\w*(?:-\w+)*(?![\w-])")


def further_steps(
    words: str, understood: Understood, context: Context, heard: Sequence[AnyMessage]
) -> list[Step]:
    """Return the tool calls for what the understanding of the specification leaves to the conversation."""
    if understood.patches or any(intent.name in _ABOUT_MEMORY for intent in understood.intents):
        return []
    doubt = _about_a_doubt(words, context)
    if doubt:
        return doubt
    if _NOT_TRIED.search(words) and context.state == "finished":
        return [("list_not_tried", {})]
    if _RUNS.search(words):
        return [("list_runs", {})]
    if _AHEAD.search(words) and context.state in ("running", "finished"):
        return [("compare_models", {})]
    return _about_a_row(words, understood, context, heard) if context.state == "finished" else []


def unsaid(words: str, context: Context) -> list[str]:
    """Return what has to be told first before a question can be answered in full."""
    if _THAN_TODAY.search(words) and context.state == "finished" and not context.spec.get("baseline"):
        return [
            "You have not told me what is done today. Say it as a rule on the rows or as a score, and the next search "
            "compares with it."
        ]
    return []


def _about_a_doubt(words: str, context: Context) -> list[Step]:
    """An answer to whether columns are known at the time of the prediction."""
    question = next((question for question in context.questions if question.field == "ignore_columns"), None)
    if question is None or len(words.split()) > _ANSWER_WORDS:
        return []
    known = {column.name for column in context.columns} - {context.spec.get("target")}
    columns = [name for name in re.findall(r"'([^']+)'", question.text.partition("?")[0]) if name in known]
    alone = len(context.questions) == 1
    if _LEAVE_OUT.search(words) or (alone and _NO.match(words)):
        whole = [*(context.spec.get("ignore_columns") or ()), *columns]
        return [("change_spec", {"changes": [{"path": "ignore_columns", "value": whole, "quote": words}]})]
    if _KEEP.search(words) or (alone and _YES.match(words)):
        return [("keep_column", {"column": name, "quote": words}) for name in columns]
    return []


def _about_a_row(
    words: str, understood: Understood, context: Context, heard: Sequence[AnyMessage]
) -> list[Step]:
    asked = {intent.name for intent in understood.intents}
    changes = changes_of(words, context.columns) if "what_if" in asked or _WHAT_IF.search(words) else {}
    row = _row_named(words)
    if changes:
        return [("explain_row", {**(row or _row_before(heard) or {"row": 1}), "changes": changes})]
    if row and "value" in row and (_WHY.search(words) or "explain_row" in asked):
        return [("explain_row", row)]
    return []


def _row_named(words: str) -> dict[str, Any] | None:
    number = _ROW.search(words)
    if number:
        return {"row": int(number[1].replace(",", ""))}
    found = _ID.search(words)
    return {"value": found.group()} if found else None


def _row_before(heard: Sequence[AnyMessage]) -> dict[str, Any] | None:
    """The row that was spoken of last."""
    for message in reversed(heard):
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            if call["name"] == "explain_row":
                return {
                    key: value for key, value in call["args"].items() if key in ("row", "column", "value")
                }
    return None
