"""Stored models: whole, verified, and nothing in them is ever run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from automl.errors import FolderError
from automl.families import family
from automl.families.ensemble import WeightedEnsemble
from automl.families.storage import load_manifest, load_model, save_model
from automl.testing import planted, said


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    data = planted("binary")
    save_model(data.build(family("decision_tree")).fit(data.X, data.y), tmp_path, {"classes": ["no", "yes"]})
    return tmp_path


def resign(folder: Path, name: str, content: bytes) -> None:
    """Change a file and its hash, as somebody would who wants to get past the check."""
    import hashlib

    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def edit(folder: Path, change: Any) -> None:
    state = json.loads((folder / "state.json").read_text())
    change(state)
    resign(folder, "state.json", json.dumps(state).encode())


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_an_ensemble_predicts_the_same_after_loading(task: Any, tmp_path: Path) -> None:
    data = planted(task)
    members = [data.build(family(name)).fit(data.X, data.y) for name in ("linear", "lightgbm", "knn")]
    mixed = WeightedEnsemble(members, [2, 1, 1])

    save_model(mixed, tmp_path, {})
    loaded = load_model(tmp_path)

    assert np.array_equal(said(mixed, data.X), said(loaded, data.X))
    assert np.allclose(
        said(mixed, data.X), np.tensordot([0.5, 0.25, 0.25], [said(m, data.X) for m in members], 1)
    )


def test_what_the_caller_says_is_read_without_the_model(stored: Path) -> None:
    (stored / "state.json").unlink()

    assert load_manifest(stored) == {"classes": ["no", "yes"]}


def test_an_empty_folder_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"There is no model in .*: manifest.json is missing"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", ["state.json", "arrays.npz"])
def test_a_changed_file_is_found_out(stored: Path, name: str) -> None:
    content = bytearray((stored / name).read_bytes())
    content[len(content) // 2] ^= 1
    (stored / name).write_bytes(bytes(content))

    with pytest.raises(FolderError, match=f"{name} differs from what was stored"):
        load_model(stored)


@pytest.mark.parametrize("name", ["state.json", "arrays.npz"])
def test_a_missing_file_is_found_out(stored: Path, name: str) -> None:
    (stored / name).unlink()

    with pytest.raises(FolderError, match=f"not complete: {name} is missing"):
        load_model(stored)


def test_a_class_that_is_no_part_of_a_model_is_never_made(stored: Path) -> None:
    edit(stored, lambda state: state.update(object="subprocess.Popen"))

    with pytest.raises(FolderError, match=r"asks for 'subprocess.Popen', which is not part of any model"):
        load_model(stored)


def test_a_model_that_lacks_what_todays_has_is_refused_by_name(stored: Path) -> None:
    def without_present(state: dict[str, Any]) -> None:
        state["state"]["dict"] = [entry for entry in state["state"]["dict"] if entry[0] != "present"]

    edit(stored, without_present)

    with pytest.raises(FolderError, match="written by an earlier Tandem: its Model has no present"):
        load_model(stored)


def test_an_unknown_mark_is_refused(stored: Path) -> None:
    edit(stored, lambda state: state.update(state={"reduce": ["os.system", "true"]}))

    with pytest.raises(FolderError, match="a part of an unknown kind"):
        load_model(stored)


def test_arrays_of_objects_are_refused(stored: Path) -> None:
    import io

    buffer = io.BytesIO()
    np.savez(buffer, a0=np.array([{"run": "me"}], dtype=object))
    resign(stored, "arrays.npz", buffer.getvalue())

    with pytest.raises(FolderError, match="cannot be read"):
        load_model(stored)


def test_a_tree_that_leads_outside_of_itself_is_refused(stored: Path) -> None:
    import io

    with np.load(stored / "arrays.npz") as found:
        arrays = {name: found[name].copy() for name in found.files}
    nodes = next(
        array for array in arrays.values() if array.dtype.names and "left_child" in array.dtype.names
    )
    nodes["left_child"][0] = 10_000_000
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type] # the stubs take a keyword for one of its options
    resign(stored, "arrays.npz", buffer.getvalue())

    with pytest.raises(FolderError, match="a tree in it leads outside of itself"):
        load_model(stored)


def test_a_manifest_that_names_files_elsewhere_is_refused(stored: Path) -> None:
    manifest = json.loads((stored / "manifest.json").read_text())
    manifest["files"]["../secret"] = "0"
    (stored / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(FolderError, match="names files outside of its folder"):
        load_model(stored)


def test_a_later_format_is_refused_in_a_sentence(stored: Path) -> None:
    manifest = json.loads((stored / "manifest.json").read_text())
    (stored / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))

    with pytest.raises(FolderError, match="has format 99; this version reads format 1"):
        load_model(stored)


def test_no_pickle_is_written(stored: Path) -> None:
    assert sorted(path.suffix for path in stored.iterdir()) == [".json", ".json", ".npz"]
    with np.load(stored / "arrays.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_weights_must_fit_the_models() -> None:
    with pytest.raises(ValueError, match="needs a weight of 0 or more for each of 1 models"):
        WeightedEnsemble([object()], [1, 2])  # type: ignore[list-item] # refused before it is looked at
