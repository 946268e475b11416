"""The whole run: repeatable, within its budget, survivable, and readable afterwards."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tables import customers, houses

from automl import load, run
from automl.errors import DataError, FolderError, InputError, QuestionError, SpecError
from automl.project.transcript import read
from automl.search.result import RunResult

ROOT = Path(__file__).parents[2]
CHURN = {"target": "left", "task": "binary", "positive_label": "Yes"}
QUICK = {"models": {"include": ["linear", "decision_tree", "lightgbm"]}}


def trial_lines(folder: Path) -> list[dict[str, Any]]:
    return [entry.body for entry in read(folder / "transcript.jsonl") if entry.kind == "trial"]


def comparable(result: RunResult) -> dict[str, Any]:
    """Everything that must repeat: no seconds, no milliseconds, no memory."""
    rows = [
        (row.model, row.score, row.std, row.value, tuple(sorted(row.params.items())))
        for row in result.leaderboard
    ]
    return {
        "rows": sorted(rows, key=str),
        "chosen": result.chosen.model,
        "members": result.chosen.members,
        "held_out": result.held_out,
        "money": result.money,
        "decision": result.decision,
        "digest": result.predictions_digest,
    }


def test_one_worker_and_two_give_the_same_run(tmp_path: Path) -> None:
    metric = {"kind": "payoff", "tp": 180, "fp": -20, "currency": "EUR"}
    results = [
        run(
            {**CHURN, **QUICK, "metric": metric, "budget": {"trials": 12, "workers": workers}},
            customers(),
            out=tmp_path / str(workers),
            seed=3,
        )
        for workers in (1, 2)
    ]

    assert comparable(results[0]) == comparable(results[1])
    assert results[0].spent.trials == results[1].spent.trials == 12


def test_another_seed_gives_another_search_on_the_same_held_out_rows(tmp_path: Path) -> None:
    spec = {**CHURN, **QUICK, "budget": {"trials": 8, "workers": 2}}
    one, two = (run(spec, customers(), out=tmp_path / str(seed), seed=seed) for seed in (1, 2))

    assert comparable(one)["rows"] != comparable(two)["rows"]
    assert one.split.sentence == two.split.sentence
    assert two.split.looks == one.split.looks + 1


def test_the_planted_truth_is_found(tmp_path: Path) -> None:
    spec = {**CHURN, "budget": {"trials": 6, "workers": 2}, "ignore_columns": ["old_score"]}
    result = run(spec, customers(1_500), out=tmp_path / "run")

    assert result.held_out.value is not None
    assert result.held_out.value > 0.75
    first = {found.column for found in result.explanation.importance[:3]}
    assert first == {"complaints", "tenure", "contract"}


def test_the_delivered_model_predicts_a_file(tmp_path: Path) -> None:
    spec = {
        **CHURN,
        **QUICK,
        "metric": {"kind": "payoff", "tp": 180, "fp": -20},
        "budget": {"trials": 4, "workers": 2},
    }
    run(spec, customers(), out=tmp_path / "run")
    new = customers(50, seed=9).drop(columns="left").sample(frac=1, random_state=0)

    found = load(tmp_path / "run").predict(new)

    assert list(found.columns) == ["prediction", "probability_No", "probability_Yes", "decision"]
    assert len(found) == 50
    assert np.allclose(found["probability_No"] + found["probability_Yes"], 1)
    # 20 / (20 + 180): acting pays from a tenth on.
    assert set(found["decision"][found["probability_Yes"] > 0.11]) == {1}
    assert set(found["decision"][found["probability_Yes"] < 0.09]) <= {0}


def test_quantiles_are_told_beside_the_mean(tmp_path: Path) -> None:
    spec = {
        "target": "price",
        "metric": {"kind": "asymmetric", "under": 4, "over": 1},
        **QUICK,
        "budget": {"trials": 4},
    }
    run(spec, houses(), out=tmp_path / "run")

    found = load(tmp_path / "run").predict(houses(40, seed=5).drop(columns="price"))

    assert list(found.columns) == ["prediction", "prediction_mean"]
    assert (found["prediction"] > found["prediction_mean"]).mean() > 0.9


def test_the_folder_holds_what_the_contract_names(tmp_path: Path) -> None:
    result = run({**CHURN, **QUICK, "budget": {"trials": 3}}, customers(), out=tmp_path / "run")
    folder = tmp_path / "run"

    names = {path.name for path in folder.iterdir()}
    assert {
        "spec.json",
        "leaderboard.csv",
        "result.json",
        "transcript.jsonl",
        "report.html",
        "model",
    } <= names
    assert ".scratch" not in names
    board = pd.read_csv(folder / "leaderboard.csv")
    assert list(board.columns) == ["rank", "model", "score", "std", "fit_seconds", "predict_ms", "size_mb"]
    stored = json.loads((folder / "result.json").read_text("utf-8"))
    assert stored == json.loads(json.dumps(result.to_json()))
    assert read(folder / "transcript.jsonl")[-1].hash == stored["transcript_head"]
    assert stored["transcript_head"] in (folder / "report.html").read_text("utf-8")


def test_an_earlier_run_is_not_overwritten_unasked(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FolderError, match="not empty"):
        run({**CHURN, **QUICK, "budget": {"trials": 2}}, customers(), out=tmp_path)

    run({**CHURN, **QUICK, "budget": {"trials": 2}}, customers(), out=tmp_path, overwrite=True)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_stop_ends_with_the_best_so_far(tmp_path: Path) -> None:
    seen: list[str] = []

    def listen(kind: str, body: Any) -> None:
        if kind == "trial":
            seen.append(body["model"])

    result = run(
        {**CHURN, **QUICK, "budget": {"trials": 200, "workers": 2}},
        customers(),
        out=tmp_path / "run",
        on_event=listen,
        should_stop=lambda: len(seen) >= 3,
    )

    assert result.spent.ended == "stopped"
    assert 3 <= result.spent.trials < 20
    assert (tmp_path / "run" / "report.html").exists()


def test_a_stop_before_anything_still_gives_the_baseline(tmp_path: Path) -> None:
    result = run(
        {**CHURN, **QUICK, "budget": {"trials": 50}},
        customers(),
        out=tmp_path / "run",
        should_stop=lambda: True,
    )

    assert result.chosen.family == "dummy"
    assert "do not act" in result.warnings[0]


@pytest.mark.slow
def test_a_time_budget_is_kept(tmp_path: Path) -> None:
    started = time.monotonic()
    result = run({**CHURN, "budget": {"time_s": 20, "workers": 2}}, customers(1_000), out=tmp_path / "run")
    seconds = time.monotonic() - started

    # Not a speed test: the limit is what was promised, 5 % and 2 s.
    assert seconds <= 20 * 1.05 + 2
    assert result.spent.ended == "time"
    assert result.not_tried or result.spent.trials > 12


def test_misbehaving_candidates_are_skipped_and_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from automl.search import jobs, loop

    real = jobs.fit_fold

    monkeypatch.setattr(loop, "fit_fold", misbehave)
    monkeypatch.setattr(loop, "FOLD_TIMEOUT_S", 12.0)  # honest fits on a busy machine take seconds
    assert real is not misbehave
    result = run({**CHURN, "budget": {"trials": 9, "workers": 2}}, customers(), out=tmp_path / "run")

    kinds = {failure.family: failure.kind for failure in result.failures}
    assert kinds == {"catboost": "error", "lightgbm": "timeout", "xgboost": "died", "linear": "memory"}
    assert result.chosen.family not in kinds
    assert result.spent.trials == 9
    statuses = {line["status"] for line in trial_lines(tmp_path / "run")}
    assert statuses == {"ok", "error", "timeout", "died", "memory"}


def misbehave(path: str, candidate: Any, fold: int) -> Any:
    """Stands in for a fit in the worker: families that fail, hang, die, and want more memory than there is."""
    from automl.search.jobs import fit_fold

    if candidate.family == "catboost":
        raise ValueError("no such luck")
    if candidate.family == "lightgbm":
        time.sleep(600)
    if candidate.family == "xgboost":
        os._exit(9)
    if candidate.family == "linear":
        np.ones(50_000_000_000)
    return fit_fold(path, candidate, fold)


def test_a_fit_that_would_take_too_much_memory_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from automl.search import loop

    monkeypatch.setattr(loop, "worker_memory", lambda limits: 100_000)

    result = run(
        {
            **CHURN,
            "models": {"include": ["linear", "lightgbm"]},
            "budget": {"trials": 6, "memory_gb": 3, "workers": 1},
        },
        customers(),
        out=tmp_path / "run",
    )

    assert result.chosen.family == "dummy"
    assert {failure.kind for failure in result.failures} == {"memory"}
    assert all("It was not begun: it would take" in failure.reason for failure in result.failures)


def test_a_disk_that_fills_up_during_a_fit_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from automl.search import loop

    monkeypatch.setattr(loop, "fit_fold", run_out_of_disk)

    with pytest.raises(FolderError, match="disk"):
        run({**CHURN, **QUICK, "budget": {"trials": 3, "workers": 2}}, customers(), out=tmp_path / "run")


def run_out_of_disk(path: str, candidate: Any, fold: int) -> Any:
    """Stands in for a fit in the worker whose model cannot be kept."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


