"""What derived columns bring, on data where one kind tells everything and another nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from automl import run
from automl.replay import replay
from automl.search.derived_words import derived_sentence
from automl.search.result import DerivedColumns, Measured, RunResult

N_ROWS = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run on sales that depend on the weekday and on the ratio of two numbers, not on the shop."""
    rng = np.random.default_rng(5)
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, N_ROWS), unit="D")
    price, income = rng.uniform(1, 10, N_ROWS), rng.uniform(1, 10, N_ROWS)
    sales = 6 * (day.day_of_week >= 5) + 8 * income / price + rng.normal(0, 2, N_ROWS)
    shop = rng.choice([f"s{k}" for k in range(30)], N_ROWS)
    path = tmp_path_factory.mktemp("derived")
    table = pd.DataFrame({"day": day.strftime("%Y-%m-%d"), "price": price, "income": income, "shop": shop})
    table.assign(sales=sales).to_csv(path / "sales.csv", index=False)
    spec = {
        "task": "regression",
        "target": "sales",
        "budget": {"trials": 50, "workers": 1},
        "models": {"include": ["lightgbm"]},
        "hyperparameters": {"lightgbm.n_estimators": {"value": 60}, "lightgbm.learning_rate": {"value": 0.2}},
    }
    run(spec, path / "sales.csv", out=path / "run")
    return path / "run"


@pytest.fixture(scope="module")
def result(folder: Path) -> RunResult:
    return RunResult.model_validate_json((folder / "result.json").read_text("utf-8"))


def test_each_kind_says_what_it_gained(result: RunResult) -> None:
    found = {one.kind: one for one in result.derived}

    for kind in ("dates", "ratios"):
        gain = found[kind].gain
        assert gain is not None and gain.low is not None
        assert gain.low > 0, kind
        assert found[kind].n_kept > 0
        assert "They helped" in found[kind].sentence
    of_labels = found["labels"].gain
    assert of_labels is not None and of_labels.low is not None
    assert of_labels.low < 0
    assert any("income" in name and "price" in name for name in found["ratios"].names)
    assert any("weekday" in name for name in found["dates"].names)
    assert "looked at" in found["ratios"].sentence
    assert "with LightGBM" in found["dates"].sentence


def test_with_and_without_are_the_same_model_on_the_same_folds(folder: Path, result: RunResult) -> None:
    import json

    lines = [json.loads(line) for line in (folder / "transcript.jsonl").read_text("utf-8").splitlines()]
    trials = {line["body"]["model"]: line["body"] for line in lines if line["kind"] == "trial"}
    dates = next(one for one in result.derived if one.kind == "dates")
    having, lacking = trials[str(dates.with_model)], trials[str(dates.without_model)]

    assert having["seed"] == lacking["seed"]
    assert lacking["params"] == {**having["params"], "prep.without": "dates"}
    assert dates.score_with == pytest.approx(having["score"])


def test_the_report_shows_it(folder: Path) -> None:
    page = (folder / "report.html").read_text("utf-8")

    assert "What derived columns brought" in page
    assert "day (weekday)" in page


def test_a_replay_works_the_gains_out_again(folder: Path) -> None:
    assert "Identical" in replay(folder)["sentence"]


def test_short_of_trials_it_says_that_nothing_was_measured(folder: Path, tmp_path: Path) -> None:
    spec = {"target": "sales", "budget": {"trials": 3}, "models": {"include": ["linear"]}}

    result = run(spec, folder.parent / "sales.csv", out=tmp_path / "run")

    dates = next(one for one in result.derived if one.kind == "dates")
    assert dates.gain is None
    assert dates.n_kept > 0
    assert "What they gain was not measured. The budget left no room" in dates.sentence


def test_what_two_kinds_gained_together_is_told_once() -> None:
    gain = Measured(value=0.01, low=0.004, high=0.02)
    ratios, groups = (
        DerivedColumns(
            kind=kind,
            n_proposed=40,
            n_kept=2,
            label="LightGBM",
            together=("ratios", "groups"),
            score_with=0.81,
            score_without=0.8,
            gain=gain,
            seconds=3.0,
        )
        for kind in ("ratios", "groups")
    )

    assert "better by 0.01" in derived_sentence(ratios, score_name="roc_auc")
    assert "3 s longer" in derived_sentence(ratios, score_name="roc_auc")
    told = derived_sentence(groups, score_name="roc_auc")
    assert told.endswith("What they gain was measured together with columns of two numbers.")
