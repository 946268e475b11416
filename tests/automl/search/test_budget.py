"""Budgets: what is too small is refused, and a busy machine is noticed."""

from __future__ import annotations

import time

import pytest

from automl.errors import BudgetError
from automl.search.budget import USUAL_WAIT, Clock, limits_of
from automl.search.finish import slowed
from automl.spec.model import Budget


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [
        (Budget(time_s=3), "A time budget of 3 s is too short"),
        (Budget(trials=1), "leaves room for the baseline only"),
        (Budget(memory_gb=0.1), "A memory budget of 0.1 GB is too small"),
    ],
)
def test_a_budget_that_nothing_honest_fits_into_is_refused(budget: Budget, sentence: str) -> None:
    with pytest.raises(BudgetError, match=sentence):
        limits_of(budget)


def test_without_a_budget_time_is_no_limit_and_memory_is_what_the_machine_has_free() -> None:
    limits = limits_of(None)

    assert (limits.time_s, limits.trials) == (None, None)
    assert limits.memory_bytes > 0 and limits.workers >= 1


def test_seconds_that_went_to_others_count_as_slowness() -> None:
    busy = Clock(time.time() - 8.0 * USUAL_WAIT, time.process_time() - 2.0)
    idle = Clock(time.time() - 2.0, time.process_time() - 2.0)

    assert busy.slowness() == pytest.approx(4.0, rel=0.1)
    assert idle.slowness() == 1.0


def test_what_is_kept_for_a_busy_machine_is_a_fifth_of_the_budget_at_most() -> None:
    assert slowed(3.0, slowness=2.0, time_s=60.0) == 6.0
    assert slowed(3.0, slowness=9.0, time_s=60.0) == 12.0
    assert slowed(3.0, slowness=9.0, time_s=10.0) == 3.0
