"""What the result is held against: today's way of working, and what the user expects."""

from __future__ import annotations

from collections.abc import Iterator

from automl.spec.model import PayoffMetric
from automl.spec.money import outcomes_of
from automl.spec.telling.bounds import bound_words
from automl.spec.telling.context import Context
from automl.spec.telling.money import total_of
from automl.spec.wording import SCORE_WORDS, amount, figure, of_rows, percent


def tell_baseline(context: Context) -> Iterator[str]:
    """Today's rule, a result to beat, or today's predictions."""
    baseline = context.spec.baseline
    if baseline is None:
        return
    if baseline.rule is not None:
        yield from _rule(context, baseline.rule)
    elif baseline.score is not None:
        name = baseline.metric or context.document.defaults.get("baseline", {}).get("metric")
        of = f", measured by {SCORE_WORDS[name]}" if name in SCORE_WORDS else ""
        yield f"The result to beat is {figure(baseline.score)}{of}."
    else:
        yield f"Today's predictions stand in {baseline.predictions_column!r}; ours are compared with them."


def _rule(context: Context, rule: str) -> Iterator[str]:
    acts = context.holds(rule, "baseline.rule")
    if acts is None:
        yield f"Today you act on the rows in which {rule!r} holds."
        return
    here = acts[context.kept]
    told = f"Today you act on the rows in which {rule!r} holds, {of_rows(int(here.sum()), context.n_rows)}"
    if context.positive is not None and here.any():
        right = context.positive[here].mean()
        told += f"; {percent(float(right))} of those are {context.case}"
    yield told + "."
    metric = context.spec.metric
    if isinstance(metric, PayoffMetric) and context.positive is not None:
        outcomes = outcomes_of(metric, context.facts.table, evaluate=context.evaluate)
        if outcomes is not None:
            today = total_of(context, outcomes, action=acts)
            yield f"By your figures that comes to {amount(round(today), metric.currency)} on the rows here."


def tell_expectation(context: Context) -> Iterator[str]:
    """What the user expects, beside what comes for free."""
    expected = context.spec.expectation
    if expected is None:
        return
    yield f"You expect {SCORE_WORDS[expected.metric]} to be {bound_words(expected, expected.metric)}."
    free = _for_free(context, expected.metric)
    if free:
        yield free


def _for_free(context: Context, score: str) -> str:
    """The score of always giving the same answer."""
    target = context.target
    if target is None or not context.n_rows:
        return ""
    if score == "accuracy" and context.task in ("binary", "multiclass"):
        counts = target.texts[context.kept].value_counts(normalize=True)
        return (
            f"Always answering {str(counts.index[0])!r} would already reach {percent(float(counts.iloc[0]))}."
        )
    values = context.numbers(target.name) if context.task == "regression" else None
    if values is None:
        return ""
    if score == "rmse":
        return f"Always answering the mean would be {figure(float(values.std(ddof=0)))}."
    if score == "mae":
        return (
            f"Always answering the median would be {figure(float((values - values.median()).abs().mean()))}."
        )
    return ""


def tell_audience(context: Context) -> Iterator[str]:
    """For whom explanations are written."""
    if context.spec.audience is not None:
        words = {"novice": "a newcomer, in plain words", "engineer": "an engineer", "expert": "an expert"}
        yield f"Explanations are written for {words[context.spec.audience]}."
