"""What one fit costs: seconds measured beside seconds estimated, for every family, task, and size of table.

    python benchmarks/fit_cost.py [--rows 1000,10000,100000] [--families lightgbm,linear] [--columns 12,60]

Processor seconds of one thread, early stopping on a fifth of the rows included, as in a fold of a search. The constants
in `Family.cost_s` were chosen by it so that most ratios lie between a half and two.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from itertools import product

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from automl.data.table import Column
from automl.families import FAMILIES, Family, Shape, Task, shape_of

TASKS: tuple[tuple[Task, int], ...] = (("binary", 2), ("multiclass", 4), ("regression", 0))


def make_table(
    n_rows: int, n_columns: int, *, seed: int = 0
) -> tuple[pd.DataFrame, tuple[Column, ...], np.ndarray]:
    """Numbers, and labels for every fourth column; a signal with an interaction, a curve and a label in it."""
    rng = np.random.default_rng(seed)
    n_labels = n_columns // 4
    X = pd.DataFrame({f"n{j}": rng.normal(size=n_rows) for j in range(n_columns - n_labels)})
    for j in range(n_labels):
        levels = 6 if j else 120
        X[f"c{j}"] = pd.Series([f"level {k}" for k in rng.integers(0, levels, n_rows)], dtype="str")
    effect = rng.normal(size=120)[X["c0"].str[6:].astype(int).to_numpy()]
    signal = X["n0"] + X["n1"] * X["n2"] + np.sin(2 * X["n3"]) + 0.5 * effect
    names = (str(name) for name in X)
    columns = tuple(Column(name, "number" if name.startswith("n") else "category") for name in names)
    return X, columns, np.asarray(signal + rng.logistic(size=n_rows))


def measure(
    family: Family, task: Task, n_classes: int, n_rows: int, n_columns: int
) -> list[tuple[float, float]]:
    """Seconds measured and estimated, of each default configuration."""
    X, columns, score = make_table(n_rows, n_columns)
    y = np.exp(score / 3) if task == "regression" else _cut(score, n_classes)
    shape: Shape = shape_of(X, y, features=columns, task=task, n_classes=n_classes)
    aside = np.arange(n_rows) % 5 == 0
    found = []
    for params in family.defaults(shape):
        if params.get("prep.target") == "log":
            continue
        model = family.build(params, task=task, features=columns, n_classes=n_classes, seed=0)
        start = time.process_time()
        model.fit(X[~aside], y[~aside], valid=(X[aside], y[aside]))
        found.append((time.process_time() - start, family.fit_s(shape, params)))
    return found


def _cut(score: np.ndarray, n_classes: int) -> np.ndarray:
    edges = np.quantile(score, np.linspace(0, 1, n_classes + 1)[1:-1])
    return np.asarray(np.digitize(score, edges), dtype=np.int64)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default="1000,10000,100000")
    parser.add_argument("--columns", default="12,60")
    parser.add_argument("--families", default="")
    asked = parser.parse_args()
    wanted = [f for f in FAMILIES if not asked.families or f.name in asked.families.split(",")]
    _say(("family", "task", "rows", "columns", "default", "seconds", "estimate", "ratio"))
    for n_rows, n_columns in product(_numbers(asked.rows), _numbers(asked.columns)):
        for family, (task, n_classes) in product(wanted, TASKS):
            if task not in family.tasks or family.why_unavailable() is not None:
                continue
            for i, (seconds, estimate) in enumerate(measure(family, task, n_classes, n_rows, n_columns)):
                figures = (f"{seconds:.2f}", f"{estimate:.2f}", f"{estimate / seconds:.2f}")
                _say((family.name, task, n_rows, n_columns, i, *figures))


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _say(row: tuple[object, ...]) -> None:
    name, *others = row
    sys.stdout.write(f"{name!s:24}" + "".join(f"{cell!s:>12}" for cell in others) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
