"""Families from outside that a record names: whether they are here, and in the version that they were then."""

from __future__ import annotations

from collections.abc import Sequence

from automl.errors import FolderError
from automl.search.result import OutsideFamily
from automl.spec.plugins import outside_named


def refuse_without(used: Sequence[OutsideFamily]) -> None:
    """Refuse to go on where a family that a run could use is not installed.

    Raises
    ------
    FolderError
        Naming the first one, its package and its version.
    """
    for one in used:
        found = outside_named(one.family)
        if not one.left_out and (found is None or found.package != one.package):
            raise FolderError(
                f"The run could use the family {one.family!r} of the package {one.package!r} {one.version}, which is "
                "not installed here: install it first."
            )


def others_here(used: Sequence[OutsideFamily]) -> list[str]:
    """Packages that are here in another version than then: ``["some-package 1.0 (here 1.1)"]``."""
    said = []
    for one in used:
        found = None if one.left_out else outside_named(one.family)
        if found is not None and found.package == one.package and found.version != one.version:
            said.append(f"{one.package} {one.version} (here {found.version})")
    return list(dict.fromkeys(said))


def gone_here(used: Sequence[OutsideFamily]) -> list[str]:
    """Packages that are not here: ``["some-package 1.0"]``."""
    here = [outside_named(one.family) for one in used]
    gone = [
        one for one, found in zip(used, here, strict=True) if found is None or found.package != one.package
    ]
    return list(dict.fromkeys(f"{one.package} {one.version}" for one in gone if not one.left_out))
