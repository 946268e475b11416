"""The result on the page: its figures are those of `result.json`."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from automl.folder import read_result
from automl.project.projects import Project
from automl.report.candidates import leaderboard_table
from automl.report.figures import money, score
from tests.ui.conftest import GOAL, Open, words
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


def test_a_file_without_words_is_no_goal(finished: Project) -> None:
    assert read_result(finished.runs()[0].folder).goal == (GOAL,)


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


def test_a_document_that_is_there_keeps_its_address(finished: Project, open_page: Open) -> None:
    document(finished.runs()[0].folder, "html")
    page = open_page(finished)

    def address() -> str:
        return next(str(one.proto.url) for one in page.get("download_button") if one.proto.label == "Report")

    before = address()
    page.run()

    assert before
    assert address() == before


def test_no_spread_is_told_where_there_was_one_part_to_test_on(finished: Project) -> None:
    result = read_result(finished.runs()[0].folder)
    rows = tuple(row.model_copy(update={"std": 0.0}) for row in result.leaderboard)
    one_part = result.model_copy(update={"leaderboard": rows})

    assert "± over folds" in leaderboard_table(result, result.leaderboard, caption="", brief=True).head
    assert "± over folds" not in leaderboard_table(one_part, rows, caption="", brief=True).head


@pytest.mark.parametrize("is_chance", [True, False])
def test_the_effect_of_a_number_with_gaps_is_a_line(is_chance: bool) -> None:
    page = AppTest.from_function(_draw_effect, kwargs={"is_chance": is_chance}).run()

    assert not page.exception
    first = json.loads(page.get("vega_lite_chart")[0].proto.spec)["layer"][0]
    assert first["mark"]["type"] == "line"
    assert page.caption[0].value == f"Where it is missing: {'25 %' if is_chance else '0.25'}"


def _draw_effect(*, is_chance: bool) -> None:
    from ui import charts

    found = {"column": "power", "values": [37.0, 57.6, "missing"], "predictions": [0.5, 0.75, 0.25]}
    charts.effect(found, "chance", is_chance=is_chance)


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
