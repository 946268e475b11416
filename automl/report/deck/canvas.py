"""One slide as a canvas: text, cards, tables and notes at given places, in inches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from automl.report.blocks import Table, Tile
from automl.report.cited import Cited
from automl.report.text import clean, cut

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.7
ROOM = WIDTH - 2 * MARGIN

INK, MUTED, LINE, ACCENT, SOFT = "17202B", "5D6978", "DFE3E9", "2B59C3", "A9BDEA"
TONES = {"good": "0B7A55", "bad": "BF3B27", "warn": "8F5B00", "plain": INK}
TINTS = {"good": "E6F4EE", "bad": "FBEAE7", "warn": "FDF3DF", "plain": "EAF0FC"}


@dataclass(frozen=True)
class Place:
    """Left, top, width and height in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Inches, Inches, Inches, Inches]:
        """The same in the unit of the file format."""
        left, top, width, height = (Inches(value) for value in (self.left, self.top, self.width, self.height))
        return left, top, width, height


def colour(name: str) -> Any:
    """A colour from six hexadecimal digits."""
    return RGBColor.from_string(name)  # type: ignore[no-untyped-call] # python-pptx is typed in parts


class Canvas:
    """One slide being drawn; its figures are cited and end up in the speaker's notes."""

    def __init__(self, slide: Any, cited: Cited) -> None:
        self.slide = slide
        self.cited = cited

    def title(self, text: str) -> None:
        """The message of the slide, in the slide's own title, so that outlines and readers find it."""
        shape = self.slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Place(MARGIN, 0.45, ROOM, 0.95).emu
        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._write(frame.paragraphs[0], cut(text, 140), size=28 if len(text) <= 70 else 22, bold=True)

    def text(
        self,
        text: str,
        place: Place,
        *,
        size: float = 16,
        bold: bool = False,
        tone: str = INK,
        tint: str | None = None,
    ) -> None:
        """A paragraph, on a coloured ground where `tint` is given."""
        shape = self._box(place, tint)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE if tint else MSO_ANCHOR.TOP
        self._write(
            shape.text_frame.paragraphs[0], clean(text), size=fitting(text, place, size), bold=bold, tone=tone
        )

    def points(self, items: Sequence[str], place: Place, *, size: float = 16) -> None:
        """A list of sentences."""
        frame = self._box(place, None).text_frame
        size = fitting("\n".join(f"{item}   " for item in items), place, size)
        for i, item in enumerate(items):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            self._write(paragraph, f"•  {clean(item)}", size=size)
            paragraph.space_after = Pt(size * 0.5)

    def tiles(self, items: Sequence[Tile], top: float) -> None:
        """Cards with one figure each."""
        gap = 0.25
        wide = (ROOM - gap * (len(items) - 1)) / len(items)
        for i, tile in enumerate(items):
            place = Place(MARGIN + i * (wide + gap), top, wide, 2.3)
            frame = self._box(place, "F4F5F7").text_frame
            frame.vertical_anchor = MSO_ANCHOR.TOP
            self._write(frame.paragraphs[0], cut(tile.label, 60), size=13, tone=MUTED)
            figure = frame.add_paragraph()
            size = min(32.0, 1.45 * 72 * (wide - 0.3) / max(len(tile.figure), 1))
            self._write(figure, tile.figure, size=size, bold=True, tone=TONES[tile.tone])
            self._write(frame.add_paragraph(), tile.detail, size=12, tone=MUTED)

    def table(self, table: Table, place: Place, *, size: float = 12) -> None:
        """A table; its rows get the height that they need."""
        head = [table.head] if any(table.head) else []
        lines = [*head, *(tuple(cell.text for cell in row) for row in table.rows)]
        grid = self.slide.shapes.add_table(len(lines), len(table.head), *place.emu).table
        grid.first_row, grid.horz_banding = bool(head), False
        for j, width in enumerate(_widths(lines, place.width)):
            grid.columns[j].width = Inches(width)
        for i, line in enumerate(lines):
            grid.rows[i].height = Inches(size / 72 * 1.9)
            for j, text in enumerate(line):
                is_head = i < len(head)
                self._cell(grid.cell(i, j), cut(text, 180), size=size, head=is_head, right=j in table.numeric)

    def _cell(self, cell: Any, text: str, *, size: float, head: bool, right: bool) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour("F4F5F7" if head else "FFFFFF")
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        paragraph = cell.text_frame.paragraphs[0]
        self._write(paragraph, text, size=size, bold=head, tone=MUTED if head else INK)
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT

    def _box(self, place: Place, tint: str | None) -> Any:
        if tint is None:
            shape = self.slide.shapes.add_textbox(*place.emu)
        else:
            shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.emu)
            shape.fill.solid()
            shape.fill.fore_color.rgb = colour(tint)
            shape.line.fill.background()
            shape.shadow.inherit = False
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Inches(0.18 if tint else 0.02)
        return shape

    def _write(self, paragraph: Any, text: str, *, size: float, bold: bool = False, tone: str = INK) -> None:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(round(size, 1)), bold
        run.font.color.rgb = colour(tone)
        paragraph.alignment = PP_ALIGN.LEFT

    @property
    def _run(self) -> str:
        return self.cited.result.transcript_head[:12] or self.cited.result.predictions_digest[:12]

    def foot(self) -> None:
        """Where the slide is from, small at the bottom."""
        self.text(f"Tandem · run {self._run}", Place(MARGIN, 7.05, ROOM, 0.3), size=10, tone=MUTED)

    def notes(self, extra: Sequence[str] = ()) -> None:
        """Where every figure of the slide stands."""
        lines = [f"Figures of this slide are from result.json of run {self._run}:"]
        lines += [f"{trace.shown} = {trace.where} = {trace.exact!r}" for trace in self.cited.traces]
        lines += extra
        self.slide.notes_slide.notes_text_frame.text = "\n".join(clean(line) for line in lines)


def fitting(text: str, place: Place, size: float) -> float:
    """The largest size, at most the one wanted, in which a text fits; letters are half as wide as high."""
    while size > 9:
        per_line = max(1.0, (place.width - 0.3) * 72 / (0.5 * size))
        n_lines = sum(1 + int(len(line) / per_line) for line in text.split("\n"))
        if n_lines * size * 1.32 <= (place.height - 0.1) * 72:
            break
        size -= 0.5
    return size


# Letters of a cell that a column is made wide for: a fingerprint stays on one line.
_WIDEST = 66


def _widths(lines: Sequence[Sequence[str]], room: float) -> list[float]:
    wanted = [min(_WIDEST, max(len(line[j]) for line in lines)) + 3 for j in range(len(lines[0]))]
    return [room * width / sum(wanted) for width in wanted]
