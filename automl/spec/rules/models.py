"""Families, their settings and the beliefs about them must leave something that can be done."""

from __future__ import annotations

from collections.abc import Iterator

from automl.errors import SpecError
from automl.spec.fields import FAMILY_NAMES
from automl.spec.model import ProblemSpec
from automl.spec.names import did_you_mean, listed
from automl.spec.rules.case import Case
from automl.spec.shares import LEAST_ELSEWHERE, families_of
from automl.spec.vocabulary import can_do, family_names, interpretable_families

#: Families that stand for no model of their own: what all are compared with, and what mixes the others.
NOT_LEARNED = ("dummy", "ensemble")

#: Tasks that families have settings for.
_RUN = ("binary", "multiclass", "regression")


def some_family_left(case: Case) -> Iterator[SpecError]:
    """Inclusions, exclusions, task and readability together leave a family that learns."""
    spec, task = case.spec, case.task
    learning = [name for name in FAMILY_NAMES if name not in NOT_LEARNED]
    included = [name for name in (spec.models.include or ()) if spec.models] if spec.models else []
    if spec.models is not None and spec.models.include is not None and not included:
        yield SpecError(
            "'models.include' is an empty list. Name a family, or leave it out.", field="models.include"
        )
        return
    if included and set(included) <= {"ensemble", "dummy"} and "ensemble" in included:
        yield SpecError(
            "'ensemble' mixes other families, and none is among those to use. Name at least one.",
            field="models.include",
        )
        return
    asked = [name for name in included if name not in NOT_LEARNED] or (learning if not included else [])
    usable = [name for name in asked if _applies(name, task)]
    if included and asked and not usable:
        fitting = [name for name in learning if _applies(name, task)]
        yield SpecError(
            f"{listed(asked)} cannot be used for {task}. Families that can are {listed(fitting, limit=20)}.",
            field="models.include",
        )
        return
    if _wants_interpretable(spec) and usable and not set(usable) & set(interpretable_families()):
        readable = [name for name in interpretable_families() if _applies(name, task)]
        yield SpecError(
            f"The model is to be interpretable, and only {listed(usable)} may be used. Interpretable families are "
            f"{listed(readable)}.",
            field="limits.interpretable",
        )
        return
    if asked and all(name in NOT_LEARNED for name in _allowed(spec, task)):
        yield SpecError(
            "No family is left that could learn: the limits and 'models.exclude' rule out all of them. Allow at "
            "least one.",
            field="models.exclude",
        )


def allowed_families(spec: ProblemSpec, task: str | None) -> tuple[str, ...]:
    """Families that inclusions, exclusions, task and readability leave."""
    return tuple(_allowed(spec, task))


def _allowed(spec: ProblemSpec, task: str | None) -> Iterator[str]:
    """One after the other, those from outside last: to ask them anything is to import them."""
    models = spec.models
    included = models.include if models is not None and models.include is not None else family_names()
    excluded = models.exclude if models is not None and models.exclude is not None else ()
    for name in included:
        if name in excluded or not _applies(name, task):
            continue
        if not _wants_interpretable(spec) or name == "dummy" or name in interpretable_families():
            yield name


def settings_known(case: Case) -> Iterator[SpecError]:
    """A setting is a family and a parameter that it has, of a family that may be used."""
    for key in case.spec.hyperparameters or {}:
        path = f"hyperparameters.{key}"
        yield from _family_of(case, key, path, what="setting")
        yield from _parameter_of(case, key, path)


def priors_known(case: Case) -> Iterator[SpecError]:
    """A belief is about a family, or a setting of one, that may be used."""
    for key in case.spec.priors or {}:
        path = f"priors.{key}"
        yield from _family_of(case, key, path, what="belief")
        if "." in key:
            yield from _parameter_of(case, key.split("=")[0].strip(), path)


def shares_known(case: Case) -> Iterator[SpecError]:
    """Shares are those of families that may be used, each in one share only, and leave a part to the others."""
    shares = case.spec.shares or {}
    if not shares:
        return
    seen: set[str] = set()
    for key in shares:
        path = f"shares.{key}"
        for name in families_of(key):
            yield from _family_of(case, name, path, what="share")
            if name in seen:
                yield SpecError(f"{name!r} has a share twice. Name it in one of them only.", field=path)
            seen.add(name)
    total, most = sum(shares.values()), 1.0 - LEAST_ELSEWHERE
    others = set(allowed_families(case.spec, case.task)) - {*seen, *NOT_LEARNED}
    if total > (most if others else 1.0) + 1e-9:
        yield SpecError(
            f"The shares of the budget add up to {total:.0%}; at most {most:.0%} may be given away, as the rest looks "
            "at families that nobody named. To use some families only, name them in 'models.include'.",
            field="shares",
        )


def _family_of(case: Case, key: str, path: str, *, what: str) -> Iterator[SpecError]:
    family, dot, _ = key.partition(".")
    if family not in family_names():
        hint = did_you_mean(family, family_names(), noun="families")
        yield SpecError(f"There is no model family {family!r} ({path!r}). {hint}", field=path)
    elif family not in allowed_families(case.spec, case.task):
        yield SpecError(
            f"There is a {what} for {family!r}, which {_why_not(case, family)}. Allow the family, or leave the {what} "
            "out.",
            field=path,
        )
    elif what == "setting" and not dot:
        yield SpecError(
            f"{key!r} names a family without a setting. Write it like 'lightgbm.num_leaves'.", field=path
        )


def _parameter_of(case: Case, key: str, path: str) -> Iterator[SpecError]:
    family, _, name = key.partition(".")
    if case.setting_names is None or case.task not in _RUN or family not in family_names() or not name:
        return
    if family == "ensemble" or not _applies(family, case.task):
        return
    known = sorted(case.setting_names(family, case.task))
    if name not in known:
        hint = did_you_mean(name, known, noun=f"settings of {family!r}")
        yield SpecError(f"{family!r} has no setting {name!r}. {hint}", field=path)


def _why_not(case: Case, family: str) -> str:
    if not _applies(family, case.task):
        return f"cannot be used for {case.task}"
    if case.spec.models is not None and family in (case.spec.models.exclude or ()):
        return "is excluded"
    if case.spec.models is not None and family not in (case.spec.models.include or (family,)):
        return "is not among the families to use"
    return "is not interpretable"


def _applies(family: str, task: str | None) -> bool:
    return task is None or can_do(family, task)


def _wants_interpretable(spec: ProblemSpec) -> bool:
    return spec.limits is not None and bool(spec.limits.interpretable)
