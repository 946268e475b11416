"""Which of the columns that stay in their file a specification speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from automl.data.table import Table
from automl.spec.model import ProblemSpec

_WORDS_OF_SQL = re.compile(r'"((?:[^"]|"")+)"|(\w+)')


def named_columns(spec: ProblemSpec, table: Table) -> list[str]:
    """Columns of the file that stand anywhere in a specification, by themselves or within SQL, each once."""
    wide = table.wide
    if wide is None:
        return []
    found = (name for text in _texts(spec.to_json()) for name in (text, *_names_in(text)) if name in wide)
    return list(dict.fromkeys(found))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _names_in(sql: str) -> Iterator[str]:
    for quoted, bare in _WORDS_OF_SQL.findall(sql):
        yield quoted.replace('""', '"') or bare
