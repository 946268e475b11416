"""DuckDB connections that can touch nothing but the rows handed to them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

#: Longest that one expression may take, in seconds.
TIME_LIMIT_S = 10.0

_PER_THREAD = threading.local()


@contextmanager
def locked_connection(**tables: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory connection without access to files, network, settings or Python variables.

    Parameters
    ----------
    **tables : pyarrow.Table
        Name → rows that can be read while the connection is held.
    """
    # A cursor of its own: an answer that was not read to its end would block the next question.
    connection = _connection().cursor()
    for name, rows in tables.items():
        connection.register(name, rows)
    timer = threading.Timer(TIME_LIMIT_S, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()


def _connection() -> duckdb.DuckDBPyConnection:
    """One connection per thread: opening it takes some ten milliseconds, more than most expressions."""
    held: duckdb.DuckDBPyConnection | None = getattr(_PER_THREAD, "connection", None)
    # A forked child must not go on with its parent's connection.
    if held is None or _PER_THREAD.process != os.getpid():
        held = duckdb.connect(
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        )
        held.execute("SET enable_external_access = false")
        held.execute("SET python_enable_replacements = false")
        held.execute("SET memory_limit = '1GB'")
        held.execute("SET threads = 1")
        held.execute("SET lock_configuration = true")
        _PER_THREAD.connection, _PER_THREAD.process = held, os.getpid()
    return held
