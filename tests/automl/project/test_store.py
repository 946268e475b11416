"""The home folder: projects come, stay and go; settings and looks are kept."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from automl.errors import FolderError, InputError
from automl.project.store import Home, Project, home_path
from automl.project.transcript import read


def test_home_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "elsewhere"))
    with_variable = Home()
    with_variable.close()

    assert with_variable.path == tmp_path / "elsewhere"
    assert with_variable.path.stat().st_mode & 0o077 == 0
    monkeypatch.delenv("TANDEM_HOME")
    assert home_path() == Path.home() / ".tandem"


def test_a_project_is_made_listed_opened_and_deleted(home: Home) -> None:
    made = home.create("Kündigungen 2026 🚲")
    assert made.id.startswith("kundigungen-2026-")
    made.close()

    assert [(info.id, info.name, info.n_runs, info.problem) for info in home.projects()] == [
        (made.id, "Kündigungen 2026 🚲", 0, "")
    ]
    with home.open(made.id) as again:
        assert again.name == "Kündigungen 2026 🚲"
        assert again.created
    home.delete(made.id)
    assert home.projects() == []
    assert not made.folder.exists()
    assert list(made.folder.parent.iterdir()) == []


def test_two_projects_may_have_one_name(home: Home) -> None:
    first, second = home.create("Churn"), home.create("Churn")
    first.close()
    second.close()

    assert first.id != second.id
    assert len(home.projects()) == 2


def test_the_project_changed_last_comes_first(home: Home) -> None:
    first, second = home.create("first"), home.create("second")
    time.sleep(0.002)  # times are kept in milliseconds
    first.append_message("user", "hello")

    assert [info.name for info in home.projects()] == ["first", "second"]
    first.close()
    second.close()


@pytest.mark.parametrize("name", ["", "  ", "../..", "🚲", "a" * 500, 'quote " and \\'])
def test_odd_names_make_usable_projects(home: Home, name: str) -> None:
    with home.create(name) as project:
        assert project.folder.parent == home.path / "projects"
        assert project.name == (name.strip() or "Untitled")


def test_renaming_keeps_the_id(home: Home, project: Project) -> None:
    project.rename("Leavers")

    assert [(info.id, info.name) for info in home.projects()] == [(project.id, "Leavers")]


@pytest.mark.parametrize("project_id", ["none", "../home", "", "/etc", "..", "a/b", "A"])
def test_an_unknown_id_is_one_sentence(home: Home, project_id: str) -> None:
    with pytest.raises(FolderError, match="There is no project"):
        home.open(project_id)
    with pytest.raises(FolderError, match="There is no project"):
        home.delete(project_id)


def test_a_project_at_work_is_not_deleted(home: Home, project: Project) -> None:
    run = project.create_run({})
    project.set_status(run.id, "running")

    with pytest.raises(FolderError, match="has a run going on; stop it"):
        home.delete(project.id)
    project.set_status(run.id, "stopped")
    home.delete(project.id)


def test_a_damaged_project_is_listed_with_its_problem_and_can_be_deleted(
    home: Home, project: Project
) -> None:
    project.close()
    for name in ("project.sqlite", "project.sqlite-wal"):
        (project.folder / name).write_bytes(
            b"this is no database at all, but long enough to be looked at" * 40
        )

    (info,) = home.projects()
    assert "is damaged" in info.problem
    with pytest.raises(FolderError, match="is damaged"):
        home.open(project.id)
    home.delete(project.id)
    assert home.projects() == []


def test_looks_are_counted_for_each_table_and_target(home: Home) -> None:
    assert home.record_look("abc", "Churn", "run-001") == 1
    assert home.record_look("abc", "Churn", "run-002") == 2
    assert home.record_look("abc", "Tenure", "run-002") == 1
    assert home.record_look("def", "Churn", "run-001") == 1

    assert [look.run_id for look in home.looks("abc", "Churn")] == ["run-001", "run-002"]
    assert len(home.looks()) == 4


def test_looks_outlive_the_project(home: Home, project: Project) -> None:
    home.record_look("abc", "Churn", "run-001")
    project.close()
    home.delete(project.id)

    assert home.record_look("abc", "Churn", "run-001") == 2


def test_settings_are_json_and_never_keys(home: Home) -> None:
    assert home.setting("model", "offline") == "offline"
    home.set_setting("model", "openai:gpt-5")
    home.set_setting("share", {"rows": False, "limit": 0.5})
    home.set_setting("model", "offline")

    assert home.setting("model") == "offline"
    assert home.setting("share") == {"rows": False, "limit": 0.5}
    with pytest.raises(InputError, match="'model' seems to hold an API key"):
        home.set_setting("model", {"key": "sk-abcdefghijklmnop0123"})


def test_everything_that_matters_stands_in_the_transcript(project: Project) -> None:
    project.add_data(b"a,b\n1,2\n", "table.csv")
    project.append_message("user", "Predict churn")
    project.append_event("turn-1", "tool_started", {"name": "load_table", "arguments": {}})
    project.append_event("turn-1", "text_delta", "I ")
    project.append_event("turn-1", "tool_done", {"name": "load_table", "text": "1 row"})
    version = project.save_document({"spec": {"target": "Churn"}}, "Predict churn")
    project.record_approval(version, "Ann")
    project.record_decision("leave out id", "it is unique")
    run = project.create_run({"spec": {}}, 1, seed=3)
    project.set_status(run.id, "running")
    project.request_stop(run.id)
    project.set_status(run.id, "stopped", head="f" * 64)

    entries = read(project.folder / "transcript.jsonl", head=project.transcript_head)
    assert [entry.kind for entry in entries] == [
        "project_created",
        "data",
        "message",
        "tool_started",
        "tool_done",
        "document",
        "approval",
        "decision",
        "run_created",
        "run_running",
        "stop_requested",
        "run_stopped",
    ]
    assert entries[-1].hash == project.transcript_head
    assert entries[-1].body["head"] == "f" * 64


def test_importing_the_store_brings_no_heavy_library() -> None:
    heavy = "{'numpy', 'pandas', 'sklearn', 'duckdb', 'langchain', 'streamlit'}"
    code = f"import automl.project.store, sys; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert found.stdout.strip() == "[]"
