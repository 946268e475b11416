"""Rates and their bounds in words, and how many rows a bound comes to."""

from __future__ import annotations

from collections.abc import Iterator

from automl.spec.model import Bounds
from automl.spec.telling.context import Context
from automl.spec.vocabulary import RATES, SHARES
from automl.spec.wording import SCORE_WORDS, figure, percent, plural


def rate_words(measure: str, case: str) -> str:
    """What a rate or a score measures, with its name."""
    words = {
        "precision": f"the share of {case} among the rows acted on (precision)",
        "recall": f"the share of the {case} rows that are found (recall)",
        "false_positive_rate": "the share of the other rows that are acted on in vain (false positive rate)",
        "specificity": "the share of the other rows that are rightly left alone (specificity)",
        "false_negative_rate": f"the share of the {case} rows that are missed (false negative rate)",
        "negative_predictive_value": "the share of right ones among the rows left alone (negative predictive value)",
        "flagged": "the number of rows acted on",
        "flagged_share": "the share of the rows acted on",
    }
    return words.get(measure) or SCORE_WORDS.get(measure, measure)


def bound_words(bounds: Bounds, measure: str) -> str:
    """A bound in the unit of its measure: ``at least 90 %``."""

    def shown(value: float) -> str:
        return percent(value) if measure in (*RATES, *SHARES, "flagged_share") else figure(value)

    said = [
        f"{words} {shown(value)}"
        for words, value in (("at least", bounds.at_least), ("at most", bounds.at_most))
        if value is not None
    ]
    return " and ".join(said)


def consequence_of_bound(context: Context, bounds: Bounds, measure: str) -> Iterator[str]:
    """How many rows of the table a bound on a rate comes to."""
    positive = context.positive
    if positive is None:
        return
    n_positive = int(positive.sum())
    n_negative = context.n_rows - n_positive
    least, most = bounds.at_least, bounds.at_most
    if measure == "recall" and least is not None:
        yield f"Of the {plural(n_positive, 'such row')} here that is {figure(_up(least * n_positive))}."
    elif measure == "specificity" and least is not None:
        alarms = plural(int((1 - least) * n_negative), "false alarm")
        yield f"Of the {plural(n_negative, 'other row')} here that leaves {alarms}."
    elif measure == "false_positive_rate" and most is not None:
        alarms = plural(int(most * n_negative), "false alarm")
        yield f"Of the {plural(n_negative, 'other row')} here that is {alarms}."
    elif measure == "precision" and least:
        yield f"That allows {figure(round((1 - least) / least, 2))} needless actions for each right one."
    elif measure == "flagged" and most is not None and context.n_rows:
        yield f"That is {percent(min(most / context.n_rows, 1))} of the {plural(context.n_rows, 'row')} here."
    elif measure == "flagged_share" and most is not None:
        yield f"That is {figure(int(most * context.n_rows))} of the {plural(context.n_rows, 'row')} here."


def _up(value: float) -> int:
    """The smallest whole number that reaches a bound, rounding errors aside."""
    return -int(-(value - 1e-9) // 1)
