"""`replay` proves a run, and names the first thing that differs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tables import customers

from automl import run
from automl.errors import TamperedError
from automl.project.chain import sealed
from automl.project.transcript import read
from automl.replay import replay

SPEC = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "metric": {"kind": "payoff", "tp": 180, "fp": -20},
    "models": {"include": ["linear", "decision_tree", "lightgbm"]},
    "budget": {"trials": 6, "workers": 2},
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recorded")
    customers().to_csv(folder / "table.csv", index=False)
    run(SPEC, folder / "table.csv", out=folder / "run")
    return folder


@pytest.fixture
def copy(recorded: Path, tmp_path: Path) -> Path:
    shutil.copytree(recorded, tmp_path / "copy")
    return tmp_path / "copy"


def replayed(folder: Path) -> dict[str, Any]:
    return replay(folder / "run", data=folder / "table.csv")


def test_a_run_repeats_without_its_model(copy: Path) -> None:
    shutil.rmtree(copy / "run" / "model")

    outcome = replayed(copy)

    assert outcome["trials"] == 6
    assert outcome["sentence"].startswith("Identical")


@pytest.mark.slow
def test_a_run_that_time_ended_repeats_as_far_as_it_went(tmp_path: Path) -> None:
    customers().to_csv(tmp_path / "table.csv", index=False)
    result = run(
        {**SPEC, "models": None, "budget": {"time_s": 12}}, tmp_path / "table.csv", out=tmp_path / "run"
    )
    assert result.spent.ended == "time"

    assert replayed(tmp_path)["trials"] == result.spent.trials - len(result.failures)


def test_the_data_are_found_where_the_run_read_them(recorded: Path) -> None:
    assert replay(recorded / "run")["trials"] == 6


def test_one_changed_cell_is_named_by_its_column(copy: Path) -> None:
    table = pd.read_csv(copy / "table.csv")
    table.loc[7, "tenure"] += 1
    table.to_csv(copy / "table.csv", index=False)

    with pytest.raises(TamperedError, match="column 'tenure'"):
        replayed(copy)


def test_a_changed_specification_value_is_named(copy: Path) -> None:
    path = copy / "run" / "spec.json"
    document = json.loads(path.read_text("utf-8"))
    document["spec"]["metric"]["tp"] = 181
    path.write_text(json.dumps(document), "utf-8")

    with pytest.raises(TamperedError, match=r"spec\.json differs .* at spec\.metric\.tp: 181"):
        replayed(copy)


def test_a_changed_figure_of_the_result_is_named(copy: Path) -> None:
    path = copy / "run" / "result.json"
    result = json.loads(path.read_text("utf-8"))
    result["held_out"]["value"] += 0.001
    path.write_text(json.dumps(result), "utf-8")

    with pytest.raises(TamperedError, match=r"result\.json differs .* at held_out\.value"):
        replayed(copy)


def test_a_changed_line_of_the_leaderboard_is_named(copy: Path) -> None:
    path = copy / "run" / "leaderboard.csv"
    board = pd.read_csv(path)
    board.loc[1, "score"] *= 0.99
    board.to_csv(path, index=False)

    with pytest.raises(TamperedError, match="score"):
        replayed(copy)


def test_an_edited_transcript_is_found_first(copy: Path) -> None:
    path = copy / "run" / "transcript.jsonl"
    lines = path.read_text("utf-8").splitlines()
    place = next(i for i, line in enumerate(lines) if '"kind":"trial"' in line)
    lines[place] = lines[place].replace('"origin":"', '"origin":"x')
    path.write_text("\n".join(lines) + "\n", "utf-8")

    with pytest.raises(TamperedError, match=f"[Ll]ine {place + 1}"):
        replayed(copy)


def test_a_shortened_transcript_is_found(copy: Path) -> None:
    path = copy / "run" / "transcript.jsonl"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:-2]) + "\n", "utf-8")

    with pytest.raises(TamperedError):
        replayed(copy)


def forge(folder: Path, change: Callable[[str, dict[str, Any]], None]) -> None:
    """Change bodies of a transcript and write the whole chain again, as somebody would who knows how it is made."""
    result = json.loads((folder / "result.json").read_text("utf-8"))
    lines, prev = [], "0" * 64
    for entry in read(folder / "transcript.jsonl"):
        body = dict(entry.body)
        change(entry.kind, body)
        forged = sealed(
            seq=entry.seq, time=entry.time, actor=entry.actor, kind=entry.kind, body=body, prev=prev
        )
        prev = forged.hash
        lines.append(json.dumps(forged.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    (folder / "transcript.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    change("result", result)
    result["transcript_head"] = prev
    (folder / "result.json").write_text(json.dumps(result), "utf-8")


def test_a_score_that_was_changed_everywhere_and_sealed_anew_does_not_repeat(copy: Path) -> None:
    """A forger who writes the whole chain again is found by the fits."""

    def change(kind: str, body: dict[str, Any]) -> None:
        if kind == "trial" and body["family"] == "linear":
            body["fold_scores"][0] += 1e-9

    forge(copy / "run", change)

    with pytest.raises(TamperedError, match=r"linear-\d+ does not repeat on fold 1"):
        replayed(copy)


@pytest.mark.parametrize(
    ("kind", "path", "value", "sentence"),
    [
        ("trial", ["score"], 0.99, r"dummy-0 does not repeat: its score is 0\.\d+, recorded is 0\.99"),
        ("run", ["seed"], 99, r"did not begin as recorded, at seed: it is \d+, recorded is 99"),
        ("run", ["spec", "metric", "kind"], "f1", r"at spec\.metric\.kind: it is '\w+', recorded is 'f1'"),
        ("run", ["data", "n_rows_used"], 5, r"at data\.n_rows_used: it is \d+, recorded is 5"),
    ],
)
def test_what_the_run_began_with_and_each_score_are_worked_out_again(
    copy: Path, kind: str, path: list[str], value: Any, sentence: str
) -> None:
    def change(found: str, body: dict[str, Any]) -> None:
        if found == kind:
            for key in path[:-1]:
                body = body[key]
            body[path[-1]] = value

    forge(copy / "run", change)

    with pytest.raises(TamperedError, match=sentence):
        replayed(copy)


@pytest.mark.parametrize(
    "place", ["held_out.value", "money.over_nothing.high", "explanation.importance", "out_of_fold.flattered"]
)
def test_a_figure_that_was_changed_everywhere_and_sealed_anew_does_not_repeat(copy: Path, place: str) -> None:
    """No figure of the result is believed: each is worked out again."""
    *path, last = place.split(".")

    def change(kind: str, body: dict[str, Any]) -> None:
        if kind == "result":
            inner = body
            for name in path:
                inner = inner[name]
            if isinstance(inner[last], list):
                inner[last][0]["drop"] *= 1.001
            else:
                inner[last] *= 1.001

    forge(copy / "run", change)

    with pytest.raises(TamperedError, match=f"does not repeat at {place}"):
        replayed(copy)


def test_an_ensemble_repeats(tmp_path: Path) -> None:
    customers().to_csv(tmp_path / "table.csv", index=False)
    spec = {**SPEC, "models": {"include": ["linear", "decision_tree", "knn", "ensemble"]}}
    result = run(spec, tmp_path / "table.csv", out=tmp_path / "run")
    assert any(row.model == "ensemble" for row in result.leaderboard)

    assert replayed(tmp_path)["trials"] == 6
