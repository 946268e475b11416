"""The deck as one file."""

from __future__ import annotations

from io import BytesIO

from pptx import Presentation
from pptx.util import Inches

from automl.report.cited import Cited
from automl.report.deck.canvas import HEIGHT, WIDTH, Canvas
from automl.report.deck.slides import SLIDES, worth
from automl.report.story import answer
from automl.search.result import RunResult

_TITLE_ONLY = 5  # among the layouts of the library's own template


def to_pptx(result: RunResult) -> bytes:
    """Write the slides; each figure is traced in the speaker's notes of its slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title = f"{answer.title(Cited(result))} – Tandem report"
    deck.core_properties.author = "Tandem"
    for draw in SLIDES:
        if draw is worth and result.money is None:
            continue  # the slide on how good it is says the same
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        canvas = Canvas(slide, Cited(result))
        draw(canvas)
        canvas.foot()
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()
