"""A full disk and folders without permission: one sentence, and what was saved stays.

A limit on the size of files stands in for the full disk, and an unprivileged user for missing permission; both are
set in a forked child, because they cannot be taken back.
"""

from __future__ import annotations

import os
import pickle
import resource
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from automl.errors import FolderError
from automl.project.store import Home, Project
from automl.project.transcript import Transcript, read

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only POSIX systems fork")
NOBODY = 65534


def in_child(work: Callable[[], str]) -> str:
    """Return what `work` returns in a forked child."""
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = work()
        except BaseException as error:  # noqa: BLE001 - the parent must see it, whatever it is
            answer = f"{type(error).__name__}: {error}"
        os.write(sender, pickle.dumps(answer))
        os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        answer = pickle.loads(pipe.read())
    os.waitpid(child, 0)
    return str(answer)


def limit_files(size_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))


def sentence_of(work: Callable[[], object]) -> str:
    try:
        work()
    except FolderError as error:
        return str(error)
    return "no error"


def test_a_transcript_on_a_full_disk_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"

    def work() -> str:
        limit_files(20_000)
        with Transcript(path) as transcript:
            for _ in range(3):
                transcript.append("user", "message", "x" * 1_000)
            sentence = sentence_of(lambda: transcript.append("user", "message", "x" * 30_000))
            transcript.append("user", "message", "a short one still fits")
        return sentence

    assert "cannot be written: " in in_child(work)
    assert len(read(path)) == 4


def test_a_project_on_a_full_disk_keeps_what_it_has(home: Home) -> None:
    with home.create("Churn") as project:
        project.append_message("user", "kept")
    folder = project.folder

    def work() -> str:
        limit_files(120_000)
        full = Project(folder)
        sentence = "no error"
        for _ in range(400):
            sentence = sentence_of(lambda: full.append_message("user", "x" * 2_000))
            if sentence != "no error":
                break
        uploaded = sentence_of(lambda: full.add_data(b"x" * 200_000, "big.csv"))
        return f"{sentence}\n{uploaded}"

    first, second = in_child(work).splitlines()
    assert "cannot be written" in first
    assert second == "'big.csv' cannot be written: the system allows no file of that size there."
    with Project(folder) as again:
        assert again.messages()[0].content == "kept"
        assert again.data_versions() == []
        assert not list((folder / "data").iterdir())
        read(folder / "transcript.jsonl", head=again.transcript_head)
        again.append_message("user", "there is room again")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def as_nobody(work: Callable[[], str]) -> str:
    if os.getuid() != 0:
        pytest.skip("only root can become another user")

    def lowered() -> str:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        return work()

    return in_child(lowered)


def test_a_home_without_permission_is_one_sentence(open_folder: Path) -> None:
    sentence = as_nobody(lambda: sentence_of(lambda: Home(open_folder / "home")))

    assert sentence == (
        f"'{open_folder}/home' cannot be created: permission is denied; "
        "change the folder's permissions or choose another folder."
    )


def test_a_project_of_somebody_else_is_one_sentence_and_stays(open_folder: Path) -> None:
    home = Home(open_folder / "home")
    with home.create("Churn") as project:
        project.append_message("user", "kept")
    home.close()
    for path in (home.path, home.path / "projects", project.folder):
        path.chmod(0o755)

    sentence = as_nobody(lambda: sentence_of(lambda: Project(project.folder).append_message("user", "no")))

    assert "permission" in sentence or "cannot be opened" in sentence
    with Project(project.folder) as again:
        assert [message.content for message in again.messages()] == ["kept"]


def test_data_that_may_not_be_read_is_one_sentence(open_folder: Path) -> None:
    secret = open_folder / "secret.csv"
    secret.write_text("a\n1\n")
    secret.chmod(0o600)
    (open_folder / "home").mkdir(mode=0o777)
    (open_folder / "home").chmod(0o777)

    def work() -> str:
        project = Home(open_folder / "home").create("Churn")
        return sentence_of(lambda: project.add_data(secret))

    assert "secret.csv' cannot be read: permission is denied" in as_nobody(work)
