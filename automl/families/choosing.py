"""Which families can be used for a problem, and one sentence for each that cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rapidfuzz import process

from automl.errors import SpecError
from automl.families.shape import Shape, Task
from automl.spec.model import Limits, Models

if TYPE_CHECKING:
    from automl.families.base import Family

LeftOut = tuple[str, str]


def applicable(
    task: Task,
    *,
    models: Models | None = None,
    limits: Limits | None = None,
    monotone: Mapping[str, str] | None = None,
    shape: Shape | None = None,
    recorded: Mapping[str, str] | None = None,
) -> tuple[tuple[Family, ...], tuple[LeftOut, ...]]:
    """Split the families into those that may be tried and those that may not.

    Parameters
    ----------
    models : Models, optional
        Families to use only, and families to leave out. `dummy` always runs.
    limits : Limits, optional
        `interpretable` keeps the readable ones.
    monotone : mapping, optional
        Column → direction; families that cannot promise it are left out.
    shape : Shape, optional
        Leaves out what is too slow on so many rows, unless the user names it.
    recorded : mapping, optional
        To repeat a run: the families from outside that it knew, and why each was left out (empty where it was not).

    Returns
    -------
    usable : tuple of Family
        In the order of the registry, those from outside last.
    left_out : tuple of (name, reason)
    """
    from automl.families import FAMILIES

    known: list[tuple[str, Family | str]] = [(family.name, family) for family in FAMILIES]
    usable: list[Family] = []
    left_out: list[LeftOut] = []
    for name, found in (*known, *_outside(models, recorded)):
        reason: str | None
        if isinstance(found, str):
            reason = found
        else:
            reason = _why_not(found, task, models=models, limits=limits, monotone=monotone or {}, shape=shape)
            usable += [] if reason else [found]
        left_out += [(name, reason)] if reason else []
    return tuple(usable), tuple(left_out)


def _outside(models: Models | None, recorded: Mapping[str, str] | None) -> Iterator[tuple[str, Family | str]]:
    """Families from outside, or why there is none; what the specification rules out is not imported."""
    from automl.families.plugin import made
    from automl.spec.plugins import outside, outside_named

    if recorded is not None:
        for name, reason in recorded.items():
            one = outside_named(name)
            yield name, reason or (f"There is no family {name!r} here." if one is None else made(one))
        return
    for one in outside():
        yield one.called, one.refused or _ruled_out(one.name, models) or made(one)


def _why_not(
    family: Family,
    task: Task,
    *,
    models: Models | None,
    limits: Limits | None,
    monotone: Mapping[str, str],
    shape: Shape | None,
) -> str | None:
    if family.name == "dummy":
        return None
    ruled_out = _ruled_out(family.name, models)
    if ruled_out:
        return ruled_out
    if task not in family.tasks:
        return f"{family.label} does not do {task}."
    if limits is not None and limits.interpretable and not family.interpretable:
        return "The specification asks for models that a person can follow, and it is none."
    if monotone and (not family.monotone or task == "multiclass"):
        return _why_no_direction(family, task, next(iter(monotone)))
    if (
        family.seldom_above is not None
        and shape is not None
        and not _is_named(family.name, models)
        and shape.n_rows > family.seldom_above
    ):
        return (
            f"It is slow and seldom best above {family.seldom_above:,} rows, and there are {shape.n_rows:,}; "
            f"name {family.name!r} in 'models.include' to try it."
        )
    return family.why_unavailable()


def _is_named(name: str, models: Models | None) -> bool:
    return models is not None and models.include is not None and name in models.include


def _ruled_out(name: str, models: Models | None) -> str | None:
    """Why the specification does without a family, whatever it is."""
    if models is not None and models.include is not None and name not in models.include:
        return "The specification names other families to use only."
    if models is not None and name in (models.exclude or ()):
        return "The specification excludes it."
    return None


def _why_no_direction(family: Family, task: Task, column: str) -> str:
    if task == "multiclass":
        return (
            f"No single prediction could keep to a direction in {column!r}: there are more than two classes."
        )
    return f"It cannot promise that the prediction moves one way only with {column!r}."


def unknown_parameter(family: Family, name: str, task: Task) -> SpecError:
    """The error for a parameter that a family does not have, with the nearest that it has."""
    known = family.param_names(task)
    near = [match for match, _, _ in process.extract(name, known, limit=3, score_cutoff=60)]
    hint = (
        f"Did you mean {' or '.join(map(repr, near))}?" if near else f"It has {', '.join(known) or 'none'}."
    )
    return SpecError(
        f"{family.label} has no parameter {name!r} for {task}. {hint}",
        field=f"hyperparameters.{family.name}.{name}",
    )
