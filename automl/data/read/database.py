"""Tables in DuckDB and SQLite files, opened for reading only."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from automl.data.read.canonical import python_column
from automl.data.read.raw import Raw, make_raw
from automl.errors import DataError
from automl.spec.names import did_you_mean


def read_database(path: Path, table: str | None) -> Raw:
    """Read one table or view; the only one where none is named.

    Raises
    ------
    DataError
        If the file is no such database or is in use, or the table does not exist.
    """
    with path.open("rb") as file:
        is_sqlite = file.read(16).startswith(b"SQLite format 3")
    return _read_sqlite(path, table) if is_sqlite else _read_duckdb(path, table)


def _read_duckdb(path: Path, table: str | None) -> Raw:
    try:
        # A view in somebody else's file may read other files: without external access it fails instead.
        with duckdb.connect(str(path), read_only=True, config=_LOCKED) as connection:
            found = connection.execute(
                "SELECT table_schema, table_name FROM information_schema.tables ORDER BY ALL"
            ).fetchall()
            names = {
                name if schema == "main" else f"{schema}.{name}": (schema, name) for schema, name in found
            }
            chosen = _choose(path, table, list(names))
            quoted = ".".join('"' + part.replace('"', '""') + '"' for part in names[chosen])
            rows = connection.sql(f"SELECT * FROM {quoted}").to_arrow_table()
    except duckdb.IOException as error:
        raise DataError(
            f"{path.name!r} cannot be opened as a DuckDB file: it is in use by another program, "
            f"from a version that cannot be read, or no database ({str(error).splitlines()[0][:120]})."
        ) from error
    except duckdb.Error as error:
        raise DataError(f"{path.name!r} cannot be read: {str(error).splitlines()[0][:200]}.") from error
    return make_raw(chosen, rows.column_names, rows.columns)


_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def _read_sqlite(path: Path, table: str | None) -> Raw:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            chosen = _choose(path, table, sorted(name for (name,) in found))
            cursor = connection.execute('SELECT * FROM "' + chosen.replace('"', '""') + '"')
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
    except sqlite3.Error as error:
        raise DataError(f"{path.name!r} cannot be read as a SQLite file: {error}.") from error
    cells = zip(*rows, strict=True) if rows else ([] for _ in names)
    return make_raw(chosen, names, [python_column(list(column)) for column in cells])


def _choose(path: Path, table: str | None, names: Sequence[str]) -> str:
    if not names:
        raise DataError(f"{path.name!r} holds no tables.")
    if table is None:
        if len(names) == 1:
            return names[0]
        listed = ", ".join(map(repr, names[:8]))
        raise DataError(
            f"{path.name!r} holds {len(names)} tables ({listed}{', …' if len(names) > 8 else ''}); "
            f"name one of them, as in {path.name + '::' + names[0]!r}."
        )
    for name in names:
        if name.casefold() == table.casefold():
            return name
    raise DataError(f"{path.name!r} has no table {table!r}. {did_you_mean(table, names, noun='tables')}")
