"""Contexts for the language tests: made from the public tables where they are, and by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.offline.context import Context
from evals.learning.contexts import public_context, written_context

DATA = Path(os.environ.get("TANDEM_DATA", Path(__file__).parents[4] / "shared" / "data"))


@pytest.fixture(scope="session")
def public() -> Callable[[str], Context]:
    """Gives the context of a public table; skips where the tables are not at hand."""
    if not (DATA / "datasets.json").exists():
        pytest.skip(f"the public tables are not at {DATA}; TANDEM_DATA may name their folder")
    return lambda name: public_context(name, DATA)


@pytest.fixture(scope="session")
def made_up() -> Callable[[str], Context]:
    """Gives the context of a made-up table."""
    return lambda name: written_context(name, Path(__file__).parent / "tables.toml")
