"""A chart as shapes in roles rather than colours, so that one chart serves page, print and both themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["ink", "muted", "line", "accent", "soft", "good", "bad", "warn", "surface"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    role: Role
    opacity: float = 1.0
    radius: float = 0.0
    title: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points, or the area that it encloses."""

    points: tuple[Point, ...]
    role: Role
    width: float = 1.5
    dashed: bool = False
    filled: bool = False
    opacity: float = 1.0


@dataclass(frozen=True)
class Dot:
    """A circle."""

    x: float
    y: float
    radius: float
    role: Role
    opacity: float = 1.0
    title: str = ""


@dataclass(frozen=True)
class Label:
    """A piece of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    role: Role = "muted"
    size: float = 12.0
    anchor: Anchor = "start"
    bold: bool = False
    title: str = ""


Shape = Box | Line | Dot | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes on a canvas whose origin is the upper left corner."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def text_width(text: str, size: float = 12.0) -> float:
    """Width that a text will roughly have; the widest of the typefaces in use, so that nothing overlaps."""
    return size * sum(0.95 if ord(c) > 0x2E80 else 0.32 if c in "iljI.,:;|'! " else 0.6 for c in text)


def fitting(text: str, width: float, size: float = 12.0) -> str:
    """As much of a text as fits, with its end cut off."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
