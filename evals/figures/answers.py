"""The answers of the measurement, with their figures worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
BATCHES = ("first", "second", "third")


@dataclass(frozen=True)
class Answer:
    """What a language model says.

    Attributes:
        scene: What happens before.
        form: How its figure is written.
        text: With figures in braces.
        is_true: Whether every figure of it is that of a tool result.
    """

    scene: str
    form: str
    text: str
    is_true: bool

    def said(self, facts: dict[str, object]) -> str:
        """The text with its figures."""
        return self.text.format_map(facts)


def answers(batch: str = "first") -> list[Answer]:
    """Every answer of a batch, the true ones first."""
    return [answer for kind in ("true", "false") for answer in _read(batch, kind)]


def _read(batch: str, kind: str) -> Iterator[Answer]:
    for line in (FOLDER / f"{batch}_{kind}.txt").read_text("utf-8").splitlines():
        scene, form, text = line.split(" | ", 2)
        yield Answer(scene, form, text.replace("\\n", "\n"), is_true=kind == "true")
