"""Words on the page: what comes from data is shown as it is written, never read as Markdown, a formula or HTML."""

from __future__ import annotations

import re
from typing import Any

# Also ":", which would begin a coloured or icon directive.
_SIGNS = re.compile(r"([\\`*_\[\]<>$~#|:&])")
# What makes a list or a heading at the beginning of a line.
_LINE_START = re.compile(r"^(\s*\d*)([-+=]|(?<=\d)[.)](?=\s|$))", re.MULTILINE)
_BEFORE_PERCENT = re.compile(r"(?<=\d) %")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)

#: Scores of which less is better.
LOWER_IS_BETTER = frozenset(("log_loss", "brier", "rmse", "mae", "mape", "smape", "rmsle", "median_ae"))


def plain(text: object) -> str:
    """Text that may hold anything, for a place that reads Markdown."""
    escaped = _SIGNS.sub(r"\\\1", _together(str(text)))
    return _LINE_START.sub(r"\1\\\2", escaped)


def _together(text: str) -> str:
    """A figure stays with its sign when a line is broken."""
    return _BEFORE_PERCENT.sub("\u00a0%", text).replace("−", "−\u2060")


def _unlisted(match: re.Match[str]) -> str:
    sign = match[2]
    return f"{match[1]}{sign}\u200b" if sign.isdigit() else f"{match[1]}\\{sign}"


def paragraphs(text: str) -> str:
    """The same for text of several lines: each line break is kept."""
    return plain(text).replace("\n", "  \n")


def prose(text: str) -> str:
    """What the assistant writes: Markdown, but no pictures, links, formulas or directives.

    A cell of the table may have found its way into the words; a picture in it would be fetched from elsewhere.
    """
    parts = _CODE.split(text)
    parts[::2] = [re.sub(r"([\[\]$<~])", r"\\\1", _together(part)) for part in parts[::2]]
    return "".join(parts)


def figure_format(figure: float) -> str:
    """How a column of scores as large as this one is written: with separators from 1,000 on, without digits behind."""
    return "localized" if abs(figure) >= 1000 else "%.4f"


def rounded(figure: float) -> float:
    """A score without the digits that nobody reads: whole from 1,000 on."""
    return round(figure) if abs(figure) >= 1000 else figure


def table_px(n_rows: int, *, at_most: int = 8) -> int:
    """Height of a table that shows so many rows, then scrolls."""
    return 35 * (min(n_rows, at_most) + 1) + 3 + (17 if n_rows > at_most else 0)


def short(text: str, length: int = 40) -> str:
    """At most so many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def shown(value: Any) -> str:
    """A value of the specification on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {shown(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
