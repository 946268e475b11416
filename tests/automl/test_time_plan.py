"""What a run is expected to take: told before, recorded, and near the end a figure that falls."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from automl import run
from automl.data.load import load_table
from automl.data.table import Table
from automl.project.store import Home
from automl.spec.document import SpecDocument
from automl.time_plan import TimePlan, about, time_plan
from tests.tables import customers


@pytest.fixture
def table(tmp_path: Path) -> Table:
    customers(300).to_csv(tmp_path / "customers.csv", index=False)
    return load_table(tmp_path / "customers.csv")


def document(**spec: Any) -> SpecDocument:
    return SpecDocument.from_json({"target": "left", "positive_label": "Yes", **spec}, via="python")


def test_more_trials_take_longer_and_a_time_limit_is_kept(table: Table) -> None:
    few, many, limited = (
        time_plan(document(budget=budget), table)
        for budget in ({"trials": 5}, {"trials": 80}, {"trials": 10_000, "time_s": 60})
    )
    assert few is not None and many is not None and limited is not None
    assert few.search < many.search
    assert limited.total <= 61
    assert few.sentence.startswith("The whole run is expected to take about ")


@pytest.mark.parametrize(
    ("reading", "search", "sentence"),
    [
        (2.0, 108.0, "about 1 min 50 s, nearly all of it for the rest of the search."),
        (2.0, 10.0, "about 12 s: 2 s to start and read the data and 10 s for the rest of the search."),
        (0.4, 8.0, "about 8 s, nearly all of it for the rest of the search."),
    ],
)
def test_steps_too_short_to_tell_beside_the_whole_are_left_out(
    reading: float, search: float, sentence: str
) -> None:
    plan = TimePlan(reading, 0.0, search, 0.0, 0.0, 0.0, 0.0)

    assert plan.sentence == f"The whole run is expected to take {sentence}"


def test_nothing_is_foretold_of_what_cannot_be_run(table: Table) -> None:
    assert time_plan(SpecDocument.from_json({"budget": {"trials": 5}}, via="python"), table) is None


def test_a_run_records_what_was_expected_and_tells_to_its_end_what_is_left(
    table: Table, tmp_path: Path
) -> None:
    expected: dict[str, float] = {}
    left: list[float | None] = []

    def listen(kind: str, body: Mapping[str, Any]) -> None:
        if kind == "plan":
            expected.update(body["predicted_s"])
        if kind == "progress":
            left.append(body["left_s"])

    budget = {"trials": 4}
    models = {"include": ["linear", "decision_tree", "lightgbm"]}
    spec = document(budget=budget, models=models)
    result = run(spec, table, on_event=listen, home=Home(tmp_path / "home"))

    assert set(expected) >= {"reading", "first_model", "search", "ensemble", "final_fits", "explanations"}
    known = [seconds for seconds in left if seconds is not None]
    assert len(known) > 5
    assert known[-1] < 1.0
    assert result.spent.expected_s == pytest.approx(sum(expected.values()), abs=0.1)
    untried = next(one for one in result.not_tried if "usual setting" in one.what)
    assert "trials were used up" in untried.reason


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (42.4, "42 s"), (121, "2 min"), (151, "2 min 30 s"), (1_800, "30 min"), (7_200, "2.0 h")],
)
def test_seconds_are_told_as_roughly_as_they_are_known(seconds: float, words: str) -> None:
    assert about(seconds) == words
