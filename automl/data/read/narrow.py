"""Text of one byte a letter, or of a few: which encoding it is in cannot be known, so what was assumed is said."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

#: Encodings that are recognised, and their names. Of scripts other than Latin only: those of Latin letters differ in so
#: few of them that their statistics tell nothing (a £ of Windows-1252 is a Ł of Windows-1250).
_OTHER_SCRIPTS = {
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GBK",
    "big5": "Big5",
    "cp949": "Korean (CP949)",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "iso8859_5": "ISO-8859-5",
    "cp866": "CP866",
    "cp1253": "Windows-1253",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
}
_SAMPLE_BYTES = 1 << 16
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# A letter by itself is no evidence: the ° of Latin-1 is a letter of Cyrillic.
_WORD = re.compile(r"[^\W\d_]{2,}")
_MIN_WORDS = 3
_EXAMPLE = re.compile(r"[^\s,;|\"]*[^\x00-\x7f\s][^\s,;|\"]*")
_EXAMPLE_LENGTH = 30
_UNREADABLE = "\ufffd"


def read_narrow(data: bytes) -> tuple[bytes, str]:
    """Text without zero bytes, as UTF-8; what could not be read becomes the replacement character.

    Returns
    -------
    text : bytes
    note : str
        What was assumed, with an example to judge it by, and how many characters could not be read; empty for UTF-8.
    """
    try:
        data.decode("utf-8")
        return data, ""
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    n_broken = text.count(_UNREADABLE)
    # Letters of another encoding hardly ever make a letter of UTF-8 by chance.
    if len(text) - len(text.encode("ascii", "ignore")) > 2 * n_broken:
        return text.encode(), f"The file is in UTF-8, but {_unreadable(n_broken)}."
    encoding, name = _assumed(data)
    text = data.decode(encoding, "replace")
    example = _EXAMPLE.search(text)
    shown = f" (so that it holds {example[0][:_EXAMPLE_LENGTH]!r})" if example else ""
    n_broken = text.count(_UNREADABLE)
    broken = f" {_unreadable(n_broken)}." if n_broken else ""
    said = f"The file is not in UTF-8; it was read as {name}{shown}. Save it in UTF-8 if letters look wrong.{broken}"
    return text.encode(), said


def _assumed(data: bytes) -> tuple[str, str]:
    """The encoding of another script where the lines with such letters make words in it, else Windows-1252."""
    sample = b"\n".join(line for line in data.splitlines() if _NOT_ASCII.search(line))[:_SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=list(_OTHER_SCRIPTS)).best()
    if best is not None and best.encoding in _OTHER_SCRIPTS and _is_another_script(str(best)):
        return best.encoding, _OTHER_SCRIPTS[best.encoding]
    return "cp1252", "Windows-1252"


def _is_another_script(text: str) -> bool:
    """Whether letters that are not ASCII stand together: accents read as another script stand among Latin letters."""
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    n_mixed = sum(any(map(str.isascii, word)) for word in words)
    return len(words) >= _MIN_WORDS and 2 * n_mixed < len(words)


def _unreadable(n: int) -> str:
    return "1 character could not be read" if n == 1 else f"{n:,} characters could not be read"
