"""One SQLite file that several processes and threads read and write at once."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from automl.errors import FolderError
from automl.project.schema import Schema

# Writes take milliseconds; who waits longer than this is behind something that hangs.
BUSY_TIMEOUT_S = 20.0


class Database:
    """A SQLite file of a known format, migrated when it is older.

    Parameters
    ----------
    path : Path
        The file; made where it is missing.
    schema : Schema
        What must be in it.

    Raises
    ------
    FolderError
        If the file is damaged, cannot be opened, or is of a newer format.
    """

    def __init__(self, path: Path, schema: Schema) -> None:
        self.path = path
        self._schema = schema
        self._between_threads = threading.RLock()
        # By process: SQLite forbids carrying a connection over a fork.
        self._connections: dict[int, sqlite3.Connection] = {}
        self._closer = weakref.finalize(self, _close_all, self._connections)
        with self._sentences():
            self._migrate()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the only write transaction; it is kept when the block ends, and undone when it raises."""
        with self._between_threads, self._sentences():
            connection = self._connection()
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            except BaseException:
                # After a full disk SQLite has already rolled back by itself.
                if connection.in_transaction:
                    connection.execute("rollback")
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return what a query finds."""
        with self._between_threads, self._sentences():
            found: list[sqlite3.Row] = self._connection().execute(sql, values).fetchall()
            return found

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """Return the first row that a query finds, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def wipe(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log either."""
        self.rows("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Close the file; it cannot be used after that."""
        with self._between_threads:
            self._closer()

    def _connection(self) -> sqlite3.Connection:
        connection = self._connections.get(os.getpid())
        if connection is None:
            if not self._closer.alive:
                raise FolderError(f"{str(self.path)!r} was closed; open the {self._schema.name} again.")
            connection = _connect(self.path)
            self._connections[os.getpid()] = connection
        return connection

    def _migrate(self) -> None:
        connection = self._connection()
        if self._format(connection) == self._schema.version:
            return
        connection.execute("begin immediate")
        try:
            # Read again: another process may have migrated while this one waited for the lock.
            for step in self._schema.steps[self._format(connection) :]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"pragma user_version = {self._schema.version}")
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise

    def _format(self, connection: sqlite3.Connection) -> int:
        found = int(connection.execute("pragma user_version").fetchone()[0])
        if found > self._schema.version:
            raise FolderError(
                f"The {self._schema.name} {str(self.path.parent)!r} has format {found}, and this version of Tandem "
                f"reads up to {self._schema.version}; update Tandem to open it."
            )
        return found

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
                raise  # a bug of ours, not the user's disk
            raise self._sentence(error) from error

    def _sentence(self, error: sqlite3.DatabaseError) -> FolderError:
        code = getattr(error, "sqlite_errorname", "")
        for start, reason in _REASONS:
            if code.startswith(start):
                return FolderError(f"The {self._schema.name} {str(self.path.parent)!r} {reason}.")
        return FolderError(
            f"The {self._schema.name} {str(self.path.parent)!r} cannot be used: SQLite says {error}."
        )


_REASONS = (
    ("SQLITE_FULL", "cannot be written: the disk is full; free some space and try again"),
    ("SQLITE_IOERR", "cannot be written or read: the disk is full or failing; free some space and try again"),
    ("SQLITE_READONLY", "cannot be written: permission is denied; change its permissions or set TANDEM_HOME"),
    ("SQLITE_CANTOPEN", "cannot be opened: check that it exists and may be read and written"),
    ("SQLITE_PERM", "cannot be opened: permission is denied; change its permissions or set TANDEM_HOME"),
    ("SQLITE_BUSY", "is in use by another program that does not let go; close it and try again"),
    ("SQLITE_NOTADB", "is damaged: its database is no SQLite file; put back a copy or delete it"),
    ("SQLITE_CORRUPT", "is damaged: SQLite cannot read its database; put back a copy or delete it"),
)


def _connect(path: Path) -> sqlite3.Connection:
    # Autocommit: transactions are opened by hand, because Python would begin them too late for "immediate".
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        _use_wal(connection)
        # In WAL mode this survives kill -9; only a power cut may lose the last moments, never damage the file.
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma foreign_keys = on")
        # What somebody has erased must not be found in the free pages of the file.
        connection.execute("pragma secure_delete = on")
    except BaseException:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    # The switch does not wait for other processes that switch at the same moment, whatever the timeout.
    give_up = time.monotonic() + BUSY_TIMEOUT_S
    while connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _close_all(connections: dict[int, sqlite3.Connection]) -> None:
    own = connections.pop(os.getpid(), None)
    if own is not None:
        own.close()
