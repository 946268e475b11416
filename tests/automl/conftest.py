"""Runs on small tables that are shared by the tests of a session, and a home of their own for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from automl.search.result import RunResult

Runner = Callable[..., RunResult]


#: A budget that a test can pay for; one worker, so that the machine's load changes nothing.
CHEAP = {
    "models": {"include": ["linear", "decision_tree", "lightgbm"]},
    "budget": {"trials": 5, "workers": 1},
}


@pytest.fixture(scope="session")
def run_cheaply(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Runs a specification once for each session; what differs nowhere is not fitted twice."""
    from automl import run

    known: dict[str, RunResult] = {}

    def cheap(frame: pd.DataFrame, spec: Mapping[str, Any], *, seed: int = 0, key: str = "") -> RunResult:
        whole = {**CHEAP, **spec}
        name = json.dumps([whole, seed, key, len(frame), list(frame.columns)], sort_keys=True)
        if name not in known:
            out = tmp_path_factory.mktemp("run")
            known[name] = run(whole, frame, out=out, seed=seed, overwrite=True)
        return known[name]

    return cheap


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test writes into the home of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TANDEM_HOME", str(home))
    return home
