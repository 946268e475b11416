"""Hopeless candidates are given up after their first fold, the same ones with any number of workers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tables import customers

from automl import run
from automl.replay import replay

SPEC: dict[str, Any] = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "models": {"include": ["decision_tree", "linear"]},
}


def trials_of(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "transcript.jsonl").read_text("utf-8").splitlines()
    return [entry["body"] for entry in map(json.loads, lines) if entry["kind"] == "trial"]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_given_up_was_worse_than_usual_on_its_first_fold(workers: int, tmp_path: Path) -> None:
    spec = {**SPEC, "budget": {"trials": 24, "workers": workers}}
    result = run(spec, customers(), out=tmp_path / "run")
    trials = trials_of(tmp_path / "run")
    rejected = [trial for trial in trials if trial["status"] == "rejected"]

    assert len(trials) == result.spent.trials == 24
    assert rejected
    for trial in rejected:
        complete = [
            other["fold_scores"][0]
            for other in trials
            if other["status"] == "ok"
            and other["family"] == trial["family"]
            and other["trial"] < trial["trial"]
        ]
        assert len(trial["fold_scores"]) == 1
        assert len(complete) >= 3
        assert trial["fold_scores"][0] < max(complete)  # the area under the curve
        assert trial["model"] not in {row.model for row in result.leaderboard}
    assert not result.failures
    assert any(f"{len(rejected)} candidate" in item.what for item in result.not_tried)


def test_one_worker_and_two_give_up_the_same_and_a_replay_repeats_it(tmp_path: Path) -> None:
    customers().to_csv(tmp_path / "customers.csv", index=False)
    for workers in (1, 2):
        spec = {**SPEC, "budget": {"trials": 16, "workers": workers}}
        run(spec, tmp_path / "customers.csv", out=tmp_path / str(workers))

    kept = ("trial", "family", "params", "status", "fold_digests")
    one, two = (
        sorted(([t[name] for name in kept] for t in trials_of(tmp_path / str(n))), key=lambda found: found[0])
        for n in (1, 2)
    )

    assert one == two
    assert "rejected" in {status for *_, status, _ in one}
    assert replay(tmp_path / "2")["trials"] == 16
