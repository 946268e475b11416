"""What is used because nobody said otherwise, what was set aside, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from automl.spec.model import TimeSplit
from automl.spec.names import listed
from automl.spec.telling.context import Context
from automl.spec.wording import SCORE_WORDS, duration, percent

# More columns than this are not read one by one.
MAX_TOLD = 5

_TASKS = {
    "binary": "this is about telling one label from the others",
    "multiclass": "the values of the target are taken as labels",
    "regression": "the target is taken as a number",
    "forecast": "this is a forecast",
}


def tell_defaults(context: Context) -> Iterator[str]:
    """The defaults in one sentence."""
    open_fields = {question.field for question in context.document.questions}
    said = [words for field, words in _defaults(context) if field not in open_fields]
    if said:
        yield f"Because you did not say otherwise: {'; '.join(said)}."


def _defaults(context: Context) -> Iterator[tuple[str, str]]:
    defaults = context.document.defaults
    if defaults.get("task") in _TASKS:
        yield "task", _TASKS[defaults["task"]]
    if "positive_label" in defaults:
        yield "positive_label", f"{context.case} is the label to find"
    metric = defaults.get("metric", {})
    if metric.get("name") in SCORE_WORDS:
        yield "metric", f"models are judged by {SCORE_WORDS[metric['name']]}"
    elif metric:
        yield "metric", "outcomes that you did not mention count 0"
    validation = defaults.get("validation", {})
    if "folds" in validation and isinstance(context.spec.validation, TimeSplit):
        yield "validation", f"models are tested on {validation['folds']} stretches of time in turn"
    elif "folds" in validation:
        yield "validation", f"models are tested on {validation['folds']} parts of the rows in turn"
    elif "test_fraction" in validation:
        yield "validation", f"{percent(validation['test_fraction'])} of the rows are kept aside for testing"
    if "time_s" in defaults.get("budget", {}):
        yield "budget", f"the search takes at most {duration(defaults['budget']['time_s'])}"


def tell_set_aside(context: Context) -> Iterator[str]:
    """Columns that are not learned from, with the reasons."""
    by_reason: dict[str, list[str]] = {}
    for one in context.document.set_aside:
        reason = one.reason.strip().rstrip(".")
        by_reason.setdefault(reason[:1].lower() + reason[1:], []).append(one.column)
    told = [f"{listed(columns)} ({reason})" for reason, columns in by_reason.items()]
    if told:
        more = [f"{len(told) - MAX_TOLD} more"] if len(told) > MAX_TOLD else []
        yield f"Not learned from: {'; '.join([*told[:MAX_TOLD], *more])}."


def tell_questions(context: Context) -> Iterator[str]:
    """What somebody has to answer."""
    asked = [question.text for question in context.document.questions]
    if asked:
        yield f"Still open: {' '.join(asked)}"
