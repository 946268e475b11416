"""Amounts that a message states, looked at before their turn: nothing is claimed by looking."""

from __future__ import annotations

from assistant.offline.metric.values import Value, find_values
from assistant.offline.reading import Reading


def values_seen(reading: Reading) -> list[Value]:
    """All values, as `find_values` finds them, which claims the parts of what it puts together."""
    before = set(reading.claimed)
    found = find_values(reading)
    reading.claimed.clear()
    reading.claimed.update(before)
    return found
