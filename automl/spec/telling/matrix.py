"""Costs of confusing labels in words, with what the best single answer would cost."""

from __future__ import annotations

from collections.abc import Iterator

from automl.spec.model import CostMatrixMetric
from automl.spec.names import listed
from automl.spec.order import natural_order
from automl.spec.telling.context import Context
from automl.spec.wording import amount

# More confusions than this are not read one by one.
MAX_TOLD = 6


def tell_cost_matrix(context: Context, metric: CostMatrixMetric) -> Iterator[str]:
    """What confusions cost."""
    if metric.per_step is not None:
        yield from _per_step(context, metric)
    else:
        yield from _confusions(metric)
    yield from _best_answer(context, metric)


def _per_step(context: Context, metric: CostMatrixMetric) -> Iterator[str]:
    value = metric.per_step
    if isinstance(value, str):
        middle = context.median(value, "metric.per_step")
        at = "" if middle is None else f" (at the median it {_money(middle, metric.currency)})"
        cost = f"counts {value!r}{at}"
    else:
        cost = _money(value or 0.0, metric.currency)
    order = listed(_in_order(context), quote=False) if context.target is not None else ""
    yield f"Each step between the label and the answer {cost}{f', in the order {order}' if order else ''}."


def _confusions(metric: CostMatrixMetric) -> Iterator[str]:
    told = [
        f"answering {predicted!r} where {actual!r} is right {_cell(value, metric.currency)}"
        for actual, row in (metric.costs or {}).items()
        for predicted, value in row.items()
    ]
    more = f"; and {len(told) - MAX_TOLD} more" if len(told) > MAX_TOLD else ""
    if told:
        sentence = "; ".join(told[:MAX_TOLD]) + more
        yield f"{sentence[0].upper()}{sentence[1:]}. Everything else counts 0."


def _cell(value: float | str, currency: str | None) -> str:
    return f"counts {value!r}" if isinstance(value, str) else _money(value, currency)


def _money(value: float, currency: str | None) -> str:
    if value == 0:
        return "counts nothing"
    return f"{'costs' if value < 0 else 'is worth'} {amount(abs(value), currency)}"


def _best_answer(context: Context, metric: CostMatrixMetric) -> Iterator[str]:
    """What always giving the same answer would come to, where all costs are plain numbers."""
    if context.target is None or context.task != "multiclass" or not context.n_rows:
        return
    counts = context.target.texts[context.kept].value_counts()
    labels = _in_order(context)
    totals = {}
    for place, answer in enumerate(labels):
        total = 0.0
        for other, label in enumerate(labels):
            value = metric.per_step if metric.costs is None else metric.costs.get(label, {}).get(answer, 0.0)
            if isinstance(value, str) or value is None:
                return
            steps = abs(place - other) if metric.costs is None else 1
            total += float(counts.get(label, 0)) * value * steps
        totals[answer] = total
    best = max(totals, key=lambda label: totals[label])
    yield (
        f"Always answering {best!r} would come to {amount(round(totals[best] / context.n_rows, 2), metric.currency)} a "
        "row; a model has to do better."
    )


def _in_order(context: Context) -> list[str]:
    """Labels from the lowest on."""
    return natural_order(context.target.labels) if context.target is not None else []
