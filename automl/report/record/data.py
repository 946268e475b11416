"""The data as it was used."""

from __future__ import annotations

from automl.report import figures
from automl.report.blocks import Block, Cell, Facts, Fold, Paragraph, Points, Section, Table
from automl.report.cited import Cited
from automl.report.text import cut, shorten
from automl.search.result import DataSummary

MAX_CLASSES = 40


def data(cited: Cited) -> Section:
    """Rows, columns, what was converted, what was set aside and why."""
    used = cited.result.data
    blocks: list[Block] = [
        Facts(
            (
                ("Table", Cell(shorten(used.name, 80), title=used.name)),
                ("Fingerprint (sha256 of the content)", Cell(used.fingerprint)),
                ("Rows", Cell(cited.count("data", "n_rows"))),
                ("Rows used", Cell(cited.count("data", "n_rows_used"))),
                ("Columns", Cell(cited.count("data", "n_columns"))),
                ("Columns learned from", Cell(figures.count(len(used.features)))),
                ("Target", Cell(shorten(cited.result.target, 80), title=cited.result.target)),
            )
        )
    ]
    blocks += _left_out(used)
    blocks += _target(used)
    if used.conversions:
        blocks += [
            Paragraph("What was converted", "lead"),
            Points(tuple(cut(c, 400) for c in used.conversions)),
        ]
    blocks += _set_aside(used)
    names = ", ".join(shorten(name) for name in used.features)
    blocks.append(Fold(f"The {len(used.features):,} columns learned from", (Paragraph(names or "none"),)))
    return Section("data", "Data", tuple(blocks), "record")


def _left_out(used: DataSummary) -> list[Block]:
    rows = tuple((Cell(cut(why, 200)), Cell(figures.count(n))) for why, n in used.left_out.items() if n)
    return [Table(("Rows left out because", "Rows"), rows, frozenset({1}))] if rows else []


def _target(used: DataSummary) -> list[Block]:
    if used.classes:
        shown = sorted(used.classes.items(), key=lambda item: (-item[1], item[0]))
        rows = tuple(
            (Cell(shorten(label), title=label), Cell(figures.count(n))) for label, n in shown[:MAX_CLASSES]
        )
        n_more = len(shown) - len(rows)
        note = f"{figures.count(n_more)} rarer labels are left out of this table." if n_more > 0 else ""
        return [Table(("Label of the target", "Rows"), rows, frozenset({1}), note=note)]
    if used.target_stats:
        rows = tuple((Cell(name), Cell(figures.number(value))) for name, value in used.target_stats.items())
        return [Table(("The target's", "Value"), rows, frozenset({1}))]
    return []


def _set_aside(used: DataSummary) -> list[Block]:
    rows = tuple(
        (
            Cell(shorten(found.get("column", "")), title=found.get("column", "")),
            Cell(cut(found.get("reason", ""), 300)),
        )
        for found in used.set_aside
    )
    if not rows:
        return [Paragraph("No column was set aside.")]
    return [Table(("Column set aside", "Why"), rows)]
