"""Lists and tables in the texts of tools; figures are written by `automl.report.figures`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def some(items: Iterable[str], *, limit: int = 8) -> str:
    """A list in a sentence, cut where it gets long.

    How many are left is not said: no tool returned that figure, and an answer ends before a figure nobody vouches for.
    """
    items = list(items)
    return ", ".join(items[:limit]) + (" and others" if len(items) > limit else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)
