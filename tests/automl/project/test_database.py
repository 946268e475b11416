"""Format versions: older is migrated, newer is refused, and a failed change leaves nothing behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from automl.errors import FolderError
from automl.project.database import Database
from automl.project.schema import PROJECT, Schema
from automl.project.store import Home, Project

OLD = Schema("project", (("create table notes (id integer primary key, text text not null)",),))
NEW = Schema(
    "project",
    (
        *OLD.steps,
        (
            "alter table notes add column mood text not null default 'calm'",
            "create index notes_by_mood on notes (mood)",
        ),
        ("update notes set text = upper(text)",),
    ),
)


def _with_note(path: Path) -> None:
    old = Database(path, OLD)
    with old.writing() as connection:
        connection.execute("insert into notes (text) values ('kept')")
    old.close()


def test_an_older_format_is_migrated_with_what_is_in_it(tmp_path: Path) -> None:
    _with_note(tmp_path / "p.sqlite")

    new = Database(tmp_path / "p.sqlite", NEW)
    assert [tuple(row) for row in new.rows("select id, text, mood from notes")] == [(1, "KEPT", "calm")]
    assert new.rows("pragma user_version")[0][0] == 3
    new.close()
    # Opened again, nothing is done twice.
    Database(tmp_path / "p.sqlite", NEW).close()


def test_a_migration_that_fails_leaves_the_older_format(tmp_path: Path) -> None:
    _with_note(tmp_path / "p.sqlite")
    broken = Schema("project", (*NEW.steps[:2], ("insert into nowhere values (1)",)))

    with pytest.raises(FolderError, match="no such table: nowhere"):
        Database(tmp_path / "p.sqlite", broken)
    old = Database(tmp_path / "p.sqlite", OLD)
    assert [tuple(row) for row in old.rows("select * from notes")] == [(1, "kept")]
    old.close()


def test_a_newer_project_is_refused_in_a_sentence_and_stays_as_it_is(home: Home, project: Project) -> None:
    project.close()
    with sqlite3.connect(project.folder / "project.sqlite") as connection:
        connection.execute(f"pragma user_version = {PROJECT.version + 1}")
    connection.close()

    newer = (
        f"has format {PROJECT.version + 1}, and this version of Tandem reads up to {PROJECT.version}; update"
    )
    with pytest.raises(FolderError, match=newer):
        home.open(project.id)
    assert newer in home.projects()[0].problem


def test_a_newer_home_is_refused_in_a_sentence(home: Home) -> None:
    home.close()
    with sqlite3.connect(home.path / "home.sqlite") as connection:
        connection.execute("pragma user_version = 99")
    connection.close()

    with pytest.raises(FolderError, match=r"The home folder '.*' has format 99"):
        Home(home.path)


def test_a_change_that_raises_is_undone(tmp_path: Path) -> None:
    database = Database(tmp_path / "p.sqlite", OLD)
    with pytest.raises(KeyError), database.writing() as connection:
        connection.execute("insert into notes (text) values ('gone')")
        raise KeyError

    assert database.rows("select * from notes") == []
    database.close()
    with pytest.raises(FolderError, match="was closed"):
        database.rows("select * from notes")


def test_several_migrate_one_file_at_once(tmp_path: Path) -> None:
    _with_note(tmp_path / "p.sqlite")
    first = Database(tmp_path / "p.sqlite", NEW)
    second = Database(tmp_path / "p.sqlite", NEW)

    assert second.rows("select text from notes")[0][0] == "KEPT"
    first.close()
    second.close()
