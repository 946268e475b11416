"""A lock that several processes and threads respect, on the file that it protects."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

# On Windows a locked byte cannot be read by others, so a byte is locked that no file is long enough to have.
_FAR_BYTE = 2**62


@contextmanager
def exclusive(descriptor: int) -> Iterator[None]:
    """Hold the only exclusive lock on an open file; the system releases it when the holder dies.

    Parameters
    ----------
    descriptor : int
        An open file descriptor, not shared with another process that locks through it.
    """
    _lock(descriptor)
    try:
        yield
    finally:
        _unlock(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        while True:
            os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                return
            except OSError:  # somebody else holds it
                time.sleep(0.01)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    # `flock`, not `lockf`: it also holds between two descriptors of one process.
    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
