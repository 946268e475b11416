"""Canonical JSON: one text for one value, so that a hash of it means something.

The canonical text of a value is its JSON with sorted keys, no blanks between tokens, characters outside ASCII as
they are, in UTF-8. A finite float is written in the shortest form that reads back as the same float (Python's `repr`).

What is not JSON is converted by `plain`, always in the same way:

========================================  =================================================
NaN, infinity, minus infinity             the texts "NaN", "Infinity", "-Infinity" (`float` reads them back)
a pydantic model                          `model_dump(mode="json")`
NumPy scalars and arrays                  what `tolist` gives
dates and times                           ISO 8601
paths                                     their text
tuples, sets, frozensets                  lists; sets sorted by their canonical text
keys that are numbers, booleans or None   the text that JSON has for them
halves of surrogate pairs in text          "?", because UTF-8 cannot hold them
========================================  =================================================

Anything else, bytes among them, raises `TypeError`: a record must not depend on somebody's `__str__`.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping
from enum import Enum
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel


def canonical(value: Any) -> str:
    """Return the canonical JSON text of plain JSON data.

    Parameters
    ----------
    value : JSON data
        As `plain` returns it.

    Returns
    -------
    str
        One line without line breaks.

    Raises
    ------
    ValueError
        If a float is not finite.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> Any:
    """Turn a value into plain JSON data, as the table at the top of this file says.

    Raises
    ------
    TypeError
        If there is no documented JSON form for it.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode() if _has_surrogate(value) else str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else _not_finite(value)
    return _plain_container(value)


def _plain_container(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json"))
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=canonical)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, PurePath):
        return plain(str(value))
    if hasattr(value, "tolist"):  # NumPy, which this module need not import for it
        return plain(value.tolist())
    raise TypeError(f"A record holds JSON only, and there is no JSON form for a {type(value).__name__}.")


def _key(key: Any) -> str:
    key = plain(key)
    if isinstance(key, str):
        return key
    if isinstance(key, (bool, int, float)) or key is None:
        return canonical(key)
    raise TypeError(f"A record's keys are text, and {key!r} is not.")


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
