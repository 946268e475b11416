"""The document as Markdown; charts are told in a sentence and as a table of their figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from automl.report.blocks import (
    Block,
    Code,
    Document,
    Facts,
    Fold,
    Gallery,
    Paragraph,
    Picture,
    Points,
    Quote,
    Section,
    Table,
    Tiles,
)

# Whatever Markdown, or HTML inside it, would read as more than text.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
_LIST_START = re.compile(r"^(\d+)([.)] )|^([-+])( )")


def to_markdown(document: Document) -> str:
    """Write the document; text from the data is escaped."""
    lines = [f"# {_text(document.title)}", "", _text(document.subtitle), ""]
    for line in document.goal:
        lines += [f"> {_text(line)}", ""]
    lines += [f"**{_text(document.headline)}**", ""]
    lines += [*_tiles(Tiles(document.tiles)), ""]
    for name, sections in (("", document.part("decision")), ("For the record", document.part("record"))):
        lines += [f"# {name}", ""] if name else []
        for section in sections:
            lines += _section(section)
    lines += ["---", "", " · ".join(f"{name} `{value}`" for name, value in document.stamp), ""]
    return "\n".join(lines)


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {_text(section.title)}", "")
    for block in section.blocks:
        yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _paragraph(block)
    elif isinstance(block, Points):
        yield from (f"- {_text(item)}" for item in block.items)
    elif isinstance(block, Quote):
        yield from (f"> {_text(line)}\n>" for line in block.lines)
    elif isinstance(block, Tiles):
        yield from _tiles(block)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Picture):
        yield from _picture(block)
    elif isinstance(block, Gallery):
        for picture in block.pictures:
            yield from _picture(picture)
            yield ""
    elif isinstance(block, Facts):
        yield from _rows(("", ""), [(name, cell.text) for name, cell in block.items], frozenset())
    elif isinstance(block, Code):
        yield from ("```text", block.text, "```")
    elif isinstance(block, Fold):
        yield from (f"### {_text(block.summary)}", "")
        for inner in block.blocks:
            yield from _block(inner)
            yield ""


def _paragraph(block: Paragraph) -> str:
    text = _text(block.text)
    return {"lead": f"**{text}**", "warning": f"> **Note.** {text}", "note": f"*{text}*"}.get(
        block.style, text
    )


def _tiles(block: Tiles) -> Iterator[str]:
    rows = [(tile.label, tile.figure, tile.detail) for tile in block.items]
    yield from _rows(("", "Figure", ""), rows, frozenset({1}))


def _picture(block: Picture) -> Iterator[str]:
    yield from (f"**{_text(block.title)}**", "")
    if block.table is None:
        yield f"*{_text(block.alt)}*"
    else:
        yield from _table(block.table)


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield from (f"**{_text(block.caption)}**", "")
    yield from _rows(block.head, [tuple(cell.text for cell in row) for row in block.rows], block.numeric)
    if block.note:
        yield from ("", f"*{_text(block.note)}*")


def _rows(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], numeric: frozenset[int]) -> Iterator[str]:
    yield f"| {' | '.join(map(_text, head))} |"
    yield f"| {' | '.join('---:' if i in numeric else '---' for i in range(len(head)))} |"
    for row in rows:
        yield f"| {' | '.join(map(_text, row))} |"


def _text(text: str) -> str:
    """One line of plain text that stays plain text."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}{m[4]}", line)
