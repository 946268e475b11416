"""The words that language models read, as Markdown: the system prompt, one page per tool, and what terms mean."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def load(name: str) -> str:
    """Return the description of a tool, from `tools/<name>.md`."""
    return (_FOLDER / "tools" / f"{name}.md").read_text(encoding="utf-8").strip()


@cache
def system() -> str:
    """Return the system prompt without what the project stands at."""
    return (_FOLDER / "system.md").read_text(encoding="utf-8").strip()


@cache
def terms() -> dict[str, str]:
    """Return each term, and each other name of it, in lower case, with its plain-language meaning.

    A heading of `terms.md` holds the term, followed by its other names, separated by commas.
    """
    found: dict[str, str] = {}
    text = (_FOLDER / "terms.md").read_text(encoding="utf-8")
    for section in text.split("\n## ")[1:]:
        heading, _, meaning = section.partition("\n")
        for name in heading.split(","):
            found[name.strip().lower()] = " ".join(meaning.split())
    return found
