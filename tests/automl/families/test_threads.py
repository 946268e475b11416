"""Predictions of many rows: on every core, and the same as on one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from automl.families import family, threads
from automl.testing import planted, said


@pytest.mark.parametrize(
    "name", ["lightgbm", "xgboost", "catboost", "hist_gradient_boosting", "random_forest", "decision_tree"]
)
@pytest.mark.parametrize("task", ["binary", "regression"])
def test_many_rows_are_said_the_same_on_one_thread_and_on_more(
    name: str, task: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = planted(task)
    model = data.build(family(name)).fit(data.X, data.y)
    many = pd.concat([data.X] * (threads.FEW_ROWS // len(data.X) + 1), ignore_index=True)

    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    alone = said(model, many)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    together = said(model, many)

    assert np.array_equal(alone, together)


def test_few_rows_and_workers_get_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert threads.for_rows(10**6) == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    assert threads.for_rows(10**6) == 4
    assert threads.for_rows(threads.FEW_ROWS - 1) == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "4,2")  # nested levels, as OpenMP allows
    assert threads.for_rows(10**6) >= 1
