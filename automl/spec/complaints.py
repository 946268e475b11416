"""What pydantic says about a wrong document, said to a person: the path, what must hold, what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from automl.errors import SpecError
from automl.spec.fields import FIELD_PATHS, METRIC_KINDS, PART_FIELDS, VALIDATION_KINDS
from automl.spec.model import Part
from automl.spec.names import did_you_mean, listed, nearest
from automl.spec.plugins import outside_names

#: What the choices of a field are called, by the last part of its path.
_NOUNS: Final[dict[str, tuple[str, str]]] = {
    "task": ("task", "tasks"),
    "include": ("model family", "families"),
    "exclude": ("model family", "families"),
    "name": ("score", "scores"),
    "metric": ("score", "scores"),
    "measure": ("measure", "measures"),
}

_WANTED: Final[dict[str, str]] = {
    "float": "a number",
    "finite": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "tuple": "a list",
    "dict": "an object",
    "model": "an object with fields",
    "string": "text",
}

_AMOUNTS: Final = ("tp", "fp", "fn", "tn", "per_step")

_CURRENCY_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}

# Names that pydantic puts into a location for the branch of a union; none of them is a field of ours.
_BRANCH: Final = re.compile(
    r"^(float|int|bool|str|constrained-str|\[key\]|(tuple|list|dict|literal|function)\b.*)$"
)


class _Complaint(NamedTuple):
    """All that pydantic says about one place."""

    keys: tuple[str, ...]
    path: str
    errors: list[ErrorDetails]  # those at this place and below it
    all: list[ErrorDetails]
    data: Any

    @property
    def first(self) -> ErrorDetails:
        return self.errors[0]

    @property
    def found(self) -> Any:
        return self.first["input"]


def sentence_of(error: ValidationError, part: type[Part], data: Any) -> SpecError:
    """Turn a validation error into one sentence on the first thing that is wrong.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised.
    part : type
        The model that was filled.
    data : mapping
        What it was filled with.
    """
    # A misspelt field also leaves the right one missing: the misspelling says more.
    details = sorted(error.errors(include_url=False), key=lambda one: one["type"] == "missing")
    keys = _keys_of(details[0], data)
    errors = [one for one in details if _keys_of(one, data)[: len(keys)] == keys]
    complaint = _Complaint(keys, ".".join(keys), errors, details, data)
    for types, say in _SAYINGS:
        if complaint.first["type"] in types:
            return SpecError(say(complaint, part), field=complaint.path)
    return SpecError(_say_kind(complaint, part), field=complaint.path)


def _keys_of(detail: ErrorDetails, data: Any) -> tuple[str, ...]:
    """The location without the names of union branches."""
    keys: list[str] = []
    here = data
    for place, key in enumerate(detail["loc"]):
        text = str(key)
        is_kind = (
            place == 1
            and keys
            and _kinds_at(keys[0])
            and isinstance(here, Mapping)
            and here.get("kind") == key
        )
        if is_kind or (_BRANCH.match(text) and not (isinstance(here, Mapping) and text in here)):
            continue
        keys.append(text)
        here = _inside(here, key)
    return tuple(keys)


def _inside(here: Any, key: Any) -> Any:
    if isinstance(here, Mapping):
        return here.get(key)
    if isinstance(here, list | tuple) and isinstance(key, int) and key < len(here):
        return here[key]
    return None


def _kinds_at(field: str) -> tuple[str, ...]:
    return {"metric": METRIC_KINDS, "validation": VALIDATION_KINDS}.get(field, ())


def _say_unknown_field(complaint: _Complaint, part: type[Part]) -> str:
    name = complaint.keys[-1]
    if len(complaint.keys) == 1:
        elsewhere = [path for path in FIELD_PATHS if path.partition(".")[2] == name]
        known = [*elsewhere, *part.model_fields]
        hint = (
            f"Did you mean {listed(elsewhere, last='or')}?"
            if elsewhere
            else did_you_mean(name, known, noun="fields")
        )
        return f"A specification has no field {name!r}. {hint}"
    owner = complaint.keys[-2] if len(complaint.keys) == 2 else ".".join(complaint.keys[:-1])
    kind = _kind_in(complaint)
    what = f"A {owner} of kind {kind!r}" if kind else repr(owner)
    fields = [field for field in PART_FIELDS.get(kind or complaint.keys[0], ()) if field != "kind"]
    hint = did_you_mean(name, fields, noun="fields") if fields else "Leave it out."
    return f"{what} has no field {name!r}. {hint}"


def _kind_in(complaint: _Complaint) -> str:
    if len(complaint.keys) > 2 or not _kinds_at(complaint.keys[0]):
        return ""
    kind = complaint.data[complaint.keys[0]].get("kind")
    return kind if isinstance(kind, str) else ""


def _say_missing(complaint: _Complaint, part: type[Part]) -> str:
    owner, name = ".".join(complaint.keys[:-1]), complaint.keys[-1]
    missing = [str(one["loc"][-1]) for one in complaint.all if one["type"] == "missing"]
    kind = _kind_in(complaint)
    what = f"{owner!r} of kind {kind!r}" if kind else repr(owner or "specification")
    return f"{what} needs {listed(missing if kind else [name])}."


def _say_no_kind(complaint: _Complaint, part: type[Part]) -> str:
    field = complaint.keys[0]
    return f"{field!r} needs a 'kind': one of {listed(_kinds_at(field), last='or', limit=20)}."


def _say_wrong_kind(complaint: _Complaint, part: type[Part]) -> str:
    field = complaint.keys[0]
    kind = complaint.found.get("kind") if isinstance(complaint.found, Mapping) else complaint.found
    what = f"There is no {field} kind {kind!r}" if isinstance(kind, str) else f"'{field}.kind' must be text"
    return f"{what}. {_hint(kind, _kinds_at(field), noun='kinds')}"


def _say_choice(complaint: _Complaint, part: type[Part]) -> str:
    choices = [
        choice
        for one in complaint.errors
        for choice in re.findall(r"'([^']*)'", str(one.get("ctx", {}).get("expected", "")))
    ]
    field = next((key for key in reversed(complaint.keys) if not key.isdigit()), "")
    if field in ("include", "exclude"):
        choices += outside_names()
    if field in _NOUNS and not (field == "metric" and len(complaint.keys) == 1):
        noun, plural = _NOUNS[field]
        where = "" if field == "task" else f" ({complaint.path!r})"
        return f"There is no {noun} {_show(complaint.found)}{where}. {_hint(complaint.found, choices, noun=plural)}"
    return f"{complaint.path!r} cannot be {_show(complaint.found)}. {_hint(complaint.found, choices)}"


def _hint(name: Any, choices: Iterable[str], *, noun: str = "choices") -> str:
    choices = list(choices)
    if isinstance(name, str) and nearest(name, choices):
        return did_you_mean(name, choices)
    return f"The {noun} are {listed(choices, limit=30)}."


def _say_rule(complaint: _Complaint, part: type[Part]) -> str:
    """Our own validators speak in verb phrases: "needs either k or fraction"."""
    said = str(complaint.first.get("ctx", {}).get("error", complaint.first["msg"]))
    return f"{complaint.path or 'specification'!r} {said}."


def _say_size(complaint: _Complaint, part: type[Part]) -> str:
    bounds = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
    context = complaint.first.get("ctx", {})
    bound = next(f"{words} {context[key]:g}" for key, words in bounds.items() if key in context)
    return f"{complaint.path!r} must be {bound}; found {_show(complaint.found)}."


def _say_currency(complaint: _Complaint, part: type[Part]) -> str:
    found = str(complaint.found)
    code = _CURRENCY_SIGNS.get(found.strip(), found.strip().upper())
    hint = (
        f"Did you mean {code!r}?" if re.fullmatch("[A-Z]{3}", code) else "Write for example 'EUR' or 'USD'."
    )
    return (
        f"{complaint.path!r} must be a currency code of three capital letters; found {_show(found)}. {hint}"
    )


def _say_empty(complaint: _Complaint, part: type[Part]) -> str:
    return f"{complaint.path!r} must not be empty; leave the field out where nothing was said."


def _say_key(complaint: _Complaint, part: type[Part]) -> str:
    return f"Names of fields must be text; found {complaint.keys[-1]} in {'.'.join(complaint.keys[:-1])!r}."


def _say_text(complaint: _Complaint, part: type[Part]) -> str:
    return f"{complaint.path!r} must be valid Unicode text; found characters that are not."


def _say_kind(complaint: _Complaint, part: type[Part]) -> str:
    """The value is of the wrong kind: a text for a number, one label for a list."""
    is_cost = complaint.keys[:2] == ("metric", "costs") and len(complaint.keys) == 4
    if is_cost or (complaint.keys and complaint.keys[-1] in _AMOUNTS):
        what = "an amount or a SQL expression over the columns"
        return f"{complaint.path!r} must be {what}; found {_show(complaint.found)}."
    wanted = dict.fromkeys(
        words
        for one in complaint.errors
        for start, words in _WANTED.items()
        if one["type"].startswith(start) and len(_keys_of(one, complaint.data)) == len(complaint.keys)
    )
    return f"{complaint.path!r} must be {' or '.join(wanted) or 'something else'}; found {_show(complaint.found)}."


def _show(value: Any) -> str:
    """A value as JSON would have it, shortened."""
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:59] + "…")
    if isinstance(value, int) and abs(value) > 10**15:
        return "a huge number"
    if isinstance(value, int | float):
        return f"{value:g}"
    return "an object" if isinstance(value, Mapping) else "a list"


_Say = Callable[[_Complaint, type[Part]], str]

_SAYINGS: Final[tuple[tuple[tuple[str, ...], _Say], ...]] = (
    (("extra_forbidden",), _say_unknown_field),
    (("missing",), _say_missing),
    (("union_tag_not_found",), _say_no_kind),
    (("union_tag_invalid",), _say_wrong_kind),
    (("literal_error",), _say_choice),
    (("value_error",), _say_rule),
    (("greater_than", "greater_than_equal", "less_than", "less_than_equal"), _say_size),
    (("string_pattern_mismatch",), _say_currency),
    (("string_too_short",), _say_empty),
    (("invalid_key",), _say_key),
    (("string_unicode",), _say_text),
)
