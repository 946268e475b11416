"""JSON: one object per line, a list of objects, or an object of columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from automl.data.read.canonical import python_column
from automl.data.read.encoding import read_bytes, to_utf8
from automl.data.read.raw import Raw, make_raw
from automl.errors import DataError


def read_json(path: Path, name: str) -> Raw:
    """Read JSON or JSON lines; nested values stay as their JSON text.

    Raises
    ------
    DataError
        If a line is no JSON, or the rows are no objects.
    """
    text, note = to_utf8(read_bytes(path), path.name)
    decoded = text.decode("utf-8")
    if not decoded.strip():
        raise DataError(f"{path.name!r} is empty; a table needs a JSON object for each row.")
    try:
        whole = json.loads(decoded)
    except ValueError:
        whole = _lines(decoded, path.name)
    records = _records(whole, path.name)
    notes = [note] if note else []
    return make_raw(name, *_columns(records), notes=notes)


def _lines(text: str, file: str) -> list[Any]:
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except ValueError as error:
            raise DataError(
                f"Line {number:,} of {file!r} is no JSON ({error}); each line must hold one object such as "
                '{"age": 41, "city": "Rome"}.'
            ) from error
    return rows


def _records(whole: Any, file: str) -> list[dict[str, Any]]:
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list)]
        if len(lists) == len(whole) > 0 and len({len(cells) for cells in lists}) == 1:
            return [dict(zip(whole, cells, strict=True)) for cells in zip(*lists, strict=True)]
        records_within = [cells for cells in lists if cells and all(isinstance(row, dict) for row in cells)]
        whole = records_within[0] if len(records_within) == 1 else [whole]
    if not isinstance(whole, list) or not all(isinstance(row, dict) for row in whole):
        raise DataError(
            f"{file!r} must hold one JSON object per row, or a list of them; it holds something else."
        )
    return whole


def _columns(records: Sequence[dict[str, Any]]) -> tuple[list[str], list[Any]]:
    names = list(dict.fromkeys(key for record in records for key in record))
    return names, [python_column([record.get(name) for record in records]) for name in names]
