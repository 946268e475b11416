"""Whether the process that a run was given to still lives."""

from __future__ import annotations

import time

import psutil

# The start time is read off a clock that may be set right while a run goes on; a pid is hardly given away again
# within seconds.
_SAME_START_S = 2.0
# A worker reports every few seconds; one that did a minute ago and whose pid lives was not replaced.
_FRESH_HEARTBEAT_S = 60.0


def start_of(pid: int | None) -> float | None:
    """Return when a process started, in seconds since the epoch, or None where there is no such process."""
    if pid is None:
        return None
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def is_alive(pid: int, *, started: float | None, heartbeat: float | None) -> bool:
    """Return whether a process lives and is the one that was meant.

    Parameters
    ----------
    pid : int
        Its number.
    started : float or None
        Its start as `start_of` gave it; None where it was gone already.
    heartbeat : float or None
        When it last reported, in seconds since the epoch.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or started is None:
            return False
        if abs(process.create_time() - started) <= _SAME_START_S:
            return True
    except psutil.AccessDenied:
        return True
    except psutil.Error:
        return False
    return heartbeat is not None and time.time() - heartbeat < _FRESH_HEARTBEAT_S
