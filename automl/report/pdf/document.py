"""The pages of the PDF: the answer on the first, an outline, a running foot."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Spacer

from automl.report.blocks import Document
from automl.report.pdf.charts import COLOURS
from automl.report.pdf.flow import _TINTS, BODY, HEADING, NOTE, QUOTE, WIDTH, Flow, style
from automl.report.pdf.fonts import BOLD, REGULAR, UNKNOWN

_MARGIN = 48.0


def to_pdf(document: Document) -> bytes:
    """Write the document; the same document gives the same bytes."""
    flow = Flow()
    story = [*_front(document, flow), *_sections(document, flow)]
    if flow.glyphs.any_east_asian:
        note = (
            "Chinese, Japanese and Korean are shown in typefaces of the program that opens this document; where it "
            "has none, report.html has them."
        )
        story.append(flow.text(note, NOTE))
    if flow.glyphs.any_unknown:
        note = f"Characters that this document's typeface does not have are shown as {UNKNOWN}; report.html has them."
        story.append(flow.text(note, NOTE))
    buffer = BytesIO()
    _Pages(buffer, document).build(story)
    return buffer.getvalue()


def _front(document: Document, flow: Flow) -> list[Any]:
    muted = HexColor(COLOURS["muted"])
    found = [
        flow.text("Tandem report", style("brand", 9, fontName=BOLD, textColor=HexColor(COLOURS["accent"]))),
        flow.text(document.title, style("title", 22, fontName=BOLD, leading=27, spaceBefore=4, spaceAfter=3)),
        flow.text(document.subtitle, style("subtitle", 9, textColor=muted, spaceAfter=10)),
        *(flow.text(f"“{line}”", QUOTE) for line in document.goal),
        Spacer(1, 6),
        flow.callout(document.headline, _TINTS[document.tone], kind=style("headline", 12.5, fontName=BOLD)),
        Spacer(1, 8),
    ]
    return [*found, flow.tiles(document.tiles), Spacer(1, 6)] if document.tiles else found


def _sections(document: Document, flow: Flow) -> list[Any]:
    found = [piece for section in document.part("decision") for piece in flow.section(section)]
    found += [
        PageBreak(),
        flow.text("For the record", style("part", 18, fontName=BOLD, leading=23, spaceAfter=4)),
    ]
    found.append(flow.text("Everything that an audit needs, and how to repeat the run.", BODY))
    return found + [piece for section in document.part("record") for piece in flow.section(section)]


class _Pages(BaseDocTemplate):  # type: ignore[misc] # reportlab has no types
    """A4 pages with a foot, and an outline of the headings."""

    def __init__(self, buffer: BytesIO, document: Document) -> None:
        super().__init__(
            buffer,
            pagesize=A4,
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN,
            title=f"{document.title} – Tandem report",
            author="Tandem",
            subject=document.headline,
            lang="en",
            invariant=1,
        )
        self._stamp = " · ".join(f"{name} {value}" for name, value in document.stamp)
        room = A4[1] - 2 * _MARGIN
        frame = Frame(
            _MARGIN, _MARGIN, WIDTH, room, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )
        self.addPageTemplates([PageTemplate(frames=[frame], onPage=self._foot)])

    def _foot(self, canvas: Any, _: Any) -> None:
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(HexColor(COLOURS["muted"]))
        canvas.drawString(_MARGIN, 28, self._stamp)
        canvas.drawRightString(A4[0] - _MARGIN, 28, f"Page {canvas.getPageNumber()}")

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - reportlab calls it by this name
        """Note where a heading landed."""
        if getattr(flowable, "style", None) is HEADING and hasattr(flowable, "outline"):
            key, title = flowable.outline
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(title, key)
