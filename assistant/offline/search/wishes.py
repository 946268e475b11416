"""The line as the readers of how to search see it: without what is only quoted, with figures in parts as one."""

from __future__ import annotations

from collections.abc import Callable
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


def of_wishes(reader: Callable[[Reading], None]) -> Callable[[Reading], None]:
    """A reader that is given such a line; what it claims are tokens, the same in both."""

    @wraps(reader)
    def read(reading: Reading) -> None:
        whole = reading.line
        reading.line = wished(whole)
        try:
            reader(reading)
        finally:
            reading.line = whole

    return read
