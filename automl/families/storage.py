"""A fitted model as a folder: written in open formats, read back without executing anything that stands in it.

manifest.json   what the caller says about the model, versions, and the SHA-256 of each file beside it
state.json      the model as plain data (`automl.families.state`)
arrays.npz      its arrays
booster-*.*     boosters in their libraries' own formats
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import zipfile
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from automl.errors import FolderError
from automl.families.state import Parts, decode, encode

if TYPE_CHECKING:
    from automl.families.ensemble import WeightedEnsemble
    from automl.families.model import Model
    from automl.families.recall import Recalling

FORMAT = 1
MANIFEST = "manifest.json"
_STATE = "state.json"
_ARRAYS = "arrays.npz"
_PACKAGES = ("numpy", "pandas", "scikit-learn", "lightgbm", "xgboost-cpu", "catboost")


def save_model(
    model: Model | WeightedEnsemble | Recalling, folder: str | Path, manifest: Mapping[str, Any]
) -> str:
    """Write a fitted model.

    Parameters
    ----------
    folder : str or Path
        Made where it is missing; files of an earlier model in it are replaced.
    manifest : mapping
        JSON about the model: schema of the columns, classes, rule.

    Returns
    -------
    str
        SHA-256 of the manifest, which holds those of all other files.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = _files(model)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    whole = _json(
        {
            "format": FORMAT,
            "versions": _versions(),
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
            "about": dict(manifest),
        },
        indent=1,
    )
    (folder / MANIFEST).write_bytes(whole)
    return hashlib.sha256(whole).hexdigest()


def stored_bytes(model: Model | WeightedEnsemble) -> int:
    """What a model takes on disk, but for its manifest."""
    return sum(len(content) for content in _files(model).values())


def manifest_digest(folder: str | Path) -> str:
    """SHA-256 of a stored model's manifest, as `save_model` returned it."""
    return hashlib.sha256((Path(folder) / MANIFEST).read_bytes()).hexdigest()


def load_manifest(folder: str | Path) -> dict[str, Any]:
    """What the caller said about a stored model, without loading it.

    Raises
    ------
    FolderError
        If there is no model, or one of a format that this version does not read.
    """
    return dict(_manifest(Path(folder))["about"])


def load_model(folder: str | Path) -> Any:
    """Read a model back; it predicts what it predicted, to the last bit.

    Returns
    -------
    Model, WeightedEnsemble, or Recalling around one of them

    Raises
    ------
    FolderError
        If a file is missing, differs from what its hash says, or cannot be read.
    """
    folder = Path(folder)
    manifest = _manifest(folder)
    contents = {name: _verified(folder, name, digest) for name, digest in manifest["files"].items()}
    try:
        parts = Parts(arrays=_arrays(contents.pop(_ARRAYS)), files=contents)
        return decode(json.loads(contents[_STATE]), parts)
    except ImportError as error:
        raise FolderError(
            f"The model in {folder} needs {error.name!r}, which is not installed; "
            "`python3 start.py --extras boost` installs the boosters."
        ) from error
    except (KeyError, IndexError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise FolderError(
            f"The model in {folder} cannot be read ({error}); it was written with {_said(manifest['versions'])}."
        ) from error


def _files(model: Model | WeightedEnsemble | Recalling) -> dict[str, bytes]:
    parts = Parts()
    state = encode(model, parts)
    return {_STATE: _json(state), _ARRAYS: _npz(parts), **parts.files}


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise FolderError(f"There is no model in {folder}: {MANIFEST} is missing.")
    try:
        manifest = json.loads(path.read_bytes())
        found, files = manifest["format"], manifest["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise FolderError(f"{path} is not the manifest of a model.") from error
    if found != FORMAT:
        raise FolderError(f"The model in {folder} has format {found!r}; this version reads format {FORMAT}.")
    if not isinstance(files, dict) or any(Path(name).name != name for name in files):
        raise FolderError(f"{path} names files outside of its folder.")
    return dict(manifest)


def _verified(folder: Path, name: str, digest: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise FolderError(f"The model in {folder} is not complete: {name} is missing.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise FolderError(f"{path} differs from what was stored: its SHA-256 is not the one in {MANIFEST}.")
    return content


def _json(data: Any, *, indent: int | None = None) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent).encode("utf-8")


def _npz(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **parts.arrays)  # type: ignore[arg-type] # the stubs take a keyword for one of its options
    return buffer.getvalue()


def _arrays(content: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _said(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())
