"""Typefaces of the PDF: ones that know currency signs, and what happens to characters that they lack.

Chinese, Japanese and Korean are set in the typefaces that the PDF format names for them: nothing is embedded, the
program that shows the document brings the letters. Emoji are written as their Unicode names.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, MONO = "Tandem", "Tandem-Bold", "Tandem-Mono"
UNKNOWN = "□"

# reportlab's own fonts lack the euro in some styles and the minus sign; matplotlib brings a complete one.
_FILES = {REGULAR: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf", MONO: "DejaVuSansMono.ttf"}
_FALLBACK = {REGULAR: "Vera.ttf", BOLD: "VeraBd.ttf", MONO: "Vera.ttf"}

CHINESE, JAPANESE, KOREAN = "STSong-Light", "HeiseiKakuGo-W5", "HYGothic-Medium"
# First and last character of kana, of Korean letters and syllables, and of what all of them share: punctuation,
# Chinese characters, full-width forms.
_KANA = ((0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))
_HANGUL = ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3))
_SHARED = ((0x3000, 0x3020), (0x4E00, 0x9FFF), (0xFF01, 0xFF5E))


@cache
def register() -> None:
    """Make the typefaces known; once per process."""
    found = importlib.util.find_spec("matplotlib")  # its folder is enough, importing it takes a second
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else None
    for name, file in _FILES.items():
        path = folder / file if folder is not None and (folder / file).exists() else _FALLBACK[name]
        pdfmetrics.registerFont(TTFont(name, str(path)))
    for name in (CHINESE, JAPANESE, KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


class Glyphs:
    """Finds a typeface for each character, replaces what none has, and remembers whether it had to."""

    def __init__(self) -> None:
        register()
        self._known = pdfmetrics.getFont(REGULAR).face.charToGlyph
        self.any_unknown = False
        self.any_east_asian = False

    def shown(self, text: str) -> str:
        """The text with an emoji's name in brackets for the emoji, and a box for what cannot be drawn."""
        return "".join(map(self._shown, text))

    def runs(self, text: str) -> Iterator[tuple[str | None, str]]:
        """Pieces of the text as shown, each with its typeface; None is the document's own."""
        shown = self.shown(text)
        east_asian = _east_asian(shown)
        for is_east_asian, piece in groupby(shown, self._is_east_asian):
            yield (east_asian if is_east_asian else None), "".join(piece)

    def _is_east_asian(self, character: str) -> bool:
        return ord(character) not in self._known and _within(character, *_KANA, *_HANGUL, *_SHARED)

    def _shown(self, character: str) -> str:
        category = unicodedata.category(character)
        # The font maps joiners and variation marks to visible boxes; a skin tone is no picture by itself.
        if (
            category in ("Cf", "Cc")
            or "\ufe00" <= character <= "\ufe0f"
            or "\U0001f3fb" <= character <= "\U0001f3ff"
        ):
            return ""
        if ord(character) in self._known:
            return character
        if category in ("Mn", "Me"):
            return ""
        if self._is_east_asian(character):
            self.any_east_asian = True
            return character
        if category == "So" and (name := unicodedata.name(character, "")):
            return f"[{name.lower()}]"
        self.any_unknown = True
        return UNKNOWN


def _east_asian(text: str) -> str:
    """The typeface for a text: kana are Japanese only, Hangul Korean only."""
    if any(_within(character, *_KANA) for character in text):
        return JAPANESE
    return KOREAN if any(_within(character, *_HANGUL) for character in text) else CHINESE


def _within(character: str, *ranges: tuple[int, int]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)
