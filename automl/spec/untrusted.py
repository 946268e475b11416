"""Calling what somebody else wrote: it may raise, print, leave or never come back."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

#: A choice, not measured: heavy libraries are imported in seconds, and whoever gave a minute is to keep most of it.
PATIENCE_S = 20.0


class UnusableError(Exception):
    """What went wrong, as the end of a sentence: ``"raised OSError: no such device"``."""


def within(call: Callable[[], Any]) -> Any:
    """The value of a call, which has `PATIENCE_S` seconds and says nothing on standard output.

    Raises
    ------
    UnusableError
        If it raises or does not end in time; what hangs is left behind in a thread of its own.
    """
    values: list[Any] = []
    errors: list[BaseException] = []

    def answer() -> None:
        try:
            values.append(call())
        except BaseException as error:  # noqa: BLE001 - somebody else's code: whatever it does, the rest goes on
            errors.append(error)

    thread = threading.Thread(target=answer, daemon=True)
    with redirect_stdout(io.StringIO()):
        thread.start()
        thread.join(PATIENCE_S)
    if errors:
        raise UnusableError(f"raised {in_a_line(errors[0])}") from errors[0]
    if not values:
        raise UnusableError(f"did not end within {PATIENCE_S:.0f} seconds")
    return values[0]


def in_a_line(error: BaseException) -> str:
    """An exception in one line without its full stop."""
    text = " ".join(str(error).split())[:200].rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
