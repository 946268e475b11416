"""Whether what was done to rows helped, asked after a real search on data where the truth is planted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from automl.pipeline import run as search
from automl.project.store import Home
from automl.search.result import RunResult
from automl.spec.document import SpecDocument
from tests.fakes import use
from tools.context import ToolContext
from tools.documents import Patch, approve, change

N_ROWS, N_OPEN = 500, 120


def leaflets(n_rows: int = N_ROWS) -> pd.DataFrame:
    """One answer in twenty is a yes, mostly where both numbers are large; the last rows have no answer."""
    rng = np.random.default_rng(3)
    age, visits = rng.normal(40, 10, n_rows), rng.poisson(4, n_rows)
    chance = 1 / (1 + np.exp(6.5 - 0.06 * age - 0.3 * visits))
    answer = np.where(rng.uniform(size=n_rows) < chance / 2, "yes", "no").astype(object)
    answer[-N_OPEN:] = None
    return pd.DataFrame({"age": age.round(1), "visits": visits, "answer": answer})


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToolContext]:
    """A project whose search tried rows without a target, and met a rare class."""
    path = tmp_path_factory.mktemp("data") / "leaflets.csv"
    leaflets().to_csv(path, index=False)
    home = Home(tmp_path_factory.mktemp("home"))
    with home.create("leaflets") as project:
        project.add_data(path)
        found = ToolContext(project, words=("Who says yes?",))
        plan = {
            "target": "answer",
            "positive_label": "yes",
            "budget.trials": 24,
            "models.include": ["linear", "naive_bayes"],
            "extra_rows": ["pseudo_labels"],
        }
        change(found, Patch(values=plan))
        approve(found, version=found.version())
        run = project.create_run(found.document().to_json(), None)
        project.set_status(run.id, "running")
        result = search(SpecDocument.from_json(run.document), found.table(), out=run.folder, overwrite=True)
        project.set_status(run.id, "finished", head=result.transcript_head)
        yield found
    home.close()


def test_the_plan_says_how_many_rows_are_guessed(context: ToolContext) -> None:
    assert f"{N_OPEN} rows without a value in 'answer' are tried too" in context.document().readback


def test_the_answer_holds_the_winner_and_its_difference(context: ToolContext) -> None:
    text, artifact = use("get_experiments", context, about="rare_class")

    (found,) = artifact["experiments"]
    assert {way["name"] for way in found["ways"]} >= {"none", "threshold", "weights"}
    assert text.startswith("'yes' is rare: ")
    assert " % sure)" in text


def test_rows_nobody_asked_for_are_offered(context: ToolContext) -> None:
    text, artifact = use("get_experiments", context, about="extra_rows")

    assert "Made-up rows were not tried, as nobody asked for it; say “try made-up rows”." in text
    assert f"You wanted rows without a target tried; the table has {N_OPEN}." in text
    assert [one["kind"] for one in artifact["experiments"]] == ["pseudo_labels"]


def test_columns_made_of_others_are_told_with_what_they_gained_or_why_not(context: ToolContext) -> None:
    text, artifact = use("get_experiments", context, about="columns")

    (ratios,) = (one for one in artifact["experiments"] if one["kind"] == "ratios")
    assert "Columns of two numbers: " in text
    assert ratios["gain"] is not None or "was not measured" in ratios["sentence"]


def test_the_result_tells_what_was_asked_for(context: ToolContext) -> None:
    assert "You wanted rows without a target tried" in use("get_result", context)[0]


def test_where_nobody_spoke_of_them_both_kinds_are_offered(tmp_path: Path) -> None:
    leaflets().to_csv(tmp_path / "leaflets.csv", index=False)
    spec = {"target": "answer", "budget": {"trials": 2}, "models": {"include": ["naive_bayes"]}}

    result: RunResult = search(spec, tmp_path / "leaflets.csv", out=tmp_path / "run")

    offered = {one.what: one.reason for one in result.not_tried}
    assert "“use the unlabelled rows too”" in offered[f"{N_OPEN} rows without a target"]
    assert "“try made-up rows”" in offered["made-up rows"]
    assert f"{N_OPEN} rows have no value in 'answer' and would be left unused." in result.readback
