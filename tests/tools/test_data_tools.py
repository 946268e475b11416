"""Tools that look at the table, and what they show to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from automl.errors import DataError, InputError, SpecError
from automl.project.projects import Project
from tests.fakes import customers, use
from tools.context import Limits, ToolContext
from tools.inbox import find, names, put
from tools.privacy import WITHHELD, Withheld


@pytest.fixture
def context(project: Project) -> ToolContext:
    return ToolContext(project)


@pytest.fixture
def elsewhere(project: Project) -> ToolContext:
    """The context of a model on another machine."""
    return ToolContext(project, limits=Limits(cells=False))


def test_an_attached_file_becomes_the_table(empty: Project, churn_csv: Path) -> None:
    name = put(empty, churn_csv)
    text, artifact = use("load_table", ToolContext(empty), file=name)

    assert names(empty) == ["churn.csv"]
    assert artifact["n_rows"] == 400
    assert text.startswith("'churn': 400 rows, 5 columns.")


def test_a_project_is_not_named_after_a_file_that_could_not_be_read(empty: Project, churn_csv: Path) -> None:
    name = put(empty, b"\x00\x01", "broken (1).csv")
    empty.rename("broken (1).csv")
    with pytest.raises(DataError):
        use("load_table", ToolContext(empty), file=name)
    assert empty.name == "broken (1).csv"

    use("load_table", ToolContext(empty), file=put(empty, churn_csv))
    assert empty.name == "churn.csv"
    use("load_table", ToolContext(empty), file=put(empty, churn_csv.read_bytes(), "newer.csv"))
    assert empty.name == "churn.csv"


def test_a_project_named_after_its_own_file_keeps_the_name_as_it_was_typed(
    empty: Project, churn_csv: Path
) -> None:
    empty.rename("churn: who left?.csv")
    use("load_table", ToolContext(empty), file=put(empty, churn_csv.read_bytes(), empty.name))
    assert empty.name == "churn: who left?.csv"


def test_a_name_that_the_user_chose_stays(empty: Project, churn_csv: Path) -> None:
    empty.rename("Leavers")
    use("load_table", ToolContext(empty), file=put(empty, churn_csv))
    assert empty.name == "Leavers"


@pytest.mark.parametrize("name", ["/etc/passwd", "../../secrets", "chrn.csv", "~/x.csv"])
def test_only_attached_files_can_be_opened(empty: Project, churn_csv: Path, name: str) -> None:
    put(empty, churn_csv)
    with pytest.raises(DataError, match="was attached"):
        find(empty, name)


def test_an_upload_can_not_leave_the_inbox_by_its_name(empty: Project) -> None:
    name = put(empty, b"a,b\n1,2\n", "../../../evil.csv")

    assert Path(find(empty, name)).parent == empty.folder / "inbox"


def test_a_sample_comes_with_its_story(empty: Project) -> None:
    text, artifact = use("use_sample", ToolContext(empty), name="broadband_customers")

    assert artifact["story"] and text.startswith(artifact["story"])
    assert artifact["n_rows"] > 100


def test_an_unknown_sample_offers_the_nearest(empty: Project) -> None:
    with pytest.raises(DataError, match="Did you mean 'broadband_customers'"):
        use("use_sample", ToolContext(empty), name="broadband_customer")


def test_candidates_for_a_target_begin_with_the_likeliest(context: ToolContext) -> None:
    text, artifact = use("find_targets", context)

    assert artifact["candidates"][0]["column"] == "Churn"
    assert text.startswith("1. 'Churn': 'No' or 'Yes' (")
    assert len(artifact["candidates"]) <= 3


def test_a_query_gives_a_figure_per_group(context: ToolContext) -> None:
    _, artifact = use(
        "run_query", context, measure="avg(MonthlyCharges)", where="Churn = 'Yes'", by="Contract"
    )

    table = customers()
    means = table[table["Churn"] == "Yes"].groupby("Contract")["MonthlyCharges"].mean()
    assert {row["group"]: pytest.approx(row["value"]) for row in artifact["rows"]} == means.to_dict()


@pytest.mark.parametrize(
    "measure",
    [
        "(SELECT 1)",
        "count(*); DROP TABLE data",
        "max(read_text('/etc/passwd'))",
        "count(nothing)",
        "MonthlyCharges",
    ],
)
def test_a_query_that_is_none_is_refused(context: ToolContext, measure: str) -> None:
    with pytest.raises(SpecError, match="measure"):
        use("run_query", context, measure=measure)


def test_a_model_elsewhere_gets_no_single_cell_by_a_query(elsewhere: ToolContext) -> None:
    with pytest.raises(SpecError, match="'max' would show single cells"):
        use("run_query", elsewhere, measure="max(MonthlyCharges)")
    with pytest.raises(SpecError, match="group by a column with at most 20"):
        use("run_query", elsewhere, measure="count(*)", by="customerID")
    one = customers()["customerID"][0]
    text, artifact = use("run_query", elsewhere, measure="avg(MonthlyCharges)", where=f"customerID = '{one}'")
    assert artifact["rows"][0]["value"] is None
    assert "too few rows" in text


def test_a_model_elsewhere_sees_names_kinds_and_blurred_ranges(
    elsewhere: ToolContext, context: ToolContext
) -> None:
    blurred, _ = use("describe_table", elsewhere)
    exact, _ = use("describe_table", context)

    highest = f"{customers()['MonthlyCharges'].max():,.6g}"
    assert highest in exact
    assert highest not in blurred
    assert "'Month-to-month'" in blurred
    assert "'customerID'" in blurred


def test_quoted_cells_are_taken_out_and_labels_are_not(elsewhere: ToolContext) -> None:
    one, other = customers()["customerID"][:2]
    withheld = Withheld(elsewhere.table(), limits=elsewhere.limits, said=[f"look at {other}"])

    text = withheld.taken_out(f"There is no label {one!r}; there are {other!r} and 'Yes'.")
    assert text == f"There is no label {WITHHELD}; there are {other!r} and 'Yes'."


def test_a_term_is_explained_and_an_unknown_one_offers_the_nearest(context: ToolContext) -> None:
    text, _ = use("explain_term", context, term="ROC AUC")
    assert "0.5 is guessing" in text
    with pytest.raises(InputError, match="Did you mean 'leak"):
        use("explain_term", context, term="leekage")
