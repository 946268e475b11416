"""Typefaces of the PDF: ones that know currency signs, and what happens to characters that they lack."""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, MONO = "Tandem", "Tandem-Bold", "Tandem-Mono"
UNKNOWN = "□"

# reportlab's own fonts lack the euro in some styles and the minus sign; matplotlib brings a complete one.
_FILES = {REGULAR: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf", MONO: "DejaVuSansMono.ttf"}
_FALLBACK = {REGULAR: "Vera.ttf", BOLD: "VeraBd.ttf", MONO: "Vera.ttf"}


@cache
def register() -> None:
    """Make the typefaces known; once per process."""
    found = importlib.util.find_spec("matplotlib")  # its folder is enough, importing it takes a second
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else None
    for name, file in _FILES.items():
        path = folder / file if folder is not None and (folder / file).exists() else _FALLBACK[name]
        pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


class Glyphs:
    """Replaces characters that the typeface lacks, and remembers whether it had to."""

    def __init__(self) -> None:
        register()
        self._known = pdfmetrics.getFont(REGULAR).face.charToGlyph
        self.any_unknown = False

    def shown(self, text: str) -> str:
        """The text with a box for each character that cannot be drawn."""
        return "".join(map(self._shown, text))

    def _shown(self, character: str) -> str:
        # The font maps joiners and variation marks to visible boxes.
        if unicodedata.category(character) in ("Cf", "Cc") or "\ufe00" <= character <= "\ufe0f":
            return ""
        if ord(character) in self._known:
            return character
        if unicodedata.category(character) in ("Mn", "Me"):
            return ""
        self.any_unknown = True
        return UNKNOWN
