"""Changes to a document: dotted paths with their new values become the next version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from automl.errors import SpecError
from automl.spec.document import Provenance, Source, SpecDocument, Via
from automl.spec.fields import FIELD_PATHS, METRICS, VALIDATIONS
from automl.spec.model import ProblemSpec
from automl.spec.names import did_you_mean
from automl.spec.parse import kind_of, parse_spec
from automl.spec.paths import KEYED, leaf_paths, split_path, touches

#: Saying the one takes the others back: they are different ways to state the same thing.
_RIVALS: Final[tuple[tuple[tuple[str, ...], ...], ...]] = (
    (("metric.fraction",), ("metric.k", "metric.out_of")),
    (("metric.costs",), ("metric.per_step",)),
    (("metric.relative",), ("metric.absolute",)),
    (("baseline.rule",), ("baseline.score", "baseline.metric"), ("baseline.predictions_column",)),
    (("clusters.count",), ("clusters.min", "clusters.max")),
)
_RANGE_RIVALS: Final = (("value",), ("choices",), ("min", "max"))


def apply_patch(
    document: SpecDocument,
    patch: Mapping[str, Any],
    *,
    source: Source,
    via: Via,
    quote: str = "",
    quotes: Mapping[str, str] | None = None,
) -> SpecDocument:
    """Make the next version of a document.

    Parameters
    ----------
    document : SpecDocument
        What there is; it stays as it is.
    patch : mapping
        Dotted path → value. None takes the field away; a whole part (``"metric": {...}``) replaces the part.
        Changing ``metric.kind`` or ``validation.kind`` drops the fields that the new kind does not have; another
        target drops the positive label.
    source, via : str
        Who said it, and by which way.
    quote : str
        The words it was said in.
    quotes : mapping, optional
        Words of single paths, before `quote`.

    Returns
    -------
    SpecDocument
        One version on where a value changed. Questions about what was patched are gone; those and `defaults`
        and `readback` are worked out anew by whoever has the table.

    Raises
    ------
    SpecError
        If a path does not exist, or the result is not a valid specification.

    Examples
    --------
    >>> first = apply_patch(SpecDocument(), {"budget.time_s": 180}, source="user", via="words", quote="three minutes")
    >>> first.version, first.spec.budget.time_s, first.provenance["budget.time_s"].quote
    (2, 180.0, 'three minutes')
    >>> apply_patch(first, {"budget.time_s": None}, source="user", via="form").spec.budget is None
    True
    """
    spec = patched(document.spec, patch)
    said = {
        path: Provenance(source=source, via=via, quote=_quote(path, quote, quotes or {})) for path in patch
    }
    provenance = {}
    for path in leaf_paths(spec):
        by = [said_path for said_path in patch if touches(said_path, path)]
        known = document.provenance.get(path)
        # Words about a part that was there before cover what they name: the longest path that bears on the leaf.
        provenance[path] = (
            said[max(by, key=len)] if by else known or Provenance(source=source, via=via, quote=quote)
        )
    return document.model_copy(
        update={
            "version": document.version + (spec != document.spec),
            "spec": spec,
            "provenance": provenance,
            "questions": tuple(
                one for one in document.questions if not any(touches(path, one.field) for path in patch)
            ),
            "promise": document.promise if _same_task(document.spec, spec) else None,
        }
    )


def _same_task(before: ProblemSpec, after: ProblemSpec) -> bool:
    """Whether two specifications differ in what may be spent and who reads, at most."""
    kept = {"budget": None, "audience": None}
    return before.model_copy(update=kept) == after.model_copy(update=kept)


def patched(spec: ProblemSpec, patch: Mapping[str, Any]) -> ProblemSpec:
    """The specification after a patch; see `apply_patch`."""
    data = spec.to_json()
    if patch.get("target", spec.target) != spec.target:
        data.pop("positive_label", None)  # it was a label of the column that is no longer predicted
    for path, value in sorted(patch.items(), key=_first_kinds):
        _refuse_unknown(path)
        if value is None:
            _remove(data, split_path(path, data))
            continue
        _withdraw_rivals(data, path, value, patch)
        _set(data, split_path(path, data), value)
    return parse_spec({field: value for field, value in data.items() if value != {}})


def _first_kinds(item: tuple[str, Any]) -> tuple[bool, int]:
    """Whole parts before kinds before their fields: what is dropped on the way must not be what was just said."""
    path, _ = item
    return (path.count(".") > 0, 0 if path.endswith(".kind") else 1)


def _quote(path: str, quote: str, quotes: Mapping[str, str]) -> str:
    near = [other for other in quotes if touches(other, path)]
    return quotes[max(near, key=len)] if near else quote


def _refuse_unknown(path: str) -> None:
    field, _, rest = path.partition(".")
    known = {*ProblemSpec.model_fields, *FIELD_PATHS}
    if path not in known and not (field in KEYED and rest):
        raise SpecError(
            f"A specification has no field {path!r}. {did_you_mean(path, sorted(known), noun='fields')}",
            field=path,
        )


def _set(data: dict[str, Any], keys: tuple[str, ...], value: Any) -> None:
    here = data
    for depth, key in enumerate(keys[:-1]):
        inner = here.setdefault(key, {})
        if not isinstance(inner, dict):
            raise SpecError(
                f"{'.'.join(keys[: depth + 1])!r} is {kind_of(inner)} and has no field {keys[-1]!r}."
            )
        here = inner
    here[keys[-1]] = value
    if len(keys) == 2 and keys[1] == "kind":
        _drop_foreign(data[keys[0]], keys[0], value)


def _drop_foreign(part: dict[str, Any], field: str, kind: Any) -> None:
    kinds = METRICS if field == "metric" else VALIDATIONS
    if isinstance(kind, str) and kind in kinds:
        for name in [name for name in part if name not in kinds[kind].model_fields]:
            del part[name]


def _remove(data: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Take a leaf or a part away, and what is empty or meaningless without it."""
    if len(keys) > 1 and keys[-1] == "kind":
        keys = keys[:1]  # without its kind nothing is left of a metric
    here: Any = data
    above = []
    for key in keys[:-1]:
        above.append((here, key))
        here = here.get(key) if isinstance(here, dict) else None
    if isinstance(here, dict):
        here.pop(keys[-1], None)
    for outer, key in reversed(above):
        if isinstance(outer, dict) and outer.get(key) == {}:
            del outer[key]


