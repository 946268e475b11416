"""What changed between two versions of a specification, one readable sentence for each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from automl.spec.extra_rows import extra_rows_words
from automl.spec.model import ProblemSpec
from automl.spec.names import listed
from automl.spec.paths import leaf_paths
from automl.spec.shares import families_of
from automl.spec.wording import amount, duration, families_words, family_words, figure, percent

#: What a field is called in a sentence; others are called by their path.
FIELD_WORDS: Final[dict[str, str]] = {
    "task": "the task",
    "target": "the column to predict",
    "positive_label": "the label to find",
    "ignore_columns": "the list of ignored columns",
    "filter": "the filter on the rows",
    "metric.kind": "the kind of metric",
    "metric.name": "the score",
    "metric.tp": "the value of acting on a real case",
    "metric.fp": "the value of acting in vain",
    "metric.fn": "the value of a missed case",
    "metric.tn": "the value of rightly not acting",
    "metric.currency": "the currency",
    "metric.k": "the number of rows that can be acted on",
    "metric.fraction": "the share of rows that can be acted on",
    "metric.constraints": "the list of constraints",
    "metric.under": "the cost of predicting too low",
    "metric.over": "the cost of predicting too high",
    "models.include": "the list of families to use",
    "models.exclude": "the list of families to leave out",
    "limits.model_mb": "the limit on the model's size",
    "limits.predict_ms": "the limit on the time of a prediction",
    "limits.interpretable": "the wish for a readable model",
    "budget.time_s": "the time budget",
    "budget.trials": "the number of trials",
    "budget.memory_gb": "the memory budget",
    "budget.workers": "the number of processes",
    "validation.kind": "the kind of validation",
    "validation.folds": "the number of folds",
    "extra_rows": "the list of further rows to try",
    "baseline.rule": "today's rule",
    "baseline.score": "the score to beat",
    "audience": "the audience",
}

_MONEY: Final = ("tp", "fp", "fn", "tn", "per_step", "under", "over", "cost_outside")


@dataclass(frozen=True)
class Change:
    """One field before and after; None where it is absent.

    Attributes
    ----------
    path : str
        Dotted path of the leaf.
    sentence : str
        The change in plain words.
    """

    path: str
    before: Any
    after: Any
    sentence: str


def diff(before: ProblemSpec, after: ProblemSpec) -> tuple[Change, ...]:
    """What changed from one version to another.

    Parameters
    ----------
    before, after : ProblemSpec
        Two versions.

    Returns
    -------
    tuple of Change
        In the order of the document: what is new or different first, then what is gone; empty where nothing
        changed.

    Examples
    --------
    >>> one, two = (ProblemSpec.model_validate({"budget": {"time_s": s}}) for s in (180, 600))
    >>> diff(one, two)[0].sentence
    'The time budget goes from 3 minutes to 10 minutes.'
    """
    old, new = leaf_paths(before), leaf_paths(after)
    paths = dict.fromkeys([*new, *old])
    return tuple(
        Change(
            path, old.get(path), new.get(path), _sentence(path, old.get(path), new.get(path), before, after)
        )
        for path in paths
        if old.get(path) != new.get(path)
    )


def _sentence(path: str, old: Any, new: Any, before: ProblemSpec, after: ProblemSpec) -> str:
    name = field_words(path)
    subject = f"{name[0].upper()}{name[1:]}"
    if old is None:
        return f"{subject} is set to {_shown(path, new, after)}."
    if new is None:
        return f"{subject} is gone; it was {_shown(path, old, before)}."
    if isinstance(old, list) and isinstance(new, list):
        return _list_sentence(subject, path, old, new)
    return f"{subject} goes from {_shown(path, old, before)} to {_shown(path, new, after)}."


def _list_sentence(subject: str, path: str, old: list[Any], new: list[Any]) -> str:
    """Lists grow and shrink; what stays needs no word."""
    added = [one for one in new if one not in old]
    gone = [one for one in old if one not in new]
    said = []
    if added:
        said.append(f"now also holds {_items(path, added)}")
    if gone:
        said.append(f"no longer holds {_items(path, gone)}")
    return f"{subject} {' and '.join(said) or 'is in another order'}."


def field_words(path: str) -> str:
    """What a field is called in a sentence."""
    field, _, rest = path.partition(".")
    if path in FIELD_WORDS:
        return FIELD_WORDS[path]
    if field == "hyperparameters":
        family, _, setting = rest.partition(".")
        return f"the setting {setting!r} of {family_words(family)}"
    if field == "priors":
        return f"the belief in {family_words(rest)}"
    if field == "shares":
        return f"the share of the budget for {families_words(families_of(rest))}"
    if field == "monotone":
        return f"the direction of {rest!r}"
    return f"the field {path!r}"


def _shown(path: str, value: Any, spec: ProblemSpec) -> str:
    """A value in the unit of its field."""
    last = path.rpartition(".")[2]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if path == "budget.time_s":
        return duration(value)
    if path.startswith("shares."):
        return percent(value)
    if path.startswith("metric.") and last in _MONEY and isinstance(value, int | float):
        return amount(value, getattr(spec.metric, "currency", None))
    if isinstance(value, int | float):
        units = {"memory_gb": " GB", "model_mb": " MB", "predict_ms": " ms"}
        return f"{figure(value)}{units.get(last, '')}"
    if isinstance(value, list):
        return _items(path, value)
    if isinstance(value, dict):
        return _pairs(value)
    return repr(value)


def _items(path: str, values: list[Any]) -> str:
    if path.startswith("models."):
        return listed([family_words(str(value)) for value in values], quote=False, limit=14)
    if path == "extra_rows":
        return listed([extra_rows_words(str(value)) for value in values], quote=False) if values else "none"
    return listed(
        [_pairs(value) if isinstance(value, dict) else repr(value) for value in values], quote=False
    )


def _pairs(value: dict[str, Any]) -> str:
    """An object as its fields: ``recall at least 0.8``, ``min 8, max 31``."""
    if "measure" in value:
        bounds = [
            f"{key.replace('_', ' ')} {figure(value[key])}" for key in ("at_least", "at_most") if key in value
        ]
        return f"{value['measure']} {' and '.join(bounds)}"
    shown = (_pairs(inner) if isinstance(inner, dict) else _plain(inner) for inner in value.values())
    return ", ".join(f"{key} {inner}" for key, inner in zip(value, shown, strict=True))


def _plain(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return figure(value)
    return repr(value)
