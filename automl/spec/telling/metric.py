"""What a good model is, with what that means in the table at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from automl.spec.model import (
    AsymmetricMetric,
    ExpressionMetric,
    FloorMetric,
    MetricPart,
    PayoffMetric,
    StandardMetric,
    ToleranceMetric,
    TopKMetric,
    WeightedMetric,
)
from automl.spec.telling.bounds import bound_words, consequence_of_bound, rate_words
from automl.spec.telling.context import Context
from automl.spec.telling.matrix import tell_cost_matrix
from automl.spec.telling.money import tell_break_even, tell_extremes, tell_outcomes
from automl.spec.vocabulary import RATES
from automl.spec.wording import SCORE_WORDS, amount, figure, of_rows, percent, ratio


def tell_metric(context: Context) -> Iterator[str]:
    """What is wanted of the model, and what follows from it."""
    metric = context.spec.metric
    if metric is None:
        return
    yield from _TELLERS[metric.kind](context, metric)
    yield from _constraints(context, metric)


def _standard(context: Context, metric: StandardMetric) -> Iterator[str]:
    yield f"Models are judged by {SCORE_WORDS[metric.name]}."


def _payoff(context: Context, metric: PayoffMetric) -> Iterator[str]:
    yield from tell_outcomes(context, metric)
    yield from tell_break_even(context, metric)
    yield from tell_extremes(context, metric)


def _top_k(context: Context, metric: TopKMetric) -> Iterator[str]:
    n_rows = context.n_rows
    share = metric.fraction
    if metric.k is not None:
        share = metric.k / (metric.out_of or max(context.facts.n_rows, metric.k))
    n_best = round((share or 0) * n_rows)
    if metric.out_of is not None:
        yield (
            f"You can act on {metric.k:,} of {metric.out_of:,} ({percent(share or 0)}): of the {n_rows:,} rows here "
            f"that is the best {n_best:,}."
        )
    else:
        asked = f"{metric.k:,} rows" if metric.k is not None else percent(share or 0) + " of the rows"
        yield f"You can act on only {asked}, so the best are chosen: {of_rows(n_best, n_rows)}."
    if context.positive is not None and n_best:
        hits = context.positive.mean() * n_best
        yield f"Chosen blindly, about {figure(round(hits))} of them would be {context.case}."
    yield from tell_outcomes(context, metric)


def _floor(context: Context, metric: FloorMetric) -> Iterator[str]:
    yield (
        f"You want {rate_words(metric.maximise, context.case)} as high as possible, while "
        f"{rate_words(metric.subject_to, context.case)} is {bound_words(metric, metric.subject_to)}."
    )
    yield from consequence_of_bound(context, metric, metric.subject_to)


def _asymmetric(context: Context, metric: AsymmetricMetric) -> Iterator[str]:
    under, over = (amount(cost, metric.currency) for cost in (metric.under, metric.over))
    yield f"Each unit predicted too low costs {under}, each unit too high {over}."
    share = metric.under / (metric.under + metric.over)
    side = "high" if share > 0.5 else "low"
    if share == 0.5:
        yield "Both weigh the same, so the prediction aims at the middle: half of the true values lie above it."
        return
    factor = ratio(max(metric.under, metric.over) / min(metric.under, metric.over))
    yield (
        f"One side weighs {factor} times the other, so the prediction aims a little {side}: at a value that the truth "
        f"stays below in about {percent(share)} of the rows."
    )


def _tolerance(context: Context, metric: ToleranceMetric) -> Iterator[str]:
    values = context.numbers(context.spec.target or "")
    middle = abs(float(values.median())) if values is not None else 0.0
    if metric.relative is not None:
        meaning = (
            f"; at the median of {figure(middle)} that is {figure(metric.relative * middle)} either way"
            if middle
            else ""
        )
        yield f"A prediction within {percent(metric.relative)} of the truth is fine{meaning}."
    elif metric.absolute is not None:
        meaning = f", which is {percent(metric.absolute / middle)} of the median" if middle else ""
        yield f"A prediction within {figure(metric.absolute)} of the truth is fine{meaning}."
    if metric.cost_outside is not None:
        yield f"Any other costs {amount(metric.cost_outside, metric.currency)}."


def _weighted(context: Context, metric: WeightedMetric) -> Iterator[str]:
    yield f"Models are judged by {SCORE_WORDS[metric.name]}, each row weighing {metric.weight!r}."
    weights = context.number(metric.weight, "metric.weight")
    if weights is not None and context.n_rows:
        kept = sorted(float(weight) for weight in weights[context.kept] if weight == weight)
        total = sum(kept)
        if total > 0:
            heavy = sum(kept[-max(len(kept) // 10, 1) :]) / total
            yield f"The tenth of the rows that weighs most carries {percent(heavy)} of the weight."


def _expression(context: Context, metric: ExpressionMetric) -> Iterator[str]:
    best = "high" if metric.direction == "maximise" else "low"
    yield f"Models are judged by your own formula, {metric.sql!r}, which is to be as {best} as possible."


def _constraints(context: Context, metric: MetricPart) -> Iterator[str]:
    for constraint in metric.constraints or ():
        words = rate_words(constraint.measure, context.case)
        yield f"In any case {words} must be {bound_words(constraint, constraint.measure)}."
        if constraint.measure in (*RATES, "flagged", "flagged_share"):
            yield from consequence_of_bound(context, constraint, constraint.measure)


_TELLERS: Final[dict[str, Callable[[Context, Any], Iterator[str]]]] = {
    "standard": _standard,
    "payoff": _payoff,
    "top_k": _top_k,
    "floor": _floor,
    "cost_matrix": tell_cost_matrix,
    "asymmetric": _asymmetric,
    "tolerance": _tolerance,
    "weighted": _weighted,
    "expression": _expression,
}
