"""The document as one self-contained HTML page: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from automl.report.blocks import Document, Picture
from automl.report.charts.svg import to_svg
from automl.report.text import held_together

_TEMPLATES = Path(__file__).parent / "templates"


def to_html(document: Document) -> str:
    """Write the page; whatever came from the data is escaped."""
    environment = _environment()
    style = (_TEMPLATES / "report.css").read_text("utf-8")
    # The style sheet is our own file: nothing of the data goes into it.
    return environment.get_template("report.html").render(document=document, style=Markup(style))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["svg"] = _svg
    environment.filters["nobreak"] = held_together
    return environment


def _svg(picture: Picture) -> Markup:
    return to_svg(picture.drawing, f"{picture.title}. {picture.alt}")
