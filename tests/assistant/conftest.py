"""A project with a real table in it, for the tests of conversation and tools."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.spending import VARIABLES
from automl.project.projects import Project
from automl.project.store import Home
from tests.fakes import customers


@pytest.fixture(scope="session")
def churn_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The customers as a file."""
    path = tmp_path_factory.mktemp("data") / "churn.csv"
    customers().to_csv(path, index=False)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """An empty home folder, and nothing in the environment that names a model."""
    for name in ("TANDEM_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL", *VARIABLES.values()):
        monkeypatch.delenv(name, raising=False)
    found = Home(tmp_path / "home")
    yield found
    found.close()


@pytest.fixture
def empty(home: Home) -> Iterator[Project]:
    """A project without a table."""
    with home.create("empty") as project:
        yield project


@pytest.fixture
def project(empty: Project, churn_csv: Path) -> Project:
    """A project with the customers in it."""
    empty.add_data(churn_csv)
    return empty
