"""Writes down what happens in a run, as it happens, and tells whoever listens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from automl.project.transcript import Transcript

Listener = Callable[[str, Mapping[str, Any]], None]

# How far a run is changes every second and says nothing about what it did; listeners hear it, the record does not.
_NOT_KEPT = frozenset({"progress"})


class Recorder:
    """Appends events to a run's transcript and passes them on.

    Parameters
    ----------
    transcript : Transcript or None
        None for a run that leaves nothing on disk.
    listener : callable, optional
        ``listener(kind, body)``.
    """

    def __init__(self, transcript: Transcript | None, listener: Listener | None = None) -> None:
        self.transcript = transcript
        self.listener = listener
        self._lock = threading.Lock()

    def __call__(self, kind: str, body: Mapping[str, Any], *, actor: str = "tandem") -> None:
        """Record one event; the line is on disk when this returns."""
        with self._lock:
            if self.transcript is not None and kind not in _NOT_KEPT:
                self.transcript.append(actor, kind, dict(body))
        if self.listener is not None:
            self.listener(kind, body)

    @property
    def head(self) -> str:
        """Hash of the last entry, empty without a transcript."""
        return "" if self.transcript is None else self.transcript.head
