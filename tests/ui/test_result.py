"""The result on the page: its figures are those of `result.json`."""

from __future__ import annotations

import io
import json
import zipfile

from automl.project.projects import Project
from automl.report.figures import money, score
from tests.ui.conftest import Open, words
from ui.charts import N_TICKS
from ui.downloads import REPORTS, document, zipped


def test_the_figures_are_those_of_the_run_folder(finished: Project, open_page: Open) -> None:
    run = finished.runs()[0]
    kept = json.loads(run.result_path.read_text("utf-8"))

    page = open_page(finished)

    shown = {metric.label: metric.value for metric in page.metric}
    assert shown["Log loss"] == score(kept["held_out"]["value"])
    assert shown["Gain on these rows"] == money(kept["money"]["over_nothing"]["value"], "USD")
    assert shown["Model"] == kept["chosen"]["label"]
    assert f"On {kept['split']['n_held_out']} rows that it had never seen" in words(page)


def test_the_title_of_a_list_of_bars_stands_where_it_can_be_wrapped(
    finished: Project, open_page: Open
) -> None:
    page = open_page(finished)

    assert "How much log loss worsens when the column is shuffled" in words(page)


def test_an_axis_stands_where_no_figures_stand_beside_the_bars(finished: Project, open_page: Open) -> None:
    page = open_page(finished)

    money_bars, *_, importance = (
        layer["encoding"]["x"]["axis"]
        for chart in page.get("vega_lite_chart")
        for layer in json.loads(chart.proto.spec)["layer"][:1]
        if layer["mark"]["type"] == "bar"
    )
    assert money_bars is None
    assert importance["tickCount"] == N_TICKS


def test_every_document_and_the_model_can_be_had(finished: Project, open_page: Open) -> None:
    run = finished.runs()[0]
    page = open_page(finished)

    assert len(page.get("download_button")) == len(REPORTS) + 1
    starts = {"html": b"<!", "pdf": b"%PDF", "pptx": b"PK", "md": b"#"}
    for to in REPORTS:
        assert document(run.folder, to).lstrip()[:4].startswith(starts[to])
    names = zipfile.ZipFile(io.BytesIO(zipped(run.folder))).namelist()
    assert "result.json" in names
    assert any(name.startswith("model/") for name in names)
    assert not any("transcript" in name for name in names)
