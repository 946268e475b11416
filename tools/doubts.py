"""Columns that look as if they were only known afterwards, and that the user vouches for."""

from __future__ import annotations

import re

from automl.spec.document import Question, SpecDocument
from tools.context import ToolContext

_KEPT = "keep the column "
_STILL_OPEN = "Still open:"


def keep_in(context: ToolContext, column: str, *, quote: str) -> None:
    """Record that the user vouches for a column."""
    context.project.record_decision(f"{_KEPT}{column!r}", quote, actor="user")


def kept_columns(context: ToolContext) -> set[str]:
    """Return the columns that the user vouches for."""
    said = (found.what for found in context.project.decisions())
    return {what.removeprefix(_KEPT).strip("'\"") for what in said if what.startswith(_KEPT)}


def doubted(question: Question) -> set[str]:
    """Return the columns that a question on `ignore_columns` quotes before its first question mark."""
    return set(re.findall(r"'([^']+)'", question.text.partition("?")[0]))


def without_settled_doubts(document: SpecDocument, kept: set[str]) -> SpecDocument:
    """Return the document without a question about columns that the user has vouched for, all of them."""

    def is_settled(question: Question) -> bool:
        doubtful = doubted(question) - {document.spec.target}
        return question.field == "ignore_columns" and bool(doubtful) and doubtful <= kept

    questions = tuple(question for question in document.questions if not is_settled(question))
    if questions == document.questions:
        return document
    told = [part for part in document.readback.split("\n\n") if not part.startswith(_STILL_OPEN)]
    if questions:
        told.append(f"{_STILL_OPEN} {' '.join(question.text for question in questions)}")
    return document.model_copy(update={"questions": questions, "readback": "\n\n".join(told)})
