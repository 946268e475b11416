"""What is handed over: the model that was chosen, or what the time allows; and that nobody changed it since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tables import customers

from automl import load, run
from automl.conclude import Concluding
from automl.delivery import Delivering
from automl.errors import FolderError
from automl.replay import replay
from automl.search.finish import Fits
from automl.search.trial import Trial

SPEC = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "models": {"include": ["linear", "lightgbm", "decision_tree"]},
    "budget": {"trials": 5, "workers": 2},
}


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Only a decision tree is quick to fit, and so many seconds are left."""

    def predicted(trial: Trial, space: Any) -> float:
        return 0.1 if trial.candidate.family == "decision_tree" else 100.0

    def hurry(left_s: float, *, grace_s: float = 0.0) -> None:
        real = Concluding._delivering

        def delivering(self: Concluding, fits: Fits, repeats: int) -> Delivering:
            return replace(real(self, fits, repeats), left_s=lambda keep_s=0.0: left_s, grace_s=grace_s)

        monkeypatch.setattr(Concluding, "_delivering", delivering)

    monkeypatch.setattr("automl.delivery.before_refit_s", predicted)
    return hurry


def test_a_model_that_can_be_fitted_in_time_takes_the_place_of_one_that_cannot(
    tmp_path: Path, in_a_hurry: Any
) -> None:
    in_a_hurry(30.0)

    result = run(SPEC, customers(), out=tmp_path / "run")

    assert result.chosen.family == "decision_tree"
    assert "No time was left to fit it on all search rows" in result.chosen.reason
    assert result.simplest.family in ("decision_tree", "dummy")
    assert not any("baseline" in warning for warning in result.warnings)


def test_a_real_model_is_worth_a_moment_over_the_budget(tmp_path: Path, in_a_hurry: Any) -> None:
    in_a_hurry(-0.5, grace_s=60.0)

    result = run(SPEC, customers(), out=tmp_path / "run")

    assert result.chosen.family == "decision_tree"
    assert "no time left for a refit" in result.refit


def test_the_baseline_alone_is_not_sold_as_a_finding(tmp_path: Path, in_a_hurry: Any) -> None:
    in_a_hurry(-0.5)
    customers().to_csv(tmp_path / "customers.csv", index=False)

    result = run(SPEC, tmp_path / "customers.csv", out=tmp_path / "run")

    assert result.chosen.family == "dummy"
    assert result.simplest.model == result.chosen.model, "what could not be fitted is not recommended either"
    assert replay(tmp_path / "run")["model"] == result.chosen.model
    assert "Only the baseline could be handed over" in result.warnings[0]
    assert "No time was left" in result.warnings[0]


def test_a_model_that_was_changed_after_the_run_is_not_used(tmp_path: Path) -> None:
    run({**SPEC, "budget": {"trials": 2}}, customers(), out=tmp_path / "run")
    assert load(tmp_path / "run").classes == ("No", "Yes")
    manifest = tmp_path / "run" / "model" / "manifest.json"

    manifest.write_text(manifest.read_text("utf-8").replace('"target": "left"', '"target": "gone"'), "utf-8")

    with pytest.raises(FolderError, match="not the one that the run delivered"):
        load(tmp_path / "run")


def test_with_a_single_cut_the_model_compared_is_the_one_judged(tmp_path: Path) -> None:
    customers().to_csv(tmp_path / "customers.csv", index=False)
    spec = {**SPEC, "validation": {"kind": "holdout", "test_fraction": 0.2}}
    result = run(spec, tmp_path / "customers.csv", out=tmp_path / "run")
    searched, held_out = result.split.n_search, result.split.n_held_out

    assert f"{round(searched * 0.8):,} of the {searched:,} search rows" in result.refit
    assert f"all {searched + held_out:,} rows" in result.refit
    assert replay(tmp_path / "run")["trials"] == 5
