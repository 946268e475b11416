"""Every figure that a reader sees is one of the result's, rounded: in each format, read back from the document."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pptx import Presentation

from automl.report import figures, render
from automl.report.document import build_document
from automl.report.html import to_html
from automl.report.markdown import to_markdown
from automl.report.pdf.flow import Flow
from automl.search.result import RunResult

Entries = list[dict[str, Any]]
_NUMBER = re.compile(r"(?<![\w.])([−-]?)[$€£¥]?(\d[\d,]*(?:\.\d+)?)(?!\w)(\s?%| points)?")
# Figures of the wording itself, not of the result: levels, guessing, perfection, odds, sizes of lists, rounding.
_WORDING = {0.0, 1.0, 0.7, 5.0, 50.0, 95.0, 99.99, 0.01, 100.0, 256.0}


def numbers(text: str) -> Iterator[tuple[float, int, bool]]:
    """Value, decimals and whether a percentage, of each figure in a text."""
    for sign, digits, percent in _NUMBER.findall(text.replace("\u00a0", " ").replace("\u2060", "")):
        value = float(digits.replace(",", "")) * (-1 if sign else 1)
        yield value, len(digits.partition(".")[2]), bool(percent)


@dataclass(frozen=True)
class Known:
    """The numbers of a record, sorted and without signs, and those inside its texts."""

    exact: np.ndarray
    quoted: set[float]

    def has(self, value: float, decimals: int, *, factor: float = 1.0) -> bool:
        """Whether a figure, as shown, is one of the numbers after rounding."""
        if abs(value) in self.quoted:
            return True
        half = max(0.5001 * 10.0**-decimals, 1e-12 * abs(value))
        low, high = np.searchsorted(self.exact * factor, [abs(value) - half, abs(value) + half])
        return bool(high > low)


def known_figures(result: RunResult, entries: Entries) -> Known:
    """Everything that a figure of the document may be."""
    exact: set[float] = set()
    quoted: set[float] = set(_WORDING)
    pending: list[Any] = [result.to_json(), entries]
    while pending:
        found = pending.pop()
        if isinstance(found, dict):
            pending += [*found.keys(), *found.values()]
            exact.add(len(found))
        elif isinstance(found, list):
            pending += found
            exact.add(len(found))
        elif isinstance(found, str):
            quoted |= {abs(value) for value, _, _ in numbers(found)}
        elif isinstance(found, int | float) and not isinstance(found, bool):
            exact.add(float(found))
            quoted |= {value for value, _, _ in numbers(figures.duration(abs(found)))}
    return Known(np.sort(np.abs(np.array(list(exact | derived(result))))), quoted)


def derived(result: RunResult) -> set[float]:
    """What the report computes: differences of totals, per row, and counts of things listed."""
    found: set[float] = {sum(i.low > 0 for i in result.explanation.importance)}
    found |= {len({row.family for row in result.leaderboard} - {"dummy", "ensemble"})}
    money = result.money
    if money is not None:
        totals = [
            v
            for v in (money.total.value, money.nothing, money.everyone, money.today, money.perfect)
            if v is not None
        ]
        found |= {a - b for a, b in combinations(totals, 2)} | {b - a for a, b in combinations(totals, 2)}
        found |= {(money.over_nothing.value or 0) / money.n_rows}
    return found


def strangers(text: str, known: Known) -> list[float]:
    """Figures of a text that stand nowhere in the result."""
    return [
        v
        for v, decimals, percent in numbers(text)
        if not known.has(v, decimals, factor=100.0 if percent else 1.0)
    ]


def pdf_text(result: RunResult, entries: Entries) -> str:
    """The text of all paragraphs and cells that go into the PDF."""
    flow, found = Flow(), []
    document = build_document(result, entries)
    pending: list[Any] = [piece for section in document.sections for piece in flow.section(section)]
    pending += [flow.tiles(document.tiles), flow.callout(document.headline, "#ffffff")]
    while pending:
        piece = pending.pop()
        if hasattr(piece, "getPlainText"):
            found.append(piece.getPlainText())
        pending += getattr(piece, "_content", [])
        for row in getattr(piece, "_cellvalues", []):
            for cell in row:
                pending += cell if isinstance(cell, list) else [cell]
    return "\n".join(found)


def test_every_figure_in_markdown_is_one_of_the_result(result: RunResult, entries: Entries) -> None:
    text = to_markdown(build_document(result, entries)).replace("\\", "")

    assert strangers(text, known_figures(result, entries)) == []
    assert sum(1 for _ in numbers(text)) > 100


def test_every_figure_in_the_page_is_one_of_the_result(result: RunResult, entries: Entries) -> None:
    page = to_html(build_document(result, entries))
    told = re.sub(r"(?s)<(style|svg)\b.*?</\1>", " ", page)  # the ticks of axes are no figures of the result
    text = unescape(re.sub(r"<[^>]*>", " ", told))

    assert strangers(text, known_figures(result, entries)) == []
    assert sum(1 for _ in numbers(text)) > 100


def test_every_figure_in_the_pdf_is_one_of_the_result(result: RunResult, entries: Entries) -> None:
    text = pdf_text(result, entries)

    assert strangers(text, known_figures(result, entries)) == []
    assert sum(1 for _ in numbers(text)) > 100


def test_every_figure_on_the_slides_is_one_of_the_result(
    result: RunResult, entries: Entries, tmp_path: Path
) -> None:
    deck = Presentation(str(render(result, entries, to="pptx", out=tmp_path / "deck.pptx")))
    known = known_figures(result, entries)

    for slide in deck.slides:
        shapes = list(slide.shapes)
        texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
        texts += [cell.text for s in shapes if s.has_table for row in s.table.rows for cell in row.cells]
        assert strangers("\n".join(texts), known) == []
        for shape in shapes:
            if shape.has_chart:
                drawn = [v for series in shape.chart.plots[0].series for v in series.values]
                assert all(known.has(v, 9) for v in drawn if v is not None)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_every_figure_in_the_pdf_file_is_one_of_the_result(
    results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    for name in ("churn", "prices"):
        path = render(results[name], entries, to="pdf", out=tmp_path / f"{name}.pdf")
        text = subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout
        for headline in build_document(results[name], entries).tiles:
            assert headline.figure in text


def test_a_figure_of_another_run_is_found_out(results: dict[str, RunResult], entries: Entries) -> None:
    money = results["churn"].money
    assert money is not None
    other = results["churn"].model_copy(update={"money": money.model_copy(update={"everyone": 9876.0})})
    text = to_markdown(build_document(other, entries)).replace("\\", "")

    assert 9876.0 in strangers(text, known_figures(results["churn"], entries))
