"""From JSON to a specification; whatever is wrong with it becomes one sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from automl.errors import SpecError
from automl.spec.complaints import sentence_of
from automl.spec.model import Part, ProblemSpec

PartType = TypeVar("PartType", bound=Part)

# A document nested deeper than this is not one; it would end in a RecursionError further down.
MAX_DEPTH = 20


def parse_spec(data: Any) -> ProblemSpec:
    """Read a specification.

    Parameters
    ----------
    data : mapping or ProblemSpec
        The fields of the contract, each optional; None means absent.

    Raises
    ------
    SpecError
        One sentence on the first thing that is wrong, with the path of the field and the nearest valid choices.

    Examples
    --------
    >>> parse_spec({"target": "Churn", "metric": {"kind": "payoff", "fn": -500}}).metric.fn
    -500.0
    >>> parse_spec({"metric": {"kind": "payof"}})
    Traceback (most recent call last):
    ...
    automl.errors.SpecError: There is no metric kind 'payof'. Did you mean 'payoff'?
    """
    if isinstance(data, ProblemSpec):
        return data
    return parse_part(ProblemSpec, data)


def parse_part(part: type[PartType], data: Any) -> PartType:
    """Read any part of a document, with the same sentences for what is wrong."""
    if not isinstance(data, Mapping):
        raise SpecError(
            f"A specification must be an object with fields such as 'target' and 'metric'; found {kind_of(data)}."
        )
    if _depth(data) > MAX_DEPTH:
        raise SpecError(f"A specification is nested at most {MAX_DEPTH} levels deep; this one goes deeper.")
    try:
        return part.model_validate(_plain_keys(data))
    except ValidationError as error:
        raise sentence_of(error, part, data) from None


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {value!r:.40}"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return "an object" if isinstance(value, Mapping) else "a list"


def _depth(value: Any, above: int = 0) -> int:
    """Levels of nesting, counted no further than is needed to refuse."""
    if above > MAX_DEPTH or not isinstance(value, Mapping | list | tuple):
        return above
    inner = value.values() if isinstance(value, Mapping) else value
    return max((_depth(item, above + 1) for item in inner), default=above + 1)


def _plain_keys(data: Mapping[Any, Any]) -> dict[str, Any]:
    """Keys as text: JSON knows no others, Python does."""
    return {str(key): value for key, value in data.items()}
