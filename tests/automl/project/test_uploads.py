"""The project's copies of data: safe names, one copy for one content, sources that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from automl.errors import FolderError
from automl.project.store import Home, Project

CSV = b"a,b\n1,2\n"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "/absolute/path.csv",
        "wild*card?[1].csv",
        "🚲🚲.csv",
        "..",
        ".",
        "",
        "NUL.csv",
        "ein Wort zu viel – ärgerlich.csv",
        "x" * 400 + ".csv.gz",
        "名" * 200 + ".parquet",
        "new\nline\x00.csv",
        "C:\\Users\\Ann\\table.csv",
        "half \ud83d.csv",
    ],
)
def test_odd_names_are_kept_beside_a_safe_file(project: Project, name: str) -> None:
    version = project.add_data(CSV, name)

    assert version.path.read_bytes() == CSV
    assert version.path.parent.parent == project.folder / "data"
    assert len(version.path.name.encode()) <= 120
    assert version.name == (name or "data").replace("\ud83d", "?")


def test_the_suffix_survives_shortening(project: Project) -> None:
    assert project.add_data(CSV, "x" * 400 + ".csv.gz").path.name.endswith("x.csv.gz")


def test_the_newest_version_is_current(project: Project) -> None:
    assert project.current_data() is None
    first = project.add_data(CSV, "t.csv", fingerprint="f1")
    second = project.add_data(b"a,b\n3,4\n", "t.csv", fingerprint="f2")

    assert project.current_data() == second
    assert project.data_versions() == [first, second]
    assert project.data(first.id) == first
    assert (first.size_bytes, first.fingerprint) == (8, "f1")
    with pytest.raises(FolderError, match="has no data version 9"):
        project.data(9)


def test_the_same_again_is_no_new_version_and_going_back_is_no_new_copy(project: Project) -> None:
    first = project.add_data(CSV, "t.csv")
    assert project.add_data(CSV, "t.csv") == first
    project.add_data(b"other", "t.csv")
    back = project.add_data(CSV, "t.csv")

    assert (back.id, back.path) == (3, first.path)
    assert len(list((project.folder / "data").iterdir())) == 2


def test_a_file_a_folder_and_a_table_in_a_file_are_copied(project: Project, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    for n in range(2):
        (tmp_path / "parts" / f"{n}.csv").write_bytes(CSV)
    (tmp_path / "base.duckdb").write_bytes(b"bytes of a database")

    file = project.add_data(tmp_path / "parts" / "0.csv")
    folder = project.add_data(tmp_path / "parts")
    table = project.add_data(f"{tmp_path / 'base.duckdb'}::sales")

    assert (file.name, file.path.read_bytes()) == ("0.csv", CSV)
    assert sorted(path.name for path in folder.path.iterdir()) == ["0.csv", "1.csv"]
    assert folder.size_bytes == 16
    assert table.source == f"{table.path}::sales"
    assert table.name == "base.duckdb"


def test_the_home_can_be_moved(home: Home, project: Project, tmp_path: Path) -> None:
    project.add_data(CSV, "t.csv")
    project.close()
    home.close()
    home.path.rename(tmp_path / "moved")

    moved = Home(tmp_path / "moved")
    with moved.open(project.id) as again:
        found = again.current_data()
        assert found is not None
        assert found.path.read_bytes() == CSV
    moved.close()


def test_a_source_that_is_not_there_leaves_everything_as_it_was(project: Project, tmp_path: Path) -> None:
    kept = project.add_data(CSV, "t.csv")
    with pytest.raises(FolderError, match=r"none\.csv' cannot be read: there is no such file"):
        project.add_data(tmp_path / "none.csv")

    assert project.current_data() == kept
    assert not list((project.folder / "data").glob(".coming*"))
