"""What a document is made of, whatever format it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from automl.report.charts.drawing import Drawing

Tone = Literal["plain", "good", "bad", "warn"]
Style = Literal["plain", "lead", "note", "warning", "good"]


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True)
class Quote:
    """What somebody said, word for word."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Tile:
    """One figure that stands by itself."""

    label: str
    figure: str
    detail: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Tiles:
    """A row of figures."""

    items: tuple[Tile, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: `title` is the whole text where `text` was shortened."""

    text: str
    title: str | None = None
    tone: Tone = "plain"
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table; `numeric` are the columns that are aligned to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    caption: str = ""
    note: str = ""
    small: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart, what it shows in a sentence, and its figures as a table for those who cannot see it."""

    drawing: Drawing
    title: str
    alt: str
    table: Table | None = None


@dataclass(frozen=True)
class Gallery:
    """Pictures side by side."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what they are."""

    items: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Code:
    """Text as a machine reads it."""

    text: str


@dataclass(frozen=True)
class Fold:
    """Something to open for those who want to know."""

    summary: str
    blocks: tuple[Block, ...]


Block = Paragraph | Quote | Points | Tiles | Table | Picture | Gallery | Facts | Code | Fold


@dataclass(frozen=True)
class Section:
    """A part of the document under one heading."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    part: Literal["decision", "record"] = "decision"


@dataclass(frozen=True)
class Document:
    """The whole document: the answer on top, then what a decision needs, then the record."""

    title: str
    subtitle: str
    goal: tuple[str, ...]
    headline: str
    tone: Tone
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    stamp: tuple[tuple[str, str], ...] = field(default=())

    def part(self, name: str) -> tuple[Section, ...]:
        """Sections of one part."""
        return tuple(section for section in self.sections if section.part == name)
