"""A wish at the end of a long message is heard; how long that takes is measured in `benchmarks/turn_time.py`."""

from __future__ import annotations

from collections.abc import Callable

from assistant.offline.context import Context
from assistant.offline.understand import understand
from tests.assistant.offline.pages import two_pages


def test_a_wish_at_the_end_of_two_pages_is_heard(made_up: Callable[[str], Context]) -> None:
    message = two_pages()
    assert len(message) > 7000

    found = understand(message, made_up("customers"))

    assert found.patches["metric.fn"] == -500
    assert found.patches["budget.time_s"] == 120
