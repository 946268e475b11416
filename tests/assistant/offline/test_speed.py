"""A long message is read as fast as a person would expect of a short one."""

from __future__ import annotations

import time
from collections.abc import Callable

from assistant.offline.context import Context
from assistant.offline.understand import understand

_STORY = (
    "We are a telephone company with many customers and every month some of them go to a competitor. "
    "Our sales team has tried a number of things over the years, from discounts to letters, and nothing has "
    "helped as much as a friendly call at the right time, number {k}. "
)
_GOAL = (
    "Which customers are going to churn? Missing one costs $500, a needless call costs $20. Take two minutes."
)
# Seconds of processor time on one core; 0.3 on the machine this was written on, and three times that before names
# and labels of a line were found once.
_AT_MOST_S = 0.6


def test_a_message_of_two_pages_is_read_at_once(made_up: Callable[[str], Context]) -> None:
    story = "".join(_STORY.format(k=k) for k in range(27))
    context = made_up("customers")
    understand("Which customers are going to churn?", context)  # patterns are compiled once

    needed = []
    for turn in range(3):
        began = time.process_time()
        found = understand(f"{story}{_GOAL}{' Thanks.' * turn}", context)
        needed.append(time.process_time() - began)

    assert len(story) > 7000
    assert found.patches["metric.fn"] == -500
    assert found.patches["budget.time_s"] == 120
    assert min(needed) < _AT_MOST_S
