"""What an ensemble may be made of: no more than can be fitted for good in the time that is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tables import customers

from automl import run
from automl.choice import in_time
from automl.prepare import Prepared
from automl.search.contender import contenders_of
from automl.search.finish import ensemble_s
from automl.search.trial import Trial

SPEC = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "models": {"include": ["linear", "lightgbm", "random_forest", "extra_trees", "ensemble"]},
    "budget": {"trials": 5, "workers": 2},
}


@pytest.fixture(scope="module")
def ended() -> tuple[Prepared, list[Trial]]:
    """A search that has ended, each of whose fits took a second."""
    seen: dict[str, Any] = {}

    def look(prepared: Prepared, trials: Sequence[Trial], **rest: Any) -> list[int]:
        seen["found"] = prepared, [_lasting(trial, 1.0) for trial in trials]
        return in_time(prepared, trials, **rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("automl.conclude.in_time", look)
        run(SPEC, customers())
    found: tuple[Prepared, list[Trial]] = seen["found"]
    return found


def _lasting(trial: Trial, seconds: float) -> Trial:
    """The trial as if each of its folds had taken so long."""
    return replace(trial, folds=tuple(replace(fold, fit_seconds=seconds) for fold in trial.folds))


def _mixed(prepared: Prepared, trials: Sequence[Trial], pool: Sequence[int]) -> list[Trial]:
    found = contenders_of(prepared.space, trials, mix=True, pool=pool, cross_fit=False)
    return next(([t for t, _ in c.members] for c in found if len(c.members) > 1), [])


def test_with_time_enough_nothing_is_left_out(ended: tuple[Prepared, list[Trial]]) -> None:
    prepared, trials = ended
    everything = [trial.candidate.trial for trial in trials]

    assert in_time(prepared, trials, left_s=float("inf"), workers=2) == everything
    assert in_time(prepared, trials, left_s=10_000.0, workers=2) == everything


def test_the_dear_member_is_left_out_and_the_mix_ends_in_time(ended: tuple[Prepared, list[Trial]]) -> None:
    prepared, trials = ended
    dear = _mixed(prepared, trials, [t.candidate.trial for t in trials])[0].candidate.trial
    trials = [_lasting(t, 50.0) if t.candidate.trial == dear else t for t in trials]

    pool = in_time(prepared, trials, left_s=30.0, workers=2)
    members = _mixed(prepared, trials, pool)

    assert dear not in pool
    assert members
    assert ensemble_s(members, prepared.space, 2) <= 30.0


def test_one_dear_model_may_be_a_member_where_there_is_time_for_it(
    ended: tuple[Prepared, list[Trial]],
) -> None:
    prepared, trials = ended
    members = _mixed(prepared, trials, [t.candidate.trial for t in trials])
    dear = members[0].candidate.trial
    trials = [_lasting(t, 20.0) if t.candidate.trial == dear else t for t in trials]
    needed = ensemble_s([t for t in trials if t in members or t.candidate.trial == dear], prepared.space, 2)

    assert dear in in_time(prepared, trials, left_s=needed + 20.0, workers=2)


@pytest.mark.parametrize("left_s", [0.0, -5.0])
def test_without_any_time_no_mix_is_left(ended: tuple[Prepared, list[Trial]], left_s: float) -> None:
    prepared, trials = ended

    assert not _mixed(prepared, trials, in_time(prepared, trials, left_s=left_s, workers=2))
