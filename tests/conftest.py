"""What all tests share."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing

# Before NumPy is imported: as many test processes as cores leave no core for threads, which would wait for each other.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does; no promise of ours does.
settings.register_profile("tandem", deadline=None)
settings.load_profile("tandem")


@pytest.fixture(scope="session", autouse=True)
def home_of_nobody() -> None:
    """A home of its own for tests that name none, which remembers nothing: each is to find the same, alone or not."""
    from automl.project.store import Home

    os.environ["TANDEM_HOME"] = tempfile.mkdtemp(prefix="tandem-tests-")
    with closing(Home()) as home:
        home.set_setting("memory", False)
