"""What was asked: every field of the specification, where it came from, and what stood in for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from automl.report.blocks import Block, Cell, Paragraph, Quote, Section, Table
from automl.report.cited import Cited
from automl.report.text import clean, cut, sentence

_VIA = {
    "words": "the user's words",
    "form": "the user, in a form",
    "flag": "the user, by a flag",
    "file": "the user, in a file",
    "python": "the user, in Python",
}
_SOURCE = {"data": "the data", "assistant": "a suggestion"}


def specification(cited: Cited) -> Section:
    """The section."""
    result = cited.result
    blocks: list[Block] = []
    if result.goal:
        blocks.append(Quote(tuple(clean(line) for line in result.goal)))
    if result.readback:
        blocks.append(Paragraph(clean(result.readback)))
    set_fields = tuple(_set_field(path, value, result.provenance) for path, value in leaves(result.spec))
    caption = f"Version {result.spec_version} of the specification"
    blocks.append(Table(("Field", "Value", "From", "Quote"), set_fields, caption=caption, small=True))
    defaults = tuple((Cell(path), Cell(cut(_json(value), 200))) for path, value in leaves(result.defaults))
    if defaults:
        caption = "Defaults, used for what was not said"
        blocks.append(Table(("Field", "Default"), defaults, caption=caption, small=True))
    questions = tuple((Cell(q.get("field", "")), Cell(sentence(q.get("text", "")))) for q in result.questions)
    if questions:
        blocks.append(Table(("Field", "Question left open"), questions, small=True))
    return Section("specification", "Specification", tuple(blocks), "record")


def _set_field(path: str, value: Any, provenance: Mapping[str, Any]) -> tuple[Cell, ...]:
    found = _provenance(path, provenance)
    source = str(found.get("source", ""))
    origin = _VIA.get(str(found.get("via", "")), "the user") if source == "user" else _SOURCE.get(source, "")
    return (
        Cell(cut(path, 80)),
        Cell(cut(_json(value), 200)),
        Cell(origin),
        Cell(cut(found.get("quote", ""), 200)),
    )


def _provenance(path: str, provenance: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of the field itself, or of the nearest part that holds it."""
    while path:
        if isinstance(provenance.get(path), Mapping):
            found: Mapping[str, Any] = provenance[path]
            return found
        path = path.rpartition(".")[0]
    return {}


def leaves(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted path and value of everything that is set."""
    for key, value in data.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and value:
            yield from leaves(value, f"{path}.")
        else:
            yield path, value


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
