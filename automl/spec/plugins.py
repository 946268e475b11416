"""Families from outside: packages that name one under the entry point group `tandem.families`.

Looking the names up reads what installed packages say about themselves (5 to 10 ms for 124 packages) and imports
nothing of theirs. A package is imported when somebody names its family, and when a search begins that may use it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, get_args

from automl.spec.model import FamilyName
from automl.spec.untrusted import UnusableError, within

GROUP: Final = "tandem.families"

#: A label stands in tables and within sentences; our longest, "Histogram gradient boosting", has 27 letters.
LONGEST_LABEL: Final = 40


@dataclass(frozen=True)
class Outside:
    """What a package says about a family of its own, before any of it is imported.

    Attributes
    ----------
    name : str
        Of the family: that of the entry point.
    package, version : str
        Of the distribution that it came with.
    refused : str
        One sentence where the name cannot be used, empty otherwise.
    """

    name: str
    package: str
    version: str
    point: EntryPoint
    refused: str = ""

    @property
    def top_module(self) -> str:
        """The importable package that it lies in."""
        return self.point.module.split(".")[0]

    @property
    def called(self) -> str:
        """Its name, with the package where another family has the name."""
        return f"{self.name} of {self.package}" if self.refused else self.name


@dataclass(frozen=True)
class Loaded:
    """What an entry point led to: the object that it names, or one sentence on why there is none."""

    found: Any = None
    problem: str = ""


def outside() -> tuple[Outside, ...]:
    """All families from outside, by package and name; those that cannot be used say why."""
    return _outside(tuple(sys.path))


def outside_named(name: str) -> Outside | None:
    """The usable family from outside of a name."""
    return next((one for one in outside() if one.name == name and not one.refused), None)


def outside_names() -> tuple[str, ...]:
    """Names of the usable families from outside."""
    return tuple(one.name for one in outside() if not one.refused)


@lru_cache(maxsize=64)
def load_outside(one: Outside) -> Loaded:
    """Import what an entry point names; once in a process."""
    try:
        return Loaded(within(one.point.load))
    except UnusableError as error:
        return Loaded(
            problem=f"The package {one.package!r} cannot be used: importing {one.point.module!r} {error}."
        )


def is_label(text: Any) -> bool:
    """Whether something can be what a family is called for people."""
    return isinstance(text, str) and bool(text.strip()) and text.isprintable() and len(text) <= LONGEST_LABEL


def outside_label(name: str) -> str:
    """A family that is not built in for people: as it calls itself, or by its name."""
    usual = name.replace("_", " ")
    label = fact_of(name, "label", usual)
    return label if is_label(label) else usual


def fact_of(name: str, fact: str, usual: Any) -> Any:
    """What the class of a family from outside says of itself, such as its `label`; `usual` where it says nothing."""
    one = outside_named(name)
    found = getattr(load_outside(one).found, fact, usual) if one is not None else usual
    return found if isinstance(found, type(usual)) else usual


@lru_cache(maxsize=8)
def _outside(path: tuple[str, ...]) -> tuple[Outside, ...]:
    """`path` is where packages are looked for: what was found stays true while it is the same."""
    return tuple(_named_once())


def _named_once() -> Iterator[Outside]:
    taken: dict[str, str] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda p: (p.dist.name if p.dist else "", p.name)):
        package, version = (point.dist.name, point.dist.version) if point.dist else ("?", "?")
        refused = ""
        if point.name in get_args(FamilyName):
            refused = f"The package {package!r} names a family {point.name!r}, which is built in; choose another name."
        elif point.name in taken:
            first = taken[point.name]
            refused = (
                f"{first!r} and {package!r} both name a family {point.name!r}; that of {first!r} is used."
            )
        elif not (point.name.isidentifier() and point.name.islower()):
            refused = (
                f"The package {package!r} names a family {point.name!r}; a name is of lower-case letters, digits and "
                "underscores."
            )
        else:
            taken[point.name] = package
        yield Outside(point.name, package, version, point, refused)
