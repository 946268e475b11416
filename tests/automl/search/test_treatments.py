"""Experiments on the rows learned from, on data where the truth is planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from automl import run
from automl.replay import replay


def test_rows_without_a_target_are_learned_from_where_that_helps_and_the_run_repeats(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    n_rows, n_columns, n_known = 500, 30, 100
    y = rng.integers(0, 2, n_rows)
    away = rng.standard_normal(n_columns)
    away *= 2.5 / np.linalg.norm(away)
    X = rng.standard_normal((n_rows, n_columns)) + np.where(y[:, None] == 1, away, -away)
    table = pd.DataFrame(X, columns=[f"x{i}" for i in range(n_columns)])
    table["target"] = np.where(np.arange(n_rows) < n_known, np.where(y == 1, "yes", "no"), None)
    table.to_csv(tmp_path / "table.csv", index=False)
    spec = {
        "task": "binary",
        "target": "target",
        "positive_label": "yes",
        "metric": {"kind": "standard", "name": "log_loss"},
        "budget": {"trials": 8, "workers": 1},
        "models": {"include": ["naive_bayes"]},
        "extra_rows": ["pseudo_labels"],
    }

    result = run(spec, tmp_path / "table.csv", out=tmp_path / "run")

    found = result.experiments[0]
    assert found.won == "pseudo_labels"
    assert found.n_extra == n_rows - n_known
    assert "This helped, with Naive Bayes" in found.sentence
    assert result.data.n_rows_used == n_known
    assert "Identical" in replay(tmp_path / "run")["sentence"]
