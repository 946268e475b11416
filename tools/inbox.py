"""Files that the user attached: kept in the project until it is clear what they are for; tools know them by name.

A tool never takes a path: whatever a model writes, nothing outside the inbox can be opened.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from automl.errors import DataError
from automl.project.folders import cannot, make_folder, safe_name
from automl.project.projects import Project
from automl.spec.names import did_you_mean


def put(project: Project, source: str | Path | bytes, name: str = "") -> str:
    """Copy an attached file into the inbox and return the name by which tools find it.

    Args:
        source: A file, a folder of files, "file.duckdb::table", or the bytes of an upload.
        name: The original name; that of the path where it is left out.

    Raises:
        FolderError: The source cannot be read, or the copy not be written.
    """
    content, inner = (source, "") if isinstance(source, bytes) else _split(str(source))
    shown = safe_name(name.partition("::")[0] or (content.name if isinstance(content, Path) else "upload"))
    target = make_folder(_folder(project)) / shown
    try:
        if isinstance(content, bytes):
            target.write_bytes(content)
        elif content.is_dir():
            shutil.copytree(content, target, dirs_exist_ok=True, ignore=_links)
        else:
            shutil.copyfile(content, target)
    except OSError as error:
        if isinstance(content, bytes) or error.filename == str(target):
            raise cannot("write", target, error) from error
        raise cannot("read", content, error) from error
    return f"{shown}::{inner}" if inner else shown


def _links(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_symlink()]


def names(project: Project) -> list[str]:
    """Return the names of the attached files, the newest last."""
    folder = _folder(project)
    if not folder.is_dir():
        return []
    # A link may lead out of the project.
    files = [path for path in folder.iterdir() if not path.is_symlink()]
    return [path.name for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)]


def find(project: Project, name: str) -> str:
    """Return the source of an attached file, for `load_table` and `read_rows`.

    Raises:
        DataError: There is none of that name; the sentence offers the nearest.
    """
    file, sep, inner = name.partition("::")
    known = names(project)
    if file not in known:
        offer = did_you_mean(file, known, noun="files") if known else "Attach the file first."
        raise DataError(f"No file {name!r} was attached. {offer}")
    return f"{_folder(project) / file}{sep}{inner}"


def name_after(project: Project, table: str) -> None:
    """Name a project after its first table where it bears the name of a file that could not be read."""
    name = safe_name(project.name)
    if project.current_data() is None and name != table.partition("::")[0] and name in names(project):
        project.rename(table, actor="tandem")


def _folder(project: Project) -> Path:
    return project.folder / "inbox"


def _split(source: str) -> tuple[Path, str]:
    path, sep, inner = source.rpartition("::")
    return (Path(path), inner) if sep and path and not Path(source).exists() else (Path(source), "")
