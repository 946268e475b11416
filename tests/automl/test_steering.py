"""A person steers: what was meant, what came of it, what was proposed and whether it came true; all is replayed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tables import customers

from automl import run
from automl.errors import TamperedError
from automl.replay import replay
from automl.search.result import RunResult
from automl.spec.document import Promise, SpecDocument
from tests.automl.test_replay import forge

SPEC: dict[str, Any] = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "models": {"include": ["linear", "decision_tree", "lightgbm"]},
    "shares": {"decision_tree": 0.6},
    "budget": {"trials": 21, "workers": 1},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("steered")
    customers().to_csv(found / "table.csv", index=False)
    return found


@pytest.fixture(scope="module")
def steered(folder: Path) -> RunResult:
    return run(SPEC, folder / "table.csv", out=folder / "run")


@pytest.fixture(scope="module")
def tried(folder: Path, steered: RunResult) -> RunResult:
    """A run that tries what the first one proposed."""
    proposal = steered.proposal
    assert proposal is not None
    singles = [row.score for row in steered.leaderboard if row.trial is not None]
    promise = Promise.model_validate(
        {
            "run": steered.transcript_head,
            **proposal.region.to_json(),
            **proposal.gain.model_dump(include={"low", "high", "level"}),
            "gain": proposal.gain.value,
            "more": proposal.more,
            "best_before": max(singles),
            "ground": steered.ground,
        }
    )
    family = proposal.region.family
    bounds = {f"{family}.{name}": bound for name, bound in proposal.region.settings.items()}
    document = SpecDocument.from_json(
        {
            "spec": {**SPEC, "hyperparameters": bounds, "shares": {family: 0.7}},
            "promise": promise.model_dump(),
        }
    )
    return run(document, folder / "table.csv", out=folder / "tried")


def test_the_stated_share_is_what_the_family_got(steered: RunResult) -> None:
    stated, others = steered.shared.parts

    assert steered.shared.unit == "trials"
    assert (stated.families, stated.planned) == (("decision_tree",), 0.6)
    assert stated.share_of_trials == pytest.approx(0.6, abs=0.05)
    assert others.share_of_trials == pytest.approx(1 - stated.share_of_trials, abs=1e-3)


def test_map_and_outlook_stand_in_the_result(steered: RunResult) -> None:
    families = {found.family: found for found in steered.explored}

    assert set(families) == {"linear", "decision_tree", "lightgbm"}
    assert sum(found.trials for found in families.values()) == steered.spent.trials - 1
    assert steered.more_time is not None
    assert len(steered.more_time.ahead) == 3


def test_the_report_says_all_of_it(folder: Path, steered: RunResult) -> None:
    text = (folder / "run" / "report.html").read_text("utf-8")

    assert "You gave single decision trees 60" in text
    assert "A map of what was explored" in text
    assert "more are expected to improve the best single model" in text
    assert steered.proposal is not None
    assert steered.proposal.region.words in text


def test_the_next_result_says_what_became_of_the_promise(steered: RunResult, tried: RunResult) -> None:
    promise = tried.promise

    assert promise is not None
    assert steered.proposal is not None
    assert promise.run_of == steered.transcript_head
    assert promise.trials_inside > 0
    inside = [
        row for row in tried.leaderboard if row.family == promise.region.family and row.trial is not None
    ]
    assert promise.found == pytest.approx(max(row.score for row in inside) - promise.best_before)
    assert promise.came_true is (promise.found > 0 and promise.found >= (promise.expected.low or 0))
    assert steered.proposal.region.words in promise.sentence


def test_on_other_ground_nothing_is_compared(folder: Path, tried: RunResult) -> None:
    document = SpecDocument.from_json(json.loads((folder / "tried" / "spec.json").read_text("utf-8")))
    assert document.promise is not None
    moved = document.promise.model_copy(update={"ground": {**document.promise.ground, "rows": 1}})
    other = run(document.model_copy(update={"promise": moved}), folder / "table.csv")

    assert other.promise is not None
    assert other.promise.found is None
    assert "cannot be compared" in other.promise.sentence


def test_a_kept_promise_repeats(folder: Path, tried: RunResult) -> None:
    assert replay(folder / "tried")["trials"] == tried.spent.trials


@pytest.mark.parametrize("place", ["more_time.scale", "proposal.gain.value", "promise.found", "shared.parts"])
def test_a_forged_figure_does_not_repeat(folder: Path, tried: RunResult, tmp_path: Path, place: str) -> None:
    shutil.copytree(folder / "tried", tmp_path / "run")
    *path, last = place.split(".")

    def change(kind: str, body: dict[str, Any]) -> None:
        if kind == "result":
            inner = body
            for name in path:
                inner = inner[name]
            if isinstance(inner[last], list):
                inner[last][0]["share_of_time"] += 0.1
            else:
                inner[last] += 0.001

    forge(tmp_path / "run", change)

    with pytest.raises(TamperedError, match=f"does not repeat at {place}"):
        replay(tmp_path / "run", data=folder / "table.csv")
