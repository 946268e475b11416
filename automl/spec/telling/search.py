"""How models are looked for: families, settings, beliefs, limits, budget, validation."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from automl.spec.model import GroupSplit, Holdout, HyperRange, KFold, TimeSplit
from automl.spec.names import listed
from automl.spec.rules.models import NOT_LEARNED, allowed_families
from automl.spec.shares import parts_of, shares_are_of
from automl.spec.telling.bounds import bound_words
from automl.spec.telling.context import Context
from automl.spec.vocabulary import interpretable_families
from automl.spec.wording import duration, families_words, family_words, figure, of_rows, percent, plural


def tell_models(context: Context) -> Iterator[str]:
    """Families to use and to leave out, and beliefs about them."""
    models = context.spec.models
    if models is not None and models.include:
        yield f"The search uses only {families_words(models.include)}, beside the baseline."
    if models is not None and models.exclude:
        yield f"The search leaves out {families_words(models.exclude)}."
    for name, belief in (context.spec.priors or {}).items():
        words = family_words(name)
        if belief == 0.5:
            yield f"You have no opinion on {words}."
            continue
        if belief > 0.5:
            yield f"You believe that {words} will do well ({percent(belief)})."
        else:
            yield (
                f"You doubt that {words} will do well ({percent(belief)}): the search will try it less, and still look "
                "at it."
            )
    yield from _shares(context)


def _shares(context: Context) -> Iterator[str]:
    """What part of the budget goes where, by what was stated and by beliefs."""
    if not context.spec.shares and not context.spec.priors:
        return
    families = [name for name in allowed_families(context.spec, context.task) if name not in NOT_LEARNED]
    parts = parts_of(families, shares=context.spec.shares or {}, priors=context.spec.priors or {})
    named = [part for part in parts if part.why != "others"]
    if not named:
        return
    said = [
        f"{'at least ' if part.why == 'believed' else ''}{percent(part.share)} for {families_words(part.families)}"
        for part in named
    ]
    rest = [part for part in parts if part.why == "others"]
    tail = "; the rest looks at families that you did not name" if rest else ""
    yield f"Of the {shares_are_of(context.spec.budget)}: {listed(said, quote=False)}{tail}."


def tell_settings(context: Context) -> Iterator[str]:
    """Bounds on settings, and directions of columns."""
    for key, bounds in (context.spec.hyperparameters or {}).items():
        family, _, name = key.partition(".")
        yield f"The setting {name!r} of {family_words(family)} {_range(bounds)}."
    what = f"chance of {context.case}" if context.task == "binary" else "prediction"
    for column, direction in (context.spec.monotone or {}).items():
        yield f"The {what} never {'falls' if direction == 'increasing' else 'rises'} as {column!r} goes up."


def tell_limits(context: Context) -> Iterator[str]:
    """What the model must keep to, and fairness."""
    limits, fairness = context.spec.limits, context.spec.fairness
    if limits is not None and limits.model_mb is not None:
        yield f"The model takes at most {figure(limits.model_mb)} MB on disk."
    if limits is not None and limits.predict_ms is not None:
        yield f"It answers one row within {figure(limits.predict_ms)} ms."
    if limits is not None and limits.interpretable:
        yield f"A person must be able to read it: {families_words(interpretable_families(), last='or')}."
    if fairness is not None:
        yield (
            f"Between the groups of {fairness.column!r} the {fairness.measure.replace('_', ' ')} must be "
            f"{bound_words(fairness, '')}.{_groups(context, fairness.column)}"
        )


def _groups(context: Context, column: str) -> str:
    found = context.facts.find(column)
    if found is None:
        return ""
    counts = found.texts[context.kept].value_counts()
    shown = [f"{str(label)!r} with {plural(int(n), 'row')}" for label, n in counts.items()]
    return f" There are {listed(shown, quote=False, limit=5)}."


def tell_budget(context: Context) -> Iterator[str]:
    """Time, trials, memory and processes."""
    budget = context.spec.budget
    if budget is None:
        return
    said = []
    if budget.time_s is not None:
        said.append(f"takes at most {duration(budget.time_s)}")
    if budget.trials is not None:
        said.append(f"fits {plural(budget.trials, 'model')}")
    if budget.memory_gb is not None:
        said.append(f"uses at most {figure(budget.memory_gb)} GB of memory")
    if budget.workers is not None:
        said.append(f"works with {plural(budget.workers, 'process', 'processes')}")
    if said:
        yield f"The search {listed(said, quote=False)}."


def tell_validation(context: Context) -> Iterator[str]:
    """How models are tested."""
    split = context.spec.validation
    folds = split.folds if split is not None and not isinstance(split, Holdout) else None
    in_folds = f", in {folds} parts" if folds else ""
    if isinstance(split, KFold):
        yield f"Models are tested on rows that they did not learn from{in_folds or ', in parts'} that take turns."
    elif isinstance(split, Holdout):
        share = f" {percent(split.test_fraction)} of the rows" if split.test_fraction else " rows"
        yield f"Models are tested on{share} that are kept aside for that."
    elif isinstance(split, GroupSplit):
        column = context.facts.find(split.column)
        groups = f" ({plural(column.n_distinct, 'group')})" if column is not None else ""
        yield f"All rows of one {split.column!r}{groups} stay together when models are tested{in_folds}."
    elif isinstance(split, TimeSplit):
        yield from _time(context, split, in_folds)


def _time(context: Context, split: TimeSplit, in_folds: str) -> Iterator[str]:
    yield f"Models learn on the past and are tested on what follows, by {split.column!r}{in_folds}."
    if split.cutoff is not None:
        column = context.facts.find(split.column)
        late = ""
        if column is not None and column.kind in ("datetime", "number"):
            n_late = _from_cutoff(context, split)
            late = f": {of_rows(n_late, context.n_rows)}" if n_late is not None else ""
        yield f"The test begins at {split.cutoff}{late}."
    if split.gap is not None:
        yield f"Between learning and testing {split.gap!r} is left unused."
    if split.group is not None:
        yield f"Rows of one {split.group!r} stay together."


def _from_cutoff(context: Context, split: TimeSplit) -> int | None:
    values = context.facts.column(split.column).values[context.kept]
    try:
        start = float(split.cutoff or "") if values.dtype.kind == "f" else pd.Timestamp(split.cutoff or "")
        return int((values >= start).sum())
    except (TypeError, ValueError):  # validation says that this is no moment
        return None


def _range(bounds: HyperRange) -> str:
    if bounds.value is not None:
        return f"is fixed at {_setting(bounds.value)}"
    if bounds.choices is not None:
        return f"is {listed([_setting(choice) for choice in bounds.choices], last='or', quote=False)}"
    if bounds.min is not None and bounds.max is not None:
        return f"stays between {figure(bounds.min)} and {figure(bounds.max)}"
    return (
        f"is at least {figure(bounds.min)}"
        if bounds.min is not None
        else f"is at most {figure(bounds.max or 0.0)}"
    )


def _setting(value: float | bool | str) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return repr(value) if isinstance(value, str) else figure(value)
