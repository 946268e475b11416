"""The families that there are, for people: ours and those of installed packages, each with why it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from automl.families.base import ALL_TASKS
from automl.families.choosing import applicable
from automl.families.shape import Task
from automl.spec.labels import family_label
from automl.spec.model import Limits, Models
from automl.spec.plugins import outside_named


@dataclass(frozen=True)
class Listed:
    """One family.

    Attributes
    ----------
    name, label : str
        As in the specification, and for people.
    package : str
        The installed package that it came with, and its version; empty for those built in.
    why_not : str
        One sentence where it cannot be used, empty otherwise.
    """

    name: str
    label: str
    package: str
    why_not: str


def catalogue(
    task: Task | None,
    *,
    models: Models | None = None,
    limits: Limits | None = None,
    monotone: Mapping[str, str] | None = None,
) -> tuple[Listed, ...]:
    """All families, for one task or, where there is none yet, for any; those that can be used first."""
    usable: dict[str, str] = {}
    left_out: dict[str, str] = {}
    for each in (task,) if task else ALL_TASKS:
        can, cannot = applicable(each, models=models, limits=limits, monotone=monotone)
        usable |= {family.name: "" for family in can if family.name != "dummy"}
        left_out |= dict(cannot)
    reasons = usable | {name: why for name, why in left_out.items() if name not in usable}
    return tuple(Listed(name, family_label(name), _package(name), why) for name, why in reasons.items())


def _package(name: str) -> str:
    one = outside_named(name)
    return "" if one is None else f"{one.package} {one.version}"
