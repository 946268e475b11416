"""The transcript: append-only JSON lines in a hash chain, safe for several writers and for kill -9.

A line is the canonical JSON (`automl.project.canonical`) of one entry::

    {"actor": …, "body": …, "hash": …, "kind": …, "prev": …, "seq": …, "time": …}

`seq` counts from 1; `time` is UTC in ISO 8601; `prev` is the `hash` of the line before (64 zeros in line 1); `hash` is
the sha256, in hexadecimal, of the canonical JSON of the entry without `hash`. A line is written by one system call
under a lock. A line without its line break was never acknowledged: the next writer cuts it off and says so in an
entry of kind `repaired`.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from automl.errors import TamperedError
from automl.project.canonical import canonical, plain
from automl.project.chain import GENESIS, Entry, entry_from_line, sealed, verified
from automl.project.folders import cannot
from automl.project.keys import redact_json
from automl.project.locks import exclusive

__all__ = ["GENESIS", "Entry", "Transcript", "read"]

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_CHUNK_BYTES = 1 << 16


def now() -> str:
    """Return the present moment as the store writes it: UTC, ISO 8601, milliseconds."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds_since(moment: str) -> float:
    """Return how long ago a moment was that `now` wrote."""
    return (datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(moment)).total_seconds()


def read(path: Path | str, *, head: str | None = None) -> list[Entry]:
    """Read a transcript and verify every line of it.

    A last line without line break is what a killed writer leaves behind and is passed over, unless it is a whole
    entry. Entries after `head` are fine: the record went on.

    Parameters
    ----------
    path : path
        The file.
    head : str, optional
        Hash of an entry that must be there, as the result, the report or the project recorded it.

    Returns
    -------
    list of Entry

    Raises
    ------
    TamperedError
        If a line is no JSON, was edited, deleted, moved, or cut off at the end; the sentence names the line.
    FolderError
        If the file cannot be read.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise cannot("read", path, error) from error
    return verified(data, name=path.name, head=head)


class Transcript:
    """A transcript opened for appending; made where it is missing.

    Opening looks at the last line only; `read` verifies all of them.

    Parameters
    ----------
    path : path
        The file, in a folder that exists.

    Raises
    ------
    FolderError
        If the system refuses the file.
    TamperedError
        If the last line is not an entry whose hash holds.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._between_threads = threading.Lock()
        self._descriptor = -1
        self._open()
        with self._alone():
            pass

    @classmethod
    def open(cls, path: Path | str) -> Transcript:
        """Return the transcript at that path, opened for appending."""
        return cls(path)

    @property
    def head(self) -> str:
        """Hash of the last entry, whoever wrote it; 64 zeros while there is none."""
        with self._alone():
            return self._last.hash if self._last else GENESIS

    def append(self, actor: str, kind: str, body: Any) -> Entry:
        """Write one entry at the end; when this returns, a kill -9 cannot lose it.

        Parameters
        ----------
        actor : str
            Who did it: ``"user"``, ``"assistant"``, ``"tandem"`` …
        kind : str
            What it is, such as ``"message"``, ``"tool_done"``, ``"trial"``.
        body : object
            Anything that `plain` turns into JSON. API keys in it are replaced.

        Returns
        -------
        Entry
            As written.

        Raises
        ------
        TypeError
            If the body holds something without a documented JSON form; nothing is written then.
        FolderError
            If the disk is full or refuses the line; what stood there before is whole.
        """
        clean = redact_json(plain(body))
        with self._alone():
            return self._write(actor, kind, clean)

    def close(self) -> None:
        """Close the file; a transcript that was closed cannot be appended to."""
        with self._between_threads:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def __enter__(self) -> Transcript:
        """Return the transcript itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def _open(self) -> None:
        try:
            self._descriptor = os.open(self.path, _FLAGS, 0o666)
        except OSError as error:
            raise cannot("write", self.path, error) from error
        self._pid, self._end = os.getpid(), 0
        self._last: Entry | None = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock, knowing the last entry that anybody wrote."""
        with self._between_threads:
            if self._descriptor >= 0 and self._pid != os.getpid():
                # A fork shares the lock with its parent: both would hold it at once.
                self._open()
            with exclusive(self._descriptor):
                self._catch_up()
                yield

    def _write(self, actor: str, kind: str, body: Any) -> Entry:
        seq, prev = (self._last.seq + 1, self._last.hash) if self._last else (1, GENESIS)
        entry = sealed(seq=seq, time=now(), actor=actor, kind=kind, body=body, prev=prev)
        self._put(canonical(entry.to_json()).encode() + b"\n")
        self._last = entry
        return entry

    def _put(self, line: bytes) -> None:
        try:
            written = os.write(self._descriptor, line)
            # A disk that fills up takes a part of the line; the rest is refused only on the next attempt.
            while written < len(line):
                written += os.write(self._descriptor, line[written:])
        except OSError as error:
            os.ftruncate(self._descriptor, self._end)
            raise cannot("write", self.path, error) from error
        self._end += len(line)

    def _catch_up(self) -> None:
        size = os.fstat(self._descriptor).st_size
        if size < self._end:
            raise TamperedError(
                f"{self.path.name} became shorter while it was in use; something else than Tandem cut it, "
                "so put back an untouched copy."
            )
        if size == self._end:
            return
        tail, torn = _last_lines(self._descriptor, size)
        self._end = size
        if tail:
            self._last = entry_from_line(tail, name=self.path.name, where="The last line")
        if torn:
            self._mend(torn)

    def _mend(self, torn: bytes) -> None:
        """Make the last line whole, or cut it off and record that."""
        if self._is_next(torn):
            self._put(b"\n")
            self._last = entry_from_line(torn, name=self.path.name, where="The last line")
            return
        self._end -= len(torn)
        os.ftruncate(self._descriptor, self._end)
        digest = hashlib.sha256(torn).hexdigest()
        self._write("tandem", "repaired", {"cut_bytes": len(torn), "cut_sha256": digest})

    def _is_next(self, line: bytes) -> bool:
        try:
            entry = entry_from_line(line, name=self.path.name, where="The last line")
        except TamperedError:
            return False
        return entry.prev == (self._last.hash if self._last else GENESIS)


def _last_lines(descriptor: int, size: int) -> tuple[bytes, bytes]:
    """Return the last line that has its line break (without it), and what stands after it."""
    data = b""
    start = size
    while start > 0 and data.count(b"\n") < 2:
        length = min(_CHUNK_BYTES, start)
        start -= length
        os.lseek(descriptor, start, os.SEEK_SET)
        data = os.read(descriptor, length) + data
    whole, _, torn = data.rpartition(b"\n")
    return whole.rpartition(b"\n")[2], torn
