"""Learners that keep still: no warnings, nothing on standard output."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Silence warnings of learners inside a block.

    They speak of convergence that the search judges by scores anyway, of labels that a fold lacks, and of what the
    next version of a library will call things; none of them is for the person who waits.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
