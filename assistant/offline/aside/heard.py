"""A reader's view of the message without what is only quoted in it: "somebody wrote: 'optimise accuracy'"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.offline.reading import Reading
from assistant.offline.search.wishes import wished


@contextmanager
def without_quotations(reading: Reading) -> Iterator[None]:
    """The reading with such a line; what is claimed meanwhile are tokens, the same in both."""
    whole = reading.line
    reading.line = wished(whole)
    try:
        yield
    finally:
        reading.line = whole
