"""Fitted scikit-learn estimators as plain data: which classes may be written attribute by attribute and made again.

Making one again imports the module of its class, which is installed code, and calls nothing: an instance is made
without its constructor and gets its attributes. What the attributes may be is what `automl.families.state` knows, so no
file can bring a function, a path to one, or a class of another package.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import partial
from typing import Any

from automl.errors import FolderError
from automl.spec.plugins import outside
from automl.spec.untrusted import UnusableError, within

# Compiled code of these walks arrays of the estimator without looking where they lead, so a damaged file could make it
# read foreign memory. Families of our own have both.
_UNCHECKED = ("sklearn.svm.", "sklearn.ensemble._hist_gradient_boosting.")


def is_storable(kind: type) -> bool:
    """Whether instances of a class are nothing but their attributes, and the class is scikit-learn's or a plugin's."""
    own_way = (
        _has_own(kind, "__reduce__")
        or _has_own(kind, "__reduce_ex__")
        or hasattr(kind, "__slots__")
        or not _setstate_only_checks_versions(kind)
    )
    return _is_trusted(kind.__module__) and not own_way


def class_of(path: str) -> Any:
    """The class of a stored estimator.

    Raises
    ------
    FolderError
        If it is none that an estimator may be made of.
    """
    module, _, name = path.rpartition(".")
    if not _is_trusted(module):
        raise FolderError(
            f"The stored model asks for {path!r}, which is neither part of any model nor of an installed family; "
            "it was not loaded."
        )
    try:
        kind = getattr(within(partial(importlib.import_module, module)), name, None)
    except UnusableError as error:
        raise FolderError(f"The stored model needs {path!r}: importing {module!r} {error}.") from error
    if not isinstance(kind, type) or not is_storable(kind):
        raise FolderError(f"The stored model asks for {path!r}, which is no estimator; it was not loaded.")
    return kind


def trees_in(value: Any) -> Iterator[Any]:
    """All trees that an estimator is made of, however deep they lie."""
    import numpy as np

    if type(value).__name__ == "Tree":
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from trees_in(item)
    elif isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.dtype.hasobject):
        for item in value:
            yield from trees_in(item)
    elif is_storable(type(value)):
        yield from trees_in(vars(value))


def _is_trusted(module: str) -> bool:
    parts = module.split(".")
    if any(part.startswith(("__", "test", "conftest")) for part in parts) or f"{module}.".startswith(
        _UNCHECKED
    ):
        return False
    return parts[0] == "sklearn" or parts[0] in {one.top_module for one in outside() if not one.refused}


def _has_own(kind: type, name: str) -> bool:
    return getattr(kind, name) is not getattr(object, name)


def _setstate_only_checks_versions(kind: type) -> bool:
    """Estimators of scikit-learn inherit one that warns of another version; any other may do anything."""
    from sklearn.base import BaseEstimator

    own = getattr(kind, "__setstate__", None)
    return own is None or own is BaseEstimator.__setstate__
