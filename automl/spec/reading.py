"""Which task a target means, and which of its labels the business is after: what the data leave no doubt about."""

from __future__ import annotations

from typing import Final

from automl.spec.facts import MAX_CLASSES, ColumnFacts
from automl.spec.model import (
    AsymmetricMetric,
    CostMatrixMetric,
    FloorMetric,
    PayoffMetric,
    ProblemSpec,
    StandardMetric,
    ToleranceMetric,
    TopKMetric,
    WeightedMetric,
)
from automl.spec.names import words_of
from automl.spec.vocabulary import SCORE_TASKS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Labels of an event → those of its absence. Only these leave no doubt about which is meant.
_EVENTS: Final[dict[str, tuple[str, ...]]] = {
    "yes": ("no",),
    "y": ("n",),
    "true": ("false",),
    "t": ("f",),
    "1": ("0", "-1"),
}

#: Words for the absence of what a business usually looks for: a "Yes" in such a column is the uneventful case.
_UNEVENTFUL: Final = _words(
    "retained stayed active repaid paid survived alive healthy ok good passed kept loyal renewed intact normal valid "
    "delivered solvent"
)

#: Words for what a business usually looks for, in a label or a column.
_EVENTFUL: Final = _words(
    "churn churned left leaver attrition cancelled canceled default defaulted fraud fraudulent spam failure failed "
    "fail faulty broken defect defective bad late lost positive sick disease died dead response responded bought "
    "buy purchase purchased converted conversion click clicked claim escalated returned abnormal anomaly attack"
)


def task_of(spec: ProblemSpec, target: ColumnFacts | None) -> str | None:
    """The task, where what was said and the data leave one sensible reading; else None."""
    said = _task_said(spec)
    if said is not None or target is None:
        return said
    metric_tasks = _metric_tasks(spec)
    if target.n_distinct == 2 and (metric_tasks is None or "binary" in metric_tasks):
        return "binary"
    if target.is_continuous:
        return "regression"
    if metric_tasks is not None and len(metric_tasks) == 1:
        return metric_tasks[0]
    if metric_tasks == ("binary", "multiclass"):
        return "multiclass"
    if target.kind in ("category", "text", "boolean") and 2 < target.n_distinct <= MAX_CLASSES:
        return "multiclass"
    return None


def _task_said(spec: ProblemSpec) -> str | None:
    """A task that fields other than the target settle."""
    if spec.forecast is not None:
        return "forecast"
    if spec.clusters is not None:
        return "clustering"
    if spec.positive_labels or isinstance(spec.metric, PayoffMetric | TopKMetric | FloorMetric):
        return "binary"
    return None


def _metric_tasks(spec: ProblemSpec) -> tuple[str, ...] | None:
    """Tasks that the metric can judge, without forecasts, which have fields of their own."""
    metric = spec.metric
    if isinstance(metric, StandardMetric | WeightedMetric):
        return tuple(task for task in SCORE_TASKS[metric.name] if task != "forecast")
    if isinstance(metric, CostMatrixMetric):
        return ("multiclass",)
    if isinstance(metric, AsymmetricMetric | ToleranceMetric):
        return ("regression",)
    return None


def likeliest_task(spec: ProblemSpec, target: ColumnFacts) -> str | None:
    """The task to use where nobody answers: few whole numbers are classes, many are quantities."""
    settled = task_of(spec, target)
    if settled is not None:
        return settled
    if target.may_be_grades:
        return "multiclass" if target.n_distinct <= 10 else "regression"
    return None


def clear_positive(target: ColumnFacts) -> str | None:
    """The positive label of two where there is no other sensible reading, such as Yes of Yes and No.

    None where the column names the uneventful case: of `repaid`, a lender may be after either label.
    """
    if len(target.labels) != 2 or set(words_of(target.name).split()) & _UNEVENTFUL:
        return None
    first, second = target.labels
    for label, other in ((first, second), (second, first)):
        if _bare(other) in _EVENTS.get(_bare(label), ()):
            return label
    return None


def likeliest_positive(target: ColumnFacts) -> str | None:
    """The label to use where nobody answers: a clear one, one that names an event, else the rarest."""
    clear = clear_positive(target)
    if clear is not None or not target.labels:
        return clear
    for label in reversed(target.labels):  # of two events the rarer
        if set(words_of(label).split()) & _EVENTFUL:
            return label
    affirmed = [label for label in target.labels if _bare(label) in _EVENTS and not _bare(label).isdigit()]
    return affirmed[0] if affirmed else target.labels[-1]  # of 1 and 2, neither affirms


def target_candidates(columns: list[ColumnFacts], *, limit: int = 3) -> list[str]:
    """Columns that somebody may want to predict, likeliest first."""
    scored = [
        (_wish(column, place, len(columns)), -place, column.name) for place, column in enumerate(columns)
    ]
    return [name for wish, _, name in sorted(scored, reverse=True)[:limit] if wish > 0]


_TARGET_WORDS: Final = _words(
    "target label class outcome result y price cost charges sales amount revenue demand count cnt quality grade score "
    "rating salary income value response"
)


def _wish(column: ColumnFacts, place: int, n_columns: int) -> float:
    """How much a column looks like something to predict; names count most, then form, then place."""
    if column.n_distinct < 2 or column.looks_like_id or column.kind in ("datetime", "text"):
        return 0.0
    words = words_of(column.name).split()
    # "failed" of two values is an event; "num_failed_payments" counts earlier ones.
    event = 4.0 if column.n_distinct == 2 else 1.0 if column.kind == "category" else 0.0
    wish = event * bool(set(words) & _EVENTFUL) + 3.0 * bool(set(words) & _TARGET_WORDS) / len(words)
    wish += 1.0 * (column.n_distinct == 2) + 0.5 * column.is_continuous
    wish += 1.5 * (place == n_columns - 1) + 0.5 * (place == 0)
    return wish + 0.01


def _bare(label: str) -> str:
    """A label without what does not change its meaning: blanks, case, a decimal part of zero."""
    text = label.strip().lower()
    return text.removesuffix(".0")
