"""The project's own copies of the data that a user brought."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import uuid
from dataclasses import dataclass
from pathlib import Path

from automl.errors import FolderError
from automl.project.base import ProjectFolder, clean
from automl.project.folders import cannot, make_folder, safe_name

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class DataVersion:
    """One version of the data.

    Attributes
    ----------
    id : int
        Counts from 1 within the project.
    time : str
        When it came.
    name : str
        What the user calls it: the original name of the file, never used as a path.
    path : Path
        The copy inside the project, a file or a folder of files.
    inner_table : str or None
        The table inside a DuckDB or SQLite file.
    fingerprint : str
        Of the table's content, or ``"file-"`` and the sha256 of the bytes where nobody gave one.
    size_bytes : int
        Of the copy.
    """

    id: int
    time: str
    name: str
    path: Path
    inner_table: str | None
    fingerprint: str
    size_bytes: int

    @property
    def source(self) -> str:
        """What loads it: the path, followed by ``::table`` where it is a table in a database file."""
        return f"{self.path}::{self.inner_table}" if self.inner_table else str(self.path)


class Uploads(ProjectFolder):
    """Data versions of a project."""

    def add_data(
        self, source: str | Path | bytes, name: str | None = None, *, fingerprint: str | None = None
    ) -> DataVersion:
        """Copy data into the project and make it the current version.

        What is already current makes no new version; what was there before is not copied again.

        Parameters
        ----------
        source : path or bytes
            A file, a folder of files, ``"file.duckdb::table"``, or the bytes of an uploaded file.
        name : str, optional
            The original name; that of the path where it is left out.
        fingerprint : str, optional
            Of the table's content, where it is known.

        Raises
        ------
        FolderError
            If the source cannot be read or the copy not be written; the versions before stay as they are.
        """
        content, inner_table = (source, None) if isinstance(source, bytes) else _split(str(source))
        shown = name or (content.name if isinstance(content, Path) else "data")
        copy = self._copy_in(content, shown)
        digest, size_bytes = _measure(copy)
        fingerprint = fingerprint or f"file-{digest}"
        file = self._settle(copy, fingerprint, shown)
        with self._writing() as connection:
            current = connection.execute("select * from data_versions order by id desc limit 1").fetchone()
            wanted = (file, inner_table, fingerprint)
            if current is None or (current["file"], current["inner_table"], current["fingerprint"]) != wanted:
                self._add_row(connection, shown, file, inner_table, fingerprint, size_bytes)
        found = self.current_data()
        assert found is not None  # written just above
        return found

    def data_versions(self) -> list[DataVersion]:
        """Return every version of the data, oldest first."""
        return [self._version(row) for row in self._database.rows("select * from data_versions order by id")]

    def current_data(self) -> DataVersion | None:
        """Return the newest version of the data, or None."""
        found = self._database.row("select * from data_versions order by id desc limit 1")
        return None if found is None else self._version(found)

    def data(self, data_id: int) -> DataVersion:
        """Return one version of the data.

        Raises
        ------
        FolderError
            If there is no such version.
        """
        found = self._database.row("select * from data_versions where id = ?", (data_id,))
        if found is None:
            raise FolderError(
                f"The project {self.name!r} has no data version {data_id}; upload the file again."
            )
        return self._version(found)

    def _version(self, row: sqlite3.Row) -> DataVersion:
        path = self.folder / row["file"]
        names = ("inner_table", "fingerprint", "size_bytes")
        return DataVersion(row["id"], row["time"], row["name"], path, *(row[name] for name in names))

    def _copy_in(self, content: Path | bytes, shown: str) -> Path:
        """Copy to a name of its own first: a half copy must never look like a whole one."""
        folder = make_folder(self.folder / "data")
        target = folder / f".coming-{uuid.uuid4().hex}"
        try:
            if isinstance(content, bytes):
                target.write_bytes(content)
            elif content.is_dir():
                shutil.copytree(content, target)
            else:
                shutil.copyfile(content, target)
        except (OSError, shutil.Error) as error:
            _remove(target)
            raise _copy_error(content, shown, error) from error
        return target

    def _settle(self, copy: Path, fingerprint: str, shown: str) -> str:
        """Move the copy to its place, or drop it where the same is already there; return the relative path."""
        folder = make_folder(self.folder / "data" / safe_name(fingerprint))
        target = folder / safe_name(shown)
        try:
            if target.exists():
                _remove(copy)
            else:
                copy.rename(target)
        except OSError as error:
            _remove(copy)
            raise cannot("write", target, error) from error
        return target.relative_to(self.folder).as_posix()

    def _add_row(
        self,
        connection: sqlite3.Connection,
        shown: str,
        file: str,
        inner_table: str | None,
        fingerprint: str,
        size_bytes: int,
    ) -> None:
        body = {
            "name": shown,
            "file": file,
            "inner_table": inner_table,
            "fingerprint": fingerprint,
            "size_bytes": size_bytes,
        }
        entry = self._record(connection, "user", "data", body)
        connection.execute(
            "insert into data_versions (time, name, file, inner_table, fingerprint, size_bytes, entry) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            (entry.time, clean(shown), file, inner_table, fingerprint, size_bytes, entry.seq),
        )


def _split(source: str) -> tuple[Path, str | None]:
    path, sep, table = source.rpartition("::")
    if sep and path and not Path(source).exists():
        return Path(path), table
    return Path(source), None


def _measure(path: Path) -> tuple[str, int]:
    """Return the sha256 over a file, or over the names and contents of a folder's files, and the bytes."""
    digest, size_bytes = hashlib.sha256(), 0
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    for file in files:
        if path.is_dir():
            digest.update(file.relative_to(path).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        with file.open("rb") as opened:
            while chunk := opened.read(_CHUNK_BYTES):
                digest.update(chunk)
                size_bytes += len(chunk)
    return digest.hexdigest(), size_bytes


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _copy_error(content: Path | bytes, shown: str, error: OSError) -> FolderError:
    """Tell a source that cannot be read from a project that cannot be written."""
    if isinstance(content, bytes) or error.filename not in (content, str(content)):
        return cannot("write", shown, error)
    return cannot("read", content, error)
