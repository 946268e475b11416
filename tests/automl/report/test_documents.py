"""The documents in every format, for every kind of result."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from automl.errors import FolderError, InputError
from automl.report import FORMATS, render, render_folder, write_report
from automl.report.document import build_document
from automl.report.figures import score
from automl.report.html import to_html
from automl.report.markdown import to_markdown
from automl.search.result import Importance, RunResult

Entries = list[dict[str, Any]]


class Page(HTMLParser):
    """What a browser would see: tags with attributes, and the text outside style and charts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("style", "svg"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.text.append(data)


@pytest.mark.parametrize("to", list(FORMATS))
def test_every_kind_of_result_becomes_a_document(
    to: str, result: RunResult, entries: Entries, tmp_path: Path
) -> None:
    path = render(result, entries, to=to, out=tmp_path / f"report.{to}")

    start = {"html": b"<!doctype html>", "md": b"# Predicting", "pdf": b"%PDF-1", "pptx": b"PK"}[to]
    assert path.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [path]


def test_no_technical_blank_reaches_the_reader(result: RunResult, entries: Entries) -> None:
    text = " ".join(Page(to_html(build_document(result, entries))).text)

    assert not re.search(r"\bNone\b|\bnan\b|\binf\b|\{\}|\[\]|<class", text)


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(result: RunResult, entries: Entries) -> None:
    page = Page(to_html(build_document(result, entries)))

    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "b"}
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    policy = [a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_the_page_can_be_found_ones_way_in_without_seeing_it(result: RunResult, entries: Entries) -> None:
    page = Page(to_html(build_document(result, entries)))

    ids = [a["id"] for _, a in page.tags if "id" in a]
    targets = [str(a["href"])[1:] for tag, a in page.tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert all(a.get("role") == "img" and a.get("aria-label") for tag, a in page.tags if tag == "svg")
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert ("html", {"lang": "en"}) in page.tags


def test_names_from_the_data_stay_text(results: dict[str, RunResult], entries: Entries) -> None:
    document = build_document(results["hostile"], entries)
    html, markdown = to_html(document), to_markdown(document)

    assert "<script>" not in html and "</style><b>" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>" not in markdown
    assert "\\<script\\>" in markdown
    visible = re.sub(r'title="[^"]*"|<title>[^<]*</title>', "", html)  # names are whole only on hovering
    assert "x" * 300 in html and "x" * 60 not in visible
    assert "\u202e" not in visible


def test_markdown_tables_have_as_many_cells_in_every_line(result: RunResult, entries: Entries) -> None:
    lines = to_markdown(build_document(result, entries)).splitlines()

    width = 0
    for line in lines:
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells


def test_the_story_says_what_the_result_says(results: dict[str, RunResult], entries: Entries) -> None:
    text = to_markdown(build_document(results["churn"], entries)).replace("\\", "")

    for expected in (
        "An offer costs $60 and keeps 40 % of the leavers",  # the goal in the user's words
        "more than acting on nobody, on 1,409 rows that it had never seen",
        "Act on a row when its probability of “Yes” is at least 21.4 %",
        "look number 2",
        "customerID",
        "TotalCharges: 7,032 numbers read from text",
        "XGBoost is not installed",
        "Input X contains infinity",
        "not kept",
        "How technical should the explanations be?",
        "budget.time_s",
        "tandem replay DIR",
        results["churn"].transcript_head,
        results["churn"].data.fingerprint,
        entries[0]["hash"][:10],
        "refitted on all 7,032",
    ):
        assert expected in text, expected


def test_of_a_baseline_nothing_is_told_that_would_have_it_acted_on_or_explained(
    results: dict[str, RunResult], entries: Entries
) -> None:
    money, decision = results["churn"].money, results["churn"].decision
    full = {"money": money, "decision": decision, "explanation": results["churn"].explanation}
    bare = results["bare"].model_copy(update=full)
    lone = bare.model_copy(update={"leaderboard": (bare.leaderboard[-1],)})
    document = build_document(lone, entries)

    text = to_markdown(document).replace("\\", "")
    assert "that means acting on" not in text
    assert "there is nothing to explain" in text and "Single predictions" not in text
    assert "Nothing but the baseline was there after" in text and "0 families" not in text
    assert document.tiles[0].tone == "plain"


def test_the_figure_of_what_matters_most_is_that_of_the_column_named_first(
    results: dict[str, RunResult], entries: Entries
) -> None:
    told = results["churn"].explanation
    first, second, *others = told.importance
    by_chance = first.model_copy(update={"low": -0.01})

    def said(*importance: Importance) -> str:
        explanation = told.model_copy(update={"importance": importance})
        document = build_document(results["churn"].model_copy(update={"explanation": explanation}), entries)
        return to_markdown(document).replace("\\", "")

    text = said(by_chance, second, *others)
    assert f"What matters most is “{second.column}”" in text
    assert f"shuffling “{second.column}” alone makes the log loss worse by {score(second.drop)}." in text
    assert "No single column stands out" in said(by_chance)


def test_bad_news_is_the_first_thing_said(results: dict[str, RunResult], entries: Entries) -> None:
    money = results["churn"].money
    assert money is not None
    luck = money.model_copy(update={"over_nothing": money.over_nothing.model_copy(update={"low": -20.0})})
    loss = money.model_copy(update={"over_nothing": money.over_nothing.model_copy(update={"value": -20.0})})

    def headline(result: RunResult) -> tuple[str, str]:
        document = build_document(result, entries)
        return document.tone, document.headline

    assert headline(results["churn"])[0] == "good"
    tone, said = headline(results["churn"].model_copy(update={"money": luck}))
    assert tone == "warn" and "may be luck" in said
    tone, said = headline(results["churn"].model_copy(update={"money": loss}))
    assert tone == "bad" and "no more than acting on nobody" in said
    tone, said = headline(results["bare"])
    assert tone == "bad" and "do not act" in said
    assert headline(results["tiny"])[0] == "warn"


def test_the_deck_has_native_charts_and_notes_that_trace_its_figures(
    results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    deck = Presentation(
        BytesIO(render(results["churn"], entries, to="pptx", out=tmp_path / "d.pptx").read_bytes())
    )

    slides = list(deck.slides)
    assert len(slides) >= 6
    assert all(slide.shapes.title.text for slide in slides)
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) >= 4
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    run = results["churn"].transcript_head[:12]
    assert all(f"of run {run}" in note for note in notes)
    assert "= money.over_nothing.value = 43940.0" in notes[1]


def test_on_slides_figures_of_bars_to_the_left_have_room_and_nothing_is_not_minus_nothing(
    results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    money = results["churn"].money
    assert money is not None
    losses = {"nothing": -900.0, "everyone": -5000.0, "perfect": -8.9e-16, "currency": "INR"}
    result = results["churn"].model_copy(update={"money": money.model_copy(update=losses)})

    deck = Presentation(str(render(result, entries, to="pptx", out=tmp_path / "d.pptx")))

    chart = next(s.chart for s in deck.slides[2].shapes if s.has_chart)
    drawn = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    assert drawn["Perfect foresight"] == 0 and not str(drawn["Perfect foresight"]).startswith("-")
    assert chart.value_axis.minimum_scale < 1.3 * min(drawn.values())
    assert "₹" in chart.plots[0].data_labels.number_format
    curve = next(s.chart for s in deck.slides[3].shapes if s.has_chart)
    assert (curve.category_axis.minimum_scale, curve.category_axis.maximum_scale) == (0, 1)


def test_a_pdf_is_the_same_bytes_again_and_says_what_it_could_not_print(
    results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    from automl.report.pdf.flow import Flow

    first, again = (render(results["plain"], entries, to="pdf", out=tmp_path / f"{i}.pdf") for i in (1, 2))
    flow = Flow()
    assert flow.text("💥 中 ก €5 −3", _style()).getPlainText() == "[collision symbol] 中 □ €5 −3"

    assert first.read_bytes() == again.read_bytes()
    assert flow.glyphs.any_unknown


def _style() -> Any:
    from automl.report.pdf.flow import BODY

    return BODY


@pytest.mark.parametrize("name", ["churn", "wide"])
def test_the_page_is_written_well_within_its_time(
    name: str, results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    started = time.perf_counter()
    write_report(results[name], entries * 100, tmp_path)

    assert time.perf_counter() - started < 2.5


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = ["matplotlib", "reportlab", "pptx", "jinja2", "sklearn", "scipy", "pandas"]
    code = (
        f"import sys, automl.report, automl.report.figures; print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_folder_is_enough_even_where_its_transcript_ends_in_the_middle(
    results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    (tmp_path / "result.json").write_text(json.dumps(results["churn"].to_json()), "utf-8")
    lines = [json.dumps(entry) for entry in entries]
    (tmp_path / "transcript.jsonl").write_text("\n".join(lines) + '\n{"seq": 99, "ti', "utf-8")

    path = render_folder(tmp_path, to="md")

    assert path == tmp_path / "report.md"
    assert f"{len(entries)} entries" in path.read_text("utf-8")


def test_an_unknown_format_or_folder_is_one_sentence(
    results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        render(results["churn"], entries, to="docx", out=tmp_path / "x")
    assert (
        str(caught.value)
        == "A report can be written as html, md, pdf, pptx, not as 'docx'; name one of these."
    )
    with pytest.raises(FolderError, match=r"has no result\.json that can be read"):
        render_folder(tmp_path)


def test_a_document_that_cannot_be_written_leaves_the_old_one(
    results: dict[str, RunResult], entries: Entries, tmp_path: Path
) -> None:
    path = render(results["tiny"], entries, to="html", out=tmp_path / "report.html")
    before = path.read_bytes()
    (tmp_path / ".report.html.part").mkdir()  # where the new one would be put together

    with pytest.raises(OSError):
        render(results["churn"], entries, to="html", out=path)

    assert path.read_bytes() == before
