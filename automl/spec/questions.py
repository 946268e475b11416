"""What is ambiguous is asked, one clear question each; nothing here guesses."""

from __future__ import annotations

from collections.abc import Sequence

from automl.spec.document import Question
from automl.spec.facts import ColumnFacts, Facts, facts_of
from automl.spec.model import CostMatrixMetric, PayoffMetric, Payoffs, ProblemSpec, TopKMetric
from automl.spec.money import one_sided, outcomes_of
from automl.spec.names import listed
from automl.spec.order import has_order
from automl.spec.reading import clear_positive, target_candidates, task_of
from automl.spec.table import EvaluateRows, FindingLike, TableLike

#: Fields without which a run would answer another question; all others can fall back on a default.
BLOCKING = ("target", "task", "positive_label", "metric")


def is_blocking(question: Question) -> bool:
    """Whether a run has to wait for the answer: target, task, positive label or money."""
    return question.field.partition(".")[0] in BLOCKING


def open_questions(
    spec: ProblemSpec,
    table: TableLike,
    *,
    findings: Sequence[FindingLike] = (),
    evaluate: EvaluateRows | None = None,
) -> tuple[Question, ...]:
    """What has to be asked, the most important first.

    Parameters
    ----------
    spec : ProblemSpec
        What was said, and what follows from it and the data.
    table : TableLike
        The loaded table.
    findings : sequence, optional
        What the checks of the data found; those with action ``"ask"`` become one question.
    evaluate : callable, optional
        Computes amounts given as SQL, for the question whether acting could ever pay.
    """
    facts = facts_of(table)
    target = facts.find(spec.target)
    asked = [
        _ask_target(spec, facts),
        _ask_task(spec, target),
        _ask_positive(spec, target),
        _ask_money(spec, table, evaluate),
        _ask_steps(spec, target),
        _ask_horizon(spec),
        _ask_suspicious(spec, findings),
    ]
    return tuple(question for question in asked if question is not None)


def _ask_target(spec: ProblemSpec, facts: Facts) -> Question | None:
    if spec.target is not None or spec.task in ("clustering", "anomaly") or spec.clusters is not None:
        return None
    skipped = set(spec.ignore_columns or ())
    candidates = target_candidates([facts.column(name) for name in facts.names if name not in skipped])
    if not candidates:
        return Question(field="target", text="Which column is to be predicted?")
    choice = listed(candidates, last="or")
    return Question(field="target", text=f"Which column is to be predicted: {choice}, or another one?")


def _ask_task(spec: ProblemSpec, target: ColumnFacts | None) -> Question | None:
    if spec.task is not None or target is None or task_of(spec, target) is not None:
        return None
    if target.may_be_grades:
        low, high = f"{target.values.min():g}", f"{target.values.max():g}"
        return Question(
            field="task",
            text=f"{target.name!r} holds {target.n_distinct} whole numbers from {low} to {high}: are they classes "
            "(multiclass), or does it count how far off a prediction is (regression)?",
        )
    return Question(
        field="task",
        text=f"What kind of answer do you want for {target.name!r}: one of two labels (binary), one of several "
        "(multiclass), or a number (regression)?",
    )


def _ask_positive(spec: ProblemSpec, target: ColumnFacts | None) -> Question | None:
    task = spec.task or task_of(spec, target)
    if task != "binary" or target is None or spec.positive_labels or clear_positive(target) is not None:
        return None
    if len(target.labels) < 2 or target.is_continuous:
        return None  # nothing to choose from; validation says so
    counted = [f"{label!r} ({n:,} rows)" for label, n in target.counts.items()]
    return Question(
        field="positive_label",
        text=f"Which value of {target.name!r} do you want to find: {listed(counted, last='or', quote=False)}?",
    )


def _ask_money(spec: ProblemSpec, table: TableLike, evaluate: EvaluateRows | None) -> Question | None:
    metric = spec.metric
    if not isinstance(metric, PayoffMetric | TopKMetric):
        return None
    said = [name for name in ("tp", "fp", "fn", "tn") if getattr(metric, name) is not None]
    if not said:
        if isinstance(metric, TopKMetric):
            return None  # precision among the best needs no money
        return Question(
            field="metric.fn",
            text="What does it cost you when a case that you wanted to find is missed, and what does acting on a "
            "case in vain cost?",
        )
    losing = one_sided(metric, outcomes_of(metric, table, evaluate=evaluate))
    if losing == "acting":
        return _ask_gain(metric)
    if losing == "not acting" and isinstance(metric, PayoffMetric):  # a capacity limits acting already
        return _ask_waste(metric)
    return None


def _ask_gain(metric: Payoffs) -> Question:
    why = "With what you said so far, acting could never pay."
    if metric.fn is None:
        return Question(
            field="metric.fn",
            text=f"What does it cost you when a case that you wanted to find is missed? {why}",
        )
    if metric.tp is None:
        return Question(
            field="metric.tp", text=f"What is it worth when you act on a case that you wanted to find? {why}"
        )
    return Question(field="metric", text=f"{why} Which of the amounts is different, or missing?")


def _ask_waste(metric: Payoffs) -> Question:
    why = "With what you said so far, not acting could never pay, so everybody would be acted on."
    if metric.fp is None:
        return Question(
            field="metric.fp",
            text=f"What does it cost you when you act on a case that did not need it? {why}",
        )
    if metric.tn is None:
        return Question(
            field="metric.tn", text=f"What is it worth to leave a case alone that did not need it? {why}"
        )
    return Question(field="metric", text=f"{why} Which of the amounts is different, or missing?")


def _ask_steps(spec: ProblemSpec, target: ColumnFacts | None) -> Question | None:
    """A cost per step between labels that stand in no order says nothing."""
    metric = spec.metric
    if not isinstance(metric, CostMatrixMetric) or metric.per_step is None or target is None:
        return None
    if target.is_number or has_order(target.labels):
        return None
    return Question(
        field="metric.costs",
        text=f"The labels of {target.name!r} ({listed(list(target.labels), limit=6)}) stand in no order that I know, "
        "so a cost for each step between them says nothing: what does each confusion cost, or each wrong answer?",
    )


def _ask_horizon(spec: ProblemSpec) -> Question | None:
    if spec.task != "forecast" or (spec.forecast is not None and spec.forecast.horizon is not None):
        return None
    return Question(field="forecast.horizon", text="How far ahead is to be forecast, in how many steps?")


def _ask_suspicious(spec: ProblemSpec, findings: Sequence[FindingLike]) -> Question | None:
    ignored = {*(spec.ignore_columns or ()), spec.target}
    doubtful = {
        column: finding.reason
        for finding in findings
        if finding.action == "ask"
        for column in finding.columns
        if column not in ignored
    }
    if not doubtful:
        return None
    if len(doubtful) == 1:
        column, reason = next(iter(doubtful.items()))
        text = f"Is {column!r} known at the time of the prediction? {_sentence(reason)} If not, it should be ignored."
    else:
        text = (
            f"Which of {listed(list(doubtful), limit=12)} are known at the time of the prediction? They look as if "
            "they were only filled in afterwards; those should be ignored."
        )
    return Question(field="ignore_columns", text=text)


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:].rstrip(".") + "."
