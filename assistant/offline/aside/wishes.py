"""The line as most readers see it: without what is only quoted or told in it, with figures in parts as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from assistant.offline.aside.tales import tales
from assistant.offline.aside.told import without_quotes
from assistant.offline.reading import Reading
from assistant.offline.text.line import Line
from assistant.offline.text.spans import joined


def wished(line: Line) -> Line:
    """The line without quoted texts and tales; made once per line."""
    return line.once("wished", lambda: _made(line))


def _made(line: Line) -> Line:
    unquoted = without_quotes(line)
    return joined(unquoted.marked((start, end, "tale", None) for start, end in tales(unquoted)))


@contextmanager
def without_quotations(reading: Reading) -> Iterator[None]:
    """The reading with such a line; what is claimed meanwhile are tokens, the same in both."""
    whole = reading.line
    reading.line = wished(whole)
    try:
        yield
    finally:
        reading.line = whole


def of_wishes(reader: Callable[[Reading], None]) -> Callable[[Reading], None]:
    """A reader that is given such a line."""

    @wraps(reader)
    def read(reading: Reading) -> None:
        with without_quotations(reading):
            reader(reading)

    return read
