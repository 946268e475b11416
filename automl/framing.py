"""From what was said to a complete document: what follows from the data, what is asked, what is used by default.

Words, forms, flags and files all end here, so that the same specification gives the same document however it came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from automl.data.checks import Finding, run_checks
from automl.data.named import named_columns
from automl.data.sql import check_expression, evaluate_rows
from automl.data.table import Table
from automl.errors import QuestionError
from automl.families import Task, known_family
from automl.families.values import wrong_values
from automl.spec.defaults import complete, effective, follow
from automl.spec.document import Question, SetAside, SpecDocument
from automl.spec.model import ProblemSpec
from automl.spec.patch import apply_patch
from automl.spec.questions import BLOCKING, is_blocking, open_questions
from automl.spec.readback import read_back
from automl.spec.validate import validate

# What a run cannot take a default for: another reading of these gives another answer, not a worse one.
MUST_BE_ANSWERED = BLOCKING

# The likeliest reading of these two may be taken with `--yes`; which column and what money never.
_LIKELIEST_MAY_DO = ("task", "positive_label")


@dataclass(frozen=True)
class Framed:
    """A document with what was computed on the way.

    Attributes
    ----------
    document : SpecDocument
        With questions, set-aside columns, defaults and read-back filled in.
    spec : ProblemSpec
        Said and default fields together: what a run would do.
    findings : tuple of Finding
        What the checks of the data found; none before a target is known.
    """

    document: SpecDocument
    spec: ProblemSpec
    findings: tuple[Finding, ...] = ()


def frame(document: SpecDocument, table: Table) -> Framed:
    """Complete a document against a table.

    Raises
    ------
    SpecError
        If the specification contradicts itself, the data or the contract; the first sentence of what is wrong.
    """
    table = table.with_columns(named_columns(document.spec, table))
    check(document.spec, table)
    following = follow(document.spec, table)
    if following:
        version = document.version
        document = apply_patch(document, following, source="data", via="words")
        document = document.model_copy(update={"version": version})
    findings = _findings(document.spec, table)
    defaults = complete(document.spec, table)
    spec = effective(document.spec, defaults)
    asked = open_questions(document.spec, table, findings=findings, evaluate=evaluate_rows)
    aside = tuple(
        SetAside(column=column, reason=finding.reason)
        for finding in findings
        if finding.action == "set_aside"
        for column in finding.columns
        if column not in (document.spec.ignore_columns or ())
    )
    document = document.model_copy(
        update={
            "defaults": defaults,
            "questions": _merged(document.questions, asked, document),
            "set_aside": aside,
        }
    )
    readback = read_back(document, table, evaluate=evaluate_rows)
    return Framed(document.model_copy(update={"readback": readback}), spec, findings)


def check(spec: ProblemSpec, table: Table) -> None:
    """Raise the first thing that is wrong with a specification for a table."""
    for problem in validate(
        spec, table, check_sql=check_expression, evaluate=evaluate_rows, setting_names=_setting_names
    ):
        raise problem
    if spec.task in ("binary", "multiclass", "regression"):
        named = {key.partition(".")[0] for key in spec.hyperparameters or {}}
        families = {name: found for name in named if (found := known_family(name)) is not None}
        for problem in wrong_values(spec.hyperparameters or {}, families, spec.task):
            raise problem


def _setting_names(family: str, task: str) -> tuple[str, ...]:
    """Settings of a family; none of what is no family with settings."""
    found = known_family(family)
    return () if found is None else found.param_names(cast("Task", task))


def refuse_open(document: SpecDocument, *, yes: bool = False) -> None:
    """Refuse to run while something has to be answered that no default can stand in for.

    Parameters
    ----------
    yes : bool
        Take the likeliest task and positive label.

    Raises
    ------
    QuestionError
        The first such question.
    """
    for question in document.questions:
        if is_blocking(question) and not (yes and question.field in _LIKELIEST_MAY_DO):
            raise QuestionError(question.text, field=question.field)


def _findings(spec: ProblemSpec, table: Table) -> tuple[Finding, ...]:
    if spec.target is None or spec.task in ("forecast", "clustering", "anomaly"):
        return ()
    task = spec.task or ("regression" if table.kind_of(spec.target) == "number" else "multiclass")
    return _checked(table, spec.target, task, _named_columns(spec))


@lru_cache(maxsize=8)  # a conversation frames the same table and target again with every message
def _checked(table: Table, target: str, task: str, keep: tuple[str, ...]) -> tuple[Finding, ...]:
    return run_checks(table, target, task=task, keep=keep)


def _named_columns(spec: ProblemSpec) -> tuple[str, ...]:
    """Columns that the user speaks of as something to learn from: no check takes those away."""
    return tuple(spec.monotone or ())


def _merged(
    before: tuple[Question, ...], raised: tuple[Question, ...], document: SpecDocument
) -> tuple[Question, ...]:
    """Questions about the words, then those about the data; one for each field."""
    found = {question.field: question for question in before if not _is_answered(question, document)}
    for question in raised:
        found.setdefault(question.field, question)
    return tuple(found.values())


def _is_answered(question: Question, document: SpecDocument) -> bool:
    return any(
        path == question.field or path.startswith(f"{question.field}.") for path in document.provenance
    )
