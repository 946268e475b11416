"""A table of counts whose cells are as dark as they are full."""

from __future__ import annotations

from collections.abc import Sequence

from automl.report.charts.drawing import Box, Drawing, Label, Shape, fitting, text_width

_CELL_HEIGHT = 46.0


def heat_chart(
    labels: Sequence[str],
    counts: Sequence[Sequence[int]],
    *,
    shown: Sequence[Sequence[str]],
    width: float = 420.0,
) -> Drawing:
    """Actual labels down, stated labels across; shades compare cells of one line.

    Parameters
    ----------
    labels : sequence of str
        Names of the classes.
    counts : sequence of sequence of int
        Rows of each actual class by stated class.
    shown : sequence of sequence of str
        The same counts as text.
    """
    left = min(max(text_width(label, 12) for label in labels) + 16, 130.0)
    cell = (width - left) / len(labels)
    shapes: list[Shape] = [
        Label(left, 13, "Stated", "muted", 11.5),
        Label(0, 32, "Actual", "muted", 11.5),
    ]
    for i, label in enumerate(labels):
        middle = 42 + _CELL_HEIGHT * i + _CELL_HEIGHT / 2 + 4
        shapes.append(Label(left - 10, middle, fitting(label, left - 12), "ink", 12, "end", title=label))
        across = fitting(label, cell - 6)
        shapes.append(Label(left + cell * (i + 0.5), 32, across, "ink", 12, "middle", title=label))
        for j, n in enumerate(counts[i]):
            shapes += _cell(
                left + cell * j, 42 + _CELL_HEIGHT * i, cell, share=n / max(1, sum(counts[i])), right=i == j
            )
            shapes.append(
                Label(left + cell * (j + 0.5), middle, shown[i][j], "ink", 13, "middle", bold=i == j)
            )
    return Drawing(width, 42 + _CELL_HEIGHT * len(labels) + 4, tuple(shapes))


def _cell(x: float, y: float, cell: float, *, share: float, right: bool) -> list[Shape]:
    box = Box(x + 1.5, y + 1.5, cell - 3, _CELL_HEIGHT - 3, "line", opacity=0.45, radius=4)
    shade = Box(
        x + 1.5,
        y + 1.5,
        cell - 3,
        _CELL_HEIGHT - 3,
        "accent" if right else "bad",
        opacity=0.06 + 0.5 * share,
        radius=4,
    )
    return [box, shade]