SCRIPT = """
import sys
from tables import customers
from automl import run
run({"target": "left", "task": "binary", "positive_label": "Yes", "models": {"include": ["linear", "decision_tree"]},
     "budget": {"trials": 40, "workers": 2}}, customers(), out=sys.argv[1], overwrite=True,
    on_event=lambda kind, body: print(kind, body.get("model", ""), flush=True) if kind == "trial" else None)
"""


@pytest.mark.slow
def test_killed_at_random_points_the_record_is_readable_and_no_finished_trial_is_lost(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    chance = random.Random(0)
    for attempt in range(5):
        folder = tmp_path / str(attempt)
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        assert process.stdout is not None
        told = []
        for line in process.stdout:
            told.append(line.split()[1])
            if len(told) >= 1 + attempt * 3:
                break
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()

        kept = [line["model"] for line in trial_lines(folder)]
        assert set(told) <= set(kept)


@pytest.mark.parametrize(
    ("spec", "error", "sentence"),
    [
        ({}, QuestionError, "Which column"),
        ({"target": "lefft"}, SpecError, "'left'"),
        ({**CHURN, "metric": {"kind": "payoff", "fp": -20}}, QuestionError, "acting could never pay"),
        ({**CHURN, "models": {"include": ["linear"], "exclude": ["linear"]}}, SpecError, "linear"),
        ({**CHURN, "metric": {"kind": "payof"}}, SpecError, "payoff"),
        (
            {**CHURN, "models": {"include": ["knn"]}, "monotone": {"tenure": "decreasing"}},
            SpecError,
            "No family is left that could learn. knn: It cannot promise",
        ),
        ([], SpecError, "must be an object"),
        (None, SpecError, "found nothing"),
    ],
)
def test_what_cannot_run_is_one_sentence_and_leaves_nothing_behind(
    tmp_path: Path, spec: Any, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence) as caught:
        run(spec, customers(), out=tmp_path / "run")

    assert "\n" not in str(caught.value)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, "is not valid JSON"),
        (b"\xff\xfe\x00", "is not valid JSON"),
        (b"\xef\xbb\xbf[]", "must be an object"),
    ],
    ids=["deep", "binary", "marked"],
)
def test_a_specification_file_that_is_none_is_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "spec.json"
    path.write_bytes(content)

    with pytest.raises(SpecError, match=sentence):
        run(path, customers(), out=tmp_path / "run")


def test_a_seed_below_zero_is_refused() -> None:
    with pytest.raises(InputError, match="0 or more; found -1"):
        run(CHURN, customers(), seed=-1)


def test_a_target_without_values_is_refused(tmp_path: Path) -> None:
    with pytest.raises((DataError, SpecError), match="left"):
        run(CHURN, customers().assign(left=None), out=tmp_path / "run")
