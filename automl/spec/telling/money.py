"""Payoffs in words: what each outcome is worth, from which chance on acting pays, what the extremes come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from automl.spec.model import PayoffMetric, Payoffs
from automl.spec.money import Outcomes, one_sided, outcomes_of
from automl.spec.telling.context import Context
from automl.spec.wording import amount, percent, plural, ratio


def tell_outcomes(context: Context, metric: Payoffs) -> Iterator[str]:
    """What each outcome that was mentioned is worth."""
    case = context.case
    deeds = {
        "tp": f"acting on a row that is {case}",
        "fn": f"missing a row that is {case}",
        "fp": f"acting on a row that is not {case}",
        "tn": f"leaving a row alone that is not {case}",
    }
    values = {name: getattr(metric, name) for name in deeds}
    said = [
        f"{deeds[name]} {_worth(context, value, f'metric.{name}', metric.currency)}"
        for name, value in values.items()
        if value not in (None, 0)
    ]
    if any(value == 0 for value in values.values()):
        said.append("the other outcomes count nothing" if said else "no outcome counts anything")
    if said:
        sentence = "; ".join(said)
        yield f"{sentence[0].upper()}{sentence[1:]}."


def _worth(context: Context, value: float | str, field: str, currency: str | None) -> str:
    if not isinstance(value, str):
        return _verb(value, currency)
    middle = context.median(value, field)
    if middle is None:
        return f"counts {value!r}"
    return f"counts {value!r} (at the median it {_verb(middle, currency)})"


def _verb(value: float, currency: str | None) -> str:
    """What an amount does to the business."""
    return f"is worth {amount(value, currency)}" if value > 0 else f"costs {amount(-value, currency)}"


def tell_break_even(context: Context, metric: PayoffMetric) -> Iterator[str]:
    """From which chance on acting pays, and how a miss weighs against a needless action."""
    outcomes = outcomes_of(metric, context.facts.table, evaluate=context.evaluate)
    if outcomes is None:
        return
    if outcomes.differs_by_row:
        yield from _break_even_by_row(context, outcomes)
        return
    gain, waste = outcomes.gain, outcomes.waste
    if gain > 0 and waste > 0:
        yield f"So acting pays as soon as the chance of {context.case} is above {percent(waste / (gain + waste))}."
        more, less, factor = "missed case", "needless action", gain / waste
        if factor < 1:
            more, less, factor = less, more, 1 / factor
        yield f"One {more} weighs as much as {ratio(factor)} {less}{'' if ratio(factor) == '1' else 's'}."
    elif gain < 0 and waste < 0:
        yield f"So acting pays only while the chance of {context.case} is below {percent(waste / (gain + waste))}."


def _break_even_by_row(context: Context, outcomes: Outcomes) -> Iterator[str]:
    """The same where every row has amounts of its own."""
    gain, waste = (_kept(context, values) for values in (outcomes.gain, outcomes.waste))
    known = (gain > 0) & (waste > 0)
    if not known.any():
        return
    chance = (waste / (gain + waste))[known]
    low, middle, high = (percent(float(chance.quantile(q))) for q in (0.1, 0.5, 0.9))
    if low == high:
        yield f"So acting pays as soon as the chance of {context.case} is above {middle}."
        return
    yield (
        f"So the chance of {context.case} above which acting pays differs by row: {middle} at the median, between "
        f"{low} and {high} for four rows of five."
    )


def tell_extremes(context: Context, metric: PayoffMetric) -> Iterator[str]:
    """What doing nothing and acting on everybody come to on the rows of the table."""
    outcomes = outcomes_of(metric, context.facts.table, evaluate=context.evaluate)
    if outcomes is None or context.positive is None or one_sided(metric, outcomes) is not None:
        return
    nothing = total_of(context, outcomes, action=False)
    everybody = total_of(context, outcomes, action=True)
    idle, busy = (amount(round(total), metric.currency) for total in (nothing, everybody))
    rows = plural(context.n_rows, "row")
    yield f"On the {rows} here, doing nothing comes to {idle} and acting on every row to {busy}."


def total_of(context: Context, outcomes: Outcomes, *, action: Any) -> float:
    """Value of acting on all rows, on none, or on those marked, summed over the rows that count.

    Parameters
    ----------
    action : bool or ndarray of shape (n_table_rows,)
        Which rows are acted on.
    """
    positive = context.positive
    acts = pd.Series(action, index=context.facts.table.frame.index).to_numpy()[context.kept]
    tp, fp, fn, tn = (
        _kept(context, values).to_numpy() for values in (outcomes.tp, outcomes.fp, outcomes.fn, outcomes.tn)
    )
    value = pd.Series(acts * (positive * tp + ~positive * fp) + ~acts * (positive * fn + ~positive * tn))
    return float(value.sum())


def _kept(context: Context, values: Any) -> pd.Series:
    """One value per row that counts, from an array or a single number."""
    every = pd.Series(values, index=context.facts.table.frame.index, dtype="float64")
    return pd.Series(every[context.kept])
