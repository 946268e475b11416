"""Dotted paths into a specification: which leaves are set, and how one of them is set or taken away.

Four fields map free names to values (`hyperparameters`, `priors`, `shares`, `monotone`): there the rest of a path after
the first dot is one key, dots included. Lists and `metric.costs` are single leaves.
"""

from __future__ import annotations

from typing import Any, Final

from automl.spec.model import ProblemSpec

#: Fields whose keys are names from outside, which may hold dots themselves.
KEYED: Final = ("hyperparameters", "priors", "shares", "monotone")

#: Fields that are parts with fields of their own.
PARTS: Final = (
    "metric",
    "models",
    "limits",
    "fairness",
    "budget",
    "validation",
    "forecast",
    "clusters",
    "baseline",
    "expectation",
)

_RANGE_FIELDS: Final = ("min", "max", "value", "choices")


def leaf_paths(spec: ProblemSpec) -> dict[str, Any]:
    """Each set leaf by its dotted path, in the order of the document.

    Examples
    --------
    >>> from automl.spec.model import ProblemSpec
    >>> leaf_paths(ProblemSpec(target="Churn", monotone={"odd.name": "increasing"}))
    {'target': 'Churn', 'monotone.odd.name': 'increasing'}
    """
    return leaves_of(spec.to_json())


def leaves_of(data: dict[str, Any]) -> dict[str, Any]:
    """The same for a specification as plain JSON."""
    leaves: dict[str, Any] = {}
    for field, value in data.items():
        if field in KEYED or (field in PARTS and isinstance(value, dict)):
            leaves.update({f"{field}.{key}": inner for key, inner in value.items()})
        else:
            leaves[field] = value
    return leaves


def split_path(path: str, data: dict[str, Any]) -> tuple[str, ...]:
    """A dotted path as keys into the JSON of a specification.

    Parameters
    ----------
    path : str
        Such as ``"metric.fn"`` or ``"hyperparameters.lightgbm.num_leaves.max"``.
    data : dict
        The specification as JSON, which decides where a free name ends: the longest key that exists wins.
    """
    field, _, rest = path.partition(".")
    if not rest:
        return (field,)
    if field not in KEYED:
        return (field, rest)
    key, _, last = rest.rpartition(".")
    is_setting = field == "hyperparameters" and last in _RANGE_FIELDS and "." in key
    if is_setting and rest not in data.get(field, {}):
        return (field, key, last)
    return (field, rest)


def touches(path: str, field: str) -> bool:
    """Whether a change at `path` bears on `field`: the same, above it, or below it."""
    return path == field or path.startswith(f"{field}.") or field.startswith(f"{path}.")
