"""Tools that speak of a finished search: a real one, on customers whose behaviour is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from automl.errors import DataError, FolderError
from automl.pipeline import run as search
from automl.project.projects import Project
from automl.project.store import Home
from automl.spec.document import SpecDocument
from automl.spec.labels import model_label
from tests.fakes import customers, use
from tools.context import Limits, ToolContext
from tools.documents import Patch, approve, change
from tools.inbox import put

_SPEC = {
    "target": "Churn",
    "metric.kind": "payoff",
    "metric.fn": -60,
    "metric.fp": -20,
    "metric.currency": "USD",
    "budget.trials": 4,
    "models.include": ["linear", "lightgbm"],
}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory, churn_csv: Path) -> Iterator[ToolContext]:
    """A project whose search is done."""
    home = Home(tmp_path_factory.mktemp("home"))
    with home.create("churn") as project:
        data = project.add_data(churn_csv)
        found = ToolContext(project, words=("Predict churn",))
        document = change(found, Patch(values=_SPEC))
        approve(found, version=document.version)
        run = project.create_run(document.to_json(), data.id)
        project.set_status(run.id, "running")
        result = search(SpecDocument.from_json(run.document), found.table(), out=run.folder, overwrite=True)
        project.set_status(run.id, "finished", head=result.transcript_head)
        yield found
    home.close()


def test_the_result_is_told_in_money_and_against_doing_nothing(context: ToolContext) -> None:
    text, artifact = use("get_result", context)

    result = context.result()
    assert artifact["run_id"] == "run-001"
    assert artifact["result"]["chosen"]["model"] == result.chosen.model
    assert result.chosen.label in text
    assert "more than doing nothing" in text
    assert "Acting on every row: " in text
    assert result.decision.sentence in text
    assert "leaderboard" not in artifact["result"]


def test_the_leaderboard_has_every_model_with_its_score(context: ToolContext) -> None:
    text, artifact = use("compare_models", context)

    names = [row["model"] for row in artifact["leaderboard"]]
    assert {"linear", "lightgbm", "dummy"} <= {row["family"] for row in artifact["leaderboard"]}
    assert all(model_label(name) in text for name in names)


@pytest.mark.parametrize("tool", ["get_result", "compare_models", "get_importance", "list_not_tried"])
def test_no_tool_says_a_name_of_the_engine(context: ToolContext, tool: str) -> None:
    text, _ = use(tool, context)

    result = context.result()
    for name in [result.score_name, *(row.model for row in result.leaderboard if row.trial is not None)]:
        assert name not in text


def test_importance_names_what_the_customers_were_made_of(context: ToolContext) -> None:
    text, artifact = use("get_importance", context)

    assert {row["column"] for row in artifact["importance"][:3]} == {"Contract", "tenure", "MonthlyCharges"}
    assert "'tenure'" in text


def test_the_effect_of_tenure_falls(context: ToolContext) -> None:
    text, artifact = use("get_effect", context, column="tenure")

    predictions = artifact["effect"]["predictions"]
    assert predictions[0] > predictions[-1]
    assert "Mean probability of 'Yes'" in text


def test_the_effect_of_an_unknown_column_offers_the_nearest(context: ToolContext) -> None:
    with pytest.raises(DataError, match=r"The model does not use a column 'tenur'. Did you mean 'tenure'\?"):
        use("get_effect", context, column="tenur")


def test_a_row_is_explained_by_number_and_by_id_alike(context: ToolContext) -> None:
    by_number = use("explain_row", context, row=17)[1]["explanation"]
    by_id = use("explain_row", context, column="customerID", value=customers()["customerID"][16])[1][
        "explanation"
    ]

    assert by_number == by_id
    assert by_number["row"] == 17
    assert by_number["decision"] in ("act", "leave alone")
    assert by_number["expected_value"] is not None


def test_a_row_that_is_not_there_is_refused(context: ToolContext) -> None:
    with pytest.raises(DataError, match=r"Rows are numbered from 1 to 400; there is no row 401."):
        use("explain_row", context, row=401)
    with pytest.raises(DataError, match=r"'Contract' is 'One year' in .* rows; name one row"):
        use("explain_row", context, column="Contract", value="One year")


def test_what_if_predicts_again(context: ToolContext) -> None:
    text, artifact = use(
        "explain_row", context, row=1, changes={"Contract": "Two year", "tenure": {"add": 24}}
    )

    other = artifact["what_if"]
    assert [item[0] for item in other["changed"]] == ["Contract", "tenure"]
    assert other["explanation"]["prediction"] != artifact["explanation"]["prediction"]
    assert "With 'Contract'" in text


def test_a_model_elsewhere_reads_no_value_of_a_row(context: ToolContext) -> None:
    schema_only = ToolContext(context.project, limits=Limits(cells=False))
    text, _ = use("explain_row", schema_only, row=3)

    row = customers().iloc[2]
    assert str(row["MonthlyCharges"]) not in text
    assert str(row["customerID"]) not in text
    assert "probability" in text


def test_new_rows_become_the_list_to_act_on(context: ToolContext, tmp_path: Path) -> None:
    new = (
        customers(120, seed=11)
        .drop(columns=["Churn", "tenure"])
        .assign(Contract=lambda t: t["Contract"].mask(t.index == 3, "Weekly"))
    )
    path = tmp_path / "march.csv"
    new.to_csv(path, index=False)
    put(context.project, path)

    text, artifact = use("score_rows", context, file="march.csv")

    csv, excel = (context.project.folder / name for name in artifact["files"])
    listed = pd.read_csv(csv)
    assert len(listed) == 120
    assert artifact["n_act"] == int(listed["decision"].sum())
    acted = listed["decision"].to_numpy()
    assert list(acted) == sorted(acted, reverse=True)
    assert listed.loc[listed["decision"] == 1, "expected_value"].is_monotonic_decreasing
    assert listed["reason"].iloc[0]
    assert set(new.columns) <= set(listed.columns)
    assert openpyxl.load_workbook(excel).active.max_row == 121
    assert any("tenure" in note for note in artifact["notes"])
    assert any("Contract" in note for note in artifact["notes"])
    assert "to be acted on" in text


def test_rows_of_another_table_are_refused(context: ToolContext) -> None:
    put(context.project, b"a,b\n1,2\n3,4\n", "other.csv")
    with pytest.raises(DataError, match="has none of the columns"):
        use("score_rows", context, file="other.csv")


def test_a_file_that_was_not_attached_is_not_opened(context: ToolContext) -> None:
    for name in ("/etc/passwd", "../project.sqlite", "marsh.csv"):
        with pytest.raises(DataError, match="was attached"):
            use("score_rows", context, file=name)


def test_the_report_is_written(context: ToolContext) -> None:
    text, artifact = use("write_report", context, to="html")

    path = context.project.folder / artifact["files"][0]
    assert path.name == "report.html"
    assert path.read_text(encoding="utf-8").strip()
    assert "'report.html'" in text


def test_what_was_not_tried_is_listed(context: ToolContext) -> None:
    text, artifact = use("list_not_tried", context)

    assert artifact["not_tried"]
    assert any("catboost" in item["what"].lower() for item in artifact["not_tried"])
    assert text


def test_runs_are_listed(context: ToolContext) -> None:
    text, artifact = use("list_runs", context)

    assert [run["status"] for run in artifact["runs"]] == ["finished"]
    assert text.startswith("run-001: finished")


def test_without_a_search_there_is_no_result(project: Project) -> None:
    with pytest.raises(FolderError, match="No search was started yet"):
        use("get_result", ToolContext(project))
