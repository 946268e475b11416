"""Blocks as flowing pieces of pages."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, KeepTogether, LongTable, Spacer, TableStyle
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from automl.report.blocks import (
    Block,
    Cell,
    Code,
    Facts,
    Fold,
    Gallery,
    Paragraph,
    Picture,
    Points,
    Quote,
    Section,
    Table,
    Tile,
    Tiles,
)
from automl.report.pdf.charts import COLOURS, to_reportlab
from automl.report.pdf.fonts import BOLD, MONO, REGULAR, Glyphs
from automl.report.text import held_together

WIDTH = 499.0  # A4 less two margins of 48 points
MAX_ROWS = 100
_TINTS = {"good": "#e6f4ee", "bad": "#fbeae7", "warn": "#fdf3df", "warning": "#fdf3df", "plain": "#eaf0fc"}
_TONES = {"good": "#0b7a55", "bad": "#bf3b27", "warn": "#8f5b00", "plain": "#17202b"}


def style(name: str, size: float, **options: Any) -> ParagraphStyle:
    """A paragraph style of the document."""
    options = {"fontName": REGULAR, "textColor": HexColor(COLOURS["ink"]), "leading": size * 1.42} | options
    return ParagraphStyle(name, fontSize=size, **options)


BODY = style("body", 9.5, spaceAfter=6)
LEAD = style("lead", 10.5, fontName=BOLD, spaceAfter=5, keepWithNext=True)
NOTE = style("note", 8, textColor=HexColor(COLOURS["muted"]), spaceAfter=6)
QUOTE = style("quote", 9.5, textColor=HexColor(COLOURS["muted"]), leftIndent=10, spaceAfter=3)
POINT = style("point", 9.5, leftIndent=12, bulletIndent=2, spaceAfter=3)
CODE = style(
    "code", 9, fontName=MONO, backColor=HexColor("#f4f5f7"), borderPadding=6, spaceBefore=4, spaceAfter=10
)
CAPTION = style("caption", 9.5, fontName=BOLD, spaceBefore=5, spaceAfter=4)
HEADING = style("heading", 15, fontName=BOLD, spaceBefore=16, spaceAfter=7)


class Flow:
    """Turns blocks into flowables, and knows whether a character had to be replaced."""

    def __init__(self) -> None:
        self.glyphs = Glyphs()

    def text(self, text: str, kind: ParagraphStyle, **options: Any) -> Any:
        """One paragraph of plain text."""
        runs = self.glyphs.runs(held_together(text))
        marked = [
            f'<font name="{font}">{escape(piece)}</font>' if font else escape(piece) for font, piece in runs
        ]
        return Text("".join(marked), kind, **options)

    def section(self, section: Section) -> list[Any]:
        """A heading and what stands under it."""
        heading = self.text(section.title, HEADING)
        heading.outline = (section.key, self.glyphs.shown(section.title))
        return [
            CondPageBreak(110),
            heading,
            *(flowable for block in section.blocks for flowable in self.block(block)),
        ]

    def block(self, block: Block) -> list[Any]:
        """Flowables of one block."""
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Points):
            return [*(self.text(item, POINT, bulletText="•") for item in block.items), Spacer(1, 4)]
        if isinstance(block, Quote):
            return [self.text(line, QUOTE) for line in block.lines]
        if isinstance(block, Tiles):
            return [self.tiles(block.items)]
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Facts):
            rows = tuple((Cell(name), cell) for name, cell in block.items)
            return self.table(Table(("", ""), rows), widths=[WIDTH * 0.3, WIDTH * 0.7])
        return self._rest(block)

    def _rest(self, block: Block) -> list[Any]:
        if isinstance(block, Picture):
            return [self.picture(block, WIDTH)]
        if isinstance(block, Gallery):
            return self.gallery(block)
        if isinstance(block, Fold):
            inner = [flowable for one in block.blocks for flowable in self.block(one)]
            return [CondPageBreak(70), self.text(block.summary, CAPTION), *inner]
        return [self.text(block.text, CODE)] if isinstance(block, Code) else []

    def _paragraph(self, block: Paragraph) -> list[Any]:
        if block.style in ("warning", "good"):
            return [self.callout(block.text, _TINTS[block.style]), Spacer(1, 6)]
        return [self.text(block.text, {"lead": LEAD, "note": NOTE}.get(block.style, BODY))]

    def callout(self, text: str, tint: str, *, kind: ParagraphStyle = BODY) -> Any:
        """A paragraph on a coloured ground."""
        grid = Grid([[self.text(text, kind)]], colWidths=[WIDTH])
        ground = ("BACKGROUND", (0, 0), (-1, -1), HexColor(tint))
        grid.setStyle(TableStyle([ground, *_padding(9, 6)]))
        return grid

    def tiles(self, items: tuple[Tile, ...]) -> Any:
        """Figures in a row."""
        label = style("tile", 7.8, textColor=HexColor(COLOURS["muted"]))
        cells = [
            [
                self.text(tile.label, label),
                self.text(
                    tile.figure, style("figure", 15, fontName=BOLD, textColor=HexColor(_TONES[tile.tone]))
                ),
                self.text(tile.detail, label),
            ]
            for tile in items
        ]
        grid = Grid([cells], colWidths=[WIDTH / len(items)] * len(items))
        box = ("BOX", (0, 0), (-1, -1), 0.6, HexColor(COLOURS["line"]))
        lines = ("INNERGRID", (0, 0), (-1, -1), 0.6, HexColor(COLOURS["line"]))
        grid.setStyle(TableStyle([box, lines, ("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(8, 7)]))
        return grid

    def picture(self, block: Picture, width: float) -> Any:
        """A chart under its title."""
        chart = to_reportlab(block.drawing, width, glyphs=self.glyphs)
        return KeepTogether([self.text(block.title, CAPTION), chart, Spacer(1, 8)])

    def gallery(self, block: Gallery) -> list[Any]:
        """Charts two by two."""
        half = WIDTH / 2 - 8
        cells = [
            [self.text(p.title, CAPTION), to_reportlab(p.drawing, half, glyphs=self.glyphs)]
            for p in block.pictures
        ]
        if len(cells) == 1:
            return [KeepTogether([*cells[0], Spacer(1, 8)])]
        pairs = [cells[i : i + 2] + [""] * (2 - len(cells[i : i + 2])) for i in range(0, len(cells), 2)]
        grid = Grid(pairs, colWidths=[WIDTH / 2] * 2)
        grid.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(0, 4)]))
        return [grid, Spacer(1, 6)]

    def table(self, block: Table, *, widths: list[float] | None = None) -> list[Any]:
        """A table that may run over pages, with its caption and note."""
        size = 7.2 if block.small or len(block.head) > 6 else 8.4
        rows = [self._row(block.head, block, size=size, head=True)] if any(block.head) else []
        rows += [self._row(row, block, size=size) for row in block.rows[:MAX_ROWS]]
        widths = widths or column_widths(block, size)
        grid = LongTable(rows, colWidths=widths, repeatRows=1 if any(block.head) else 0)
        rule = ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(COLOURS["line"]))
        grid.setStyle(
            TableStyle(
                [
                    rule,
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    *_padding(0, 3),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ]
            )
        )
        note = block.note
        if len(block.rows) > MAX_ROWS:
            note = f"{note} {len(block.rows) - MAX_ROWS:,} more rows stand in report.html.".strip()
        caption = [CondPageBreak(60), self.text(block.caption, CAPTION)] if block.caption else [Spacer(1, 2)]
        return [*caption, grid, Spacer(1, 4), *([self.text(note, NOTE)] if note else [Spacer(1, 4)])]

    def _row(self, cells: tuple[Any, ...], block: Table, *, size: float, head: bool = False) -> list[Any]:
        made = []
        for i, cell in enumerate(cells):
            text, tone, strong = (
                (cell, "plain", True) if isinstance(cell, str) else (cell.text, cell.tone, cell.strong)
            )
            colour = COLOURS["muted"] if head else _TONES[tone]
            kind = style(
                "cell",
                size,
                fontName=BOLD if strong else REGULAR,
                textColor=HexColor(colour),
                leading=size * 1.3,
                **({"alignment": TA_RIGHT} if i in block.numeric else {}),
            )
            made.append(self.text(text, kind))
        return made


def column_widths(block: Table, size: float) -> list[float]:
    """Widths that fit the content: short columns get what they need, long ones share the rest."""
    wanted = []
    for i, name in enumerate(block.head):
        texts = [
            stringWidth(name, BOLD, size),
            *(stringWidth(row[i].text, REGULAR, size) for row in block.rows[:MAX_ROWS]),
        ]
        wanted.append(max(texts) * 1.06 + 11)
    if sum(wanted) <= WIDTH:
        spare = WIDTH - sum(wanted)
        return [width + spare * width / sum(wanted) for width in wanted]
    # Figures stay on one line where at least 40 % is left for words; then short columns get what they need.
    figures = sum(width for i, width in enumerate(wanted) if i in block.numeric)
    fixed = block.numeric if figures <= 0.6 * WIDTH else frozenset[int]()
    room = WIDTH - sum(wanted[i] for i in fixed)
    fair = room / max(1, len(wanted) - len(fixed))
    short = [width if i in fixed else min(width, fair) for i, width in enumerate(wanted)]
    missing = [width - kept for width, kept in zip(wanted, short, strict=True)]
    spare = WIDTH - sum(short)
    return [kept + spare * lack / (sum(missing) or 1.0) for kept, lack in zip(short, missing, strict=True)]


def _padding(across: float, down: float) -> list[Any]:
    sides = (("LEFTPADDING", across), ("RIGHTPADDING", across), ("TOPPADDING", down), ("BOTTOMPADDING", down))
    return [(name, (0, 0), (-1, -1), value) for name, value in sides]