def _withdraw_rivals(data: dict[str, Any], path: str, value: Any, patch: Mapping[str, Any]) -> None:
    """Take back what the new value stands in place of, unless the same patch says that too."""
    for forms in _RIVALS:
        if any(path in form for form in forms):
            for other in (name for form in forms if path not in form for name in form):
                if other not in patch:
                    _remove(data, split_path(other, data))
    keys = split_path(path, data)
    if keys[0] == "hyperparameters" and len(keys) == 3:
        bounds = data.get(keys[0], {}).get(keys[1], {})
        for name in (name for form in _RANGE_RIVALS if keys[2] not in form for name in form):
            if isinstance(bounds, dict):
                bounds.pop(name, None)
    if keys[0] == "models" and len(keys) == 2 and isinstance(value, list | tuple):
        _withdraw_families(data, "exclude" if keys[1] == "include" else "include", value, patch)


def _withdraw_families(data: dict[str, Any], other: str, families: Any, patch: Mapping[str, Any]) -> None:
    """What is now asked for is no longer left out, and the other way round."""
    held = data.get("models", {}).get(other)
    if held is None or f"models.{other}" in patch or "models" in patch:
        return
    left = [family for family in held if family not in families]
    if left:
        data["models"][other] = left
    else:
        del data["models"][other]


__all__ = ["apply_patch", "leaf_paths", "patched"]
