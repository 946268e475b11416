"""Files and folders of the store: safe names, and one sentence for what the system refuses."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from pathlib import Path, PurePath

from automl.errors import FolderError

# Most file systems hold 255 bytes; the rest is left for suffixes that other programs add.
MAX_NAME_BYTES = 120
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
_REASONS = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "the disk quota is used up; free some space and try again",
    errno.EFBIG: "the system allows no file of that size there",
    errno.EACCES: "permission is denied; change the folder's permissions or choose another folder",
    errno.EPERM: "permission is denied; change the folder's permissions or choose another folder",
    errno.EROFS: "the file system is read-only; choose another folder",
    errno.ENOENT: "there is no such file or folder; check the path",
    errno.ENOTDIR: "part of the path is a file and not a folder; check the path",
    errno.EEXIST: "there is a file of that name already; choose another name",
    errno.EISDIR: "it is a folder and not a file; check the path",
    errno.ENAMETOOLONG: "the path is too long; choose a shorter one",
}


def cannot(verb: str, path: str | PurePath, error: OSError) -> FolderError:
    """Return the error for something that the operating system refused.

    Parameters
    ----------
    verb : str
        What was tried: ``"read"``, ``"write"``, ``"create"``, ``"delete"``.
    path : str or PurePath
        Where.
    error : OSError
        What the system said.
    """
    reason = _REASONS.get(error.errno or 0) or f"the system says {error.strerror or error!s}"
    return FolderError(f"{os.fspath(path)!r} cannot be {_PARTICIPLES[verb]}: {reason}.")


_PARTICIPLES = {"read": "read", "write": "written", "create": "created", "delete": "deleted"}


def safe_name(name: str, *, fallback: str = "data") -> str:
    """Return a file name that every file system takes and no path or pattern can hide in.

    Letters and digits of every script stay, as do blanks, dots, hyphens, underscores and round brackets; all else,
    such as separators, wildcards and emoji, becomes an underscore. Long names are shortened before their suffixes.

    Parameters
    ----------
    name : str
        Any text, such as the name that a browser sent.
    fallback : str, default="data"
        The stem where nothing usable is left.

    Returns
    -------
    str
        At most 120 bytes in UTF-8.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join(letter if letter.isalnum() or letter in " .-_()" else "_" for letter in last)
    stem, dot, suffix = kept.strip().rstrip(" .").partition(".")
    stem = stem.strip(" .") if stem.strip(" ._") else fallback
    if stem.lower() in _WINDOWS_DEVICES:
        stem = f"{stem}_"
    return _shorten(stem, dot + suffix)


def _shorten(stem: str, suffixes: str) -> str:
    if len((stem + suffixes).encode()) <= MAX_NAME_BYTES:
        return stem + suffixes
    parts = suffixes.split(".")[1:]
    # A suffix such as ".csv.gz" decides how a file is read; a dot in the middle of a long title decides nothing.
    endings = "".join(f".{part}" for part in parts[-2:] if 0 < len(part.encode()) <= 8)
    room = MAX_NAME_BYTES - len(endings.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").strip(" .") + endings


def slug(name: str) -> str:
    """Return a short form of a name for folders and addresses: lower-case ASCII letters, digits and hyphens."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:32].strip("-") or "project"


def make_folder(path: Path, *, mode: int = 0o777) -> Path:
    """Create a folder with its parents where it is missing.

    Raises
    ------
    FolderError
        If the system refuses it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise cannot("create", path, error) from error
    return path
