"""The end of a process: Python would take every library apart again, which takes as long as importing them did."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn


def leave(run: Callable[[], Any]) -> NoReturn:
    """Run something and end the process at once with its exit code; what was registered for the end still runs.

    Parameters
    ----------
    run : callable
        Returns the exit code, or raises SystemExit with it; anything else counts as 0.
    """
    try:
        code = run()
    except SystemExit as left:
        code = left.code
    if isinstance(code, str):  # as `sys.exit` takes it: what to say, of a failure
        sys.stderr.write(code + "\n")
        code = 1
    # What Python itself does first, in its order: workers are told to end before anybody waits for them.
    threading._shutdown()  # type: ignore[attr-defined]  # private, and there since 3.3
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # its reader may have left
            stream.flush()
    os._exit(code if isinstance(code, int) else 0)
