"""A home folder and a project in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from automl.project.store import Home, Project


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    yield home
    home.close()


@pytest.fixture
def project(home: Home) -> Iterator[Project]:
    project = home.create("Churn")
    yield project
    project.close()
