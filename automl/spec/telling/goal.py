"""What is predicted, from which rows."""

from __future__ import annotations

from collections.abc import Iterator

from automl.spec.model import Forecast
from automl.spec.names import listed
from automl.spec.rules.case import as_list
from automl.spec.telling.context import Context
from automl.spec.wording import figure, of_rows, percent, plural


def tell_goal(context: Context) -> Iterator[str]:
    """What is predicted, and how often or how large it is."""
    spec, target = context.spec, context.target
    if context.task in ("clustering", "anomaly"):
        yield from _without_target(context)
    elif target is None:
        name = f"{spec.target!r}, which the table does not have" if spec.target else "still open"
        yield f"The column to predict is {name}."
    elif context.task == "binary":
        yield from _binary(context, target.name)
    elif context.task == "multiclass":
        yield from _multiclass(context, target.name)
    elif context.task == "forecast":
        yield from _forecast(context, spec.forecast or Forecast(), target.name)
    else:
        yield from _number(context, target.name)


def _binary(context: Context, target: str) -> Iterator[str]:
    if not context.positives:
        yield f"You want to tell the labels of {target!r} apart; which one is to be found is still open."
        return
    unsure = any(question.field == "positive_label" for question in context.document.questions)
    yield f"You want to find the rows whose {target!r} is {context.case}{', if that is the one you mean' * unsure}."
    if context.positive is not None:
        yield f"That is about {percent(context.positive.mean())} of the {plural(context.n_rows, 'row')}."


def _multiclass(context: Context, target: str) -> Iterator[str]:
    labels = context.target.texts[context.kept].value_counts() if context.target is not None else None
    if labels is None or not len(labels):
        return
    names = sorted(str(label) for label in labels.index)
    yield f"You want to predict which of {len(names)} labels {target!r} has: {listed(names, last='or')}."
    yield (
        f"The most frequent, {str(labels.index[0])!r}, has {of_rows(int(labels.iloc[0]), context.n_rows)}; the rarest, "
        f"{str(labels.index[-1])!r}, {int(labels.iloc[-1]):,}."
    )


def _number(context: Context, target: str) -> Iterator[str]:
    yield f"You want to predict the number {target!r}."
    values = context.numbers(target)
    if values is not None:
        low, middle, high = (
            figure(float(values.quantile(q, interpolation="nearest"))) for q in (0.1, 0.5, 0.9)
        )
        yield (
            f"In the {plural(len(values), 'row')} it is {middle} at the median, and four of five lie between {low} and "
            f"{high}."
        )


def _forecast(context: Context, forecast: Forecast, target: str) -> Iterator[str]:
    defaults = context.document.defaults.get("forecast", {})
    time = forecast.time_column or defaults.get("time_column")
    step = forecast.frequency or defaults.get("frequency")
    ahead = plural(forecast.horizon, "step") if forecast.horizon else "a number of steps that is still open"
    along = f" along {time!r}" if time else ""
    yield f"You want to forecast {target!r}{along}, {ahead} ahead{f' (one step is {step!r})' if step else ''}."
    series = [name for name in as_list(forecast.series_column) if name in context.facts.kinds]
    if series:
        n_series = len(context.facts.table.frame[series].drop_duplicates())
        yield f"There are {plural(n_series, 'series', 'series')}, one for each {listed(series)}."


def _without_target(context: Context) -> Iterator[str]:
    if context.task == "anomaly":
        yield f"You want to find the unusual ones among {plural(context.n_rows, 'row')}."
        return
    clusters = context.spec.clusters
    how_many = "a number of groups that the data suggest"
    if clusters is not None and clusters.count is not None:
        how_many = plural(clusters.count, "group")
    elif clusters is not None and (clusters.min is not None or clusters.max is not None):
        how_many = f"{clusters.min or 2} to {clusters.max or 'more'} groups"
    yield f"You want to sort {plural(context.n_rows, 'row')} into {how_many}."


def tell_rows(context: Context) -> Iterator[str]:
    """Which rows count, and which columns do not."""
    spec, total = context.spec, context.facts.n_rows
    if spec.filter is not None:
        passing = context.holds(spec.filter, "filter")
        kept = f", {of_rows(int(passing.sum()), total)}" if passing is not None else ""
        yield f"Only rows in which {spec.filter!r} holds are learned from and judged on{kept}."
    if spec.ignore_columns:
        yield f"You asked to ignore {listed(spec.ignore_columns, limit=20)}."
